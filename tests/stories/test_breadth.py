"""Routing in its breadth: skills, what each says of who is rung, and a search that widens as time passes."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from config.shapes import Step
from routing.services import AtWork
from tests.stories.town import Town, skills, town

SOON, AT_ONCE = (Step(60, "general"),), (Step(0, "general"),)


@pytest.fixture
def place(tmp_path: Path, redis_url: str) -> Iterator[Callable[..., Town]]:
    """Build a town whose line has the skills general and family, the latter configured so; key 4 leads to it."""
    with ExitStack() as stack:

        def build(**family: Any) -> Town:
            return stack.enter_context(town(tmp_path, redis_url, skills(general={}, family=family)))

        yield build


@pytest.mark.parametrize(
    ("strategy", "rung"),
    [("longest_idle", ["Ana", "Bo"]), ("in_order", ["Bo", "Ana"]), ("round_robin", ["Ana", "Bo"])],
)
def test_a_skill_rings_its_specialists_as_it_says(build: Callable[..., Town], strategy: str, rung: list[str]) -> None:
    here = build(strategy=strategy)
    people = {name: here.specialist(name, order=order) for name, order in (("Ana", 2), ("Bo", 1))}
    for at, name in enumerate(rung):
        here.caller(f"Caller {at}").dials().presses("1")
        assert {who for who, phone in people.items() if phone.rings} == set(rung[: at + 1])
        assert people[name].rings


def test_a_key_leads_to_the_specialists_of_a_skill_and_to_nobody_else(place: Callable[..., Town]) -> None:
    here = place()
    ana, bo = here.specialist("Ana"), here.specialist("Bo", skills=("family",))
    caller = here.caller().dials().presses("4")
    assert bo.rings and not ana.rings
    bo.declines()
    here.passes(40)
    assert here.rings(ana) == 0
    assert bo.rings_within(30)
    bo.answers().presses("1")
    here.passes(3)
    assert caller.talks_to(bo)
    assert here.closes() == ["bridged"]


def test_after_a_while_the_search_widens_at_the_same_place(place: Callable[..., Town]) -> None:
    here = place(widen=SOON)
    ana, bo = here.specialist("Ana", activity="on_break"), here.specialist("Bo", skills=("family",))
    first = here.caller("Dee").dials().presses("4")
    bo.answers().presses("1")
    here.passes(3)
    assert first.talks_to(bo)
    caller = here.caller("Eve").dials().presses("4")
    here.passes(10)
    here.caller("Fay").dials().presses("1")
    here.becomes("Ana", "available")
    here.passes(1)
    ana.declines()
    here.passes(62)
    ana.answers().presses("1")
    here.passes(3)
    assert caller.talks_to(ana), "a minute has passed, and she called before the other"
    assert here.closes() == ["abandoned", "bridged", "bridged"]


def test_nobody_waits_for_a_skill_that_nobody_on_call_has(place: Callable[..., Town]) -> None:
    here = place(widen=SOON)
    ana = here.specialist("Ana")
    caller = here.caller().dials().presses("4")
    assert ana.rings
    ana.answers().presses("1")
    here.passes(3)
    assert caller.talks_to(ana)
    assert not caller.hears("nobody_on_call")


def test_a_contact_in_two_queues_at_once_is_offered_once_and_leaves_both(place: Callable[..., Town]) -> None:
    here = place(widen=AT_ONCE)
    ana, bo = here.specialist("Ana"), here.specialist("Bo", skills=("family", "general"))
    caller = here.caller().dials().presses("4")
    assert bo.rings and not ana.rings, "whoever has the skill that was asked for comes first"
    bo.declines()
    assert ana.rings
    ana.answers().presses("1")
    here.passes(70)
    assert caller.talks_to(ana)
    assert here.rings(bo) == 1
    status = here.services.switchboard.snapshot(["main.general.en", "main.family.en"], 10)
    assert [queue["waiting"] for queue in status["queues"]] == [0, 0]
    assert here.closes() == ["bridged"]


@pytest.mark.parametrize(("priority", "waited", "first"), [(0, 30, "Dee"), (1, 30, "Eve"), (1, 90, "Dee")])
def test_a_priority_is_worth_its_minutes_where_queues_are_shared(
    place: Callable[..., Town], priority: int, waited: int, first: str
) -> None:
    comes_first(place(widen=AT_ONCE, priority=priority), waited, first)


def comes_first(here: Town, waited: int, first: str) -> None:
    """Dee waits behind key 1, and so much later Eve behind key 4: see who of them talks with Ana."""
    callers = {"Dee": here.caller("Dee").dials().presses("1")}
    here.passes(waited)
    callers["Eve"] = here.caller("Eve").dials().presses("4")
    ana = here.specialist("Ana")
    ana.answers().presses("1")
    here.passes(3)
    assert callers[first].talks_to(ana)


def urgent(services: AtWork) -> AtWork:
    """Lead key 4 to the same people as key 1, ten minutes further ahead."""
    top = services.config.menus["top"]
    menus = {**services.config.menus, "top": replace(top, keys={**top.keys, "4": "talk+10"})}
    return replace(services, config=replace(services.config, menus=menus))


@pytest.mark.parametrize(("waited", "first"), [(9 * 60, "Eve"), (11 * 60, "Dee")])
def test_a_key_is_worth_its_minutes_and_no_more(
    tmp_path: Path, redis_url: str, database_url: str, waited: int, first: str
) -> None:
    with town(tmp_path, redis_url, urgent, database_url=database_url) as here:
        comes_first(here, waited, first)
