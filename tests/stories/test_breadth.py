"""Routing in its breadth: who is rung first, by what a skill says."""

from collections.abc import Callable

import pytest

from tests.stories.town import Town


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
