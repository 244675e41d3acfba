"""Search the places and meetings that are on record: around a town, farther and farther away, till there are enough."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

from routing.directory import asking
from routing.directory.gazetteer import Gazetteer
from routing.domain.listed import IN_PERSON, MEETING, TREATMENT, Meeting, Place, PlaceList
from routing.domain.nearby import COUNT, Box, Found, NotNow, Town, Wanted, around, miles_between
from routing.domain.promise import NotKept
from routing.domain.starts import next_start

# People are sent farther away only where there are none nearby; and a city's places are too many to look at them all.
AROUND_MILES = {TREATMENT: (3, 10, 25, 50, 100), MEETING: (10, 25, 50, 100)}
ROUND_THE_EARTH = 12_500
T = TypeVar("T")


class Look(Protocol):
    """What is on record, as it is at one moment."""

    def listed(self, kind: str, features: Collection[str], box: Box | None) -> Sequence[tuple[str, Place]]: ...
    def whole(self, chosen: Collection[tuple[str, Place]]) -> Sequence[Place]: ...
    def lists(self) -> Mapping[str, PlaceList]: ...
    def has(self, kind: str) -> bool: ...


class Lists(Protocol):
    """The places on record. Raises NotKept when they cannot be looked up in time."""

    def looked_up(self, look: Callable[[Look], T]) -> T: ...


class Nearby:
    """Find places and meetings. Every method raises NotNow."""

    def __init__(self, where: Gazetteer, lists: Lists) -> None:
        self._where = where
        self._lists = lists

    def town_of(self, text: str) -> Town:
        """Find a ZIP code, ZIP+4, "city, state" or a city; raises Unclear, or WhichCity where several have the name."""
        return asking.town_of(text, self._where)

    def has(self, kind: str) -> bool:
        """Tell whether there is anything of a kind on record, wherever it is."""
        return self._looked_up(lambda there: there.has(kind))

    def near(self, town: Town, wanted: Wanted, now: datetime, skip: int = 0, *, far: bool = False) -> list[Found]:
        """Find the nearest three treatment places, and the three meetings nearby that start next, of the kinds wanted.

        After `skip` of them: the next three. None is farther away than 100 miles, but for treatment if `far`.
        """

        def look(there: Look) -> list[Found]:
            search = _Search(there, there.lists(), town, wanted, now)
            return [one for kind in wanted.kinds for one in search.three(kind, skip, far)]

        return self._looked_up(look)

    def _looked_up(self, look: Callable[[Look], T]) -> T:
        try:
            return self._lists.looked_up(look)
        except NotKept as why:
            raise NotNow(str(why)) from None


@dataclass(frozen=True)
class _Search:
    """One search, of what is on record at one moment."""

    there: Look
    lists: Mapping[str, PlaceList]
    town: Town
    wanted: Wanted
    now: datetime

    def three(self, kind: str, skip: int, far: bool) -> list[Found]:
        chosen = self._chosen(kind, skip + COUNT, far)[skip : skip + COUNT]
        whole = self.there.whole([(one.list.name, one.place) for one in chosen])
        return [replace(one, place=place) for one, place in zip(chosen, whole, strict=True)]

    def _chosen(self, kind: str, enough: int, far: bool) -> list[Found]:
        if kind == MEETING and self.wanted.online:
            return self._in_order(self._fitting(kind, None))
        told: list[Found] = []
        before = -1.0
        for miles in (*AROUND_MILES[kind], *([ROUND_THE_EARTH] if far and kind == TREATMENT else [])):
            fitting = self._fitting(kind, around(self.town.spot, miles))
            ring = [one for one in fitting if before < (one.miles or 0) <= miles]
            # What is farther away comes after whatever was told before it, so that the next three are no others.
            told = _once([*told, *self._in_order(ring)]) if len(told) >= COUNT else self._in_order([*told, *ring])
            if len(told) >= enough:
                break
            before = miles
        return told

    def _fitting(self, kind: str, box: Box | None) -> list[Found]:
        features = self.wanted.features if kind == TREATMENT or box is None else {IN_PERSON, *self.wanted.features}
        found = (self._found(of, place, box) for of, place in self.there.listed(kind, features, box))
        return [one for one in found if kind == TREATMENT or self._fits(one)]

    def _found(self, of: str, place: Place, box: Box | None) -> Found:
        if place.latitude is None or place.longitude is None or box is None:
            miles = None
        else:
            miles = miles_between(self.town.spot, (place.latitude, place.longitude))
        starts = next_start(place, self.now, self._day) if isinstance(place, Meeting) else None
        return Found(place, self.lists[of], miles, starts)

    @property
    def _day(self) -> int | None:
        if self.wanted.ahead is None:
            return self.wanted.day
        return (self.now.astimezone(ZoneInfo(self.town.zone)) + timedelta(days=self.wanted.ahead)).weekday()

    def _fits(self, found: Found) -> bool:
        meeting = found.place
        if not isinstance(meeting, Meeting) or self.wanted.fellowship not in ("", meeting.fellowship):
            return False
        if found.starts is None:
            return self._day is None and meeting.start is None  # by appointment
        ahead = self.wanted.ahead
        return ahead is None or found.starts - self.now < timedelta(days=ahead + 1)  # and not a week later

    def _in_order(self, found: Iterable[Found]) -> list[Found]:
        """Give places by their distance, and meetings by their start; those by appointment come last."""

        def order(one: Found) -> tuple[bool, float, float]:
            if not isinstance(one.place, Meeting):
                return False, 0.0, one.miles or 0.0
            seconds = (one.starts - self.now).total_seconds() if one.starts else 0.0
            return one.starts is None, seconds, one.miles or 0.0

        return _once(sorted(found, key=order))


def _once(found: Iterable[Found]) -> list[Found]:
    """Leave out what another list has told already."""
    seen: dict[tuple[object, ...], Found] = {}
    for one in found:
        place = one.place
        same = (place.name.casefold(), place.street.casefold(), place.zip or place.city, one.starts)
        seen.setdefault(same, one)
    return list(seen.values())
