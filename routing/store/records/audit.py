"""The audit on record: rows are added at the end, one in each transaction, and deleted from the front after a year."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session, sessionmaker

from routing.domain.audit import ANCHORED_FOR, SIGNED_FOR, Anchor, Deed, KnownWords, Row, Sought, following
from routing.ports import Vault
from routing.store.records.database import connect
from routing.store.records.models import AuditAnchor, AuditRow
from routing.store.records.promptly import promptly

# Two that add a row at once would both take the same one for the last.
ALONE = {"sqlite": "BEGIN IMMEDIATE", "postgresql": "SELECT pg_advisory_xact_lock(4358)"}
A_PAGE = 1000


class Audit:
    """Add to the audit, and read it. Every method raises NotKept."""

    def __init__(self, url: str, vault: Vault) -> None:
        self._sessions = sessionmaker(connect(url))
        self._vault = vault

    def write(self, deed: Deed, now_ms: int) -> Row:
        """Put a deed on record, after all others; return its row."""

        def act(session: Session) -> Row:
            _alone(session)
            row = following(_last(session), deed, now_ms)
            row = replace(row, signature=self._vault.sign(SIGNED_FOR, row.text))
            session.add(AuditRow(**vars(row.deed), **_fields(row)))
            return row

        return promptly(self._sessions, act)

    def anchor(self) -> Anchor | None:
        """Return what stands for the rows that were deleted after their year."""
        return promptly(self._sessions, _anchor)

    def rows(self, after: int = 0) -> Iterator[Row]:
        """Go through the rows behind a number, by number."""
        while page := self._page(after):
            yield from page
            after = page[-1].number

    def last(self, count: int) -> Sequence[Row]:
        """Return so many rows, the latest last."""
        latest = select(AuditRow).order_by(AuditRow.number.desc()).limit(count)
        return promptly(self._sessions, lambda session: [_row(row) for row in session.scalars(latest)][::-1])

    def found(self, sought: Sought, count: int) -> Sequence[Row]:
        """Return so many of the rows that are sought, the latest first."""
        asked = select(AuditRow).where(*_wanted(sought)).order_by(AuditRow.number.desc()).limit(count)
        return promptly(self._sessions, lambda session: [_row(row) for row in session.scalars(asked)])

    def known(self) -> KnownWords:
        """Return who and what there is to look for."""

        def act(session: Session) -> KnownWords:
            who, what = (session.scalars(select(of).distinct().order_by(of)) for of in (AuditRow.who, AuditRow.what))
            return KnownWords(list(who), list(what))

        return promptly(self._sessions, act)

    def purge(self, before_ms: int) -> None:
        """Delete the rows before the first that is kept, and sign an anchor for it to hold to."""

        def act(session: Session) -> None:
            _alone(session)
            kept = session.scalar(select(func.min(AuditRow.number)).where(AuditRow.at > before_ms))
            over = select(AuditRow).order_by(AuditRow.number.desc()).limit(1)
            last = session.scalar(over.where(AuditRow.number < kept) if kept else over)
            if last is None:
                return
            anchor = Anchor(last.number, last.signature)
            signature = self._vault.sign(ANCHORED_FOR, anchor.text)
            session.execute(delete(AuditRow).where(AuditRow.number <= anchor.number))
            session.merge(AuditAnchor(id=1, number=anchor.number, last=anchor.last, signature=signature))

        promptly(self._sessions, act)

    def _page(self, after: int) -> Sequence[Row]:
        page = select(AuditRow).where(AuditRow.number > after).order_by(AuditRow.number).limit(A_PAGE)
        return promptly(self._sessions, lambda session: [_row(row) for row in session.scalars(page)])


def _wanted(sought: Sought) -> Iterator[ColumnElement[bool]]:
    if sought.who:
        yield AuditRow.who == sought.who
    if sought.what:
        yield AuditRow.what == sought.what
    if sought.since:
        yield AuditRow.at >= sought.since
    if sought.until:
        yield AuditRow.at < sought.until
    if sought.before:
        yield AuditRow.number < sought.before


def _alone(session: Session) -> None:
    connection = session.connection()
    connection.exec_driver_sql(ALONE[connection.dialect.name])


def _last(session: Session) -> Row | Anchor | None:
    row = session.scalar(select(AuditRow).order_by(AuditRow.number.desc()).limit(1))
    return _row(row) if row else _anchor(session)


def _anchor(session: Session) -> Anchor | None:
    row = session.get(AuditAnchor, 1)
    return Anchor(row.number, row.last, row.signature) if row else None


def _fields(row: Row) -> dict[str, int | str]:
    return {"number": row.number, "at": row.at, "previous": row.previous, "signature": row.signature}


def _row(row: AuditRow) -> Row:
    return Row(row.number, row.at, Deed(row.who, row.what, row.kind, row.id, row.why), row.previous, row.signature)
