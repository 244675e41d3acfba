"""Write a weekly shift as iCalendar."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Event

from routing.domain.calendars import written

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Week:
    """A shift on some days of the week (0 is Monday), by the wall of `zone`; `end` at or before `start` is next day.

    It begins on the first of these days from `first` on, and for the last time on `until`.
    """

    zone: str
    days: Collection[int]
    start: time
    end: time
    first: date
    until: date | None = None
    excepted: Collection[date] = ()

    def starts_on(self, day: date) -> bool:
        return day.weekday() in self.days and self.first <= day and (self.until is None or day <= self.until)

    def calendar(self, uid: str) -> str:
        """Write it as iCalendar text."""
        zone = ZoneInfo(self.zone)
        first = next(day for day in (self.first + timedelta(days=n) for n in range(7)) if day.weekday() in self.days)
        event = Event()
        event.add("UID", uid)
        event.add("DTSTART", datetime.combine(first, self.start, zone))
        event.add("DTEND", datetime.combine(first + timedelta(days=self.end <= self.start), self.end, zone))
        rule: dict[str, Any] = {"FREQ": "WEEKLY", "BYDAY": [DAYS[day][:2].upper() for day in sorted(self.days)]}
        if self.until:
            rule["UNTIL"] = datetime.combine(self.until, self.start, zone).astimezone(UTC)
        event.add("RRULE", rule)
        for day in sorted(self.excepted):
            event.add("EXDATE", datetime.combine(day, self.start, zone))
        return written([event])
