"""Calls through the helpline as it is deployed: two web processes, two workers and two clocks, over HTTP."""

import json

import pytest

from tests.deployed.deployed_town import DeployedTown
from tests.stories.town import Phone


def test_a_whole_call(here: DeployedTown, caller: Phone) -> None:
    ana = here.outside("Ana", "+12025550150", "specialist")
    here.known.add(ana.number)
    here.deployment.run("specialist", "add", "Ana", ana.number)
    here.deployment.run("specialist", "activity", "Ana", "available")
    caller.dials()
    assert caller.heard[0].startswith("If someone may be dying, hang up and call 911")
    caller.presses("1")
    assert here.comes(lambda: ana.rings)
    ana.answers().presses("1")
    assert here.comes(lambda: caller.talks_to(ana))
    status = json.loads(here.deployment.run("status", "--json"))
    assert [contact["stage"] for contact in status["contacts"]] == ["bridged"]
    assert [(each["name"], each["activity"], each["contacts"]) for each in status["specialists"]] == [
        ("Ana", "engaged", 1)
    ]
    caller.hangs_up()
    assert here.comes(lambda: here.activity(ana) == "wrap_up", within=10)
    assert here.closes() == ["bridged"]
    assert here.activity(ana) == "available"


def test_three_callers_and_three_specialists_at_once_are_three_pairs(here: DeployedTown) -> None:
    specialists = [here.specialist(name) for name in ("Ana", "Bo", "Cy")]
    callers = [here.caller(name) for name in ("Dee", "Eve", "Fay")]
    here.at_once(*(caller.dials for caller in callers))
    here.at_once(*(lambda caller=caller: caller.presses("1") for caller in callers))
    assert here.comes(lambda: all(specialist.rings for specialist in specialists))
    here.at_once(*(specialist.answers for specialist in specialists))
    here.at_once(*(lambda specialist=specialist: specialist.presses("1") for specialist in specialists))
    assert here.comes(lambda: len(here.bridges()) == 3)
    assert all(len(caller.talks_with) == 1 for caller in callers)
    assert [here.rings(specialist) for specialist in specialists] == [1, 1, 1]
    assert here.closes() == ["bridged"] * 3


def test_whom_nobody_answers_the_next_one_does(here: DeployedTown, caller: Phone, ana: Phone, bo: Phone) -> None:
    caller.dials().presses("1")
    assert here.comes(lambda: ana.rings) and not bo.rings
    assert here.comes(lambda: bo.rings, within=40)
    bo.answers().presses("1")
    assert here.comes(lambda: caller.talks_to(bo))
    assert here.closes() == ["bridged"]


def test_a_caller_who_hangs_up_while_a_phone_rings_ends_the_ringing(
    here: DeployedTown, caller: Phone, ana: Phone
) -> None:
    caller.dials().presses("1")
    assert here.comes(lambda: ana.rings)
    here.passes(6)
    caller.hangs_up()
    assert here.comes(lambda: ana.idle and here.activity(ana) == "available", within=10)
    assert here.closes() == ["abandoned"]


def test_a_caller_who_hangs_up_as_1_is_pressed_leaves_nobody_on_hold(
    here: DeployedTown, caller: Phone, ana: Phone
) -> None:
    caller.dials().presses("1")
    assert here.comes(lambda: ana.rings)
    here.passes(6)
    ana.answers()
    here.at_once(lambda: ana.presses("1"), caller.hangs_up)
    assert here.comes(lambda: ana.idle, within=30)
    assert here.comes(lambda: here.activity(ana) in ("available", "wrap_up"), within=30)
    assert here.closes() in (["abandoned"], ["bridged"])


@pytest.mark.parametrize("copies", ["double", "ten"])
def test_copies_of_every_webhook_change_nothing(
    here: DeployedTown, caller: Phone, ana: Phone, bo: Phone, copies: str
) -> None:
    here.goes_wrong(kind="hooks", mode=copies, match="/", times=1000)
    caller.dials().presses("1")
    assert here.comes(lambda: ana.rings) and not bo.rings
    ana.answers().presses("1")
    assert here.comes(lambda: caller.talks_to(ana))
    assert len(here.contacts()) == 1 and len(here.bridges()) == 1
    assert (here.rings(ana), here.rings(bo)) == (1, 0)
    assert here.closes() == ["bridged"]


def test_a_caller_whose_specialist_is_cut_off_may_go_on_with_another(
    here: DeployedTown, caller: Phone, ana: Phone, bo: Phone
) -> None:
    caller.dials().presses("1")
    assert here.comes(lambda: ana.rings)
    ana.answers().presses("1")
    assert here.comes(lambda: caller.talks_to(ana))
    entered = here.contacts()[0]["entered_at"]
    ana.hangs_up()
    assert here.comes(lambda: caller.hears("cut_off"), within=10)
    caller.presses("1")
    assert here.comes(lambda: bo.rings, within=10)
    assert here.contacts()[0]["entered_at"] == entered
    bo.answers().presses("1")
    assert here.comes(lambda: caller.talks_to(bo))
    assert here.closes() == ["bridged"]
