"""The secret addresses at which calendars are read, on record as digests alone."""

from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, sessionmaker

from routing.store.records import models
from routing.store.records.database import connect
from routing.store.records.promptly import promptly

Row = models.Feed


@dataclass(frozen=True)
class Feed:
    """Whose calendar: a `specialist` or a `line`, and its id; `since` is when its address was made, in ms."""

    kind: str
    id: str
    since: int = 0


class Feeds:
    """Read and change the addresses; each calendar has one at most. Every method raises NotKept."""

    def __init__(self, url: str) -> None:
        self._sessions = sessionmaker(connect(url))

    def replace(self, feed: Feed, digest: str) -> None:
        """Have a calendar be read at the address of this digest, and at no other from now on."""

        def act(session: Session) -> None:
            row = session.get(Row, (feed.kind, feed.id)) or Row(kind=feed.kind, id=feed.id)
            row.digest, row.since = digest, feed.since
            session.add(row)

        promptly(self._sessions, act)

    def end(self, kind: str, id: str) -> None:
        """Have a calendar be read nowhere."""
        gone = delete(Row).where(Row.kind == kind, Row.id == id)
        promptly(self._sessions, lambda session: session.execute(gone) and None)

    def of(self, kind: str, id: str) -> Feed | None:
        return promptly(self._sessions, lambda session: _feed(session.get(Row, (kind, id))))

    def found(self, digest: str) -> Feed | None:
        """Return whose calendar is read at an address; None for one that is nobody's, or not any more."""
        asked = select(Row).filter_by(digest=digest)
        return promptly(self._sessions, lambda session: _feed(session.scalar(asked)))


def _feed(row: Row | None) -> Feed | None:
    return Feed(row.kind, row.id, row.since) if row else None
