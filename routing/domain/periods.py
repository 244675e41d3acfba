"""Hours, days and weeks by the clock on a line's wall."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from routing.domain.counting import HOUR_MS

SETTLED = timedelta(days=4)  # for so long a contact may end, be called back, and be counted


def span(first: date, last: date, zone: ZoneInfo) -> tuple[int, int]:
    """Return from when (ms) until before when two days and all between them last."""
    return _midnight(first, zone), _midnight(last + timedelta(days=1), zone)


def settled_weeks(first: date, last: date, today: date) -> tuple[date, date] | None:
    """Return the first and the last day of the whole weeks between two days of which nothing changes any more."""
    begins = first + timedelta(days=-first.weekday() % 7)
    over = min(last + timedelta(days=1), today - SETTLED)
    ends = over - timedelta(days=over.weekday() + 1)
    return (begins, ends) if begins < ends else None


def before(first: date, last: date) -> tuple[date, date]:
    """Return the days to compare some days with: as many, of the same weekdays, the nearest that are before them."""
    shift = timedelta(weeks=-(-((last - first).days + 1) // 7))
    return first - shift, last - shift


def period(hour: int, zone: ZoneInfo, by: str) -> str:
    """Name the hour, day or week that an hour (its start in ms) is in: a week by its Monday."""
    return PERIODS[by](datetime.fromtimestamp(hour / 1000, zone))


def periods(since_ms: int, until_ms: int, zone: ZoneInfo, by: str) -> Mapping[str, tuple[int, int]]:
    """Name all that a span has, the first first, each with from when (ms) until before when its hours begin."""
    first = -(-since_ms // HOUR_MS) * HOUR_MS
    found: dict[str, tuple[int, int]] = {}
    for hour in range(first, until_ms, HOUR_MS):
        name = period(hour, zone, by)
        found[name] = (found[name][0] if name in found else hour, hour + HOUR_MS)
    return found


def _midnight(day: date, zone: ZoneInfo) -> int:
    return int(datetime.combine(day, time(), zone).timestamp()) * 1000


def _monday(at: datetime) -> str:
    return (at.date() - timedelta(days=at.weekday())).isoformat()


PERIODS: Mapping[str, Callable[[datetime], str]] = {
    "hour": lambda at: at.isoformat(timespec="minutes"),
    "day": lambda at: at.date().isoformat(),
    "week": _monday,
}
