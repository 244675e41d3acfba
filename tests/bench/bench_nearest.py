"""What it costs to find the nearest three of as many places as there are for substance use treatment in the country.

Where ../shared is, they are the real ones; otherwise as many, about where people live.
"""

import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from routing.directory.formats import format_of
from routing.directory.gazetteer import Gazetteer
from routing.directory.reading import read
from routing.directory.search import Nearby
from routing.directory.sources import opened
from routing.domain.listed import TREATMENT, Place, PlaceList
from routing.domain.nearby import Town, Wanted, miles_between
from routing.store.records.lists import Import, Lists
from routing.store.records.migrating import migrate
from tests.bench.conftest import Row, in_turns, ratio
from tests.deployed.deployment import ROOT, inherited

REAL = ROOT.parent / "shared/resources/findtreatment/samhsa_locator_su_2021_minimal.csv"
PLACES, SPOTS, ASKED, SORTED, SEARCHES = 14_034, 600, 300, 20, 1_000
MEGABYTE_KB = 1024


@pytest.fixture
def there(known_towns: Path, towns_file: Path) -> tuple[list[Place], Nearby]:
    """All places, and what finds them in the folder's records."""
    where = Gazetteer(towns_file)
    places = real(where) if REAL.exists() else made(random.Random(1), where)
    url = f"sqlite:///{known_towns}/helpline.sqlite3"
    migrate(url)
    lists = Lists(url)
    lists.write([Import(PlaceList("first", "locator CSV", "2021", "2026-11-22"), places)])
    return places, Nearby(where, lists)


def real(where: Gazetteer) -> list[Place]:
    source = opened(REAL)
    format = format_of(source)
    assert format
    return list(read(source, format, where, lambda rows: None).places.values())


def towns(chance: random.Random, count: int, where: Gazetteer) -> list[Town]:
    found = (where.zip(f"{chance.randrange(100_000):05}") for _ in range(count * 10))
    return [town for town in found if town][:count]


def made(chance: random.Random, where: Gazetteer) -> list[Place]:
    spots = towns(chance, SPOTS, where)
    return [
        Place(
            key=str(number),
            kind=TREATMENT,
            name=str(number),
            latitude=spot.latitude + chance.gauss(0, 0.05),
            longitude=spot.longitude + chance.gauss(0, 0.05),
        )
        for number, spot in enumerate(chance.choices(spots, k=PLACES))
    ]


def test_the_nearest_three_against_a_look_at_every_place(
    there: tuple[list[Place], Nearby], towns_file: Path, tell: Callable[[Row], None]
) -> None:
    places, nearby = there
    asking = towns(random.Random(2), ASKED, Gazetteer(towns_file))
    times: list[float] = []

    def by_search() -> float:
        for town in asking:
            began = time.perf_counter()
            nearby.near(town, Wanted(TREATMENT), datetime.now(UTC))
            times.append(time.perf_counter() - began)
        return statistics.median(times)

    def by_all() -> float:
        began = time.perf_counter()
        for town in asking[:SORTED]:
            sorted(miles_between(town.spot, (one.latitude or 0, one.longitude or 0)) for one in places)
        return (time.perf_counter() - began) / SORTED

    ours, every = in_turns(by_search, by_all)
    what = f"of {len(places):,} {'real' if REAL.exists() else 'made-up'} places"
    tell(Row("a look at all places, against the nearest three", ratio(every, ours), f"{quantiles(times)}, {what}"))


def quantiles(times: Sequence[float]) -> str:
    ordered = sorted(times)
    half, most = (ordered[int(len(ordered) * part)] * 1000 for part in (0.5, 0.99))
    return f"nearest: p50 {half:.2f} ms, p99 {most:.2f} ms"


def test_a_web_process_is_no_larger_after_many_searches(
    there: tuple[list[Place], Nearby], known_towns: Path, tell: Callable[[Row], None]
) -> None:
    command = [sys.executable, "-P", "-m", "tests.bench.searches", str(known_towns), str(SEARCHES)]
    here = {**inherited(), "PYTHONPATH": str(ROOT)}
    printed = subprocess.run(command, cwd=ROOT, env=here, capture_output=True, text=True, check=True).stdout
    before, after = (float(kilobytes) / MEGABYTE_KB for kilobytes in printed.split())
    tell(
        Row(f"memory after {SEARCHES:,} searches against before", after / before, f"{before:.0f} MB, then {after:.0f}")
    )
    assert after - before < 10
