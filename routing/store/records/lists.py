"""The places and meetings on record, by the lists that they come from."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Select, Table, bindparam, delete, func, insert, literal, select, update
from sqlalchemy.orm import Session, sessionmaker

from routing.domain.correction import Correction
from routing.domain.listed import MEETING, Meeting, Place, PlaceList
from routing.domain.nearby import Box
from routing.store.records import models
from routing.store.records.database import connect
from routing.store.records.promptly import promptly

Row = dict[str, Any]
TABLES: Mapping[type[Place], Table] = {
    Place: models.Base.metadata.tables["places"],
    Meeting: models.Base.metadata.tables["meetings"],
}
FIELDS = {shape: tuple(field.name for field in fields(shape)) for shape in TABLES}
# What a place is chosen by, and told apart from another list's entry of the same one.
CHOSEN_BY = ("key", "kind", "name", "street", "city", "zip", "latitude", "longitude", "features")
LIGHT = {Place: CHOSEN_BY, Meeting: (*CHOSEN_BY, "fellowship", "days", "start", "zone")}
EVERY_LIST = select(models.Base.metadata.tables["place_lists"])
EVERY_CORRECTION = select(models.Base.metadata.tables["corrections"])
STRAIGHT, OVER_THE_DATE_LINE = "straight", "over the date line"
# How a transaction begins that sees what was on record at its first question, and nothing of what is written meanwhile.
AT_ONE_MOMENT = {"sqlite": "BEGIN", "postgresql": "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"}
T = TypeVar("T")


@dataclass(frozen=True)
class Import:
    """What was read of a list; `complete` when it is all of it, so that what else is on record of it goes."""

    list: PlaceList
    places: Collection[Place]
    complete: bool = False


@dataclass(frozen=True)
class Written:
    """What writing has changed: how many places."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0


@dataclass
class _Change:
    """What is to be done to one table, worked out before it is locked."""

    added: list[Row]
    changed: list[Row]
    unchanged: int
    removed: list[str]


class Lists:
    """Read and change the places."""

    def __init__(self, url: str) -> None:
        self._session = sessionmaker(connect(url))

    def lists(self) -> Mapping[str, PlaceList]:
        """Return what is known of each list, by name."""
        with self._session() as session:
            return {row.name: _list(row) for row in session.execute(EVERY_LIST)}

    def looked_up(self, look: Callable[["Look"], T]) -> T:
        """Return what `look` finds, with a second for all of it; raises NotKept when the records take longer."""
        return promptly(self._session, lambda session: look(Look(session)))

    def as_listed(self, keys: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], Place]:
        """Return places as their lists have them, whatever is told instead, by list and key; raises NotKept."""
        named = {"lists": [of for of, _ in keys], "keys": [key for _, key in keys]}

        def act(session: Session) -> Mapping[tuple[str, str], Place]:
            rows = ((shape, session.execute(_by_key(shape), named)) for shape in (Place, Meeting))
            every = (one for shape, found in rows for one in _places(shape, FIELDS[shape], found))
            return {(of, place.key): place for of, place in every if (of, place.key) in keys}

        return promptly(self._session, act)

    def sizes(self) -> Mapping[str, int]:
        """Return how many places and meetings each list has."""
        sizes: dict[str, int] = {}
        with self._session() as session:
            for table in TABLES.values():
                counted = select(table.c.list_name, func.count()).group_by(table.c.list_name)
                for name, count in session.execute(counted):
                    sizes[name] = sizes.get(name, 0) + count
        return sizes

    def write(self, imports: Sequence[Import]) -> Written:
        """Write all of it or nothing. Of a list of which nothing has changed nothing is written, not even its dates.

        What changes is worked out first, so that a call's promise never waits for the work, only for the writing.
        """
        with self._session() as session:
            changes = [(one, _changes(session, one)) for one in imports]
        with self._session.begin() as session:
            for one, change in changes:
                _write(session, one, change)
        every = [change for _, by_table in changes for change in by_table.values()]
        return Written(
            sum(len(change.added) for change in every),
            sum(len(change.changed) for change in every),
            sum(change.unchanged for change in every),
            sum(len(change.removed) for change in every),
        )


class Look:
    """Look places up, as they all were at one moment, whatever is written meanwhile; each as it is told."""

    def __init__(self, session: Session) -> None:
        self._connection = session.connection()
        self._connection.exec_driver_sql(AT_ONE_MOMENT[self._connection.dialect.name])
        every = (Correction(**row) for row in self._connection.execute(EVERY_CORRECTION).mappings())
        self._corrections = {(one.list, one.key): one for one in every}

    def listed(self, kind: str, features: Collection[str], box: Box | None) -> Sequence[tuple[str, Place]]:
        """Return what has these features, in a box or anywhere, with its list's name, but for what is hidden.

        Of each there is what it is chosen by; `whole` tells the rest.
        """
        shape = Meeting if kind == MEETING else Place
        words = {f"feature_{number}": f"% {word} %" for number, word in enumerate(sorted(features))}
        inside = {} if box is None else asdict(box)
        rows = self._connection.execute(_lookup(shape, len(words), _way(box)), {"kind": kind, **words, **inside})
        return [self._told(*one) for one in _places(shape, LIGHT[shape], rows) if not self._is_hidden(*one)]

    def whole(self, chosen: Collection[tuple[str, Place]]) -> Sequence[Place]:
        """Return all that is known of these, which are of one kind, in the same order."""
        shape = Meeting if any(isinstance(place, Meeting) for _, place in chosen) else Place
        names = {"lists": [of for of, _ in chosen], "keys": [place.key for _, place in chosen]}
        rows = self._connection.execute(_by_key(shape), names)
        told = (self._told(*one) for one in _places(shape, FIELDS[shape], rows))
        found = {(of, place.key): place for of, place in told}
        return [found[of, place.key] for of, place in chosen]

    def lists(self) -> Mapping[str, PlaceList]:
        """Return what is known of each list, by name."""
        return {row.name: _list(row) for row in self._connection.execute(EVERY_LIST)}

    def has(self, kind: str) -> bool:
        """Tell whether there is anything of a kind."""
        columns = TABLES[Meeting if kind == MEETING else Place].c
        return self._connection.execute(select(columns.key).where(columns.kind == kind).limit(1)).first() is not None

    def _told(self, of: str, place: Place) -> tuple[str, Place]:
        correction = self._corrections.get((of, place.key))
        return of, correction.told(place) if correction else place

    def _is_hidden(self, of: str, place: Place) -> bool:
        correction = self._corrections.get((of, place.key))
        return correction is not None and correction.hidden


# A statement takes longer to put together than to answer, so each is put together once.


@cache
def _lookup(shape: type[Place], features: int, way: str) -> Select[Any]:
    columns = TABLES[shape].c
    spelt = literal(" ") + columns.features + literal(" ")
    wanted = [columns.kind == bindparam("kind"), *(spelt.like(bindparam(f"feature_{n}")) for n in range(features))]
    if way:
        wanted.append(columns.latitude.between(bindparam("south"), bindparam("north")))
        from_west, to_east = columns.longitude >= bindparam("west"), columns.longitude <= bindparam("east")
        wanted.append(from_west | to_east if way == OVER_THE_DATE_LINE else from_west & to_east)
    return _selected(shape, LIGHT[shape]).where(*wanted)


@cache
def _by_key(shape: type[Place]) -> Select[Any]:
    columns = TABLES[shape].c
    named = columns.list_name.in_(bindparam("lists", expanding=True))
    return _selected(shape, FIELDS[shape]).where(named, columns.key.in_(bindparam("keys", expanding=True)))


def _way(box: Box | None) -> str:
    if box is None:
        return ""
    return STRAIGHT if box.west <= box.east else OVER_THE_DATE_LINE


def _selected(shape: type[Place], names: Sequence[str]) -> Select[Any]:
    columns = TABLES[shape].c
    return select(columns.list_name, *(columns[name] for name in names)).order_by(columns.list_name, columns.key)


def _changes(session: Session, one: Import) -> dict[type[Place], _Change]:
    return {shape: _change(session, one, shape) for shape in TABLES}


def _change(session: Session, one: Import, shape: type[Place]) -> _Change:
    rows = session.execute(_selected(shape, FIELDS[shape]).where(TABLES[shape].c.list_name == one.list.name))
    there = {place.key: place for _, place in _places(shape, FIELDS[shape], rows)}
    now = {place.key: place for place in one.places if type(place) is shape}
    added = [_row(one, now[key]) for key in now if key not in there]
    changed = [_row(one, now[key]) for key in now if key in there and there[key] != now[key]]
    removed = [key for key in there if key not in now] if one.complete else []
    return _Change(added, changed, len(now) - len(added) - len(changed), removed)


def _write(session: Session, one: Import, changes: Mapping[type[Place], _Change]) -> None:
    if not any(change.added or change.changed or change.removed for change in changes.values()):
        return
    session.merge(
        models.PlaceList(**{name: getattr(one.list, name) for name in ("name", "format", "as_of", "read_on")})
    )
    for shape, change in changes.items():
        table = TABLES[shape]
        mine = (table.c.list_name == bindparam("of_list")) & (table.c.key == bindparam("of_key"))
        named = [{**row, "of_list": row["list_name"], "of_key": row["key"]} for row in change.changed]
        gone = [{"of_list": one.list.name, "of_key": key} for key in change.removed]
        for statement, rows in (
            (insert(table), change.added),
            (update(table).where(mine), named),
            (delete(table).where(mine), gone),
        ):
            if rows:
                session.connection().execute(statement, rows)


def _places(shape: type[Place], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[tuple[str, Place]]:
    """Give each place with its list's name; what is not named of it is as nobody had told it."""
    for row in rows:
        kept = dict(zip(names, row[1:], strict=True))
        kept["features"] = tuple(kept["features"].split())
        if "hours" in kept:
            kept["hours"] = tuple(kept["hours"].split(",")) if kept["hours"] else ()
        if "days" in kept:
            kept["days"] = tuple(map(int, kept["days"].split()))
        yield row[0], shape(**kept)


def _row(one: Import, place: Place) -> Row:
    row: Row = {name: getattr(place, name) for name in FIELDS[type(place)]}
    row["features"], row["hours"] = " ".join(place.features), ",".join(place.hours)
    if isinstance(place, Meeting):
        row["days"] = " ".join(map(str, place.days))
    return {"list_name": one.list.name, **row}


def _list(row: Any) -> PlaceList:
    return PlaceList(row.name, row.format, row.as_of, row.read_on)
