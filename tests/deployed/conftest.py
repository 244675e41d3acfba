"""One deployment for all stories that can share one; each story has a town of its own, without a past."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from routing import embedded
from tests.deployed.deployed_town import DeployedTown
from tests.deployed.deployment import Deployment
from tests.stories.town import Phone


@contextmanager
def deployed(folder: Path, line_toml: str = "", front: str = "") -> Iterator[Deployment]:
    """Deploy a helpline in a folder, with a line.toml of its own if need be, and what stands before its web."""
    live = embedded.claim(folder)
    deployment = Deployment(folder, live, front, line_toml)
    try:
        deployment.start()
        yield deployment
    finally:
        deployment.end()
        live.release()


@pytest.fixture(scope="session")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    with deployed(tmp_path_factory.mktemp("deployed")) as started:
        yield started


@pytest.fixture
def here(deployment: Deployment) -> Iterator[DeployedTown]:
    made = DeployedTown(deployment)
    yield made
    made.ends()


@pytest.fixture
def caller(here: DeployedTown) -> Phone:
    return here.caller("Cal")


@pytest.fixture
def ana(here: DeployedTown) -> Phone:
    return here.specialist("Ana")


@pytest.fixture
def bo(here: DeployedTown) -> Phone:
    return here.specialist("Bo")
