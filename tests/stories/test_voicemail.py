"""Leaving a message: the notice and the yes, the beep, and what becomes of it, whatever is lost on the way."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from routing.domain.message import purpose
from routing.services import AtWork
from tests.stories import records
from tests.stories.records import on_both
from tests.stories.town import Phone, Town, town

COORDINATOR = "+12025550180"
WORDS = "please call my sister she knows where i am staying tonight"
NEW = "the recovery helpline: there is a new voice message to hear. Reply OK to say that you know."


def alerted(services: AtWork) -> AtWork:
    line = replace(services.config.lines["main"], alerts_to=(COORDINATOR,))
    return replace(services, config=replace(services.config, lines={"main": line}))


@pytest.fixture
def here(tmp_path: Path, redis_url: str, database_url: str) -> Iterator[Town]:
    with town(tmp_path, redis_url, alerted, database_url=database_url) as made:
        yield made


@pytest.fixture
def kim(here: Town) -> Phone:
    return here.outside("Kim", COORDINATOR)


def is_asked(here: Town, caller: Phone) -> Phone:
    """Nobody is on call, and the caller chooses to leave a message."""
    caller.dials().presses("1")
    here.passes(3)
    caller.presses("2")
    here.passes(2)
    assert caller.hears("message_notice")
    return caller


def leaves(here: Town, caller: Phone, words: str = WORDS) -> Phone:
    is_asked(here, caller).presses("1")
    here.passes(8)  # until the beep is over
    caller.speaks(words)
    return caller


def rows(here: Town, table: str) -> list[dict[str, Any]]:
    return records.rows(here.services.settings.database_url, table)


def at_the_carrier(here: Town) -> int:
    return len(list(here.services.tapes._client.recordings.list()))


@on_both
def test_a_message_is_kept_with_a_yes_brought_home_and_deleted_at_the_carrier(
    here: Town, kim: Phone, caller: Phone
) -> None:
    leaves(here, caller)
    here.passes(15)
    assert caller.hears("message_kept")
    here.passes(30)
    assert here.closes() == ["voicemail_kept"]
    (promise,) = rows(here, "promises")
    assert (promise["kind"], promise["state"], promise["number"]) == ("voicemail", "open", None)
    (consent,) = rows(here, "consents")
    assert (consent["scope"], consent["wording"], consent["how"]) == ("voicemail", "message_notice", "key 1")
    (recording,) = rows(here, "recordings")
    assert recording["sid"] is None
    sound = here.services.vault.open_bytes(purpose(promise["id"]), recording["sound"])
    assert sound.startswith(b"RIFF")
    assert at_the_carrier(here) == 0
    assert rows(here, "carrier_deletions") == []
    assert kim.inbox[-1] == NEW


@on_both
def test_whoever_hangs_up_after_speaking_has_left_a_message(here: Town, kim: Phone, caller: Phone) -> None:
    leaves(here, caller)
    here.passes(6)
    caller.hangs_up()
    here.passes(20)
    assert here.closes() == ["voicemail_kept"]
    assert [row["state"] for row in rows(here, "promises")] == ["open"]
    assert NEW in kim.inbox


def test_a_key_ends_the_message_and_1_goes_back_to_the_place(here: Town, kim: Phone, caller: Phone) -> None:
    leaves(here, caller)
    here.passes(5)
    caller.presses("#")
    here.passes(1)
    assert caller.hears("message_kept")
    caller.presses("1")
    here.passes(2)
    assert caller.hears("back_in_line")
    bo = here.specialist("Bo")
    assert bo.rings_within(5)
    bo.answers().presses("1")
    here.passes(3)
    assert caller.talks_to(bo)
    assert here.closes() == ["bridged"]
    assert [row["state"] for row in rows(here, "promises")] == ["open"], "the message is still to be heard"


def test_0_while_speaking_tells_what_to_do(here: Town, kim: Phone, caller: Phone) -> None:
    leaves(here, caller)
    here.passes(3)
    caller.presses("0")
    here.passes(1)
    assert caller.hears("emergency_steps")
    assert here.closes() == ["voicemail_kept"]


@pytest.mark.parametrize("key", ["2", ""])
def test_without_a_yes_nothing_is_recorded_and_the_place_is_kept(
    here: Town, kim: Phone, caller: Phone, key: str
) -> None:
    is_asked(here, caller)
    if key:
        caller.presses(key)
    here.passes(80)
    assert caller.hears("back_in_line")
    assert not caller.hears("message_speak")
    assert rows(here, "promises") == rows(here, "consents") == []
    assert here.closes() == ["abandoned"]


@on_both
def test_silence_is_no_message(here: Town, kim: Phone, caller: Phone) -> None:
    is_asked(here, caller).presses("1")
    here.passes(16)
    assert caller.hears("message_nothing")
    assert [row["state"] for row in rows(here, "promises")] == ["cancelled"]
    assert here.closes() == ["abandoned"]
    assert NEW not in kim.inbox


@on_both
def test_less_than_two_seconds_are_not_kept_here_nor_at_the_carrier(here: Town, kim: Phone, caller: Phone) -> None:
    leaves(here, caller, "oh")
    here.passes(1)
    caller.presses("#")
    here.passes(10)
    assert caller.hears("message_nothing")
    assert [row["how"] for row in rows(here, "promises")] == ["too_short"]
    here.passes(400)
    assert at_the_carrier(here) == 0
    assert NEW not in kim.inbox


def test_with_all_news_of_it_lost_a_message_is_found_by_its_call(here: Town, kim: Phone, caller: Phone) -> None:
    here.goes_wrong(kind="hooks", mode="lose", match="/voice/message", times=9)
    leaves(here, caller)
    here.passes(6)
    caller.hangs_up()
    here.passes(60)
    assert here.closes() == ["voicemail_kept"]
    assert [row["sid"] for row in rows(here, "recordings")] == [None]
    assert NEW in kim.inbox


def test_a_sound_that_is_ready_late_is_fetched_then(here: Town, kim: Phone, caller: Phone) -> None:
    here.goes_wrong(kind="recording", seconds=70, times=1)
    leaves(here, caller)
    here.passes(200)
    (recording,) = rows(here, "recordings")
    assert recording["sound"]
    assert at_the_carrier(here) == 0


@on_both
def test_a_deletion_that_the_carrier_refuses_is_asked_for_again(here: Town, kim: Phone, caller: Phone) -> None:
    here.goes_wrong(kind="rest", match="DELETE /Recordings", status=500, times=1)
    leaves(here, caller)
    here.passes(20)
    assert at_the_carrier(here) == 1
    assert len(rows(here, "carrier_deletions")) == 1
    here.passes(700)
    assert at_the_carrier(here) == 0
    assert rows(here, "carrier_deletions") == []


@on_both
def test_after_seven_days_a_message_nobody_dealt_with_is_erased(here: Town, kim: Phone, caller: Phone) -> None:
    leaves(here, caller)
    here.passes(60)
    for _ in range(7):
        here.passes(10)
        here.post("clock/advance", {"seconds": 24 * 3600})
    here.passes(400)
    assert rows(here, "recordings") == []
    assert [(row["state"], row["how"]) for row in rows(here, "promises")] == [("failed", "expired")]


def test_a_message_of_two_minutes_is_not_disturbed(here: Town, kim: Phone, caller: Phone) -> None:
    is_asked(here, caller).presses("1")
    here.passes(8)
    for _ in range(12):
        caller.speaks("one two three four five six seven eight nine ten eleven twelve " * 2)
        here.passes(9)
    here.passes(30)
    assert caller.hears("message_kept")
    assert 100 <= rows(here, "recordings")[0]["seconds"] <= 120


def test_where_nobody_is_told_no_message_is_offered(
    tmp_path: Path, redis_url: str, request: pytest.FixtureRequest
) -> None:
    with town(tmp_path, redis_url) as here:
        caller = here.caller()
        caller.dials().presses("1")
        here.passes(3)
        assert not caller.hears("choice_voicemail")
        caller.presses("2")
        here.passes(120)
        assert not caller.hears("message_notice")
