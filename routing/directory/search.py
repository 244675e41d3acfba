"""Search the places and meetings that are on record."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from routing.directory.asking import Wanted
from routing.directory.gazetteer import Town
from routing.directory.index import Index
from routing.domain.listed import FEATURES, IN_PERSON, MEETING, ONLINE, OTHER, TREATMENT, Meeting, Place
from routing.domain.starts import next_start

COUNT = 3
AROUND_MILES = (10, 25, 50, 100)  # people go to a meeting farther away only where there are none nearby
BITS = {word: 1 << bit for bit, word in enumerate((TREATMENT, MEETING, OTHER, IN_PERSON, ONLINE, *FEATURES))}


@dataclass(frozen=True, slots=True)
class Found:
    """A place, the list that it is of, how far it is, and of a meeting when it starts next, by the clocks there."""

    place: Place
    list: str
    miles: float | None
    starts: datetime | None = None


class Directory:
    """All places, in memory; a search reads nothing else."""

    def __init__(self, listed: Iterable[tuple[str, Place]]) -> None:
        every = list(listed)
        self._placed = [(of, place) for of, place in every if place.latitude is not None]
        self._online = [(of, place) for of, place in every if ONLINE in place.features]
        degrees = [(place.latitude or 0.0, place.longitude or 0.0) for _, place in self._placed]
        self._index = Index(degrees, [_bits((place.kind, *place.features)) for _, place in self._placed])

    def search(self, town: Town, wanted: Wanted, now: datetime) -> list[Found]:
        """Find the nearest three treatment places, and the next three meetings nearby, of the kinds that are wanted."""
        found: list[Found] = []
        if TREATMENT in wanted.kinds:
            found += self.nearest(town, wanted)
        if MEETING in wanted.kinds:
            found += self.meetings(town, wanted, now)
        return found

    def nearest(self, town: Town, wanted: Wanted) -> list[Found]:
        """Find the nearest three treatment places."""
        return list(islice(_once(self._near(town, {TREATMENT, *wanted.features})), COUNT))

    def meetings(self, town: Town, wanted: Wanted, now: datetime) -> list[Found]:
        """Find the three that start next: nearby, or online wherever they are. By appointment comes last."""
        if wanted.online:
            return self._next([Found(place, of, None) for of, place in self._online], town, wanted, now)
        near = self._near(town, {MEETING, IN_PERSON, *wanted.features})
        there: list[Found] = []
        beyond = next(near, None)
        for around in AROUND_MILES:
            while beyond and (beyond.miles or 0) <= around:
                there.append(beyond)
                beyond = next(near, None)
            found = self._next(there, town, wanted, now)
            if len(found) == COUNT:
                break
        return found

    def _near(self, town: Town, words: set[str]) -> Iterator[Found]:
        for miles, which in self._index.near(town.latitude, town.longitude, _bits(words)):
            of, place = self._placed[which]
            yield Found(place, of, miles)

    def _next(self, there: Sequence[Found], town: Town, wanted: Wanted, now: datetime) -> list[Found]:
        day = wanted.day
        if wanted.ahead is not None:
            day = (now.astimezone(ZoneInfo(town.zone)) + timedelta(days=wanted.ahead)).weekday()
        fits = [found for found in there if _fits(found.place, wanted)]
        timed = [Found(one.place, one.list, one.miles, _starts(one.place, now, day)) for one in fits]
        told = [one for one in timed if one.starts or (day is None and _by_appointment(one.place))]
        return list(islice(_once(sorted(told, key=lambda one: _order(one, now))), COUNT))


def _order(found: Found, now: datetime) -> tuple[bool, float, float]:
    seconds = (found.starts - now).total_seconds() if found.starts else 0.0
    return found.starts is None, seconds, found.miles or 0.0


def _fits(place: Place, wanted: Wanted) -> bool:
    return (
        isinstance(place, Meeting)
        and wanted.features <= {*place.features}
        and wanted.fellowship in ("", place.fellowship)
    )


def _starts(place: Place, now: datetime, day: int | None) -> datetime | None:
    return next_start(place, now, day) if isinstance(place, Meeting) else None


def _by_appointment(place: Place) -> bool:
    return isinstance(place, Meeting) and place.start is None


def _once(found: Iterable[Found]) -> Iterator[Found]:
    """Leave out what another list has told already."""
    seen = set()
    for one in found:
        place = one.place
        same = (place.name.casefold(), place.street.casefold(), place.zip or place.city, one.starts)
        if same not in seen:
            seen.add(same)
            yield one


def _bits(words: Iterable[str]) -> int:
    return sum({BITS[word] for word in words if word in BITS})
