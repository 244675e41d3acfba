"""The anonymous counters, on record: all that is known of the past."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table, case, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, sessionmaker

from routing.domain.counting import EVERYTHING, LONGEST_WAIT, Cell, Part, Tally
from routing.store.records.database import connect
from routing.store.records.models import CountedEvents, HourlyCount
from routing.store.records.promptly import promptly

COUNTS: Table = HourlyCount.metadata.tables[HourlyCount.__tablename__]
START = "0-0"  # before all events
INSERT: Mapping[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class Counts:
    """The counters, and up to which event they go. Every method raises NotKept."""

    def __init__(self, url: str) -> None:
        engine = connect(url)
        self._sessions = sessionmaker(engine)
        self._insert = INSERT[engine.dialect.name]

    def position(self) -> str:
        """Return the id of the latest event that is counted."""
        asked = select(CountedEvents.position)
        return promptly(self._sessions, lambda session: session.execute(asked).scalar_one_or_none() or START)

    def add(self, before: str, after: str, tally: Tally) -> bool:
        """Count the events after one up to another, in one transaction; False where somebody else has: nothing changes.

        A repeat changes nothing, nor does whoever read the same events at the same moment.
        """
        begins = self._insert(CountedEvents).values(id=1, position=START).on_conflict_do_nothing()
        moves = update(CountedEvents).where(CountedEvents.position == before).values(position=after)

        def act(session: Session) -> bool:
            session.execute(begins)
            if session.execute(moves.returning(CountedEvents.id)).one_or_none() is None:
                return False
            if tally:
                session.connection().execute(
                    _adding(self._insert(COUNTS)), [_row(cell, number) for cell, number in tally.items()]
                )
            return True

        return promptly(self._sessions, act)

    def between(self, since_ms: int, until_ms: int, part: Part = EVERYTHING) -> Sequence[tuple[Cell, int]]:
        """Return what was counted in the hours that began in a time.

        Channels are taken together, and queues; so `channel` and `queue` are empty.
        """
        grouped = (COUNTS.c.hour, COUNTS.c.line, COUNTS.c.measure)
        number = case((COUNTS.c.measure == LONGEST_WAIT, func.max(COUNTS.c.number)), else_=func.sum(COUNTS.c.number))
        asked = select(*grouped, number).where(COUNTS.c.hour >= since_ms, COUNTS.c.hour < until_ms).group_by(*grouped)
        for column, wanted in (
            (COUNTS.c.line, part.line),
            (COUNTS.c.queue, part.queue),
            (COUNTS.c.channel, part.channel),
        ):
            asked = asked.where(column == wanted) if wanted else asked
        if part.language:
            asked = asked.where(COUNTS.c.queue.endswith(f".{part.language}", autoescape=True))

        def act(session: Session) -> Sequence[tuple[Cell, int]]:
            rows = session.execute(asked).all()
            return [(Cell(hour, of, "", "", measure), int(found)) for hour, of, measure, found in rows]

        return promptly(self._sessions, act)


def _adding(row: Any) -> Any:
    """Have a row added to what is there: the sum of both, or of the longest wait the longer."""
    here, new = COUNTS.c.number, row.excluded.number
    longest = case((here > new, here), else_=new)
    number = case((COUNTS.c.measure == LONGEST_WAIT, longest), else_=here + new)
    return row.on_conflict_do_update(index_elements=list(COUNTS.primary_key), set_={"number": number})


def _row(cell: Cell, number: int) -> Mapping[str, str | int]:
    return {**cell._asdict(), "number": number}
