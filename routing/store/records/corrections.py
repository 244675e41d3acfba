"""What is told of places instead of what their lists say, on record."""

from collections.abc import Sequence
from dataclasses import asdict, fields

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from routing.domain.correction import Correction
from routing.store.records.database import connect
from routing.store.records.models import Correction as Row
from routing.store.records.promptly import promptly

FIELDS = tuple(field.name for field in fields(Correction))


class Corrections:
    """Put on record how a place is told, and read it. Every method raises NotKept."""

    def __init__(self, url: str) -> None:
        self._sessions = sessionmaker(connect(url))

    def all(self) -> Sequence[Correction]:
        """Return every one, the latest first."""
        asked = select(Row).order_by(Row.on.desc(), Row.list, Row.key)
        return promptly(self._sessions, lambda session: [of_row(row) for row in session.scalars(asked)])

    def of(self, list: str, key: str) -> Correction | None:
        """Return what is told of one place instead; None where it is told as its list has it."""
        return promptly(self._sessions, lambda session: _found(session, list, key))

    def change(self, list: str, key: str, before: Correction | None, after: Correction | None) -> bool:
        """Have a place told otherwise, or, None, as its list has it. False where somebody else has changed it since
        `before`: nothing changes. A repeat changes nothing.
        """

        def act(session: Session) -> bool:
            stands = _found(session, list, key)
            if stands not in (before, after):
                return False
            if after:
                session.merge(Row(**asdict(after)))
            elif stands:
                session.delete(session.get_one(Row, (list, key)))
            return True

        return promptly(self._sessions, act)


def of_row(row: Row) -> Correction:
    return Correction(**{name: getattr(row, name) for name in FIELDS})


def _found(session: Session, list: str, key: str) -> Correction | None:
    row = session.get(Row, (list, key), with_for_update=True)
    return of_row(row) if row else None
