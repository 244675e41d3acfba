"""Forget a person: in one transaction, all that the records keep under the digest of a number."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session, sessionmaker

from routing.domain.consent import Forgotten
from routing.domain.deletion import Deletion
from routing.store.records import deletions, notes
from routing.store.records.database import connect
from routing.store.records.models import Consent, Promise
from routing.store.records.promises import STILL_OPEN, close_where, closed_as
from routing.store.records.promptly import promptly

Conditions = tuple[ColumnElement[bool], ...]


class Erasure:
    """Forget people. Raises NotKept when the records do not answer within a second: then nothing is forgotten."""

    def __init__(self, url: str) -> None:
        self._sessions = sessionmaker(connect(url))

    def forget(
        self,
        people: Collection[str],
        how: str,
        now_ms: int,
        elsewhere: Collection[Deletion] = (),
        made_by_ms: int | None = None,
    ) -> Forgotten:
        """Cancel a person's open promises and erase whose they were, take back each yes, and erase what it was to.

        The proof of a yes stays. `people` are the digests that stand for the person, one for each key that ever was;
        `elsewhere` is what is still to be deleted of them, which is written down in the same transaction. With
        `made_by_ms`, what was promised and agreed to since then stays.
        """
        theirs: Conditions = (Promise.person.in_(people),)
        given: Conditions = (Consent.person.in_(people), Consent.withdrawn_at == 0)
        if made_by_ms is not None:
            theirs, given = (*theirs, Promise.made_at <= made_by_ms), (*given, Consent.given_at <= made_by_ms)

        def act(session: Session) -> Forgotten:
            open_still = select(Promise.contact).where(STILL_OPEN, *theirs).order_by(Promise.made_at)
            contacts = tuple(session.scalars(open_still))
            close_where(session, theirs, closed_as("cancelled", how, now_ms))
            withdrawn = _withdrawn(session, given, how, now_ms)
            notes.erase(session, people)  # after it: whoever was writing one has written it by now, or never will
            for deletion in elsewhere:
                deletions.add(session, deletion)
            return Forgotten(contacts, withdrawn)

        return promptly(self._sessions, act)


def _withdrawn(session: Session, given: Conditions, how: str, now_ms: int) -> int:
    taken_back = update(Consent).where(*given).values(withdrawn_at=now_ms, withdrawn_how=how).returning(Consent.id)
    return len(session.scalars(taken_back).all())
