"""A specialist phones the line: on duty with a PIN, or in need like anyone."""

import pytest

from routing.store import pins
from tests.stories.town import Phone, Town

PIN = "4821"


@pytest.fixture
def ana(here: Town) -> Phone:
    return here.specialist("Ana", activity="", pin=pins.hashed(PIN))


def proves(here: Town, phone: Phone, pin: str = PIN) -> None:
    phone.dials().presses("1").presses("1").presses(f"{pin}#")
    here.passes(2)


def test_a_specialist_hears_how_they_stand_and_changes_it(here: Town, ana: Phone) -> None:
    proves(here, ana)
    assert ana.hears("duty_status", activity="off call")
    for key, activity, said in (
        ("1", "available", "available"),
        ("3", "on_break", "on a break"),
        ("2", "offline", "off call"),
    ):
        ana.presses(key)
        assert here.activity(ana) == activity
        here.passes(4)
        assert any(heard.startswith(f"You are {said}") for heard in ana.heard[-2:])
    here.passes(60)
    assert ana.idle and ana.hears("duty_goodbye")
    assert here.closes() == [], "nobody sought help"


@pytest.mark.parametrize("answer", ["2", "5", ""])
def test_whoever_needs_help_is_helped_as_the_call_began(here: Town, bo: Phone, ana: Phone, answer: str) -> None:
    ana.dials().presses("1")
    assert ana.hears("duty_entry") and not bo.rings
    if answer:
        ana.presses(answer)
    else:
        here.passes(20)
    assert bo.rings
    bo.answers().presses("1")
    here.passes(3)
    assert ana.talks_to(bo)
    assert here.closes() == ["bridged"]


def test_the_greeting_is_the_same_for_everyone_and_zero_and_words_of_an_emergency_come_first(
    here: Town, caller: Phone, ana: Phone
) -> None:
    caller.dials()
    ana.dials()
    here.passes(1)
    assert ana.heard == caller.heard
    ana.presses("0")
    assert ana.hears("emergency_steps") and not ana.hears("duty_entry")
    ana.hangs_up()
    ana.dials().speaks("he is not breathing")
    assert ana.hears("emergency_steps") and not ana.hears("duty_entry")
    ana.hangs_up()
    ana.dials().presses("1").speaks("he is not breathing")
    assert ana.hears("emergency_steps")
    ana.hangs_up()
    ana.dials().presses("1").presses("1").presses("0#")
    assert ana.hears("emergency_steps")


def test_a_menu_that_was_asked_for_is_heard_after_the_question(here: Town, ana: Phone) -> None:
    ana.dials().presses("2").presses("2")
    assert ana.heard[-1].endswith("press star.") or "SAMHSA" in " ".join(ana.heard)
    assert ana.heard.count(here.phrase("duty_entry")) == 1


def test_a_wrong_pin_three_times_is_a_caller_who_needs_help(here: Town, bo: Phone, ana: Phone) -> None:
    ana.dials().presses("1").presses("1")
    for pin in ("1111#", "2222#"):
        ana.presses(pin)
        here.passes(3)
        assert ana.hears("duty_wrong")
    assert not bo.rings
    ana.presses("3333#")
    here.passes(3)
    assert ana.hears("duty_no_pin") and bo.rings
    assert here.activity(ana) == "offline"


def test_no_pin_at_all_is_a_caller_who_needs_help(here: Town, bo: Phone, ana: Phone) -> None:
    ana.dials().presses("1").presses("1")
    assert bo.rings_within(60)


def test_guesses_by_phone_and_by_text_are_counted_together(here: Town, ana: Phone) -> None:
    for pin in range(1000, 1005):
        ana.texts(f"ON {pin}")
    proves(here, ana)
    assert not ana.hears("duty_status")
    assert ana.hears("putting_in_line")


def test_the_phone_of_anyone_else_is_asked_nothing(here: Town, caller: Phone, bo: Phone, ana: Phone) -> None:
    caller.dials().presses("1")
    assert not caller.hears("duty_entry") and bo.rings


def test_with_no_worker_a_specialist_is_helped_like_anyone(here: Town, bo: Phone, ana: Phone) -> None:
    ana.dials().presses("1").presses("1")
    here.working = False
    for _ in range(3):
        ana.presses("4821#")
        here.passes(15)
    assert ana.hears("duty_no_pin") and ana.hears("putting_in_line")


def test_while_live_state_is_away_a_specialist_is_anyone(here: Town, ana: Phone) -> None:
    ana.dials()
    here.settle()
    with here.without_live_state():
        ana.does("keys", keys="1")
        here.post("settle", {})
        assert ana.hears("trying_person") and not ana.hears("duty_entry")
