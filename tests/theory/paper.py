"""The same queue on paper: who came first is served by who is free first (J. Kiefer, J. Wolfowitz, 1955)."""

import heapq
from collections.abc import Iterable, Iterator

from tests.theory.point import Fate, Point


def waits(point: Point, fates: Iterable[Fate]) -> Iterator[int]:
    """How many ms each waits, until a telephone rings for them or they give up."""
    ring, free = int(1000 * point.ring_s), [0] * point.specialists
    for at, talks, patience in fates:
        wait = max(0, free[0] - at)
        if wait <= patience:
            heapq.heapreplace(free, at + wait + ring + talks)
        yield min(wait, patience)
