"""How a week is covered: who is on call when, and when nobody is, day by day as the clocks of a zone have the days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from routing.domain.shifts import SpecialistId, Turn

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stretch:
    """A time, in UTC, in which the same specialists are on call; nobody, where there is a gap."""

    start: datetime
    end: datetime
    specialists: Sequence[SpecialistId]

    @property
    def lasts(self) -> timedelta:
        return self.end - self.start


@dataclass(frozen=True)
class Day:
    """A day from midnight to midnight of its zone, cut where somebody comes or goes; `start` and `end` in UTC."""

    date: date
    start: datetime
    end: datetime
    stretches: Sequence[Stretch]

    @property
    def clocks_change(self) -> bool:
        return self.end - self.start != DAY


def bounds(monday: date, zone: ZoneInfo) -> list[datetime]:
    """Return the eight midnights of a week, in UTC."""
    return [datetime.combine(monday + n * DAY, time(), zone).astimezone(UTC) for n in range(8)]


def week(turns: Sequence[Turn], monday: date, zone: ZoneInfo) -> list[Day]:
    """Return the seven days from a Monday on."""
    days = pairwise(bounds(monday, zone))
    return [Day(monday + n * DAY, *day, covered(turns, *day)) for n, day in enumerate(days)]


def covered(turns: Sequence[Turn], since: datetime, until: datetime) -> list[Stretch]:
    """Cut a time where somebody comes on call or goes off."""
    inside = {moment for turn in turns for moment in (turn.start, turn.end) if since < moment < until}
    moments = [since, *sorted(inside), until]
    return [
        Stretch(start, end, [turn.specialist for turn in turns if turn.start <= start < turn.end])
        for start, end in pairwise(moments)
    ]
