"""Who asks hears of the nearest places that have what they need, and of the meetings that they can still reach."""

import random
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest

from routing.directory.gazetteer import Gazetteer
from routing.directory.search import Look, Nearby
from routing.domain.listed import FEATURES, IN_PERSON, MEETING, ONLINE, OTHER, TREATMENT, Meeting, Place, PlaceList
from routing.domain.nearby import Box, Found, NotNow, Town, Wanted, miles_between
from routing.domain.promise import NotKept
from routing.domain.wishes import wanted

ALBANY = Town("Albany", "NY", 42.65, -73.75, "America/New_York")
NOON = datetime.fromisoformat("2026-11-22 12:00-05:00")  # a Sunday
SUNDAY, MONDAY = 6, 0
FIRST = PlaceList("first", "locator CSV", "2025-03-04", "2026-11-22")
T = TypeVar("T")


class OnRecord:
    """Places on record, looked up as the records do it (tests/store/test_lists.py)."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._places = list(places)

    def looked_up(self, look: Callable[[Look], T]) -> T:
        return look(self)

    def listed(self, kind: str, features: Collection[str], box: Box | None) -> Sequence[tuple[str, Place]]:
        return [
            ("first", one)
            for one in self._places
            if one.kind == kind and {*features} <= {*one.features} and (box is None or inside(one, box))
        ]

    def whole(self, chosen: Collection[tuple[str, Place]]) -> Sequence[Place]:
        return [place for _, place in chosen]

    def lists(self) -> Mapping[str, PlaceList]:
        return {"first": FIRST}


class NoRecords(OnRecord):
    def looked_up(self, look: Callable[[Look], T]) -> T:
        raise NotKept("OperationalError")


def inside(place: Place, box: Box) -> bool:
    if place.latitude is None or place.longitude is None or not box.south <= place.latitude <= box.north:
        return False
    over = box.west > box.east
    return (
        (box.west <= place.longitude or place.longitude <= box.east)
        if over
        else box.west <= place.longitude <= box.east
    )


def nearby(*places: Place) -> Nearby:
    return Nearby(Gazetteer(Path("nowhere")), OnRecord(places))


def place(name: str, north: float = 0, **more: Any) -> Place:
    """A place so many degrees to the north of Albany; a tenth of one is seven miles."""
    known = {"key": name, "kind": TREATMENT, "latitude": ALBANY.latitude + north, "longitude": ALBANY.longitude}
    return Place(name=name, **known | more)


def meeting(name: str, hour: int, *days: int, north: float = 0.01, **more: Any) -> Meeting:
    known: dict[str, Any] = {
        "key": name, "kind": MEETING, "latitude": ALBANY.latitude + north, "longitude": ALBANY.longitude,
        "features": (IN_PERSON,), "zone": ALBANY.zone, "start": hour * 60, "days": days or (SUNDAY,),
    }  # fmt: skip
    return Meeting(name=name, **known | more)


def names(found: list[Found]) -> list[str]:
    return [one.place.name for one in found]


def asked(*places: Place, words: tuple[str, ...] = (), kind: str = "") -> list[str]:
    return names(nearby(*places).near(ALBANY, wanted(words, kind), NOON))


def test_the_three_nearest_come_nearest_first_with_their_miles() -> None:
    there = [place("far", 0.5), place("near", 0.1), place("here"), place("farther", 0.9)]
    found = nearby(*there).near(ALBANY, Wanted(), NOON)
    assert names(found) == ["here", "near", "far"]
    assert [round(one.miles or 0, 1) for one in found] == [0.0, 6.9, 34.5]


def test_only_what_has_every_feature_is_told() -> None:
    both = place("both", 0.9, features=("detox", "spanish"))
    assert asked(place("plain"), place("detox", features=("detox",)), both, words=("detox", "Spanish")) == ["both"]


def test_what_treats_something_else_or_is_nowhere_is_not_told() -> None:
    nowhere = place("nowhere", latitude=None, longitude=None)
    assert asked(place("food", kind=OTHER), nowhere, place("here")) == ["here"]


def test_a_place_that_two_lists_have_is_told_once() -> None:
    one, other = (
        place("Juniper House", street="1 First St"),
        place("JUNIPER HOUSE", 0.001, street="1 first st", key="b"),
    )
    assert asked(one, other, place("else", 0.1)) == ["Juniper House", "else"]


def test_meetings_come_by_their_next_start_and_not_by_their_distance() -> None:
    there = [meeting("over", 11), meeting("evening", 19), meeting("soon", 13, north=0.1), meeting("monday", 7, MONDAY)]
    assert asked(*there) == ["soon", "evening", "monday"]


def test_nobody_is_sent_far_while_there_is_enough_nearby() -> None:
    near = [meeting(f"near {hour}", hour) for hour in (18, 19, 20)]
    assert asked(meeting("far", 13, north=0.3), *near) == names_of(near)
    assert asked(meeting("far", 13, north=0.3), *near[:2]) == ["far", "near 18", "near 19"]
    assert asked(meeting("two states away", 13, north=2)) == []


def names_of(meetings: list[Meeting]) -> list[str]:
    return [one.name for one in meetings]


def test_a_meeting_that_is_only_online_is_told_to_who_asks_for_it_and_from_anywhere() -> None:
    online = meeting("online", 13, latitude=None, longitude=None, features=(ONLINE,))
    both = meeting("both", 14, features=(IN_PERSON, ONLINE))
    assert asked(online, both, meeting("there", 15)) == ["both", "there"]
    assert asked(online, both, meeting("there", 15), words=("online",)) == ["online", "both"]


def test_online_meetings_start_when_their_own_clocks_say() -> None:
    west = meeting("west", 11, features=(ONLINE,), zone="America/Los_Angeles")  # at two in Albany
    east = meeting("east", 13, features=(ONLINE,))
    assert asked(west, east, words=("online",)) == ["east", "west"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("na",), ["na sunday", "na monday"]),
        (("monday",), ["na monday", "aa monday"]),
        (("today",), ["na sunday"]),
        (("tomorrow", "aa"), ["aa monday"]),
        (("day=tue",), []),
        (("spanish",), ["aa monday"]),
    ],
)
def test_a_fellowship_a_day_and_features_may_be_asked_for(words: tuple[str, ...], told: list[str]) -> None:
    there = (
        meeting("na sunday", 13, fellowship="na"),
        meeting("na monday", 13, MONDAY, fellowship="na"),
        meeting("aa monday", 14, MONDAY, fellowship="aa", features=(IN_PERSON, "spanish")),
    )
    assert asked(*there, words=words, kind=MEETING) == told


def test_a_meeting_by_appointment_comes_last_and_on_no_day() -> None:
    there = (meeting("whenever", 0, start=None, days=()), meeting("monday", 7, MONDAY))
    assert asked(*there) == ["monday", "whenever"]
    assert asked(*there, words=("monday",)) == ["monday"]


def test_an_empty_directory_has_nothing() -> None:
    assert asked() == []


def test_callers_are_sent_a_hundred_miles_at_most_and_whoever_runs_the_helpline_sees_what_there_is() -> None:
    there = nearby(place("in reach", 1.4), place("far away", 1.5), place("the other side", -80))
    assert names(there.near(ALBANY, Wanted(), NOON)) == ["in reach"]
    assert names(there.near(ALBANY, Wanted(), NOON, far=True)) == ["in reach", "far away", "the other side"]


@pytest.mark.parametrize("kind", [TREATMENT, MEETING])
def test_the_next_three_are_told_once_each_until_there_are_no_more(kind: str) -> None:
    """They stay the same however far the search has to go for them."""
    if kind == TREATMENT:
        there = [place(f"{number}", number / 10) for number in range(10)]
    else:
        there = [meeting(f"{number}", 23 - number, north=number / 10) for number in range(10)]
    found = [names(nearby(*there).near(ALBANY, Wanted(kind), NOON, skip)) for skip in range(0, 13, 3)]
    assert [len(three) for three in found] == [3, 3, 3, 1, 0]
    assert sorted(name for three in found for name in three) == [f"{number}" for number in range(10)]


def test_records_that_do_not_answer_and_a_file_that_is_not_there_are_told() -> None:
    there = Nearby(Gazetteer(Path("/nowhere/towns.sqlite3")), NoRecords([]))
    with pytest.raises(NotNow):
        there.near(ALBANY, Wanted(), NOON)
    with pytest.raises(NotNow):
        there.town_of("12207")


@pytest.mark.parametrize("features", [(), ("methadone",), ("detox", "women")])
def test_the_nearest_three_are_those_of_a_look_at_every_place(features: tuple[str, ...]) -> None:
    chance = random.Random(7)
    there = [anywhere(chance, number) for number in range(1000)]
    directory = nearby(*there)
    for _ in range(50):
        town = Town("", "", chance.uniform(-89, 89), chance.uniform(-180, 180), ALBANY.zone)
        fit = [one for one in there if set(features) <= set(one.features)]
        nearest = sorted(fit, key=way(town))[:3]
        wish = Wanted(TREATMENT, frozenset(features))
        assert names(directory.near(town, wish, NOON, far=True)) == [one.name for one in nearest]
        in_reach = [one.name for one in nearest if way(town)(one) <= 100]
        assert names(directory.near(town, wish, NOON)) == in_reach


def anywhere(chance: random.Random, number: int) -> Place:
    features = tuple(sorted(chance.sample(FEATURES, chance.randrange(4))))
    at = {"latitude": chance.uniform(-90, 90), "longitude": chance.uniform(-180, 180)}
    return place(f"place {number}", **at, features=features)


def way(town: Town) -> Callable[[Place], float]:
    return lambda one: miles_between(town.spot, (one.latitude or 0, one.longitude or 0))
