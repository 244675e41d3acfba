from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.stories.town import Phone, Town, strategy, town


@pytest.fixture
def build(tmp_path: Path, redis_url: str) -> Iterator[Callable[..., Town]]:
    """Build a town whose one skill is configured otherwise."""
    with ExitStack() as stack:
        yield lambda **skill: stack.enter_context(town(tmp_path, redis_url, strategy(**skill)))


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
