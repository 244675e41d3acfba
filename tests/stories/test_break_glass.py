"""The number of somebody whose life is at risk: seen in two steps, for a reason, written down first."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.stories.records import held
from tests.stories.talking import asks_to_write, by_phone
from tests.stories.test_live import confirms, desk, follows, kim
from tests.stories.town import Phone, Town, town
from tests.web.browser import Browser

__all__ = ["desk", "kim"]  # fixtures
WHY = "pills taken, alone, asked us to send help to +1 202 555 0187"


@pytest.fixture
def here(tmp_path: Path, redis_url: str) -> Iterator[Town]:
    with town(tmp_path, redis_url, by_phone(break_glass=True)) as made:
        yield made


def seen(here: Town) -> list[str]:
    return [row.deed.why for row in here.services.audit.rows() if row.deed.what == "number_seen"]


def test_a_number_is_seen_in_two_steps_and_written_down(here: Town, caller: Phone, kim: Browser, ana: Phone) -> None:
    caller.dials().presses("1")
    ana.answers().presses("1")
    here.passes(5)
    follows(kim, "/number?")
    assert confirms(kim, why=" ").status == 400
    confirms(kim, why=WHY)
    assert caller.number not in kim.answer.text and seen(here) == []
    confirms(kim)
    assert caller.number in kim.page.text and kim.answer.headers["Cache-Control"] == "no-store"
    assert caller.number not in kim.at and caller.number not in re.findall("<title>.*?</title>", kim.answer.text)[0]
    assert seen(here) == ["pills taken, alone, asked us to send help to [number]"]
    assert caller.number not in kim.opens("/console").answer.text


def test_without_the_records_nothing_is_seen(here: Town, caller: Phone, kim: Browser) -> None:
    caller.dials().presses("1")
    confirms(follows(kim, "/number?"), why=WHY)
    with held(here.services.settings.database_url):
        assert confirms(kim).status == 503
    assert caller.number not in kim.answer.text and seen(here) == []


def test_who_has_left_is_seen_no_more(here: Town, caller: Phone, kim: Browser) -> None:
    caller.dials().presses("1")
    confirms(follows(kim, "/number?"), why=WHY)
    caller.hangs_up()
    here.passes(2)
    assert confirms(kim).status == 409 and seen(here) == []
    assert "caller" not in here.contacts()[0]


def test_who_writes_is_seen_too(here: Town, caller: Phone, kim: Browser) -> None:
    asks_to_write(caller)
    confirms(confirms(follows(kim, "/number?"), why=WHY))
    assert caller.number in kim.page.text


def test_where_the_line_does_not_allow_it_no_number_is_kept(here: Town, caller: Phone, kim: Browser) -> None:
    config = here.services.config
    vars(here.services)["config"] = replace(config, lines={"main": replace(config.lines["main"], break_glass=False)})
    caller.dials().presses("1")
    (contact,) = [key.decode() for key in here.redis.zrange("{helpline}:contacts", 0, -1)]
    assert "caller" not in here.contacts()[0]
    assert "/number?" not in kim.opens("/console").answer.text
    assert kim.opens(f"/console/number?contact={contact}").status == 409
