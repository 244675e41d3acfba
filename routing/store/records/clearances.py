"""What named persons have signed off, on record."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from sqlalchemy import inspect, make_url, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from routing.domain.clearance import Clearance
from routing.domain.promise import NotKept
from routing.store.records import models
from routing.store.records.database import connect
from routing.store.records.promptly import promptly

Row = models.Clearance


class Clearances:
    """Put on record what is signed off, and read it. Every method raises NotKept."""

    def __init__(self, url: str) -> None:
        self._sessions = sessionmaker(connect(url))

    def give(self, clearance: Clearance) -> Clearance:
        """Put it on record, and return what stands there: whoever read the same words last, the first of a day."""

        def act(session: Session) -> Clearance:
            row = session.get(Row, (clearance.statement, clearance.digest), with_for_update=True)
            if row is None:
                row = Row(statement=clearance.statement, digest=clearance.digest, by=clearance.by, on=str(clearance.on))
                session.add(row)
            elif row.on < str(clearance.on):
                row.by, row.on = clearance.by, str(clearance.on)
            return _clearance(row)

        return promptly(self._sessions, act)

    def all(self) -> Sequence[Clearance]:
        return promptly(self._sessions, lambda session: [_clearance(row) for row in session.scalars(select(Row))])


def on_record(url: str) -> Sequence[Clearance]:
    """Return what is signed off; nothing where there are no records, or none of this shape, or none that answer."""
    file = make_url(url).database
    if url.startswith("sqlite") and file and not Path(file).exists():
        return []  # and asking would make an empty one
    try:
        there = inspect(connect(url)).has_table(Row.__tablename__)
        return Clearances(url).all() if there else []
    except (SQLAlchemyError, NotKept):
        return []


def _clearance(row: Row) -> Clearance:
    return Clearance(row.statement, row.digest, row.by, date.fromisoformat(row.on))
