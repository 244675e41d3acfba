"""More callers than the network's queue holds: the rest wait outside it, and all are in one line."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from routing.store import keys
from tests.deployed.conftest import deployed
from tests.deployed.deployed_town import DeployedTown
from tests.stories.town import LINE

CALLERS, HELD = 1100, 1000
SWITCHBOARD = "+12025550199"  # whose extensions they call from
AT_ONCE = 8
QUEUE = keys.PREFIX + "queue:main.general.en:waiting"


@pytest.fixture
def here(tmp_path: Path) -> Iterator[DeployedTown]:
    with deployed(tmp_path) as deployment:
        yield DeployedTown(deployment)


@pytest.mark.timeout(300)
def test_eleven_hundred_callers_are_all_in_line_and_the_first_is_served_first(here: DeployedTown) -> None:
    ana = here.specialist("Ana", activity="offline")
    first = here.caller("First").dials().presses("1")
    here.passes(1)
    rest = [here.outside(f"caller {n}", f"{SWITCHBOARD}{n:04}") for n in range(1, CALLERS)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(lambda phone: phone.does("dial", to=LINE), rest))
        list(pool.map(lambda phone: phone.does("keys", keys="1"), rest))
    here.settle()
    assert here.redis.zcard(QUEUE) == CALLERS
    here.passes(25)
    places = [handset["call"] and handset["call"]["in"] for handset in here.get("state")["handsets"]]
    assert places.count("queue") == HELD and places.count("document") == CALLERS - HELD
    assert here.redis.zcard(QUEUE) == CALLERS
    here.becomes("Ana", "available")
    assert here.comes(lambda: ana.rings)
    ana.answers().presses("1")
    assert here.comes(lambda: first.talks_to(ana))
