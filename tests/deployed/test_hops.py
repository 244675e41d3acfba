"""Every hop of a call may land on any web process: here each lands on the other one than the hop before."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from tests.deployed.conftest import deployed
from tests.deployed.deployed_town import DeployedTown
from tests.deployed.front import CONNECTIONS, Front
from tests.stories.town import Phone


@pytest.fixture
def front() -> Iterator[Front]:
    with Front().serving() as made:
        yield made


@pytest.fixture
def here(tmp_path: Path, front: Front) -> Iterator[DeployedTown]:
    with deployed(tmp_path, front=front.url) as deployment:
        front.port, front.children = deployment.port, deployment.web_children()
        yield DeployedTown(deployment)


@pytest.mark.skipif(not CONNECTIONS.exists(), reason="no /proc tells which process serves a connection")
def test_the_hops_of_a_call_alternate_between_the_web_processes(
    here: DeployedTown, front: Front, caller: Phone, ana: Phone, bo: Phone
) -> None:
    caller.dials().presses("2").presses("1")
    assert here.comes(lambda: ana.rings)
    ana.answers().presses("2")
    assert here.comes(lambda: bo.rings)
    here.passes(5)
    bo.answers().presses("1")
    assert here.comes(lambda: caller.talks_to(bo))
    bo.hangs_up()
    assert here.comes(lambda: caller.hears("cut_off"), within=10)
    assert here.closes() == ["bridged"]
    by = [process for _, process in front.served]
    assert len(front.children) == 2 and set(by) == set(front.children)
    assert all(one != other for one, other in pairwise(by))
    assert len(by) >= 15, front.served
