"""What has been on record for as long as it is kept: counted, and deleted."""

from collections.abc import Mapping
from contextlib import suppress

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, sessionmaker

from routing.domain.consent import DAY_MS
from routing.domain.note import KEPT_MS as NOTE_KEPT_MS
from routing.store.records.database import ANSWERS_S, connect
from routing.store.records.models import Consent, ContactNote, Cover, Promise, Recording, Undone
from routing.store.records.promises import STILL_OPEN
from routing.store.records.promptly import promptly

CLOSED_FOR_MS = 7 * DAY_MS
COVERED_FOR_MS = 35 * DAY_MS  # as far back as is looked for who is on call: domain.shifts.LOOK_BACK
PATIENCE_MS = 50  # no webhook that writes waits longer for this

Over = Mapping[type[DeclarativeBase], ColumnElement[bool]]


def over(now_ms: int) -> Over:
    """Return of each table which of its rows are kept no longer, in the order in which they may be deleted."""
    still_open = select(Promise.id).where(STILL_OPEN)
    return {
        ContactNote: ContactNote.started_at <= now_ms - NOTE_KEPT_MS,
        Consent: (Consent.expires_at <= now_ms) & Consent.id.not_in(select(ContactNote.consent)),
        Promise: ~STILL_OPEN & (Promise.closed_at < now_ms - CLOSED_FOR_MS),
        Cover: Cover.end <= now_ms - COVERED_FOR_MS,
        Undone: Undone.end <= now_ms,
        Recording: Recording.promise.not_in(still_open) & Recording.sid.is_(None),
    }


class Retention:
    """Enforce how long rows are kept. Every method raises NotKept, and may be repeated with the same effect."""

    def __init__(self, url: str) -> None:
        self._engine = connect(url)
        self._sessions = sessionmaker(self._engine)

    def counted(self, now_ms: int) -> Mapping[str, int]:
        """Count by table what would be deleted now."""
        return {table.__tablename__: self._count(table, rows) for table, rows in over(now_ms).items()}

    def purge(self, now_ms: int) -> Mapping[str, int]:
        """Delete it, a table at a time; return how many rows of each."""
        gone = {table.__tablename__: self._delete(table, rows) for table, rows in over(now_ms).items()}
        self._forget_log()
        return gone

    def _count(self, table: type[DeclarativeBase], rows: ColumnElement[bool]) -> int:
        asked = select(func.count()).select_from(table).where(rows)
        return promptly(self._sessions, lambda session: int(session.execute(asked).scalar_one()))

    def _delete(self, table: type[DeclarativeBase], rows: ColumnElement[bool]) -> int:
        gone = delete(table).where(rows).returning(*table.__table__.primary_key)
        return promptly(self._sessions, lambda session: len(session.execute(gone).all()))

    def _forget_log(self) -> None:
        """Have SQLite begin its write-ahead log anew, in which what was deleted is still to be read.

        Whoever reads or writes just now comes first: then it is tried again the next time.
        """
        if self._engine.dialect.name != "sqlite":
            return
        with suppress(SQLAlchemyError), self._engine.connect() as connection:
            alone = connection.execution_options(isolation_level="AUTOCOMMIT")
            alone.exec_driver_sql(f"PRAGMA busy_timeout={PATIENCE_MS}")
            alone.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            alone.exec_driver_sql(f"PRAGMA busy_timeout={ANSWERS_S * 1000}")
