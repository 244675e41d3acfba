"""How the fetching of each list stands, on record."""

from collections.abc import Mapping
from dataclasses import fields

from sqlalchemy import select, update
from sqlalchemy.orm import Session, sessionmaker

from routing.domain.listed import Fetch
from routing.store.records.database import connect
from routing.store.records.models import ListFetch as Row
from routing.store.records.promptly import promptly

BUSY_MS = 10 * 60_000  # whoever fetches a list, and is killed, keeps others from it for so long
FIELDS = [field.name for field in fields(Fetch)]


class Fetches:
    """Which lists were fetched, and when they are to be again. Every method raises NotKept."""

    def __init__(self, url: str) -> None:
        self._sessions = sessionmaker(connect(url))

    def all(self) -> Mapping[str, Fetch]:
        """Return how it stands with every list that ever was to be fetched, by name."""

        def act(session: Session) -> Mapping[str, Fetch]:
            return {row.name: _fetch(row) for row in session.scalars(select(Row))}

        return promptly(self._sessions, act)

    def begin(self, before: Fetch | None, begun: Fetch, now_ms: int) -> bool:
        """Have one process alone fetch a list, if it still stands as it stood before. Tell whether this one does.

        `begun` is how it stands should the process be killed.
        """

        taken = {**_values(begun), "busy_till": now_ms + BUSY_MS}

        def act(session: Session) -> bool:
            if session.get(Row, begun.name) is None:
                session.add(Row(**taken))  # written by another at this moment, it is found when this is done again
                return True
            stands = (
                Row.name == begun.name,
                Row.busy_till <= now_ms,
                Row.next_at == (before.next_at if before else -1),
            )
            return session.scalar(update(Row).where(*stands).values(taken).returning(Row.name)) is not None

        return promptly(self._sessions, act)

    def end(self, fetch: Fetch) -> None:
        """Write down how it stands now that it is over."""
        promptly(self._sessions, lambda session: session.merge(Row(**_values(fetch), busy_till=0)) and None)


def _values(fetch: Fetch) -> dict[str, str | int]:
    return {name: getattr(fetch, name) for name in FIELDS}


def _fetch(row: Row) -> Fetch:
    return Fetch(**{name: getattr(row, name) for name in FIELDS})
