"""Read lists: which format a file has, each of its rows, and what is wrong with those that cannot be used."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from routing.directory.gazetteer import Gazetteer
from routing.directory.sources import Source
from routing.domain.listed import Place

Row = Mapping[str, Any]


class Unusable(Exception):
    """Raised for a row that cannot be told to anybody, with why. Drop the row, and say so."""


class Format(Protocol):
    """A format: one module of `formats`. `NAME` is how people call it, `LIST` what its list is called unless named."""

    NAME: str
    LIST: str

    def knows(self, source: Source) -> bool:
        """Tell by its content whether a source is in this format."""

    def rows(self, source: Source) -> Iterable[tuple[int, Row]]:
        """Give each row with its number: in a sheet as it is shown there, in JSON from 1."""

    def place(self, row: Row, where: Gazetteer) -> Place:
        """Make a row a place; raises Unusable."""

    def dated(self, source: Source) -> str:
        """Give the list's own date, such as 2025-03-04 or 2025; empty where it has none."""


@dataclass(frozen=True)
class Dropped:
    """A row that was left out: where it stands, and why."""

    file: str
    row: int
    why: str


@dataclass
class Reading:
    """What a source's list has."""

    format: str
    list_name: str
    as_of: str
    read: int = 0
    places: dict[str, Place] = field(default_factory=dict)
    dropped: list[Dropped] = field(default_factory=list)


def read(source: Source, format: Format, where: Gazetteer, seen: Callable[[int], None]) -> Reading:
    """Read a source to its end; `seen` is told how many rows more, as they are read."""
    reading = Reading(f"{format.NAME} {source.kind.upper()}", format.LIST, format.dated(source))
    first: dict[str, int] = {}
    for number, row in format.rows(source):
        reading.read += 1
        seen(1)
        try:
            place = format.place(row, where)
            _add(reading, place, first, number)
        except Unusable as why:
            reading.dropped.append(Dropped(source.name, number, str(why)))
    return reading


def _add(reading: Reading, place: Place, first: dict[str, int], number: int) -> None:
    if place.key in reading.places:
        raise Unusable(f"is the same as row {first[place.key]}")
    first[place.key] = number
    reading.places[place.key] = place


def named(text: str) -> str:
    """Give a row's name, without which nothing can be told of it; raises Unusable."""
    if not text:
        raise Unusable("has no name")
    return text


def items(value: Any, envelope: str) -> Iterator[tuple[int, Row]]:
    """Number the objects of a JSON list, of the list in an envelope, or the one object that there is."""
    inside = value.get(envelope, [value]) if isinstance(value, dict) else value
    for number, row in enumerate(inside if isinstance(inside, list) else [], 1):
        yield number, row if isinstance(row, dict) else {}


def objects(value: Any, envelope: str) -> Sequence[Row]:
    """Give the first few objects of such a list, to know it by."""
    found = []
    for _, row in items(value, envelope):
        found.append(row)
        if len(found) == 5:
            break
    return found


def listed(value: Any) -> list[Row]:
    """Give the objects of a list that is within a row; none where it is no list."""
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
