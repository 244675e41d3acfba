"""A worker that is killed at each step of a transfer: no caller is stranded, and nobody is rung or bridged twice."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from routing.services import AtWork
from tests.stories.killed import FrailCarrier, loses
from tests.stories.lines import SAMHSA, checked
from tests.stories.town import LINE, Phone, Town, town

TARGETS = ["Bo", "The other line"]
REQUESTS = {"ring": "ring", "aside": "move", "bridge": "move", "cancel": "move"}  # what each job asks of the carrier


def frail(services: AtWork) -> AtWork:
    return replace(checked(services), carrier=FrailCarrier(services.settings))


@pytest.fixture
def here(tmp_path: Path, redis_url: str) -> Iterator[Town]:
    with town(tmp_path, redis_url, frail) as made:
        yield made


@pytest.fixture
def ana(here: Town, caller: Phone) -> Phone:
    """Ana, who holds the caller."""
    ana = here.specialist("Ana")
    caller.dials().presses("1")
    ana.answers().presses("1")
    here.passes(20)
    ana.presses("*")
    here.passes(3)
    assert caller.hears("hold_begins") and ana.hears("hold_menu")
    return ana


@pytest.fixture(params=TARGETS)
def target(here: Town, ana: Phone, request: pytest.FixtureRequest) -> Phone:
    """Whoever is to have the caller: a colleague, or another line."""
    return here.specialist("Bo") if request.param == "Bo" else here.outside(request.param, SAMHSA)


def asks(ana: Phone, target: Phone) -> None:
    ana.presses("2" if target.name == "Bo" else "4").presses("1")


def comes(here: Town, true: Callable[[], bool], within: int = 30) -> bool:
    """Let time pass until something is true; tell whether it was in time."""
    for _ in range(within):
        if true():
            return True
        here.passes(1)
    return true()


def kills(here: Town, job: str, when: str) -> None:
    """Have the worker of the next such job be killed: before it, before it asks the carrier, or once it has."""
    if when == "before":
        loses(here, job)
    elif when == "in it":
        here.services.carrier.dies_before = REQUESTS[job]
    else:
        here.services.carrier.dies_after = REQUESTS[job]


def times_together(here: Town) -> Counter[frozenset[str]]:
    """How often each two were joined."""
    known: Counter[frozenset[str]] = Counter()
    for call in here.ledger()["calls"]:
        one = here.name(call["to"] if call["from"] == LINE else call["from"])
        known.update(frozenset({one, here.name(other)}) for span in call["spans"] for other in span["with"])
    return Counter({pair: count // 2 for pair, count in known.items()})


@pytest.mark.parametrize("when", ["before", "in it", "after"])
@pytest.mark.parametrize("job", ["ring", "aside", "bridge"])
def test_a_worker_that_is_killed_costs_seconds_until_the_target_has_the_caller(
    here: Town, caller: Phone, ana: Phone, target: Phone, job: str, when: str
) -> None:
    if job != "bridge":
        kills(here, job, when)
    asks(ana, target)
    assert target.rings_within(20)
    target.answers().presses("1")
    assert comes(here, lambda: ana.talks_to(target)), (ana.heard, target.heard)
    assert not caller.talks_with
    here.passes(10)
    if job == "bridge":
        kills(here, job, when)
    ana.presses("*")
    here.passes(3)
    ana.presses("1")
    assert comes(here, lambda: caller.talks_to(target)), (caller.heard, target.heard)
    assert here.rings(target) == 1
    here.passes(60)
    assert caller.talks_to(target)
    assert set(times_together(here).values()) == {1}, times_together(here)
    assert here.closes() == ["bridged" if target.name == "Bo" else "referred"]


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("job", ["bridge", "cancel"])
def test_a_worker_that_is_killed_costs_seconds_until_the_specialist_has_the_caller_back(
    here: Town, caller: Phone, ana: Phone, target: Phone, job: str, when: str
) -> None:
    asks(ana, target)
    target.answers().presses("1")
    here.passes(14)
    assert ana.talks_to(target)
    ana.presses("*")
    here.passes(3)
    kills(here, job, when)
    ana.presses("2")
    assert comes(here, lambda: caller.talks_to(ana)), (caller.heard, ana.heard)
    assert comes(here, lambda: target.idle)
    here.passes(30)
    assert caller.talks_to(ana)
    assert here.closes() == ["bridged"]


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("leaves", ["caller", "ana"])
def test_a_worker_that_is_killed_as_somebody_leaves_strands_nobody(
    here: Town, caller: Phone, ana: Phone, target: Phone, leaves: str, when: str
) -> None:
    asks(ana, target)
    target.answers()
    here.passes(2)
    kills(here, "cancel", when)
    {"caller": caller, "ana": ana}[leaves].hangs_up()
    assert comes(here, lambda: target.idle, within=60)
    if leaves == "ana":
        assert comes(here, lambda: caller.hears("cut_off"))
    assert here.closes() == ["bridged"]


@pytest.mark.parametrize("step", ["asks", "takes", "tells", "leaves"])
def test_with_every_worker_and_clock_away_at_a_step_the_transfer_goes_on_once_they_are_back(
    here: Town, caller: Phone, ana: Phone, target: Phone, step: str
) -> None:
    def done(now: str, act: Callable[[], object]) -> None:
        here.working = step != now
        act()
        here.passes(12)
        here.working = True
        here.settle()

    done("asks", lambda: asks(ana, target))
    assert target.rings_within(20)
    done("takes", lambda: target.answers().presses("1"))
    assert comes(here, lambda: ana.talks_to(target)), (ana.heard, target.heard)
    here.passes(5)
    done("tells", lambda: ana.presses("*"))
    assert not caller.talks_with
    done("leaves", lambda: ana.presses("1"))
    assert comes(here, lambda: caller.talks_to(target)), (caller.heard, target.heard)
    assert here.rings(target) == 1 and set(times_together(here).values()) == {1}
    assert here.closes() == ["bridged" if target.name == "Bo" else "referred"]
