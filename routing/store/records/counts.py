"""The anonymous counters, on record: all that is known of the past."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from sqlalchemy import Table, case, func, or_, select, update
from sqlalchemy.orm import Session, sessionmaker

from routing.domain.counting import EVERYTHING, GREATEST, NOTHING_COUNTED, Cell, Part, Tally
from routing.store.records.database import connect
from routing.store.records.models import CountedEvents, HourlyCount
from routing.store.records.promptly import promptly

COUNTS: Table = HourlyCount.metadata.tables[HourlyCount.__tablename__]
IS_GREATEST = or_(*(COUNTS.c.measure == measure for measure in GREATEST))  # of many rows at once there can be no IN


class Counts:
    """The counters, and up to which event they go. Every method raises NotKept."""

    def __init__(self, url: str) -> None:
        engine = connect(url)
        self._sessions = sessionmaker(engine)
        # Of this database alone: the other's dialect would take 2 MB of every web process.
        self._insert: Any = import_module(f"sqlalchemy.dialects.{engine.dialect.name}").insert

    def position(self) -> str:
        """Return the id of the latest event that is counted."""
        asked = select(CountedEvents.position)
        return promptly(self._sessions, lambda session: session.execute(asked).scalar_one_or_none() or NOTHING_COUNTED)

    def add(self, before: str, after: str, tally: Tally) -> bool:
        """Count the events after one up to another, in one transaction; False where somebody else has: nothing changes.

        A repeat changes nothing, nor does whoever read the same events at the same moment.
        """
        begins = self._insert(CountedEvents).values(id=1, position=NOTHING_COUNTED).on_conflict_do_nothing()
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

    def between(self, since_ms: int, until_ms: int, part: Part = EVERYTHING) -> Mapping[str, int]:
        """Return by measure what was counted in the hours that began in a time."""
        measure = COUNTS.c.measure
        number = case((IS_GREATEST, func.max(COUNTS.c.number)), else_=func.sum(COUNTS.c.number))
        asked = select(measure, number).where(COUNTS.c.hour >= since_ms, COUNTS.c.hour < until_ms).group_by(measure)
        for column, wanted in (
            (COUNTS.c.line, part.line),
            (COUNTS.c.queue, part.queue),
            (COUNTS.c.channel, part.channel),
        ):
            asked = asked.where(column == wanted) if wanted else asked
        if part.language:
            asked = asked.where(COUNTS.c.queue.endswith(f".{part.language}", autoescape=True))
        return promptly(self._sessions, lambda session: {name: int(found) for name, found in session.execute(asked)})

    def by_hour(self, measure: str, since_ms: int, until_ms: int) -> Mapping[int, int]:
        """Return how many of a measure were counted in each hour (its start in ms) of a time that had any."""
        hour = COUNTS.c.hour
        asked = select(hour, func.sum(COUNTS.c.number)).where(COUNTS.c.measure == measure, hour >= since_ms)
        asked = asked.where(hour < until_ms).group_by(hour)
        return promptly(self._sessions, lambda session: {at: int(number) for at, number in session.execute(asked)})


def _adding(row: Any) -> Any:
    """Have a row added to what is there: the sum of both, or of the longest waits the longer."""
    here, new = COUNTS.c.number, row.excluded.number
    longest = case((here > new, here), else_=new)
    number = case((IS_GREATEST, longest), else_=here + new)
    return row.on_conflict_do_update(index_elements=list(COUNTS.primary_key), set_={"number": number})


def _row(cell: Cell, number: int) -> Mapping[str, str | int]:
    return {**cell._asdict(), "number": number}
