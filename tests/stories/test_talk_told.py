"""Talking by text: what is told is so, also while something does not answer, or after it has changed."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from routing.domain.contact import Unavailable
from routing.domain.nearby import Found, NotNow, Wanted
from routing.domain.nearby import Town as Place
from tests.stories.talking import asks_to_write, by_phone, in_line, offered, said, writes_with
from tests.stories.town import LINE, Phone, Town, town

HOUR = 3600


@pytest.fixture
def here(tmp_path: Path, redis_url: str) -> Iterator[Town]:
    with town(tmp_path, redis_url, by_phone()) as made:
        yield made


def test_whoever_writes_while_live_state_is_away_hears_that_it_was_not_passed_on(
    here: Town, caller: Phone, ana: Phone
) -> None:
    writes_with(here, caller, ana)
    with here.without_live_state():
        for phone, words in ((caller, "where can i get narcan"), (ana, "are you there")):
            phone.does("text", to=LINE, body=words)
        here.post("settle", {})
        assert caller.inbox[-1] == ana.inbox[-1] == said(here, "sms_talk_unpassed")
        assert "naloxone" in caller.inbox[-2].lower(), "after what anybody would be told"
    here.passes(60)
    caller.texts("and now")
    here.passes(2)
    assert ana.inbox[-1] == "and now"


def test_where_nobody_writes_with_people_nothing_is_said_of_passing_on(tmp_path: Path, redis_url: str) -> None:
    with town(tmp_path, redis_url) as here:
        caller = here.caller()
        with here.without_live_state():
            caller.does("text", to=LINE, body="hello")
            here.post("settle", {})
            assert caller.inbox and said(here, "sms_talk_unpassed") not in caller.inbox


def test_who_writes_on_and_on_is_not_cut_off_a_day_after_it_began(here: Town, caller: Phone, ana: Phone) -> None:
    writes_with(here, caller, ana)
    names = [name for kind in ("contact", "offer", "digest:person") for name in here.redis.scan_iter(f"*:{kind}:*")]
    assert len(names) == 3
    for writes in (caller, ana):
        for name in names:
            here.redis.expire(name, 60)  # as they are a minute before the day is over
        writes.texts("still here")
        assert all(here.redis.ttl(name) > 23 * HOUR for name in names)


def test_who_is_back_in_line_is_not_lost_a_day_after_it_began(here: Town, caller: Phone, ana: Phone) -> None:
    writes_with(here, caller, ana)
    names = [name for kind in ("contact", "digest:person") for name in here.redis.scan_iter(f"*:{kind}:*")]
    for name in names:
        here.redis.expire(name, 60)
    ana.texts("#1 PASS")
    assert all(here.redis.ttl(name) > 23 * HOUR for name in names)


def test_with_nobody_else_on_call_no_colleague_is_spoken_of(here: Town, caller: Phone, ana: Phone) -> None:
    writes_with(here, caller, ana)
    ana.texts("#1 PASS")
    here.passes(2)
    assert caller.inbox[-1] == said(here, "sms_talk_passed_alone")
    here.passes(70)
    assert ana.inbox[-1] == offered(here, wait="1 minute")
    ana.texts("Y")
    here.passes(2)
    caller.texts("hello")
    here.passes(11 * 60)
    assert caller.inbox[-1] == said(here, "sms_talk_silent_alone")


def test_the_end_of_the_wait_stays_the_same_however_often_it_is_asked(here: Town, caller: Phone) -> None:
    began = here.now
    asks_to_write(caller)
    here.passes(HOUR)
    caller.texts("TALK")
    assert caller.inbox[-1] == in_line(here, "sms_in_line_nobody", since=began, next="")
    assert "2 hours" not in caller.inbox[-1]
    here.passes(HOUR + 5)
    assert caller.inbox[-1] == said(here, "sms_talk_lapsed")


def test_who_waits_is_told_once_when_the_last_specialist_leaves(here: Town, caller: Phone, ana: Phone) -> None:
    began = here.now
    asks_to_write(caller)
    here.passes(2)
    ana.texts("N")
    for _ in range(2):
        here.becomes("Ana", "offline")
        here.passes(5)
        assert caller.inbox[-1] == in_line(here, "sms_in_line_nobody", since=began, next="")
        here.becomes("Ana", "available")
        here.passes(5)
        ana.texts("N")
    assert sum("Nobody is on call" in text for text in caller.inbox) == 1


def test_nobody_is_told_of_a_specialist_who_leaves_while_another_stays(here: Town, caller: Phone, ana: Phone) -> None:
    bo = here.specialist("Bo")
    asks_to_write(caller)
    here.passes(2)
    before = caller.inbox
    (ana if ana.inbox else bo).texts("N")
    here.becomes("Ana", "offline")
    here.passes(5)
    assert caller.inbox == before


def test_the_end_of_one_conversation_drops_no_line_of_another(here: Town, caller: Phone, ana: Phone) -> None:
    dee = here.caller("Dee")
    writes_with(here, caller, ana)
    asks_to_write(dee)
    here.passes(3)
    ana.texts("#2 Y")
    here.passes(3)
    caller.texts("DONE")
    here.passes(2)
    here.goes_wrong(kind="rest", status=429, code=20429, match="POST /Messages", times=3)
    dee.texts("i am still here")
    here.passes(120)
    assert ana.inbox[-1].endswith("i am still here")
    assert said(here, "sms_talk_lost") not in dee.inbox


def test_words_that_begin_like_a_command_are_told_not_to_have_gone_on(here: Town, caller: Phone, ana: Phone) -> None:
    writes_with(here, caller, ana)
    ana.texts("#1 pass me the name of the place")
    assert ana.inbox[-1] == said(here, "sms_talks_unknown")
    assert "not passed on" in ana.inbox[-1]
    caller.texts("hello?")
    here.passes(2)
    assert ana.inbox[-1] == "hello?", "they still write with each other"


def test_a_yes_promises_no_call_that_nobody_was_asked_about(here: Town, caller: Phone, ana: Phone) -> None:
    writes_with(here, caller, ana)
    board = vars(here.services.switchboard)
    board["pass_on"] = away
    ana.texts("#1 CALL")
    del board["pass_on"]
    ana.texts("shall i look for a meeting?")
    caller.texts("yes")
    here.passes(2)
    assert ana.inbox[-1] == "yes"
    assert said(here, "sms_callback_promised") not in caller.inbox


def test_nobody_is_shut_out_by_half(here: Town, caller: Phone, ana: Phone) -> None:
    writes_with(here, caller, ana)
    board = vars(here.services.switchboard)
    board["end_talk"] = away
    ana.texts("#1 SHUT YES")
    del board["end_talk"]
    caller.texts("are you there")
    here.passes(2)
    assert ana.inbox[-1] == "are you there"
    caller.texts("DONE")
    asks_to_write(caller)
    assert said(here, "sms_talk_shut_out") not in caller.inbox


def away(*_args: object, **_more: object) -> None:
    """Do as a script of live state that cannot be asked."""
    raise Unavailable


class Asked:
    """Places that nobody should have looked up."""

    def __init__(self) -> None:
        self.looked_up: list[str] = []

    def town_of(self, text: str) -> Place:
        self.looked_up.append(text)
        raise NotNow

    def has(self, kind: str) -> bool:
        return True

    def near(self, town: Place, wanted: Wanted, now: datetime, skip: int = 0) -> list[Found]:
        raise NotNow


def test_a_line_of_a_conversation_looks_up_no_places(here: Town, caller: Phone, ana: Phone) -> None:
    writes_with(here, caller, ana)
    places = vars(here.services)["nearby"] = Asked()
    caller.texts("treatment near 20002")
    here.passes(2)
    assert ana.inbox[-1] == "treatment near 20002"
    assert places.looked_up == []
    ana.texts("DONE")
    here.passes(2)
    caller.texts("treatment near 20002")
    assert places.looked_up, "it is when it is asked of us"
