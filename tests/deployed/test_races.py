"""Several specialists take the same caller at the same moment: one talks, the others are told."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.deployed.conftest import deployed
from tests.deployed.deployed_town import DeployedTown
from tests.stories.town import LINE

ROUNDS, RACES = 20, 5  # a hundred races, five at a time
RING_ALL = """
[line.main.skill.general]
strategy = "ring_all"
ring_at_once = 2
wrap_up_seconds = 0
"""


@pytest.fixture
def here(tmp_path: Path) -> Iterator[DeployedTown]:
    with deployed(tmp_path, RING_ALL) as deployment:
        yield DeployedTown(deployment)


def in_state(here: DeployedTown, state: str) -> set[str]:
    """The names of whoever's phone is in that state; one look for all of them."""
    return {handset["name"] for handset in here.get("state")["handsets"] if handset["state"] == state}


@pytest.mark.timeout(300)
def test_of_two_who_press_1_at_the_same_moment_one_talks_and_the_other_is_told(here: DeployedTown) -> None:
    callers = [here.caller(f"caller {n}") for n in range(RACES)]
    people = [here.specialist(f"specialist {n}") for n in range(2 * RACES)]
    everyone = {person.name for person in people}
    winners = set()
    for _ in range(ROUNDS):
        here.at_once(*(partial(caller.does, "dial", to=LINE) for caller in callers))
        here.at_once(*(partial(caller.does, "keys", keys="1") for caller in callers))
        here.comes(lambda: in_state(here, "ringing") == everyone)
        here.at_once(*(partial(person.does, "answer") for person in people))
        here.at_once(*(partial(person.does, "keys", keys="1") for person in people))
        here.comes(lambda: len(everyone & in_state(here, "talking")) == RACES)
        talking = {name for caller in callers for name in caller.talks_with}
        assert talking == everyone & in_state(here, "talking")
        assert all(person.hears("offer_taken") for person in people if person.name not in talking)
        winners |= talking
        for caller in callers:
            caller.does("hangup")
        here.comes(lambda: all(here.activity(person) == "available" for person in people))
    assert len(winners) > RACES, "either may win"
    assert len(here.events("bridged")) == ROUNDS * RACES
    assert here.closes() == ["bridged"] * (ROUNDS * RACES)
