"""What it costs to find the nearest three of as many places as there are for substance use treatment in the country."""

import random
import statistics
import time
from collections.abc import Callable

from routing.directory.asking import Wanted
from routing.directory.gazetteer import Gazetteer, Town
from routing.directory.index import on_sphere
from routing.directory.search import Directory
from routing.domain.listed import TREATMENT, Place
from tests.bench.conftest import Row, in_turns, ratio

PLACES, SPOTS, ASKED, SORTED = 14_034, 600, 300, 2
ANY, METHADONE = Wanted(), Wanted(features=frozenset({"methadone"}))


def towns(chance: random.Random, count: int) -> list[Town]:
    where = Gazetteer()
    found = (where.zip(f"{chance.randrange(100_000):05}") for _ in range(count * 10))
    return [town for town in found if town][:count]


def places(chance: random.Random) -> list[Place]:
    """As many places, about where people live; one in eight gives methadone."""
    spots = towns(chance, SPOTS)
    return [spread(chance, chance.choice(spots), number) for number in range(PLACES)]


def spread(chance: random.Random, town: Town, number: int) -> Place:
    features = ("methadone",) if chance.random() < 1 / 8 else ()
    return Place(
        key=str(number),
        kind=TREATMENT,
        name=str(number),
        latitude=town.latitude + chance.gauss(0, 0.05),
        longitude=town.longitude + chance.gauss(0, 0.05),
        features=features,
    )


def test_the_nearest_three_against_a_look_at_every_place(tell: Callable[[Row], None]) -> None:
    chance = random.Random(1)
    there = places(chance)
    directory, asking = Directory(("first", one) for one in there), towns(chance, ASKED)
    points = [on_sphere(one.latitude or 0, one.longitude or 0) for one in there]
    times: list[float] = []  # of the processor: whatever else the machine does is not the search's

    def by_index() -> float:
        for town in asking:
            for wanted in (ANY, METHADONE):
                began = time.thread_time()
                assert directory.nearest(town, wanted)
                times.append(time.thread_time() - began)
        return statistics.median(times)

    def by_all() -> float:
        began = time.thread_time()
        for town in asking[:SORTED]:
            here = on_sphere(town.latitude, town.longitude)
            sorted(range(PLACES), key=lambda one: sum((a - b) ** 2 for a, b in zip(here, points[one], strict=True)))
        return (time.thread_time() - began) / SORTED

    ours, every = in_turns(by_index, by_all)
    times.sort()
    half, most = (f"{times[int(len(times) * part)] * 1000:.2f}" for part in (0.5, 0.99))
    tell(
        Row(
            "a look at all places, against the nearest three",
            ratio(every, ours),
            f"nearest: p50 {half} ms, p99 {most} ms",
        )
    )
