"""Find what is nearest, by great circle: a tree of boxes around points on the unit sphere.

On the sphere nothing is special about poles and date lines, and the straight line between two points grows with the way
between them on the ground. Each box knows what any of its points is marked with, so that boxes without are not opened.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

EARTH_MILES = 3958.8
LEAF = 12
Point = tuple[float, float, float]
Mark = int  # bits


@dataclass(frozen=True, slots=True)
class _Box:
    low: Point
    high: Point
    marks: Mark
    parts: "tuple[_Box, ...]"
    points: tuple[int, ...]


class Index:
    """Points, by their place in the sequence that was given: degrees (latitude, longitude), and marks."""

    def __init__(self, places: Sequence[tuple[float, float]], marks: Sequence[Mark]) -> None:
        self._points = [on_sphere(*place) for place in places]
        self._marks = marks
        self._whole = self._box(list(range(len(places))))

    def near(self, latitude: float, longitude: float, wanted: Mark = 0) -> Iterator[tuple[float, int]]:
        """Give (miles, which) of every point that has all wanted marks, the nearest first, as it is asked for."""
        here = on_sphere(latitude, longitude)
        # (squared chord, tie, box or None, point): a box stands where its nearest corner could be.
        ahead: list[tuple[float, int, _Box | None, int]] = [(0.0, 0, self._whole, -1)]
        tie = 0
        while ahead:
            chord, _, box, which = heappop(ahead)
            if box is None:
                yield miles(chord), which
                continue
            for part in box.parts:
                if part.marks & wanted == wanted:
                    tie += 1
                    heappush(ahead, (_to_box(here, part), tie, part, -1))
            for point in box.points:
                if self._marks[point] & wanted == wanted:
                    tie += 1
                    heappush(ahead, (_chord(here, self._points[point]), tie, None, point))

    def _box(self, which: list[int]) -> _Box:
        if not which:
            return _Box((0, 0, 0), (0, 0, 0), 0, (), ())
        points = [self._points[one] for one in which]
        low, high = _corner(min, points), _corner(max, points)
        marks = 0
        for one in which:
            marks |= self._marks[one]
        if len(which) <= LEAF:
            return _Box(low, high, marks, (), tuple(which))
        widest = max(range(3), key=lambda axis: high[axis] - low[axis])
        which.sort(key=lambda one: self._points[one][widest])
        half = len(which) // 2
        return _Box(low, high, marks, (self._box(which[:half]), self._box(which[half:])), ())


def on_sphere(latitude: float, longitude: float) -> Point:
    """Give the point on the unit sphere of these degrees."""
    north, east = math.radians(latitude), math.radians(longitude)
    return math.cos(north) * math.cos(east), math.cos(north) * math.sin(east), math.sin(north)


def miles(chord: float) -> float:
    """Give the way on the ground between two points, by the square of the straight line between them."""
    return 2 * EARTH_MILES * math.asin(min(1.0, math.sqrt(chord) / 2))


def _chord(one: Point, other: Point) -> float:
    x, y, z = one[0] - other[0], one[1] - other[1], one[2] - other[2]
    return x * x + y * y + z * z


def _to_box(here: Point, box: _Box) -> float:
    away = 0.0
    for at, low, high in zip(here, box.low, box.high, strict=True):
        gap = low - at if at < low else at - high if at > high else 0.0
        away += gap * gap
    return away


def _corner(choose: Callable[[Iterable[float]], float], points: list[Point]) -> Point:
    xs, ys, zs = zip(*points, strict=True)
    return choose(xs), choose(ys), choose(zs)
