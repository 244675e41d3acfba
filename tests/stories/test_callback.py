"""Called back: the place is kept, the person is called once, and only what is on record is promised."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

from routing.cli import main
from tests.stories.killed import loses
from tests.stories.records import held, on_both, rows
from tests.stories.town import Phone, Town

ZONE = ZoneInfo("America/New_York")


def becomes(here: Town, hour: int) -> Town:
    """Let time pass, with nobody on the line, until it is that hour of the day where the helpline is."""
    now = datetime.fromtimestamp(here.now, ZONE)
    then = now.replace(hour=hour, minute=0, second=0) + timedelta(days=hour <= now.hour)
    here.post("clock/advance", {"seconds": then.timestamp() - here.now})
    here.settle()
    return here


@pytest.fixture
def here(build: Callable[..., Town]) -> Town:
    return becomes(build(), 12)


def asks_back(caller: Phone, *, at_night: bool = False) -> Phone:
    """Call, wait, and ask to be called back."""
    caller.dials().presses("1")
    caller.town.passes(3)
    caller.presses("1")
    assert caller.hears("callback_safe_now" if at_night else "callback_safe")
    caller.presses("1")
    assert caller.hears("callback_promised")
    caller.town.passes(20)
    assert caller.idle
    return caller


def promises(here: Town) -> list[tuple[str, str, int]]:
    """What is on record: state, why, attempts; the oldest first."""
    found = rows(here.services.settings.database_url, "promises", "made_at")
    return [(row["state"], row["how"], row["attempts"]) for row in found]


def rings_before(phone: Phone, seconds: int) -> bool:
    """Let time pass in longer steps until the phone rings; tell whether it did in time."""
    until = phone.town.now + seconds
    while not phone.rings and phone.town.now < until:
        phone.town.passes(15)
    return phone.rings


def takes(specialist: Phone) -> None:
    """A specialist takes the callback that is offered."""
    specialist.answers()
    assert specialist.hears("offer_callback")
    specialist.presses("1")
    assert specialist.hears("callback_ringing")


def is_called(here: Town, caller: Phone, specialist: Phone) -> None:
    """The person's phone rings, and after a 1 they talk with the specialist who waits."""
    assert caller.rings_within(3)
    caller.answers().presses("1")
    here.passes(4)
    assert caller.talks_to(specialist)


@on_both
def test_who_asks_is_called_back_by_whoever_comes_on_call(here: Town, caller: Phone) -> None:
    asks_back(caller)
    assert promises(here) == [("open", "", 0)]
    here.passes(600)
    ana = here.specialist("Ana")
    takes(ana)
    assert caller.rings_within(3)
    here.passes(6)
    assert ana.heard.count(here.phrase("callback_ringing")) > 1
    caller.answers()
    assert caller.heard == [here.phrase("callback_hello")], "neutral, for it may be heard by others"
    caller.presses("1")
    here.passes(4)
    assert caller.talks_to(ana)
    assert promises(here) == [("kept", "kept", 1)]
    assert here.closes() == ["bridged"]


def test_the_place_is_kept(here: Town, caller: Phone) -> None:
    asks_back(caller)
    late = here.caller("Eve").dials().presses("1")
    here.passes(5)
    ana = here.specialist("Ana")
    takes(ana)
    assert caller.rings_within(3)
    caller.answers().presses("1")
    here.passes(4)
    assert caller.talks_to(ana) and not late.talks_with


@on_both
def test_asked_twice_is_rung_once(here: Town, caller: Phone) -> None:
    asks_back(caller)
    asks_back(caller)
    assert [state for state, _, _ in promises(here)] == ["cancelled", "open"]
    ana = here.specialist("Ana")
    bo = here.specialist("Bo")
    takes(ana)
    is_called(here, caller, ana)
    ana.hangs_up()
    here.passes(100)
    assert here.rings(caller) == 1 and here.rings(ana) + here.rings(bo) == 1
    assert here.closes() == ["bridged"]


@on_both
def test_a_live_call_takes_the_place(here: Town, caller: Phone) -> None:
    first = here.caller("Dee").dials().presses("1")
    here.passes(1)
    asks_back(caller)
    late = here.caller("Eve").dials().presses("1")
    here.passes(60)
    caller.dials().presses("1")
    here.passes(20)
    ana, bo = here.specialist("Ana"), here.specialist("Bo")
    assert ana.rings_within(5) and bo.rings_within(5)
    ana.answers().presses("1")
    bo.answers().presses("1")
    here.passes(4)
    assert first.talks_to(ana) and caller.talks_to(bo) and not late.talks_with
    here.passes(60)
    assert promises(here) == [("kept", "kept", 0)]
    assert here.rings(caller) == 0


@on_both
def test_a_live_call_that_is_given_up_leaves_the_promise_as_it_was(here: Town, caller: Phone) -> None:
    asks_back(caller)
    caller.dials().presses("1")
    here.passes(20)
    caller.hangs_up()
    here.passes(60)
    assert promises(here) == [("open", "", 0)]
    ana = here.specialist("Ana")
    takes(ana)
    is_called(here, caller, ana)
    assert here.closes() == ["bridged"]


def test_who_calls_while_being_called_meets_the_specialist_who_waits(here: Town, caller: Phone) -> None:
    asks_back(caller)
    ana = here.specialist("Ana")
    here.working = False
    takes(ana)
    assert not caller.rings
    caller.dials().presses("1")
    here.working = True
    here.passes(6)
    assert caller.talks_to(ana)
    here.passes(60)
    assert promises(here) == [("kept", "kept", 0)] and here.rings(caller) == 0
    assert here.closes() == ["bridged"]


@pytest.mark.parametrize(
    ("answer", "database_url"),
    [*((answer, "sqlite") for answer in ("machine", "presses nothing", "never", "busy")), ("machine", "postgresql")],
    indirect=["database_url"],
)
def test_who_is_not_reached_is_tried_three_times_and_no_more(here: Town, caller: Phone, answer: str) -> None:
    asks_back(caller)
    caller.behaves("person" if answer == "presses nothing" else answer)
    ana = here.specialist("Ana")
    began = here.now
    for after in (0, 600, 3600):
        assert rings_before(ana, after + 120)
        assert here.now - began >= after, "not sooner than was said"
        began = here.now
        takes(ana)
        if answer == "presses nothing":
            assert caller.rings_within(3)
            caller.answers()
        here.passes(50)
        assert ana.hears("callback_unreached")
        assert here.activity(ana) == "available", "without wrap-up"
        if answer in ("machine", "presses nothing"):
            assert set(caller.heard) == {here.phrase("callback_hello")}, "nothing else is left on a machine"
        assert caller.idle
    here.passes(60)
    assert promises(here) == [("failed", "callback_failed", 3)]
    assert here.outcomes() == ["callback_failed"]
    here.passes(4000)
    assert here.rings(caller) == 3 and not ana.rings
    assert not here.bridges()


def test_a_specialist_who_hangs_up_while_the_person_is_rung_leaves_nobody_alone(here: Town, caller: Phone) -> None:
    asks_back(caller)
    ana = here.specialist("Ana")
    takes(ana)
    assert caller.rings_within(3)
    ana.hangs_up()
    here.passes(2)
    assert caller.idle, "nobody is rung for nothing"
    assert rings_before(ana, 700)
    takes(ana)
    is_called(here, caller, ana)
    assert here.closes() == ["bridged"]


def test_a_person_who_presses_1_as_the_specialist_leaves_waits_for_the_next(here: Town, caller: Phone) -> None:
    asks_back(caller)
    ana = here.specialist("Ana")
    takes(ana)
    assert caller.rings_within(3)
    caller.answers()
    here.working = False
    ana.hangs_up()
    caller.presses("1")
    here.working = True
    here.settle()
    assert caller.hears("back_in_line")
    assert ana.rings_within(30)
    ana.answers().presses("1")
    here.passes(5)
    assert caller.talks_to(ana)
    assert promises(here) == [("kept", "kept", 1)]
    assert here.closes() == ["bridged"]


def test_no_is_no_and_silence_is_no(here: Town, caller: Phone) -> None:
    caller.dials().presses("1")
    here.passes(3)
    caller.presses("1").presses("2")
    assert caller.hears("callback_declined")
    here.passes(10)
    caller.presses("1")
    here.passes(60)
    assert caller.heard.count(here.phrase("back_in_line")) == 1
    assert not caller.idle and promises(here) == []
    assert here.closes() == ["abandoned"]


def test_a_phone_that_rings_stops_when_its_caller_asks_to_be_called_back(here: Town, caller: Phone) -> None:
    ana = here.specialist("Ana")
    caller.dials().presses("1")
    here.passes(4)
    assert ana.rings
    caller.presses("1")
    assert ana.idle
    caller.presses("1")
    assert ana.rings_within(5), "and rings for the callback"


@pytest.mark.parametrize("number", ["anonymous", "+266696687", "+19005550123", "+14165550123", "+442079460123"])
def test_a_number_that_cannot_be_called_is_not_promised_a_call(here: Town, number: str) -> None:
    caller = here.caller("Wyn")
    caller.dials(from_shown=number)
    caller.presses("1")
    here.passes(60)
    assert caller.hears("choice") and not caller.hears("choice_callback")
    caller.presses("1")
    assert caller.hears("callback_not_here")
    assert promises(here) == []


def test_a_specialists_own_telephone_is_not_called_back(here: Town) -> None:
    ana = here.specialist("Ana", activity="offline")
    ana.dials().presses("1").presses("2")  # "I need help", as whoever is on the roster is asked
    here.passes(3)
    ana.presses("1")
    assert ana.hears("callback_not_here")


# By day and by night


def test_at_night_nobody_is_called_who_asked_by_day(here: Town, caller: Phone) -> None:
    asks_back(caller)
    here.passes(9 * 3600)
    ana = here.specialist("Ana")
    here.passes(600)
    assert not ana.rings, "it is after nine in the evening"
    here.passes(12 * 3600 - 700)
    assert not ana.rings
    assert rings_before(ana, 200)
    takes(ana)
    is_called(here, caller, ana)


@on_both
def test_who_asks_at_night_is_told_that_it_is_for_now_and_is_called_at_night(
    build: Callable[..., Town],
) -> None:
    here = becomes(build(), 23)
    caller = asks_back(here.caller("Cal"), at_night=True)
    ana = here.specialist("Ana")
    takes(ana)
    is_called(here, caller, ana)


@on_both
def test_after_72_hours_nothing_is_open_and_no_number_is_kept(here: Town, caller: Phone) -> None:
    asks_back(caller)
    here.post("clock/advance", {"seconds": 73 * 3600})
    here.settle()
    here.passes(600)
    assert promises(here) == [("failed", "expired", 0)]
    assert here.services.promises.still_open() == []
    ana = here.specialist("Ana")
    here.passes(60)
    assert not ana.rings


# With the records, or live state, away


@on_both
def test_nothing_is_promised_while_the_records_do_not_answer(here: Town, caller: Phone) -> None:
    caller.dials().presses("1")
    here.passes(3)
    with held(here.services.settings.database_url):
        caller.presses("1").presses("1")
        assert caller.hears("callback_not_kept") and not caller.hears("callback_promised")
        here.passes(30)
        assert not caller.idle
    here.passes(400)
    assert promises(here) == []
    caller.presses("1").presses("1")
    assert caller.hears("callback_promised")


def test_with_the_records_away_when_the_call_is_due_nobody_is_rung_and_it_is_made_up_for(
    here: Town, caller: Phone
) -> None:
    asks_back(caller)
    ana = here.specialist("Ana")
    with held(here.services.settings.database_url):
        takes(ana)
        here.passes(10)
        assert not caller.rings and ana.hears("callback_unreached"), "what cannot be counted is not called"
    assert rings_before(ana, 120)
    takes(ana)
    assert caller.rings_within(3)
    caller.answers()
    with held(here.services.settings.database_url):
        caller.presses("1")
        here.passes(4)
        assert caller.talks_to(ana), "a bridge needs no records"
    here.passes(30)
    assert promises(here) == [("kept", "kept", 1)]


@on_both
def test_when_live_state_is_emptied_the_callback_comes_back_at_its_place(here: Town, caller: Phone) -> None:
    asks_back(caller)
    late = here.caller("Eve").dials().presses("1")
    here.redis.flushall()
    here.settle()
    here.passes(30)
    ana = here.specialist("Ana")
    takes(ana)
    assert caller.rings_within(3)
    caller.answers().presses("1")
    here.passes(4)
    assert caller.talks_to(ana) and not late.talks_with
    assert here.rings(caller) == 1


@on_both
def test_when_live_state_is_emptied_after_the_person_has_called_they_are_not_called_too(
    here: Town, caller: Phone
) -> None:
    asks_back(caller)
    caller.dials().presses("1")
    here.passes(10)
    here.redis.flushall()
    here.settle()
    here.passes(40)
    ana = here.specialist("Ana")
    assert ana.rings_within(5)
    ana.answers().presses("1")
    here.passes(5)
    assert caller.talks_to(ana)
    bo = here.specialist("Bo")
    here.passes(400)
    assert not bo.rings and here.rings(caller) == 0
    assert [state for state, _, _ in promises(here)] == ["kept"]


@pytest.mark.parametrize("lost", ["call_back", "seek", "cancel", "reckon", "settle"])
def test_each_job_may_be_lost(here: Town, caller: Phone, lost: str) -> None:
    asks_back(caller)
    caller.behaves("never")
    ana = here.specialist("Ana")
    loses(here, lost)
    takes(ana)
    here.passes(60)
    caller.behaves("person")
    assert rings_before(ana, 720)
    takes(ana)
    assert caller.rings_within(10)
    caller.answers().presses("1")
    here.passes(4)
    assert caller.talks_to(ana)
    here.passes(10)
    assert promises(here) == [("kept", "kept", 2)]
    assert here.closes() == ["bridged"]


@on_both
def test_a_callback_that_is_closed_is_not_made_and_its_number_is_gone(
    here: Town, caller: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    asks_back(caller)
    for name, value in {
        "REDIS_URL": here.services.settings.redis_url,
        "DATABASE_URL": here.services.settings.database_url,
        "HELPLINE_DATA_DIR": str(here.services.settings.data_dir),
    }.items():
        monkeypatch.setenv(name, value)
    (listed,) = json.loads(CliRunner().invoke(main, ["promises", "list", "--json"]).stdout)
    assert (listed["kind"], listed["attempts"], listed["state"]) == ("callback", 0, "open")
    closed = CliRunner().invoke(main, ["promises", "close", listed["id"]])
    assert closed.exit_code == 0, closed.output
    here.settle()
    assert here.outcomes() == ["ended_by_staff"] and promises(here) == [("cancelled", "by_staff", 0)]
    assert caller.number[2:] not in str(listed)
    ana = here.specialist("Ana")
    here.passes(20)
    assert not ana.rings
    assert CliRunner().invoke(main, ["promises", "close", listed["id"]]).exit_code != 0


def forgets(caller: Phone) -> None:
    """The same person calls again, and asks to be forgotten."""
    caller.dials().presses("5").presses("3").presses("1")
    assert caller.hears("erase_done")


@on_both
def test_who_asks_to_be_forgotten_is_not_called_any_more(here: Town, caller: Phone) -> None:
    asks_back(caller)
    forgets(caller)
    here.passes(8)
    caller.hangs_up()
    ana = here.specialist("Ana")
    assert not rings_before(ana, 7200) and not caller.rings
    assert [(state, how) for state, how, _ in promises(here)] == [("cancelled", "key 1")]
    assert here.closes() == ["abandoned", "resources"]


def test_who_waits_again_and_asks_to_be_forgotten_keeps_waiting_and_is_not_called_later(
    here: Town, caller: Phone
) -> None:
    asks_back(caller)
    caller.dials().presses("1")
    here.passes(5)
    settings = here.services.settings
    environment = {
        "REDIS_URL": settings.redis_url,
        "DATABASE_URL": settings.database_url,
        "HELPLINE_DATA_DIR": str(settings.data_dir),
    }
    done = CliRunner().invoke(main, ["erase"], input=f"{caller.number}\n", env=environment)
    assert done.exit_code == 0, done.output
    here.passes(20)
    assert caller.state["state"] == "talking", "still in line"
    caller.hangs_up()
    ana = here.specialist("Ana")
    assert not rings_before(ana, 7200)
    assert here.closes() == ["abandoned"]


def test_no_place_is_kept_for_who_asks_to_be_forgotten(here: Town, caller: Phone) -> None:
    caller.dials().presses("1")
    here.passes(10)
    caller.hangs_up()
    late = here.caller("Eve").dials().presses("1")
    here.passes(5)
    forgets(caller)
    caller.presses("1")
    here.passes(5)
    ana = here.specialist("Ana")
    ana.answers().presses("1")
    here.passes(4)
    assert late.talks_to(ana)
