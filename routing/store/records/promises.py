"""Promises on record: the truth about what was promised, whatever live state knows."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session, sessionmaker

from routing.domain.consent import Consent
from routing.domain.promise import MOST_ATTEMPTS, TAKEN, Promise
from routing.domain.promise import STILL_OPEN as OPEN_STATES
from routing.store.records import consents, messages
from routing.store.records.database import connect
from routing.store.records.models import Promise as Row
from routing.store.records.promptly import promptly

# A voicemail is on record before the beep, so that nobody speaks what cannot be kept: `recording` till it is left.
STILL_OPEN = Row.state.in_(OPEN_STATES)


class Promises:
    """Make, read and close promises. Every method raises NotKept when the records do not answer within a second."""

    def __init__(self, url: str) -> None:
        self._sessions = sessionmaker(connect(url))

    def make(self, promise: Promise, consent: Consent) -> None:
        """Keep a promise and the yes to it, in one transaction; the same one twice is one.

        Whatever callback the same person had open is replaced: there is one open for each person.
        """

        def act(session: Session) -> None:
            if session.get(Row, promise.id) is not None:
                return
            if promise.kind == "callback" and promise.person:
                close_where(
                    session,
                    (Row.person == promise.person, Row.kind == "callback"),
                    closed_as("cancelled", "replaced", promise.made_at),
                )
            session.add(Row(**{**vars(promise), "person": promise.person or None, "number": promise.number or None}))
            consents.add(session, consent)

        promptly(self._sessions, act)

    def find(self, promise: str) -> Promise | None:
        return promptly(self._sessions, lambda session: _read(session.get(Row, promise)))

    def still_open(self, kind: str = "") -> Sequence[Promise]:
        """Return what is still to be dealt with, the oldest first."""
        return self._listed(STILL_OPEN, *([Row.kind == kind] if kind else []))

    def expired(self, now_ms: int) -> Sequence[Promise]:
        """Return what has been open for as long as was promised."""
        return self._listed(STILL_OPEN, Row.expires_at <= now_ms)

    def attempt(self, promise: str, now_ms: int) -> Promise | None:
        """Count an attempt before it is made, and return the promise; None when it may not be tried any more."""
        may = (Row.id == promise, Row.state == "open", Row.attempts < MOST_ATTEMPTS, Row.expires_at > now_ms)
        counted = update(Row).where(*may).values(attempts=Row.attempts + 1, attempted_at=now_ms).returning(Row.id)

        def act(session: Session) -> Promise | None:
            return _read(session.get(Row, promise)) if session.scalar(counted) else None

        return promptly(self._sessions, act)

    def take(self, promise: str, specialist: str, now_ms: int) -> Promise | None:
        """Note that a specialist deals with an open promise; return it as it is now, None when there is none.

        The first to take it has it: `state` and `taken_by` tell whether that is this one.
        """
        free = (Row.id == promise, Row.state == "open")
        taken = update(Row).where(*free).values(state=TAKEN, taken_by=specialist, taken_at=now_ms)

        def act(session: Session) -> Promise | None:
            session.execute(taken)
            return _read(session.get(Row, promise))

        return promptly(self._sessions, act)

    def close(self, promise: str, state: str, how: str, now_ms: int, was: str = "") -> bool:
        """Close a promise and erase whose it was, in one transaction; False when it was closed already.

        False as well, and nothing done, where it is in another state than it `was`, if that is given.
        """
        closed = closed_as(state, how, now_ms)
        wanted = (Row.id == promise, *([Row.state == was] if was else []))
        return promptly(self._sessions, lambda session: close_where(session, wanted, closed))

    def _listed(self, *wanted: ColumnElement[bool]) -> Sequence[Promise]:
        asked = select(Row).where(*wanted).order_by(Row.made_at, Row.id)
        return promptly(self._sessions, lambda session: [_promise(row) for row in session.scalars(asked)])


def give_back(session: Session, specialist: str) -> Sequence[str]:
    """Have what a specialist had taken be open again; return the contacts of those that are calls back."""
    theirs = (Row.state == TAKEN, Row.taken_by == specialist)
    opened = update(Row).where(*theirs).values(state="open", taken_by="", taken_at=0).returning(Row.kind, Row.contact)
    return [row.contact for row in session.execute(opened).all() if row.kind == "callback"]


def closed_as(state: str, how: str, now_ms: int) -> dict[str, str | int | None]:
    return {"state": state, "how": how, "closed_at": now_ms, "person": None, "number": None}


def close_where(session: Session, wanted: tuple[ColumnElement[bool], ...], values: dict[str, str | int | None]) -> bool:
    closed = list(session.scalars(update(Row).where(STILL_OPEN, *wanted).values(values).returning(Row.id)))
    for promise in closed:
        messages.erase(session, promise, int(values["closed_at"] or 0))
    return bool(closed)


def _read(row: Row | None) -> Promise | None:
    return _promise(row) if row else None


def _promise(row: Row) -> Promise:
    kept = {column.key: getattr(row, column.key) for column in Row.__table__.columns}
    return Promise(**{**kept, "person": row.person or "", "number": row.number or ""})
