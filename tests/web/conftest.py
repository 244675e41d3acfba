from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from routing.store.records.migrating import migrate
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
def records(door: Doorstep) -> None:
    """Have records behind the door, before anybody knocks: for modules whose tests all need them."""
    migrate(door.settings.database_url)


@pytest.fixture
def kim(door: Doorstep) -> Browser:
    """A supervisor who has signed in. Their door needs records: `records`, or a test's own `door`, brings them."""
    browser = Browser(door).begins(invites(door))
    browser.sets_authenticator()
    return browser
