"""Notes of contacts on record: each by its person's own yes, for ninety days."""

from collections.abc import Collection, Sequence
from dataclasses import fields

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session, sessionmaker

from routing.domain.note import Note
from routing.store.records.database import connect
from routing.store.records.models import Consent, ContactNote
from routing.store.records.promptly import promptly

FIELDS = tuple(field.name for field in fields(Note))


class Notes:
    """Keep notes. Every method raises NotKept when the records do not answer within a second."""

    def __init__(self, url: str) -> None:
        self._sessions = sessionmaker(connect(url))

    def keep(self, note: Note) -> bool:
        """Keep a note; the same one twice is one. False when the yes to it is not there, or was taken back."""
        # An update, for it holds the row: an erasure at the same moment comes before the note, or finds it.
        holds = (Consent.id == note.consent, Consent.withdrawn_at == 0)
        held = update(Consent).where(*holds).values(withdrawn_at=0).returning(Consent.id)

        def act(session: Session) -> bool:
            if session.scalar(held) is None:
                return False
            if session.get(ContactNote, note.contact) is None:
                session.add(ContactNote(**vars(note)))
            return True

        return promptly(self._sessions, act)

    def many(self) -> int:
        """Return how many there are."""
        return promptly(
            self._sessions, lambda session: session.scalar(select(func.count()).select_from(ContactNote)) or 0
        )

    def latest(self, count: int) -> Sequence[Note]:
        """Return the latest notes, so many at most."""
        asked = select(ContactNote).order_by(ContactNote.started_at.desc(), ContactNote.contact).limit(count)

        def act(session: Session) -> Sequence[Note]:
            return [Note(**{name: getattr(row, name) for name in FIELDS}) for row in session.scalars(asked)]

        return promptly(self._sessions, act)


def erase(session: Session, people: Collection[str]) -> None:
    """Erase the notes of each yes that a person has taken back, within somebody's transaction."""
    theirs = select(Consent.id).where(Consent.person.in_(people), Consent.withdrawn_at > 0)
    session.execute(delete(ContactNote).where(ContactNote.consent.in_(theirs)))
