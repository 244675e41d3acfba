"""Where ZIP codes and cities are, and what time it is there."""

import re
import statistics
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

import zipcodes

from routing.domain.calendars import UnknownZone, zone_named

SHORT = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount", "n": "north", "s": "south", "e": "east"}
NEAR_MILES = (10, 50, 150)
Entry = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Town:
    """A place that people name: a ZIP code's or a city's middle, in degrees, and the time zone there."""

    name: str
    state: str
    latitude: float
    longitude: float
    zone: str


class Gazetteer:
    """The ZIP codes and cities of the United States, from the data of `zipcodes`."""

    @lru_cache(maxsize=60_000)  # noqa: B019 (there is one for the process; a list asks for few of them, again and again)
    def zip(self, code: str) -> Town | None:
        """Find a ZIP code of five digits. Those of the forces abroad are nowhere."""
        found = [entry for entry in zipcodes.matching(code) if _placed(entry)]
        return _town(found) if found else None

    def cities(self, name: str, state: str = "") -> list[Town]:
        """Find the cities of this name, one a state, sorted; by a name's other spellings only where no city has it."""
        own, other = self._spellings if folded(name) else ({}, {})
        named = (entry for spelt in own.get(folded(name), ()) for entry in zipcodes.filter_by(city=spelt))
        called = (entry for code in other.get(folded(name), ()) for entry in zipcodes.matching(code))
        for entries in (named, called):
            towns = _by_state(entry for entry in entries if _placed(entry) and state in ("", entry["state"]))
            if towns:
                return towns
        return []

    @lru_cache(maxsize=60_000)  # noqa: B019 (as above)
    def near(self, latitude: float, longitude: float) -> Town | None:
        """Find a ZIP code near a point; ask with degrees that are rounded, as each new question looks at them all."""
        for miles in NEAR_MILES:
            found = [entry for entry in zipcodes.filter_by_coordinates(latitude, longitude, miles) if _placed(entry)]
            if found:
                return _town([min(found, key=lambda entry: _miles(entry, latitude, longitude))])
        return None

    @cached_property
    def _spellings(self) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
        """Each folded name's spellings, and each other name's ZIP codes: the data are found by their own case alone."""
        own: dict[str, set[str]] = defaultdict(set)
        other: dict[str, set[str]] = defaultdict(set)
        for entry in _everywhere():
            own[folded(entry["city"])].add(entry["city"])
            for name in (*entry["acceptable_cities"], *entry["unacceptable_cities"]):
                other[folded(name)].add(entry["zip_code"])
        return dict(own), dict(other)


def folded(name: str) -> str:
    """Give a city's name without what people write differently: case, accents, signs, spaces, St. for Saint."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "".join(SHORT.get(word, word) for word in re.findall(r"[a-z0-9]+", plain.replace("'", "")))


def _everywhere() -> Iterator[Entry]:
    # All at once would be 80 MB for a moment, which the process keeps.
    for digit in range(10):
        yield from (entry for entry in zipcodes.similar_to(str(digit)) if _placed(entry))


def _miles(entry: Entry, latitude: float, longitude: float) -> float:
    return float(zipcodes.haversine(float(entry["long"]), float(entry["lat"]), longitude, latitude))


def _placed(entry: Entry) -> bool:
    return entry["zip_code_type"] != "MILITARY" and bool(float(entry["lat"]) or float(entry["long"]))


def _by_state(entries: Iterable[Entry]) -> list[Town]:
    states: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        states[entry["state"]].append(entry)
    return [_town(states[state]) for state in sorted(states)]


def _town(entries: Iterable[Entry]) -> Town:
    """Put a town in the middle of its ZIP codes; post boxes count only where there is nothing else."""
    every = list(entries)
    homes = [entry for entry in every if entry["zip_code_type"] == "STANDARD"] or every
    first = homes[0]
    return Town(
        first["city"],
        first["state"],
        statistics.median(float(entry["lat"]) for entry in homes),
        statistics.median(float(entry["long"]) for entry in homes),
        _zone(first["timezone"]),
    )


def _zone(name: str) -> str:
    """Give a zone that there is; the data have a village's name for one of Alaska's."""
    try:
        return zone_named(name).key
    except UnknownZone:
        return "America/Anchorage"
