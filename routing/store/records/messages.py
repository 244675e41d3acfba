"""Messages on record: what was left after the beep, until it is heard and closed, or for seven days."""

from collections.abc import Sequence

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session, sessionmaker

from routing.domain.deletion import RECORDING, Deletion
from routing.domain.message import Message
from routing.domain.promise import TAKEN
from routing.store.records import deletions
from routing.store.records.database import connect
from routing.store.records.models import Promise, Recording
from routing.store.records.promptly import promptly

LEFT = ("open", TAKEN)


class Messages:
    """Keep and read what was left. Every method raises NotKept when the records do not answer within a second."""

    def __init__(self, url: str) -> None:
        self._sessions = sessionmaker(connect(url))

    def keep(self, message: Message) -> bool:
        """Keep that a message was left: its promise is open from now on. False when that was closed meanwhile."""

        def act(session: Session) -> bool:
            its = Promise.id == message.promise
            session.execute(update(Promise).where(its, Promise.state == "recording").values(state="open"))
            if session.scalar(select(Promise.id).where(its, Promise.state.in_(LEFT))) is None:
                return False
            if session.get(Recording, message.promise) is None:
                session.add(_row(message))
            return True

        return promptly(self._sessions, act)

    def hold(self, promise: str, sound: bytes, deletion: Deletion) -> bool:
        """Keep the sound, sealed, and that the carrier is to delete its own; False when nothing is wanted of it."""

        def act(session: Session) -> bool:
            row = session.get(Recording, promise)
            if row is not None:
                row.sound, row.sid = sound, None
            deletions.add(session, deletion)
            return row is not None

        return promptly(self._sessions, act)

    def find(self, promise: str) -> Message | None:
        """Return a message, its sound included."""

        def act(session: Session) -> Message | None:
            row = session.get(Recording, promise)
            return _message(row) if row else None

        return promptly(self._sessions, act)

    def ready(self, line: str) -> Sequence[Message]:
        """Return a line's messages that can be heard, the oldest first, without their sound."""
        wanted = (Recording.line == line, Recording.sound.is_not(None))
        asked = select(Recording.promise, Recording.line, Recording.seconds, Recording.made_at).where(*wanted)
        oldest = asked.order_by(Recording.made_at, Recording.promise)
        return promptly(self._sessions, lambda session: [Message(*row) for row in session.execute(oldest)])

    def unfetched(self) -> Sequence[str]:
        """Return the promises whose sound is still at the carrier, the oldest first."""
        asked = select(Recording.promise).where(Recording.sid.is_not(None)).order_by(Recording.made_at)
        return promptly(self._sessions, lambda session: list(session.scalars(asked)))


def erase(session: Session, promise: str, now_ms: int) -> None:
    """Erase a message within somebody's transaction; what the carrier still has of it is to be deleted there."""
    row = session.get(Recording, promise)
    if row is None:
        return
    if row.sid:
        deletions.add(session, Deletion(promise, RECORDING, row.line, row.sid, now_ms))
    session.execute(delete(Recording).where(Recording.promise == promise))


def _row(message: Message) -> Recording:
    return Recording(
        promise=message.promise,
        line=message.line,
        seconds=message.seconds,
        made_at=message.made_at,
        sid=message.recording or None,
        sound=message.sound or None,
    )


def _message(row: Recording) -> Message:
    return Message(row.promise, row.line, row.seconds, row.made_at, row.sid or "", row.sound or b"")
