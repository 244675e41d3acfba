from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.web.browser import Browser, invites
from tests.web.doorstep import Doorstep


@pytest.fixture
def build(tmp_path: Path, redis_url: str) -> Iterator[Callable[..., Doorstep]]:
    """Build a web application whose settings are these variables besides."""
    yield lambda **variables: Doorstep(tmp_path, redis_url, variables)


@pytest.fixture
def door(build: Callable[..., Doorstep]) -> Doorstep:
    return build()


@pytest.fixture
def kim(door: Doorstep) -> Browser:
    """A supervisor who has signed in. Their door needs records: a test's own `door` brings them."""
    browser = Browser(door).begins(invites(door))
    browser.sets_authenticator()
    return browser
