"""What is still to be deleted elsewhere, on record: asked for again until it is gone, for fifteen days."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session, sessionmaker

from routing.domain.deletion import Deletion
from routing.store.records.database import connect
from routing.store.records.models import CarrierDeletion as Row
from routing.store.records.promptly import promptly

AT_ONCE = 100


class Deletions:
    """What is still to be deleted elsewhere. Every method raises NotKept."""

    def __init__(self, url: str) -> None:
        self._sessions = sessionmaker(connect(url))

    def ask(self, deletion: Deletion) -> None:
        """Have something deleted; the same thing twice is once."""
        promptly(self._sessions, lambda session: add(session, deletion))

    def due(self, now_ms: int) -> Sequence[Deletion]:
        """Return what is to be tried by then, whatever has waited longest first."""
        waited = select(Row).where(Row.next_at <= now_ms).order_by(Row.next_at, Row.id).limit(AT_ONCE)
        return promptly(self._sessions, lambda session: [_deletion(row) for row in session.scalars(waited)])

    def next(self) -> int | None:
        """Return when something is to be tried next, in ms; None when there is nothing left."""
        return promptly(self._sessions, lambda session: session.scalar(select(func.min(Row.next_at))))

    def later(self, deletion: Deletion, next_ms: int) -> None:
        """Note that a try has failed, and when the next one is; what was asked for since then stays as it is."""
        failed = update(Row).where(*_this(deletion)).values(tries=deletion.tries + 1, next_at=next_ms)
        promptly(self._sessions, lambda session: session.execute(failed) and None)

    def over(self, deletion: Deletion) -> None:
        """Forget what is deleted, or cannot be; not when more was asked for since then."""
        gone = delete(Row).where(*_this(deletion))
        promptly(self._sessions, lambda session: session.execute(gone) and None)


def add(session: Session, deletion: Deletion) -> None:
    """Write down what is to be deleted within somebody's transaction; of what was written, all until the latest."""
    row = session.get(Row, deletion.id)
    if row is None:
        session.add(Row(**vars(deletion)))
    elif row.until < deletion.until:
        row.until, row.next_at = deletion.until, deletion.next_at


def _this(deletion: Deletion) -> tuple[ColumnElement[bool], ...]:
    return (Row.id == deletion.id, Row.until == deletion.until)


def _deletion(row: Row) -> Deletion:
    return Deletion(row.id, row.kind, row.line, row.sid, row.asked_at, row.until, row.tries, row.next_at)
