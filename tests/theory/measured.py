"""Put what happened beside what the formulas say, with the interval that holds the mean in 95 of 100 such runs."""

import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from redis import Redis

from tests.theory import paper
from tests.theory.formula import Said, said
from tests.theory.helpline import Helpline
from tests.theory.lived import Lived
from tests.theory.point import Point

BATCHES = 30
STUDENT = 2.045  # of 29 degrees of freedom, 95 in 100
FIRST = 2  # batches of those who find a line that has just opened: not counted
LIVED_SEED, PAPER_SEED = 20261123, 20261124


@dataclass(frozen=True)
class Mean:
    """A mean, and how far from it the true one may be."""

    value: float
    within: float

    def over(self, formula: float) -> "Mean":
        return Mean(self.value / formula, self.within / formula)


@dataclass(frozen=True)
class Waits:
    """How so many contacts waited: the share of them that waited at all, and the seconds that all waited."""

    contacts: int
    waiting: Mean
    wait_s: Mean


@dataclass(frozen=True)
class Measured:
    """One point: by the formula, by the scripts, and on paper.

    `differ` is how many contacts the scripts had wait another time than the same contacts on paper, by 1 ms or more.
    """

    point: Point
    said: Said
    lived: Waits
    differ: int
    paper: Waits


def measure(redis: Redis, point: Point, contacts: int, on_paper: int) -> Measured:
    """Live one point through, and have the same contacts and many more on paper."""
    lived = Lived(Helpline(redis, point.specialists), point).waits(point.fates(LIVED_SEED, contacts))
    same = paper.waits(point, point.fates(LIVED_SEED, contacts))
    differ = sum(one != other for one, other in zip(lived, same, strict=True))
    many = paper.waits(point, point.fates(PAPER_SEED, on_paper))
    return Measured(point, said(point), told(lived, contacts), differ, told(many, on_paper))


def told(waits: Iterable[int], contacts: int) -> Waits:
    """Sum up waits in ms. Neighbours wait alike, long batches hardly: how these differ says how far off the mean is."""
    coming, size = iter(waits), contacts // (BATCHES + FIRST)
    batches = [_summed(islice(coming, size), size) for _ in range(BATCHES + FIRST)][FIRST:]
    waiting, seconds = zip(*batches, strict=True)
    return Waits(contacts, _mean(waiting), _mean(seconds))


def _summed(batch: Iterable[int], size: int) -> tuple[float, float]:
    waiting = total = 0
    for wait in batch:
        waiting += wait > 0
        total += wait
    return waiting / size, total / size / 1000


def _mean(means: Sequence[float]) -> Mean:
    return Mean(statistics.fmean(means), STUDENT * statistics.stdev(means) / math.sqrt(BATCHES))
