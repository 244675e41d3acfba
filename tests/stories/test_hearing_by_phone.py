"""Specialists hear the messages that people left on their own phone, with a PIN, and say which are dealt with."""

from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from routing.flow import hearing
from routing.store import pins
from tests.stories.records import on_both
from tests.stories.test_duty_call import PIN, proves
from tests.stories.test_voicemail import alerted, leaves, rows
from tests.stories.town import Phone, Town, town


@pytest.fixture
def here(tmp_path: Path, redis_url: str, database_url: str) -> Iterator[Town]:
    with town(tmp_path, redis_url, alerted, database_url=database_url) as made:
        yield made


@pytest.fixture
def ana(here: Town) -> Phone:
    return here.specialist("Ana", activity="offline", pin=pins.hashed(PIN))


def left(here: Town, name: str) -> None:
    leaves(here, here.caller(name))
    here.passes(30)


def played(phone: Phone) -> int:
    return sum(line["kind"] == "play" for line in phone.state["call"]["hears"])


@on_both
def test_messages_are_heard_oldest_first_and_erased_when_dealt_with(here: Town, ana: Phone) -> None:
    left(here, "Cal")
    left(here, "Dee")
    proves(here, ana)
    ana.presses("4")
    here.passes(3)
    assert played(ana) == 1
    ana.presses("2")
    here.passes(3)
    assert played(ana) == 2
    ana.presses("3")
    here.passes(3)
    assert ana.hears("message_erased")
    assert len(rows(here, "recordings")) == 1
    ana.presses("3")
    here.passes(3)
    assert ana.hears("messages_none")
    assert rows(here, "recordings") == []
    assert {row["how"] for row in rows(here, "promises")} == {"heard"}
    assert [row["what"] for row in rows(here, "audit")] == [
        "message_heard", "message_heard", "promise_closed", "message_heard", "promise_closed",
    ]  # fmt: skip
    assert {row["who"].partition(":")[0] for row in rows(here, "audit")} == {"specialist"}
    assert not [hook for hook in here.ledger()["webhooks"] if hook["error"]]


def test_without_the_pin_nobody_hears_a_message(here: Town, ana: Phone) -> None:
    left(here, "Cal")
    proves(here, ana, "0000")
    ana.presses("4")
    here.passes(10)
    assert played(ana) == 0


def test_the_address_of_a_message_opens_for_ten_minutes_and_is_nobodys_to_make(here: Town, ana: Phone) -> None:
    left(here, "Cal")
    s = here.services
    (promise,) = (row["id"] for row in rows(here, "promises"))
    here.keep_time()
    address = s.vault.seal_fields(hearing.SOUND, {"promise": promise, "until": s.switchboard.now() + 600_000})
    place = f"{s.settings.public_url}/voice/sound/"
    with urlopen(place + address) as answer:
        assert answer.read().startswith(b"RIFF")
        assert answer.headers["Cache-Control"] == "no-store"
    late = s.vault.seal_fields(hearing.SOUND, {"promise": promise, "until": s.switchboard.now() - 1})
    forged = s.vault.seal_fields("ticket", {"promise": promise, "until": s.switchboard.now() + 600_000})
    for wrong in (late, forged, "nothing", promise):
        with pytest.raises(HTTPError) as refused:
            urlopen(place + wrong)
        assert refused.value.code == 404
