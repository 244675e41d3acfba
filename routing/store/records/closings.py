"""Which lines are closed, on record."""

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session, sessionmaker

from routing.domain.closing import Closing
from routing.store.records import models
from routing.store.records.database import connect
from routing.store.records.promptly import promptly


class Closings:
    """What was last said of each line. Every method raises NotKept."""

    def __init__(self, url: str) -> None:
        self._sessions = sessionmaker(connect(url))

    def say(self, closing: Closing) -> None:
        """Write down that a line is closed, or open; the same again changes nothing."""
        promptly(self._sessions, lambda session: session.merge(models.Closing(**vars(closing))) and None)

    def all(self) -> Sequence[Closing]:
        """Return what was said of every line of which anything ever was."""

        def act(session: Session) -> Sequence[Closing]:
            return [_closing(row) for row in session.scalars(select(models.Closing).order_by(models.Closing.line))]

        return promptly(self._sessions, act)

    def lapse(self, now_ms: int) -> None:
        """Forget why lines were closed whose time is over."""
        over = models.Closing.closed & (models.Closing.until > 0) & (models.Closing.until <= now_ms)
        opened = update(models.Closing).where(over).values(closed=False, reason="", until=0)
        promptly(self._sessions, lambda session: session.execute(opened) and None)


def _closing(row: models.Closing) -> Closing:
    return Closing(row.line, row.closed, row.said_at, row.until, row.reason)
