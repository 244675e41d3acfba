"""How the fetching of lists stands, on a real SQLite and a real PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from routing.domain.listed import Fetch
from routing.store.records.fetches import BUSY_MS, Fetches
from routing.store.records.migrating import migrate

NOW = 1_700_000_000_000
BEGUN = Fetch("county", "a" * 32, failures=1, why="broken off", next_at=NOW + 900_000)
OVER = Fetch("county", "a" * 32, etag='"one"', modified="March", looked_at=NOW, next_at=NOW + 3_600_000)


@pytest.fixture
def fetches(database_url: str) -> Fetches:
    migrate(database_url)
    return Fetches(database_url)


def test_one_alone_begins_and_how_it_ends_is_kept(fetches: Fetches) -> None:
    assert fetches.begin(None, BEGUN, NOW)
    assert fetches.all() == {"county": BEGUN}, "that is how it stands should nobody end it"
    assert not fetches.begin(BEGUN, BEGUN, NOW + 1), "it is under way"
    fetches.end(OVER)
    assert fetches.all() == {"county": OVER}


def test_whoever_looked_before_it_was_done_does_not_do_it_again(fetches: Fetches) -> None:
    fetches.begin(None, BEGUN, NOW)
    fetches.end(OVER)
    assert not fetches.begin(None, BEGUN, NOW) and not fetches.begin(BEGUN, BEGUN, NOW)
    assert fetches.begin(OVER, BEGUN, NOW)


def test_whoever_was_killed_keeps_others_from_it_for_ten_minutes(fetches: Fetches) -> None:
    fetches.begin(None, BEGUN, NOW)
    assert not fetches.begin(BEGUN, BEGUN, NOW + BUSY_MS - 1)
    assert fetches.begin(BEGUN, replace(BEGUN, failures=2), NOW + BUSY_MS)


@pytest.mark.parametrize("before", [None, OVER])
def test_of_several_at_one_moment_one_begins(fetches: Fetches, before: Fetch | None) -> None:
    if before:
        fetches.end(before)
    with ThreadPoolExecutor(8) as together:
        begun = list(together.map(lambda _: fetches.begin(before, BEGUN, NOW), range(8)))
    assert begun.count(True) == 1
