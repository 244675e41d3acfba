import io
import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from routing import embedded
from tests.logged import logged
from tests.stories.canary import Raw
from tests.stories.records import emptied
from tests.stories.town import Phone, Town, strategy, town


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database: of SQLite, and where a story runs on both, of each in turn."""
    if getattr(request, "param", "sqlite") == "sqlite":
        return f"sqlite:///{tmp_path}/helpline.sqlite3"
    return emptied(request.getfixturevalue("postgresql"))


@pytest.fixture
def build(known_towns: Path, redis_url: str, database_url: str) -> Iterator[Callable[..., Town]]:
    """Build a town whose one skill is configured otherwise."""
    with ExitStack() as stack:
        yield lambda **skill: stack.enter_context(
            town(known_towns, redis_url, strategy(**skill), database_url=database_url)
        )


@pytest.fixture
def here(build: Callable[..., Any]) -> Town:
    return build()


@pytest.fixture
def caller(here: Town) -> Phone:
    return here.caller("Cal")


@pytest.fixture
def ana(here: Town) -> Phone:
    return here.specialist("Ana")


@pytest.fixture
def bo(here: Town) -> Phone:
    return here.specialist("Bo")


@pytest.fixture
def log() -> Iterator[tuple[io.StringIO, Raw]]:
    """The log as it is written, and as it was before anything was taken out of it."""
    with logged() as out:
        raw = Raw()
        logging.root.addHandler(raw)
        yield out, raw


@pytest.fixture
def live(tmp_path: Path) -> Iterator[str]:
    """Live state of this story's own, so that its files hold nothing else."""
    with embedded.running(tmp_path / "live") as url:
        yield url
