"""One event of a calendar file: where it stands, and whether it can be a shift."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Event

from routing.domain.calendars import UnknownZone, listed, series, span, zone_named

LONGEST = timedelta(days=7)
LONGEST_UID = 255
REPEATS = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")


class NotSound(Exception):
    """Raised when an event can be no shift: tell the line, what is wrong, and what would be right."""

    def __init__(self, line: int, wrong: str, right: str) -> None:
        super().__init__(wrong)
        self.line, self.wrong, self.right = line, wrong, right


@dataclass(frozen=True)
class Entry:
    """An event, and its lines in the file, the first of which is `line`."""

    line: int
    lines: Sequence[str]
    event: Event

    @property
    def stands_in(self) -> bool:
        """Tell whether it stands in for one event of a series."""
        return "RECURRENCE-ID" in self.event

    def line_of(self, name: str) -> int:
        """Find a property's line; the event's first where it has none."""
        starts = (f"{name}:", f"{name};")
        return self.line + next((at for at, text in enumerate(self.lines) if text.upper().startswith(starts)), 0)


def zone_of(entry: Entry, otherwise: str) -> ZoneInfo:
    """Return the zone that an event's start is told in, else the zone of times that name none; raises NotSound."""
    start = entry.event.get("DTSTART")
    timed = start is not None and isinstance(start.dt, datetime)
    if timed and start.dt.tzinfo is not None and "TZID" not in start.params:
        return ZoneInfo("UTC")
    try:
        return zone_named(start.params.get("TZID", otherwise) if timed else otherwise)
    except UnknownZone as why:
        raise _unknown(entry, why) from None


def _unknown(entry: Entry, why: UnknownZone) -> NotSound:
    return NotSound(entry.line_of("DTSTART"), f"there is no time zone {why}", "name one of the IANA database")


def check(entry: Entry, zone: ZoneInfo) -> None:
    """Make sure that an event can be a shift; raises NotSound."""
    event = entry.event
    if not 0 < len(str(event.get("UID", ""))) <= LONGEST_UID:
        raise NotSound(entry.line_of("UID"), "has no UID, or one that is too long", "give each series a short UID")
    if "DTSTART" not in event:
        raise NotSound(entry.line, "the event has no DTSTART", "say when the shift starts")
    _check_repeats(entry)
    try:
        start, end = span(event, zone)
        fits = timedelta() < end - start <= LONGEST
        if fits:
            list(series([event], zone).between(start, end))
    except UnknownZone as why:
        raise _unknown(entry, why) from None
    except (ValueError, TypeError, AssertionError):
        raise NotSound(
            entry.line_of("RRULE"), "the event cannot be repeated so", "write it as RFC 5545 has it"
        ) from None
    if not fits:
        where = entry.line_of("DTEND")
        raise NotSound(where, "ends before it starts, or lasts over a week", "write a DTEND at most 7 days later")


def _check_repeats(entry: Entry) -> None:
    event = entry.event
    for rule in listed(event.get("RRULE")):
        if rule.get("FREQ", [""])[0] not in REPEATS:
            raise NotSound(
                entry.line_of("RRULE"), "repeats more often than daily", f"write FREQ={' or '.join(REPEATS)}"
            )
    if any(isinstance(each.dt, tuple) for dates in listed(event.get("RDATE")) for each in dates.dts):
        raise NotSound(entry.line_of("RDATE"), "holds a period", "write an event of its own for it")
    if "RECURRENCE-ID" in event and "RANGE" in event["RECURRENCE-ID"].params:
        wrong = "stands in for all that follow"
        raise NotSound(entry.line_of("RECURRENCE-ID"), wrong, "end the series with UNTIL and begin another")
