"""The places and meetings on record, by the lists that they come from."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Table, bindparam, delete, func, insert, select, update
from sqlalchemy.orm import Session, sessionmaker

from routing.domain.listed import Meeting, Place, PlaceList
from routing.store.records import models
from routing.store.records.database import connect

Row = dict[str, Any]
TABLES: Mapping[type[Place], Table] = {
    Place: models.Base.metadata.tables["places"],
    Meeting: models.Base.metadata.tables["meetings"],
}
FIELDS = {shape: tuple(field.name for field in fields(shape)) for shape in TABLES}


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
            return {row.name: _list(row) for row in session.scalars(select(models.PlaceList))}

    def everything(self) -> Sequence[tuple[str, Place]]:
        """Return every place and meeting with its list's name."""
        with self._session() as session:
            return [pair for shape in TABLES for pair in _read(session, shape)]

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


def _changes(session: Session, one: Import) -> dict[type[Place], _Change]:
    return {shape: _change(session, one, shape) for shape in TABLES}


def _change(session: Session, one: Import, shape: type[Place]) -> _Change:
    there = {place.key: place for _, place in _read(session, shape, one.list.name)}
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


def _read(session: Session, shape: type[Place], name: str | None = None) -> Iterator[tuple[str, Place]]:
    columns = TABLES[shape].c
    query = select(columns.list_name, *(columns[field] for field in FIELDS[shape])).order_by(
        columns.list_name, columns.key
    )
    for row in session.execute(query if name is None else query.where(columns.list_name == name)):
        kept = dict(zip(FIELDS[shape], row[1:], strict=True))
        kept["features"] = tuple(kept["features"].split())
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


def _list(row: models.PlaceList) -> PlaceList:
    return PlaceList(row.name, row.format, row.as_of, row.read_on)
