"""What the carrier is still to delete, on record: asked again until it is gone, for fifteen days."""

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, sessionmaker

from routing.domain.message import Deletion
from routing.store.records.database import connect
from routing.store.records.models import CarrierDeletion
from routing.store.records.promptly import promptly

AT_ONCE = 100


class Deletions:
    """What the carrier is still to delete. Every method raises NotKept."""

    def __init__(self, url: str) -> None:
        self._sessions = sessionmaker(connect(url))

    def ask(self, deletion: Deletion) -> None:
        """Have something deleted; the same thing twice is once."""
        promptly(self._sessions, lambda session: add(session, deletion))

    def asked(self) -> Sequence[Deletion]:
        """Return what is still to be deleted, the oldest first."""
        oldest = select(CarrierDeletion).order_by(CarrierDeletion.asked_at, CarrierDeletion.id).limit(AT_ONCE)
        return promptly(self._sessions, lambda session: [_deletion(row) for row in session.scalars(oldest)])

    def over(self, deletion: str) -> None:
        """Forget what is deleted, or cannot be."""
        gone = delete(CarrierDeletion).where(CarrierDeletion.id == deletion)
        promptly(self._sessions, lambda session: session.execute(gone) and None)


def add(session: Session, deletion: Deletion) -> None:
    """Write down what is to be deleted within somebody's transaction."""
    if session.get(CarrierDeletion, deletion.id) is None:
        session.add(CarrierDeletion(**vars(deletion)))


def _deletion(row: CarrierDeletion) -> Deletion:
    return Deletion(row.id, row.kind, row.line, row.sid, row.asked_at)
