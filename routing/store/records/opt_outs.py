"""Who wants no texts, on record: a digest each, until they ask for texts again."""

from collections.abc import Collection, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, sessionmaker

from routing.store.records.database import connect
from routing.store.records.models import OptOut
from routing.store.records.promptly import promptly


class OptOuts:
    """The opt-out list. Every method may be repeated with the same effect, and raises NotKept."""

    def __init__(self, url: str) -> None:
        self._sessions = sessionmaker(connect(url))

    def keep(self, person: str, now_ms: int) -> None:
        """Note that whoever this digest stands for wants no texts."""

        def act(session: Session) -> None:
            if session.get(OptOut, person) is None:
                session.add(OptOut(person=person, since=now_ms))

        promptly(self._sessions, act)

    def end(self, people: Collection[str]) -> None:
        """Note that somebody wants texts again: `people` are the digests that stand for them."""
        gone = delete(OptOut).where(OptOut.person.in_(people))
        promptly(self._sessions, lambda session: session.execute(gone) and None)

    def all(self) -> Sequence[str]:
        return promptly(self._sessions, lambda session: list(session.scalars(select(OptOut.person))))
