"""Kill -9 of every kind of process, at every step of a call: the caller still ends with a person."""

import os
import signal
import time
from collections.abc import Callable

import pytest

from tests.deployed.deployed_town import DeployedTown
from tests.stories.town import Phone

Kill = Callable[[DeployedTown], None]
HELD_S = 1.5  # real seconds for which the network keeps an answer back, so that a job is under way


def a_web_child(here: DeployedTown) -> None:
    """Kill the older one; the parent starts another."""
    os.kill(here.deployment.web_children()[0], signal.SIGKILL)


def the_web(here: DeployedTown) -> None:
    here.deployment.web.kill()


def a_worker(here: DeployedTown) -> None:
    here.deployment.workers[0].kill()


def both_clocks(here: DeployedTown) -> None:
    for clock in here.deployment.clocks:
        clock.kill()


@pytest.mark.parametrize("kill", [a_web_child, the_web, a_worker, both_clocks])
def test_a_caller_gets_through_whatever_is_killed_at_each_step(here: DeployedTown, caller: Phone, kill: Kill) -> None:
    ana = here.specialist("Ana", activity="offline")

    def killed() -> None:
        """Kill, and let what ended be started again: to meet no web at all is another story."""
        kill(here)
        here.settle()

    caller.dials()
    killed()  # in the menu
    caller.presses("1")
    here.passes(10)
    killed()  # waiting
    here.passes(25)
    here.becomes("Ana", "available")
    assert here.comes(lambda: ana.rings)
    killed()  # ringing
    here.passes(3)
    ana.answers()
    killed()  # whisper
    here.goes_wrong(kind="rest", delay=HELD_S, match="POST /Calls/", times=1)
    with here.meanwhile(lambda: ana.presses("1")):
        here.sees(lambda: [contact["stage"] for contact in here.contacts()] == ["accepted"])
        kill(here)  # accepted: the answer to the key, or news of who has joined, may be lost
    assert here.comes(lambda: caller.talks_to(ana) or ana.rings, within=30)
    if ana.rings:  # her call was lost with the web's answer, so she is asked again
        ana.answers().presses("1")
        assert here.comes(lambda: caller.talks_to(ana), within=30)
    killed()  # bridged
    here.passes(5)
    assert caller.talks_to(ana)
    assert here.ends() == ["bridged"]
    assert len(here.bridges()) == 1 and len(here.contacts()) == 1


@pytest.mark.parametrize(("job", "asked"), [("ring", "POST /Calls.json"), ("bridge", "POST /Calls/")])
def test_a_worker_that_is_killed_in_the_middle_of_a_request_costs_seconds(
    here: DeployedTown, caller: Phone, ana: Phone, job: str, asked: str
) -> None:
    here.goes_wrong(kind="rest", delay=HELD_S, match=asked, times=1)
    caller.dials()

    def call() -> None:
        caller.presses("1")
        assert here.comes(lambda: ana.rings)
        ana.answers().presses("1")

    with here.meanwhile(call):
        here.kill_working(job)
    assert here.comes(lambda: caller.talks_to(ana), within=30)
    assert here.rings(ana) == 1
    assert here.closes() == ["bridged"]


@pytest.mark.parametrize(
    ("job", "asked"), [("ring", "POST /Calls.json"), ("aside", "POST /Calls/"), ("bridge", "POST /Calls/")]
)
def test_a_worker_that_is_killed_in_the_middle_of_a_transfer_costs_seconds(
    here: DeployedTown, caller: Phone, ana: Phone, job: str, asked: str
) -> None:
    caller.dials().presses("1")
    assert here.comes(lambda: ana.rings)
    ana.answers().presses("1")
    assert here.comes(lambda: caller.talks_to(ana))
    here.passes(5)
    bo = here.specialist("Bo")
    ana.presses("*")
    here.passes(4)

    def at(step: str, act: Callable[[], object]) -> None:
        """Do it; where this is the step, kill whoever works on the job while the network keeps its answer back."""
        if step != job:
            act()
            return
        here.goes_wrong(kind="rest", delay=HELD_S, match=asked, times=1)
        with here.meanwhile(act):
            here.kill_working(job)

    at("ring", lambda: ana.presses("2").presses("1"))
    assert here.comes(lambda: bo.rings)
    bo.answers()
    at("aside", lambda: bo.presses("1"))
    assert here.comes(lambda: ana.talks_to(bo)) and not caller.talks_with
    here.passes(5)
    ana.presses("*")
    here.passes(4)
    at("bridge", lambda: ana.presses("1"))
    assert here.comes(lambda: caller.talks_to(bo), within=30)
    assert here.rings(bo) == 1 and len(here.bridges()) == 3
    assert here.closes() == ["bridged"]


def test_a_specialist_whose_key_finds_no_web_is_rung_again(here: DeployedTown, caller: Phone, ana: Phone) -> None:
    caller.dials().presses("1")
    assert here.comes(lambda: ana.rings)
    ana.answers()
    here.deployment.web.kill()
    here.at_once(lambda: ana.presses("1"))  # nothing is started again before this is done
    assert here.comes(lambda: ana.idle, within=10), "the network ends a call that it has no document for"
    assert here.comes(lambda: ana.rings, within=90)
    ana.answers().presses("1")
    assert here.comes(lambda: caller.talks_to(ana))
    assert here.ends() == ["bridged"]


def test_a_web_child_that_is_killed_while_it_answers_costs_a_second_asking(
    here: DeployedTown, caller: Phone, ana: Phone
) -> None:
    caller.dials()
    for keys in ("1", "9", "9", "9"):
        stopped = here.deployment.web_children()[0]
        os.kill(stopped, signal.SIGSTOP)
        with here.meanwhile(lambda keys=keys: caller.does("keys", keys=keys)):
            time.sleep(HELD_S)  # real time: whichever child was asked has not answered, or the other one has
            os.kill(stopped, signal.SIGKILL)
        here.passes(2)
        assert not caller.idle
    assert here.comes(lambda: ana.rings)
    ana.answers().presses("1")
    assert here.comes(lambda: caller.talks_to(ana))
    assert here.closes() == ["bridged"]
