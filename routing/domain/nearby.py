"""What is near a town: where people ask about, what for, and what was found."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from routing.domain.listed import MEETING, ONLINE, TREATMENT, Place, PlaceList

EARTH_MILES = 3958.8
DEGREE_MILES = EARTH_MILES * math.pi / 180
HALF_ROUND = 180.0
OF_TREATMENT = frozenset({"detox", "methadone", "buprenorphine", "free", "veterans"})
COUNT = 3  # of each kind, at a time
Spot = tuple[float, float]  # latitude and longitude, in degrees


@dataclass(frozen=True, slots=True)
class Town:
    """A place that people name: a ZIP code's or a city's middle, in degrees, and the time zone there.

    `zips` is how many ZIP codes it has: about how large it is.
    """

    name: str
    state: str
    latitude: float
    longitude: float
    zone: str
    zips: int = 1

    @property
    def spot(self) -> Spot:
        """Where it is."""
        return self.latitude, self.longitude


class Unclear(Exception):
    """Raised when it is not clear what is asked for: ask again, in these words."""


class WhichCity(Unclear):
    """Raised when several states have a city of this name: ask which of these is meant."""

    def __init__(self, towns: Sequence[Town]) -> None:
        self.towns = towns
        there = "; ".join(f"{town.name}, {town.state}" for town in towns)
        super().__init__(f"Which one? {there}")


class NotNow(Exception):
    """Raised when it cannot be looked up in time: say what is known without."""


@dataclass(frozen=True)
class Wanted:
    """What places shall have: a kind or any, features, and of meetings a fellowship, and a day.

    `day` is 0 for Monday; `ahead` counts from the day that it is there: 0 is today.
    """

    kind: str = ""
    features: frozenset[str] = frozenset()
    fellowship: str = ""
    day: int | None = None
    ahead: int | None = None

    @property
    def online(self) -> bool:
        """Whether a meeting shall be one that can be joined from anywhere."""
        return ONLINE in self.features

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that could have this: what is asked for only of meetings is not asked of anything else."""
        if self.kind:
            return (self.kind,)
        if self.online or self.fellowship or self.day is not None or self.ahead is not None:
            return (MEETING,)
        return (TREATMENT,) if self.features & OF_TREATMENT else (TREATMENT, MEETING)


@dataclass(frozen=True, slots=True)
class Found:
    """A place, the list that it is of, how far it is, and of a meeting when it starts next, by the clocks there."""

    place: Place
    list: PlaceList
    miles: float | None
    starts: datetime | None = None


@dataclass(frozen=True, slots=True)
class Box:
    """All that lies between two latitudes and two longitudes, in degrees; from west to east, over the date line too."""

    south: float
    north: float
    west: float
    east: float


def around(spot: Spot, miles: float) -> Box:
    """Give a box with everything in it that is not farther than so many miles."""
    high = miles / DEGREE_MILES
    south, north = spot[0] - high, spot[0] + high
    narrowest = math.cos(math.radians(max(abs(south), abs(north))))
    if max(abs(south), abs(north)) >= HALF_ROUND / 2 or high / narrowest >= HALF_ROUND:
        return Box(south, north, -HALF_ROUND, HALF_ROUND)
    wide = high / narrowest
    return Box(south, north, _turned(spot[1] - wide), _turned(spot[1] + wide))


def miles_between(one: Spot, other: Spot) -> float:
    """Give the way between two spots by great circle (haversine)."""
    north, east = (math.radians(one[axis] - other[axis]) / 2 for axis in (0, 1))
    cosines = math.cos(math.radians(one[0])) * math.cos(math.radians(other[0]))
    return 2 * EARTH_MILES * math.asin(min(1.0, math.sqrt(math.sin(north) ** 2 + cosines * math.sin(east) ** 2)))


def _turned(longitude: float) -> float:
    return (longitude + HALF_ROUND) % (2 * HALF_ROUND) - HALF_ROUND
