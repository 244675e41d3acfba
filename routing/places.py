"""Keep lists of places, and search them. What the command line does with them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from routing.directory.formats import format_of
from routing.directory.gazetteer import Gazetteer
from routing.directory.reading import Dropped, Format, Reading, read
from routing.directory.search import Nearby
from routing.directory.sources import Source, Unreadable, gathered
from routing.directory.towns import NotWritten, written
from routing.domain.listed import PlaceList
from routing.domain.nearby import Found, NotNow, Unclear
from routing.domain.wishes import wanted
from routing.roster import Refused
from routing.services import Services
from routing.store.records.lists import Import, Written

# What is told of each file before it is read: its name, and about how many rows it has. Gives what counts them.
Begins = Callable[[str, int], Callable[[int], None]]


@dataclass(frozen=True)
class Imported:
    """What an import did: of how many files, in which formats, what was written, and which rows were left out."""

    files: int
    formats: Sequence[str]
    as_of: Sequence[str]
    read: int
    written: Written
    dropped: Sequence[Dropped]
    unplaced: int


class Places:
    """The directory, open. Every method raises Refused."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @cached_property
    def _where(self) -> Gazetteer:
        try:
            return Gazetteer(written(self._services.settings.data_dir))
        except NotWritten as why:
            raise Refused(str(why)) from None

    def read(self, files: Sequence[Path], today: date, *, whole: bool, name: str, begins: Begins) -> Imported:
        """Have what these files list on record, all or nothing; `name` is the list's, else the format's."""
        known = _known(files)
        readings = [read(source, format, self._where, begins(source.name, source.length)) for source, format in known]
        every = [place for reading in readings for place in reading.places.values()]
        written = self._services.lists.write(_imports(readings, name, today, whole=whole))
        return Imported(
            len(readings),
            list(dict.fromkeys(reading.format for reading in readings)),
            sorted({reading.as_of for reading in readings if reading.as_of}),
            sum(reading.read for reading in readings),
            written,
            [bad for reading in readings for bad in reading.dropped],
            sum(place.latitude is None for place in every),
        )

    def search(self, place: str, kind: str, filters: Sequence[str], now: datetime) -> list[Found]:
        """Find what is near a ZIP code or city; raises Refused where that is unclear."""
        nearby = Nearby(self._where, self._services.lists)
        try:
            wish, town = wanted(filters, kind), nearby.town_of(place)
            return nearby.near(town, wish, now, far=True)
        except Unclear as why:
            raise Refused(str(why)) from None
        except NotNow as why:
            raise Refused(f"The records, or the file of ZIP codes, do not answer ({why}); try again.") from None


def _known(files: Sequence[Path]) -> list[tuple[Source, Format]]:
    """Find the format of every file before anything is read; raises Refused with a line for each that has none."""
    known, problems = [], []
    for file in gathered(files):
        try:
            source = file()
        except Unreadable as why:
            problems.append(str(why))
            continue
        format = format_of(source)
        if format:
            known.append((source, format))
        else:
            problems.append(f"{source.name} is in no format that is known; see: helpline directory import --help")
    if problems:
        raise Refused("\n".join(problems))
    return known


def _imports(readings: Sequence[Reading], name: str, today: date, *, whole: bool) -> list[Import]:
    """Put what files say of one list together."""
    lists: dict[str, list[Reading]] = {}
    for reading in readings:
        lists.setdefault(name or reading.list_name, []).append(reading)
    return [
        Import(
            PlaceList(of, parts[0].format, max(part.as_of for part in parts), today.isoformat()),
            [place for part in parts for place in part.places.values()],
            complete=whole,
        )
        for of, parts in lists.items()
    ]
