"""How many specialists each hour of a week needs, by what came in it in earlier weeks, beside how many are on call."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from itertools import groupby
from zoneinfo import ZoneInfo

from routing.domain.counting import HOUR_MS
from routing.domain.cover import Day
from routing.domain.erlang import Load, needed
from routing.flow.watching import WITHIN_S
from routing.ports import Counts

SHARE = 0.9  # of all who come, to be answered within WITHIN_S
WEEKS = 4  # of which the mean is expected
HOUR = timedelta(hours=1)

Slot = tuple[int, int]  # a weekday, 0 for Monday, and an hour of the day


@dataclass(frozen=True)
class Need:
    """Hours that are alike, in UTC: how many come in each, how many specialists it takes, how many are on call."""

    start: datetime
    end: datetime
    comes: float
    needs: int
    has: int

    @property
    def short(self) -> int:
        """How many specialists are too few; 0 where none is."""
        return max(0, self.needs - self.has)


@dataclass(frozen=True)
class Past:
    """What earlier weeks tell: how many came in an hour of the week, on average, and how long each took, in seconds."""

    comes: Mapping[Slot, float]
    handle_s: float | None


def past(counts: Counts, today: date, zone: ZoneInfo) -> Past:
    """Read the whole weeks up to today. Raises NotKept."""
    since, until = (
        int(datetime.combine(day, datetime.min.time(), zone).timestamp() * 1000)
        for day in (today - timedelta(weeks=WEEKS), today)
    )
    comes: dict[Slot, float] = {}
    for hour, number in counts.by_hour("queued", since - since % HOUR_MS, until).items():
        slot = _slot(datetime.fromtimestamp(hour / 1000, zone))
        comes[slot] = comes.get(slot, 0) + number / WEEKS
    counted = counts.between(since, until)
    handled = counted.get("handled", 0)
    return Past(comes, counted.get("handled_s", 0) / handled if handled else None)


def needs(day: Day, comes: Mapping[Slot, float], handle_s: float, patience_s: float, zone: ZoneInfo) -> list[Need]:
    """Return what a day needs, hour by hour, with like hours as one."""

    @cache
    def takes(per_hour: float) -> int:
        return needed(Load(per_hour, handle_s, patience_s), SHARE, WITHIN_S)

    def each(hour: datetime) -> Need:
        per_hour = comes.get(_slot(hour.astimezone(zone)), 0.0)
        return Need(hour, min(hour + HOUR, day.end), per_hour, takes(per_hour), _fewest(day, hour))

    alike = groupby(map(each, _hours(day)), key=lambda need: (need.comes, need.needs, need.has))
    return [_joined(list(group)) for _, group in alike]


def _joined(hours: Sequence[Need]) -> Need:
    first, last = hours[0], hours[-1]
    return Need(first.start, last.end, first.comes, first.needs, first.has)


def _hours(day: Day) -> Iterator[datetime]:
    """Give when each hour of a day begins; the first and last may be shorter, where clocks go by half hours."""
    hour = day.start
    while hour < day.end:
        yield hour
        hour += HOUR


def _fewest(day: Day, hour: datetime) -> int:
    """Tell how many are on call all through an hour: as many as at its worst moment."""
    within = [part for part in day.stretches if part.start < hour + HOUR and part.end > hour]
    return min((len(part.specialists) for part in within), default=0)


def _slot(moment: datetime) -> Slot:
    return moment.weekday(), moment.hour
