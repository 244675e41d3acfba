"""What every test may use: a real server for live state, and a real PostgreSQL; one of each for the whole run."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis

from routing import embedded
from routing.directory import towns
from routing.store.records import promptly
from tests.store import postgres

HERE = Path(__file__).parent
ALONE = {"bench", "deployed", "page", "start"}
MEMORY = "/dev/shm"
PATIENCE_S = 6.0


def pytest_configure() -> None:
    """Keep what tests write in memory where a folder of memory is: a disk would be waited for at each commit."""
    if os.access(MEMORY, os.W_OK):
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", MEMORY)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what starts processes and looks at them by the real clock: it is run with the machine to itself."""
    for item in items:
        if item.path.relative_to(HERE).parts[0] in ALONE:
            item.add_marker("alone")


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the records more than their second: on a busy machine a process may stand still for longer than that."""
    monkeypatch.setattr(promptly, "ANSWERS_S", PATIENCE_S)


@pytest.fixture(scope="session")
def live_state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with embedded.running(Path(tmp_path_factory.mktemp("live"))) as url:
        yield url


@pytest.fixture
def redis_url(live_state: str) -> str:
    Redis.from_url(live_state).flushall()
    return live_state


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL; TEST_DATABASE_URL names another, whose tables are dropped."""
    named = os.environ.get("TEST_DATABASE_URL")
    if named:
        yield named
        return
    try:
        with postgres.running() as url:
            yield url
    except postgres.NotHere:
        pytest.skip("no PostgreSQL on this machine")


@pytest.fixture(scope="session")
def towns_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of ZIP codes and cities, as it is in a data folder."""
    return towns.written(tmp_path_factory.mktemp("towns"))


@pytest.fixture
def known_towns(tmp_path: Path, towns_file: Path) -> Path:
    """A data folder that has the file already, as from a start before this one."""
    (tmp_path / towns_file.name).symlink_to(towns_file)
    return tmp_path
