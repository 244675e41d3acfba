"""Refused, missed, failed: the caller keeps the place, and somebody else is asked."""

import pytest

from tests.stories.killed import loses
from tests.stories.town import Phone, Town


def test_three_callers_and_three_specialists_at_once_are_three_pairs(here: Town) -> None:
    specialists = [here.specialist(name) for name in ("Ana", "Bo", "Cy")]
    callers = [here.caller(name) for name in ("Dee", "Eve", "Fay")]
    for caller in callers:
        caller.dials()
    for caller in callers:
        caller.presses("1")
    assert all(specialist.rings for specialist in specialists)
    for specialist in specialists:
        specialist.answers().presses("1")
    here.passes(3)
    assert [here.rings(specialist) for specialist in specialists] == [1, 1, 1]
    assert len(here.bridges()) == 3
    late = here.caller("Gus").dials().presses("1")
    here.passes(60)
    assert [here.rings(specialist) for specialist in specialists] == [1, 1, 1], "a busy specialist is never rung"
    callers[0].hangs_up()
    here.passes(70)
    ringing = next(specialist for specialist in specialists if specialist.rings)
    ringing.answers().presses("1")
    here.passes(3)
    assert late.talks_to(ringing)
    assert here.closes() == ["bridged"] * 4


def test_a_worker_that_dies_before_it_takes_an_offer_up_costs_some_seconds(
    here: Town, caller: Phone, ana: Phone
) -> None:
    loses(here, "ring")
    caller.dials().presses("1")
    assert not ana.rings
    assert ana.rings_within(7)


def test_a_web_process_that_dies_as_it_lets_somebody_in_costs_no_time(here: Town, caller: Phone, ana: Phone) -> None:
    """Twilio asks again, and another process answers."""
    caller.dials()
    loses(here, "ring")
    here.goes_wrong(kind="hooks", mode="double", match="/voice/menu/top", times=1)
    caller.presses("1")
    assert ana.rings


@pytest.mark.parametrize(
    ("how", "seconds"),
    [
        ("passes", 60),
        ("declines", 60),
        ("lets it ring", 10),
        ("presses nothing", 10),
        ("hangs up at once", 10),
    ],
)
def test_whoever_does_not_take_the_call_is_set_aside_and_the_next_is_rung(
    here: Town, caller: Phone, ana: Phone, bo: Phone, how: str, seconds: int
) -> None:
    caller.dials().presses("1")
    assert ana.rings and not bo.rings
    match how:
        case "passes":
            ana.answers().presses("2")
        case "declines":
            ana.declines()
        case "lets it ring":
            pass
        case "presses nothing":
            ana.answers()
        case "hangs up at once":
            ana.answers().hangs_up()
    assert bo.rings_within(40)
    here.becomes("Bo", "offline")
    bo.declines()
    assert ana.rings_within(90), "asked again when the time set aside is over"
    offered = here.events("offered")[-1]
    freed = max(int(event["at"]) for event in here.events("activity") if event["specialist"] == offered["specialist"])
    assert seconds - 1 <= (int(offered["at"]) - freed) / 1000 <= seconds + 3
    ana.answers().presses("1")
    here.passes(3)
    assert caller.talks_to(ana)
    assert here.closes() == ["bridged"]


@pytest.mark.parametrize("answer", ["never", "busy", "machine", "bad", "drops"])
def test_a_phone_that_nobody_answers_never_keeps_a_caller_from_the_next(
    here: Town, caller: Phone, ana: Phone, bo: Phone, answer: str
) -> None:
    ana.behaves(answer)
    caller.dials().presses("1")
    assert bo.rings_within(45)
    bo.answers().presses("1")
    here.passes(3)
    assert caller.talks_to(bo)
    assert here.events("bad_number") == [] or answer == "bad"
    assert here.closes() == ["bridged"]


def test_all_sorts_of_refusals_in_a_row_still_end_with_a_person(here: Town, caller: Phone) -> None:
    for name, answer in [("Ana", "never"), ("Bo", "busy"), ("Cy", "machine"), ("Di", "bad"), ("Ed", "drops")]:
        here.specialist(name).behaves(answer)
    fay = here.specialist("Fay")
    caller.dials().presses("1")
    for _ in range(30):
        if fay.rings:
            break
        here.passes(5)
    fay.answers().presses("1")
    here.passes(3)
    assert caller.talks_to(fay)


def test_what_the_network_loses_of_a_call_is_no_miss_of_theirs(here: Town, caller: Phone, ana: Phone) -> None:
    bo = here.specialist("Bo")
    bo.behaves("never")
    caller.dials().presses("1")
    for _ in range(4):
        _waits_until_it_rings(here, ana)
        here.goes_wrong(
            kind="hooks", mode="lose", match="/offer", times=2
        )  # the news that she answered, and what to say
        ana.answers()
        here.passes(1)
        assert not ana.rings, "the call has ended"
        assert here.activity(ana) != "on_break"
    _waits_until_it_rings(here, ana)
    ana.answers().presses("1")
    here.passes(3)
    assert caller.talks_to(ana)


def _waits_until_it_rings(here: Town, phone: Phone) -> None:
    for _ in range(100):
        if phone.rings:
            return
        here.passes(2)
    raise AssertionError("it never rang")


def test_three_misses_are_a_break_but_never_for_the_last_one(here: Town, caller: Phone, ana: Phone, bo: Phone) -> None:
    ana.behaves("never")
    bo.behaves("never")
    caller.dials().presses("1")
    here.passes(260)
    on_duty = [phone for phone in (ana, bo) if here.activity(phone) != "on_break"]
    assert len(on_duty) == 1, "one takes a break, the other stays"
    last = on_duty[0]
    asked = here.rings(last)
    here.passes(180)
    assert here.rings(last) > asked, "the last one is rung again"
    assert here.events("missed_often")
    assert caller.hears("choice")


def test_whoever_is_the_last_that_can_be_rung_is_rung_again_while_the_other_talks(
    here: Town, caller: Phone, ana: Phone
) -> None:
    talker, bo = here.caller("Dee"), here.specialist("Bo")
    here.becomes("Ana", "on_break")
    talker.dials().presses("1")
    bo.answers().presses("1")
    here.passes(3)
    here.becomes("Ana", "available")
    caller.dials().presses("1")
    for _ in range(30):
        if here.rings(ana) == 3:
            break
        here.passes(5)
    heard = len(caller.heard)
    for _ in range(10):
        if here.events("missed_often"):
            break
        here.passes(5)
    missed_at = here.now
    assert (here.rings(ana), here.activity(ana)) == (3, "available")
    assert any(said.startswith(here.phrase("choice")) for said in caller.heard[heard:]), "the choices, at once"
    assert ana.rings_within(120)
    assert 115 <= here.now - missed_at <= 130
    ana.answers().presses("1")
    here.passes(5)
    assert caller.talks_to(ana) and talker.talks_to(bo)
    assert here.closes() == ["bridged"] * 2


def test_the_longest_idle_is_rung_first(here: Town, ana: Phone) -> None:
    here.passes(5)
    bo = here.specialist("Bo")
    first = here.caller("Dee").dials().presses("1")
    assert ana.rings and not bo.rings
    ana.answers().presses("1")
    here.passes(3)
    first.hangs_up()
    here.passes(70)
    here.caller("Eve").dials().presses("1")
    assert bo.rings and not ana.rings


def test_a_refused_caller_keeps_the_place(here: Town, ana: Phone) -> None:
    first = here.caller("Dee").dials().presses("1")
    here.passes(2)
    second = here.caller("Eve").dials().presses("1")
    ana.declines()
    here.passes(62)
    ana.answers().presses("1")
    here.passes(3)
    assert first.talks_to(ana) and not second.talks_with
    assert second.hears("place_later_one")


def test_ring_all_rings_several_and_the_first_to_accept_talks(build) -> None:
    here = build(strategy="ring_all", ring_at_once=3)
    people = [here.specialist(name) for name in ("Ana", "Bo", "Cy")]
    caller = here.caller().dials().presses("1")
    assert all(person.rings for person in people)
    people[0].answers()
    people[1].answers().presses("1")
    here.passes(3)
    assert caller.talks_to(people[1])
    assert people[0].hears("offer_taken"), "who had answered is told"
    assert people[2].idle, "who had not answered stops ringing"
    here.passes(5)
    assert [here.activity(person) for person in people] == ["available", "engaged", "available"]
    assert here.closes() == ["bridged"]


def test_a_caller_who_hangs_up_while_phones_ring_ends_the_ringing(here: Town, caller: Phone, ana: Phone) -> None:
    caller.dials().presses("1")
    here.passes(6)
    caller.hangs_up()
    assert ana.idle
    assert here.activity(ana) == "available"
    assert here.outcomes() == ["abandoned"]


def test_a_caller_who_hangs_up_during_the_whisper_is_told_to_the_specialist(
    here: Town, caller: Phone, ana: Phone
) -> None:
    caller.dials().presses("1")
    here.passes(6)
    ana.answers()
    caller.hangs_up()
    assert ana.hears("offer_gone")
    here.passes(10)
    assert ana.idle and here.activity(ana) == "available"
    assert here.closes() == ["abandoned"]


def test_a_caller_who_hangs_up_as_1_is_pressed_leaves_no_specialist_on_hold(
    here: Town, caller: Phone, ana: Phone
) -> None:
    caller.dials().presses("1")
    here.passes(6)
    ana.answers()
    here.working = False
    ana.presses("1")
    caller.hangs_up()
    here.working = True
    here.settle()
    assert ana.hears("offer_gone")
    here.passes(15)
    assert ana.idle and here.activity(ana) == "available"
    assert here.closes() == ["abandoned"]
