"""Lists of places bring themselves up to date, and whoever runs the helpline is told when one cannot."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from config.shapes import ListSource
from routing.refreshing import Refreshing
from routing.services import AtWork, Services
from tests.directory.publisher import Publisher, publishing, table
from tests.stories.records import on_both
from tests.stories.town import Town, town

COORDINATOR = "+12025550180"
HOUR, LATER = 3600, 600  # whether one is due is looked at every five minutes
TOLD = (
    "the recovery helpline: a list of places could not be brought up to date, so the one from before is still used. "
    "Look at: helpline directory lists Reply OK to say that you know."
)


@dataclass
class AtOnce:
    """Fetches at this very moment what a process of its own would."""

    services: Services | None = None

    def start(self) -> None:
        assert self.services
        Refreshing(self.services).due()


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with publishing() as found:
        yield found


@pytest.fixture
def build(known_towns: Path, redis_url: str, database_url: str, publisher: Publisher) -> Iterator[Callable[..., Town]]:
    """Build a town whose line has a list fetched each hour, and tells a coordinator."""

    def change(services: AtWork) -> AtWork:
        line = replace(services.config.lines["main"], alerts_to=(COORDINATOR,))
        county = ListSource("county", publisher.url, every_hours=1)
        config = replace(services.config, lines={"main": line}, lists={"county": county})
        refresher: Any = AtOnce()
        refresher.services = replace(services, config=config, refresher=refresher)
        return refresher.services

    with ExitStack() as stack:
        yield lambda: stack.enter_context(town(known_towns, redis_url, change, database_url=database_url))


def places(here: Town) -> int:
    return here.services.lists.sizes().get("county", 0)


@on_both
def test_a_list_comes_by_itself_and_each_hour_what_is_new_of_it(here: Town, publisher: Publisher) -> None:
    kim = here.outside("Kim", COORDINATOR)
    here.passes(400)
    assert places(here) == 10
    publisher.says(content=table(11))
    here.passes(HOUR + LATER)
    assert (places(here), len(publisher.asked), kim.inbox) == (11, 2, [])


@on_both
def test_a_list_that_shrank_is_told_and_the_one_from_before_kept(here: Town, publisher: Publisher) -> None:
    kim = here.outside("Kim", COORDINATOR)
    here.passes(400)
    publisher.says(content=table(2))
    here.passes(HOUR + LATER)
    assert (places(here), kim.inbox) == (10, [TOLD])
    kim.texts("OK")
    publisher.says(content=table(12))
    here.passes(HOUR + LATER)
    assert (places(here), len(kim.inbox)) == (12, 2), "and that they know was answered"


def test_a_server_that_is_away_is_asked_later_and_later_and_told_after_the_third_time(
    here: Town, publisher: Publisher
) -> None:
    kim = here.outside("Kim", COORDINATOR)
    publisher.says(status=503)
    here.passes(HOUR / 2)
    assert (len(publisher.asked), kim.inbox) == (2, []), "at once, and after a quarter of an hour"
    here.passes(HOUR / 2 + LATER)
    assert (len(publisher.asked), kim.inbox) == (3, [TOLD])
    here.passes(HOUR)
    assert len(publisher.asked) == 4
