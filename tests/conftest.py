"""What every test may use: a real server for live state, one for the whole run, emptied for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis

from routing import embedded


@pytest.fixture(scope="session")
def live_state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with embedded.running(Path(tmp_path_factory.mktemp("live"))) as url:
        yield url


@pytest.fixture
def redis_url(live_state: str) -> str:
    Redis.from_url(live_state).flushall()
    return live_state
