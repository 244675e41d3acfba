"""Who is on call when: shifts as moments, and the edges at which somebody comes on call or goes off.

A time that the clocks skip counts an hour later, and one that they show twice is the first of the two, as RFC 5545 has
it. Shifts of one specialist that touch or overlap are one turn: there is no edge between them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import groupby
from zoneinfo import ZoneInfo

from icalendar import Calendar

from routing.domain.calendars import Series, series

SpecialistId = str
LOOK_BACK = timedelta(days=35)
LOOK_AHEAD = timedelta(days=35)
# No offset is further from another than this, so a span on the wall is never missed.
ZONES_APART = timedelta(hours=26)


@dataclass(frozen=True)
class Shift:
    """When one specialist is on call: iCalendar text of one UID, and the IANA zone of times that name none."""

    id: str
    specialist: SpecialistId
    calendar: str
    zone: str

    @cached_property
    def clocks(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @cached_property
    def _series(self) -> Series:
        return series(Calendar.from_ical(self.calendar).walk("VEVENT"), self.clocks)

    def spans(self, since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Give every time on call that touches this time, as moments."""
        yield from ((start, end) for _, start, end in self.walls(since, until))

    def walls(self, since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime, datetime]]:
        """Give the same, each after what the wall shows when it begins (written as if in UTC)."""
        walls = (moment.astimezone(self.clocks).replace(tzinfo=UTC) for moment in (since, until))
        first, last = walls
        for wall in self._series.between(first - ZONES_APART, last + ZONES_APART):
            start, end = (moment.replace(tzinfo=self.clocks).astimezone(UTC) for moment in wall)
            if start < end and start <= until and end > since:
                yield wall[0], start, end

    def covers(self, now: datetime) -> bool:
        return any(start <= now < end for start, end in self.spans(now, now))


@dataclass(frozen=True, order=True)
class Turn:
    """A time on call without a break, in UTC. `end` is the first moment off."""

    start: datetime
    end: datetime
    specialist: SpecialistId


@dataclass(frozen=True, order=True)
class Edge:
    """A moment at which a specialist comes on call, or goes off."""

    at: datetime
    specialist: SpecialistId
    starts: bool


def on_call(shifts: Sequence[Shift], now: datetime) -> list[SpecialistId]:
    """Return who is on call, each once, in the order of the shifts."""
    return list(dict.fromkeys(shift.specialist for shift in shifts if shift.covers(now)))


def turns(shifts: Sequence[Shift], since: datetime, until: datetime) -> list[Turn]:
    """Return the turns that touch this time, the earliest first. One that began long before may seem to begin later."""
    found = sorted((s.specialist, *span) for s in shifts for span in s.spans(since, until))
    merged = (_merged(specialist, spans) for specialist, spans in groupby(found, key=lambda row: row[0]))
    return sorted(turn for theirs in merged for turn in theirs)


def _merged(specialist: SpecialistId, rows: Iterator[tuple[SpecialistId, datetime, datetime]]) -> list[Turn]:
    done: list[Turn] = []
    for _, start, end in rows:
        if done and start <= done[-1].end:
            before = done.pop()
            done.append(Turn(before.start, max(before.end, end), specialist))
        else:
            done.append(Turn(start, end, specialist))
    return done


def edges(shifts: Sequence[Shift], since: datetime, until: datetime) -> list[Edge]:
    """Return the edges after `since`, up to and with `until`, in order."""
    both = (
        edge
        for turn in turns(shifts, since, until)
        for edge in (Edge(turn.start, turn.specialist, True), Edge(turn.end, turn.specialist, False))
    )
    return sorted(edge for edge in both if since < edge.at <= until)


def last_edge(shifts: Sequence[Shift], now: datetime) -> Edge | None:
    """Return the latest edge so far; None when there was none within LOOK_BACK."""
    return next(reversed(edges(shifts, now - LOOK_BACK, now)), None)


def next_start(shifts: Sequence[Shift], now: datetime) -> datetime | None:
    """Return when somebody comes on call next; None when nobody does within LOOK_AHEAD."""
    return next((edge.at for edge in edges(shifts, now, now + LOOK_AHEAD) if edge.starts), None)
