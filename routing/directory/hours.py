"""When a service is open: by weekday as HSDS had it, or by a rule that repeats, as it has it now."""

import re
from collections.abc import Sequence

from routing.directory import tidy
from routing.directory.reading import Row
from routing.domain.listed import DAYS

SHORT = 3
RULE_DAYS = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6}
MINUTES = 60


def hours(schedules: Sequence[Row]) -> tuple[str, ...]:
    """Give each weekday's hours, such as "mon 08:00-17:00", from Monday on.

    What is not so every week, or only until some day, is no opening hours, and is left out.
    """
    spans = {(day, *span) for row in schedules for span in [_span(row)] if span for day in _days(row)}
    return tuple(f"{DAYS[day][:SHORT]} {_clock(opens)}-{_clock(closes)}" for day, opens, closes in sorted(spans))


def _span(row: Row) -> tuple[int, int] | None:
    opens, closes = tidy.minute(row.get("opens_at")), tidy.minute(row.get("closes_at"))
    return (opens, closes) if opens is not None and closes is not None else None


def _days(row: Row) -> list[int]:
    weekday = tidy.said(row, "weekday").lower()
    if weekday:
        return [number for number, day in enumerate(DAYS) if day.startswith(weekday[:SHORT])]
    if tidy.said(row, "freq").upper() != "WEEKLY" or tidy.said(row, "interval") not in ("", "1"):
        return []
    if any(tidy.said(row, name) for name in ("until", "count", "valid_to")):
        return []
    return [RULE_DAYS[day] for day in re.findall(r"[A-Z]{2}", tidy.said(row, "byday").upper()) if day in RULE_DAYS]


def _clock(minute: int) -> str:
    return f"{minute // MINUTES:02}:{minute % MINUTES:02}"
