"""A note of the call: asked for once, alone, and kept by a 7 alone, without a number, a word or an exact time."""

from typing import Any

import pytest
from click.testing import CliRunner

from routing.cli import main
from routing.domain.consent import DAY_MS, PROOF_MS, fingerprint
from tests.stories.killed import loses
from tests.stories.records import held, on_both, rows
from tests.stories.test_callback import becomes
from tests.stories.town import Phone, Town

MINUTE = 60
QUARTER_MS = 15 * 60 * 1000


def waits(caller: Phone, language: str = "en", **shown: str) -> Phone:
    """Call, and wait until the question has begun to be asked."""
    caller.dials(**shown)
    if language == "es":
        caller.presses("8")
    caller.presses("1")
    caller.town.passes(3 * MINUTE)
    return is_asked(caller, language)


def is_asked(caller: Phone, language: str = "en") -> Phone:
    """Let time pass, in small steps, until the latest thing that the caller hears is the question."""
    asked = caller.town.phrase("log_asked", language)
    for _ in range(3 * MINUTE):
        if caller.heard[-1:] == [asked]:
            return caller
        caller.town.passes(1)
    raise AssertionError(f"not asked; heard {caller.heard[-9:]}")


def takes(sentence: str) -> float:
    """How many seconds it takes to say, quickly."""
    return len(sentence.split()) / 3


def on_record(here: Town, table: str) -> list[dict[str, Any]]:
    return rows(here.services.settings.database_url, table)


def specialist_id(here: Town, phone: Phone) -> str:
    person = here.services.roster.named(phone.name)
    assert person
    return person.id


@on_both
def test_a_7_keeps_a_note_of_the_call_and_nothing_else(here: Town, caller: Phone) -> None:
    began = here.now * 1000
    waits(caller)
    asked_at = here.now * 1000
    caller.presses("7")
    assert caller.hears("log_agreed")
    assert on_record(here, "contact_notes") == [], "of what goes on, there is no note yet"
    ana = here.specialist("Ana")
    assert ana.rings_within(5)
    ana.answers().presses("1")
    here.passes(30)
    assert caller.talks_to(ana)
    caller.hangs_up()
    here.passes(5)
    (yes,) = on_record(here, "consents")
    (note,) = on_record(here, "contact_notes")
    (contact,) = {event["contact"] for event in here.events("ended")}
    started = note.pop("started_at")
    assert started % QUARTER_MS == 0 and 0 <= began - started < QUARTER_MS
    assert note == {
        "contact": contact, "channel": "voice", "language": "en", "topic": "", "wait": "wait_2_to_5",
        "outcome": "bridged", "specialist": here.services.vault.digest("specialist", specialist_id(here, ana)),
        "consent": yes["id"],
    }  # fmt: skip
    assert abs(yes.pop("given_at") - asked_at) < 2000 and yes.pop("expires_at") - asked_at < PROOF_MS
    assert yes == {
        "id": note["consent"], "scope": "log", "wording": "log_asked", "how": "key 7", "language": "en",
        "sentence": fingerprint(here.phrase("log_asked")), "channel": "voice", "withdrawn_at": 0, "withdrawn_how": "",
        "person": here.services.vault.digest("person", caller.number),
    }  # fmt: skip
    assert here.closes() == ["bridged"]


def test_who_hangs_up_has_a_note_by_the_yes_before(here: Town, caller: Phone) -> None:
    waits(caller, "es").presses("7")
    assert caller.hears("log_agreed", "es")
    caller.hangs_up()
    here.passes(2)
    (note,) = on_record(here, "contact_notes")
    assert (note["outcome"], note["specialist"], note["language"]) == ("abandoned", "", "es")


def test_a_withheld_number_may_say_yes_and_the_proof_names_nobody(here: Town, caller: Phone) -> None:
    waits(caller, from_shown="anonymous").presses("7").hangs_up()
    here.passes(2)
    assert [yes["person"] for yes in on_record(here, "consents")] == [None]
    assert len(on_record(here, "contact_notes")) == 1


@pytest.mark.parametrize("answer", ["", "1", "2", "9", "0", "hangs up"])
def test_anything_else_is_no_and_changes_nothing_for_who_waits(here: Town, caller: Phone, answer: str) -> None:
    first = here.caller("Dee").dials().presses("1")
    here.passes(1)
    waits(caller)
    if answer == "hangs up":
        caller.hangs_up()
    elif answer:
        caller.presses(answer)
    here.passes(40)
    assert not caller.hears("log_agreed")
    assert caller.hears("log_declined") == (answer in ("1", "2", "9"))
    assert caller.hears("emergency_steps") == (answer == "0")
    assert not caller.hears("callback_safe"), "a key answers nothing but the question"
    if answer != "hangs up":
        ana, bo = here.specialist("Ana"), here.specialist("Bo")
        for specialist in (ana, bo):
            assert specialist.rings_within(5)
            specialist.answers().presses("1")
        here.passes(4)
        assert first.talks_to(ana) and caller.talks_to(bo), "at the place they had"
    here.ends()
    assert on_record(here, "consents") == on_record(here, "contact_notes") == []


def test_it_is_asked_once_a_contact_after_three_minutes_and_alone(here: Town, caller: Phone) -> None:
    caller.dials().presses("1")
    here.passes(3 * MINUTE - 5)
    assert not caller.hears("log_asked")
    here.passes(90)
    assert caller.hears("log_asked")
    here.passes(10 * MINUTE)
    caller.presses("5")
    here.passes(30)
    caller.presses("1")
    here.passes(5 * MINUTE)
    asked = here.phrase("log_asked")
    assert caller.heard.count(asked) == 1
    (lines,) = [call["heard"] for call in here.ledger()["calls"] if call["from"] == caller.number]
    (at,) = [n for n, line in enumerate(lines) if line["text"] == asked]
    assert lines[at + 1]["at"] - lines[at]["at"] > takes(asked) + 5, "nothing else is said until it is answered"
    caller.hangs_up()
    caller.dials().presses("1")
    here.passes(2 * MINUTE)
    assert not caller.hears("log_asked"), "another call's three minutes are its own"


@pytest.mark.parametrize("also_here", [False, True])
def test_who_is_asked_goes_on_hearing_choices_in_time(here: Town, caller: Phone, also_here: bool) -> None:
    if also_here:
        ana, dee = here.specialist("Ana"), here.caller("Dee").dials().presses("1")
        ana.answers().presses("1")
        here.passes(3)
        assert dee.talks_to(ana)
    waits(caller)
    before = len([said for said in caller.heard if here.phrase("choice_other_line") in said])
    here.passes(75)
    assert len([said for said in caller.heard if here.phrase("choice_other_line") in said]) > before


def test_a_specialist_who_comes_during_the_question_is_not_kept_waiting_and_silence_is_no(
    here: Town, caller: Phone
) -> None:
    caller.dials().presses("1")
    here.passes(3 * MINUTE - 10)
    ana = here.specialist("Ana", activity="")
    is_asked(caller)
    here.becomes("Ana", "available")
    assert ana.rings, "the question keeps nobody from being offered"
    ana.answers().presses("1")
    here.passes(4)
    assert caller.talks_to(ana)
    assert here.closes() == ["bridged"]
    assert on_record(here, "consents") == on_record(here, "contact_notes") == []


def test_a_key_that_a_bridge_was_quicker_than_is_no_answer(here: Town, caller: Phone) -> None:
    waits(caller)
    ana = here.specialist("Ana")
    assert ana.rings_within(2)
    here.working = False
    ana.answers().presses("1")
    caller.presses("7")
    assert not caller.hears("log_agreed")
    here.working = True
    here.passes(6)
    assert caller.talks_to(ana)
    assert here.closes() == ["bridged"]
    assert on_record(here, "consents") == on_record(here, "contact_notes") == []


@on_both
def test_with_the_records_away_no_note_is_said_to_be_kept_and_none_is(here: Town, caller: Phone) -> None:
    waits(caller)
    with held(here.services.settings.database_url):
        caller.presses("7")
        assert caller.hears("log_not_kept") and not caller.hears("log_agreed")
        here.passes(20)
        assert not caller.idle, "help does not depend on it"
    assert here.closes() == ["abandoned"]
    assert on_record(here, "consents") == on_record(here, "contact_notes") == []


def test_with_live_state_away_a_7_is_not_thanked_for(here: Town, caller: Phone) -> None:
    waits(caller)
    with here.without_live_state():
        caller.does("keys", keys="7")
        here.post("settle", {})
        assert not caller.hears("log_agreed") and caller.hears("trouble")
    here.ends()
    assert on_record(here, "consents") == on_record(here, "contact_notes") == []


def test_a_webhook_that_comes_twice_is_one_yes_and_one_note(here: Town, caller: Phone) -> None:
    waits(caller)
    here.goes_wrong(kind="hooks", mode="double", match="/note", times=1)
    caller.presses("7").hangs_up()
    here.passes(5)
    assert len(on_record(here, "consents")) == len(on_record(here, "contact_notes")) == 1


def test_a_question_whose_document_was_lost_on_the_way_is_asked_when_it_is_fetched_again(
    here: Town, caller: Phone
) -> None:
    caller.dials().presses("1")
    here.passes(3 * MINUTE - 10)
    here.goes_wrong(kind="hooks", mode="double", match="/voice/wait", times=9)
    is_asked(caller).presses("7")
    assert caller.hears("log_agreed") and caller.heard.count(here.phrase("log_asked")) == 1


@on_both
def test_with_the_records_away_at_the_end_the_note_is_written_when_they_are_back(here: Town, caller: Phone) -> None:
    waits(caller).presses("7")
    with held(here.services.settings.database_url):
        caller.hangs_up()
        here.passes(20)
    assert on_record(here, "contact_notes") == []
    here.passes(20)
    assert len(on_record(here, "contact_notes")) == 1
    assert here.outcomes() == ["abandoned"]


def test_a_killed_worker_loses_no_note(here: Town, caller: Phone) -> None:
    waits(caller).presses("7")
    loses(here, "keep_note")
    caller.hangs_up()
    assert on_record(here, "contact_notes") == []
    here.passes(10)
    assert len(on_record(here, "contact_notes")) == 1


@on_both
def test_who_asks_to_be_forgotten_has_no_note_and_the_yes_is_taken_back(here: Town, caller: Phone) -> None:
    waits(caller).presses("7").hangs_up()
    here.passes(2)
    assert len(on_record(here, "contact_notes")) == 1
    caller.dials().presses("5").presses("3").presses("1")
    assert caller.hears("erase_done")
    assert on_record(here, "contact_notes") == []
    assert [(yes["withdrawn_how"], bool(yes["withdrawn_at"])) for yes in on_record(here, "consents")] == [
        ("key 1", True)
    ]


@on_both
def test_who_is_forgotten_while_they_wait_has_no_note_afterwards(here: Town, caller: Phone) -> None:
    waits(caller).presses("7")
    settings = here.services.settings
    environment = {
        "REDIS_URL": settings.redis_url,
        "DATABASE_URL": settings.database_url,
        "HELPLINE_DATA_DIR": str(settings.data_dir),
    }
    done = CliRunner().invoke(main, ["erase"], input=f"{caller.number}\n", env=environment)
    assert done.stdout == "Erased. Promises cancelled: 0. Consents taken back: 1.\n"
    assert here.closes() == ["abandoned"]
    assert on_record(here, "contact_notes") == []
    assert all(0 < here.redis.ttl(key) <= 900 for key in here.redis.keys("*contact:*")), "nothing is waited for"


def test_a_note_of_who_is_called_back_later_tells_how_it_ended(here: Town, caller: Phone) -> None:
    becomes(here, 12)  # an hour at which people are called
    waits(caller).presses("7")
    here.passes(10)
    caller.presses("1").presses("1")
    assert caller.hears("callback_promised")
    here.passes(15)
    assert on_record(here, "contact_notes") == [], "it has not ended"
    here.passes(600)
    ana = here.specialist("Ana")
    ana.answers().presses("1")
    assert caller.rings_within(3)
    caller.answers().presses("1")
    here.passes(10)
    caller.hangs_up()
    here.passes(10)
    (note,) = on_record(here, "contact_notes")
    assert (note["outcome"], note["wait"]) == ("bridged", "wait_over_10")
    assert {yes["scope"] for yes in on_record(here, "consents")} == {"log", "callback"}


@on_both
def test_after_ninety_days_a_note_is_gone_and_the_proof_of_the_yes_is_not(here: Town, caller: Phone) -> None:
    waits(caller).presses("7").hangs_up()
    here.passes(2)
    _days(here, 89)
    assert len(on_record(here, "contact_notes")) == 1
    _days(here, 1)
    assert on_record(here, "contact_notes") == []
    assert len(on_record(here, "consents")) == 1


def _days(here: Town, days: int) -> None:
    here.post("clock/advance", {"seconds": days * DAY_MS / 1000})
    here.settle()
    here.passes(301)


def test_what_connected_the_call_is_gone_in_fifteen_minutes_with_a_note_as_without(here: Town, caller: Phone) -> None:
    waits(caller).presses("7").hangs_up()
    here.passes(10)
    lives = [here.redis.ttl(key) for key in here.redis.keys("*contact:*")]
    assert lives and all(0 < life <= 900 for life in lives)
