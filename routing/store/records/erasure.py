"""Forget a person: in one transaction, all that the records keep under the digest of a number."""

from collections.abc import Collection

from sqlalchemy import select, update
from sqlalchemy.orm import Session, sessionmaker

from routing.domain.consent import Forgotten
from routing.store.records import notes
from routing.store.records.database import connect
from routing.store.records.models import Consent, Promise
from routing.store.records.promises import STILL_OPEN, close_where, closed_as
from routing.store.records.promptly import promptly


class Erasure:
    """Forget people. Raises NotKept when the records do not answer within a second: then nothing is forgotten."""

    def __init__(self, url: str) -> None:
        self._sessions = sessionmaker(connect(url))

    def forget(self, people: Collection[str], how: str, now_ms: int) -> Forgotten:
        """Cancel a person's open promises and erase whose they were, take back each yes, and erase what it was to.

        The proof of a yes stays. `people` are the digests that stand for the person, one for each key that ever was.
        """

        def act(session: Session) -> Forgotten:
            theirs = select(Promise.contact).where(STILL_OPEN, Promise.person.in_(people)).order_by(Promise.made_at)
            contacts = tuple(session.scalars(theirs))
            close_where(session, (Promise.person.in_(people),), closed_as("cancelled", how, now_ms))
            withdrawn = _withdrawn(session, people, how, now_ms)
            notes.erase(session, people)  # after it: whoever was writing one has written it by now, or never will
            return Forgotten(contacts, withdrawn)

        return promptly(self._sessions, act)


def _withdrawn(session: Session, people: Collection[str], how: str, now_ms: int) -> int:
    given = (Consent.person.in_(people), Consent.withdrawn_at == 0)
    taken_back = update(Consent).where(*given).values(withdrawn_at=now_ms, withdrawn_how=how).returning(Consent.id)
    return len(session.scalars(taken_back).all())
