"""Read a series of iCalendar events (RFC 5545) as times on the wall of one zone.

A shift from 22:00 to 06:00 ends at 06:00 in the night that loses an hour as well, so a series is unfolded by the wall,
and its times become moments only afterwards (shifts.py). Times on the wall are written as if they were UTC, where no
hour is lost or doubled, whatever zone this machine is in.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar, Event
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

Span = tuple[datetime, datetime]
CANCELLED = "CANCELLED"
KEPT = ("UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "STATUS")
DAY = timedelta(days=1)
# A rule that fits no day at all is looked through to its end, so each has one.
RULES_END = timedelta(days=366 * 30)


class UnknownZone(ValueError):
    """Raised when a time is given in a zone that nobody knows: name one of the IANA database."""


def zone_named(name: str) -> ZoneInfo:
    """Find a zone by its IANA name, or by the name that Windows has for it; raises UnknownZone."""
    for known in (name, WINDOWS_TO_OLSON.get(name, "")):
        with suppress(ValueError, OSError, KeyError):  # a name that is a path, a folder of the database, or not there
            return ZoneInfo(known)
    raise UnknownZone(name)


@dataclass(frozen=True)
class Series:
    """One event that may repeat: its rule, the starts that are taken out, and the spans that stand in their place."""

    rule: recurring_ical_events.CalendarQuery
    gone: frozenset[datetime]
    moved: Sequence[Span]

    def between(self, since: datetime, until: datetime) -> Iterator[Span]:
        """Give every span that touches this time, in any order. All times are on the wall."""
        for event in self.rule.between(since, until):
            if event["DTSTART"].dt not in self.gone:
                yield event["DTSTART"].dt, event["DTEND"].dt
        yield from (span for span in self.moved if span[0] <= until and span[1] >= since)


def series(events: Sequence[Event], zone: ZoneInfo) -> Series:
    """Read the events of one UID: a master, and what RECURRENCE-ID has moved or cancelled of it.

    Raises ValueError where one cannot be read, and UnknownZone.
    """
    masters = Calendar()
    instead = [event for event in events if "RECURRENCE-ID" in event]
    for event in events:
        if "RECURRENCE-ID" not in event and event.get("STATUS") != CANCELLED:
            masters.add_component(_floating(event, zone))
    return Series(
        recurring_ical_events.of(masters),
        frozenset(_start(event["RECURRENCE-ID"], zone) for event in instead),
        [span(event, zone) for event in instead if event.get("STATUS") != CANCELLED],
    )


def reaches(event: Event, rule: Any, until: datetime, zone: ZoneInfo) -> bool:
    """Tell whether a rule of an event has it start at this time on the wall, or later."""
    start, end = span(event, zone)
    alone, calendar = Event(), Calendar()
    alone.add("DTSTART", start)
    alone.add("DTEND", end)
    alone.add("RRULE", _rule(rule, start, zone))
    calendar.add_component(alone)
    return any(found["DTSTART"].dt >= until for found in recurring_ical_events.of(calendar).after(until))


def span(event: Event, zone: ZoneInfo) -> Span:
    """Return the start and the end of an event, its first ones if it repeats; raises ValueError and UnknownZone."""
    start = _start(event["DTSTART"], zone)
    if "DTEND" in event:
        return start, _start(event["DTEND"], zone)
    if "DURATION" in event:
        return start, start + event["DURATION"].dt
    return start, start if isinstance(event["DTSTART"].dt, datetime) else start + DAY


def kept(event: Event, cancelled: bool = False) -> Event:
    """Return an event with what says when it is, and nothing else: calendars hold notes and addresses too."""
    bare = Event()
    for name in KEPT:
        if name in event:
            bare[name] = event[name]
    if cancelled:
        bare["STATUS"] = CANCELLED
    return bare


def written(events: Sequence[Event]) -> str:
    """Write events as the text that a shift is kept as."""
    calendar = Calendar()
    for event in events:
        calendar.add_component(event)
    return str(calendar.to_ical().decode())


def listed(value: Any) -> list[Any]:
    """Return a property that may stand several times as a list."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _floating(event: Event, zone: ZoneInfo) -> Event:
    bare = Event()
    start, end = span(event, zone)
    bare.add("DTSTART", start)
    bare.add("DTEND", end)
    for rule in listed(event.get("RRULE")):
        bare.add("RRULE", _rule(rule, start, zone))
    for name in ("RDATE", "EXDATE"):
        for dates in listed(event.get(name)):
            bare.add(name, [_wall(each.dt, dates.params.get("TZID"), zone) for each in dates.dts])
    return bare


def _rule(rule: Any, start: datetime, zone: ZoneInfo) -> dict[str, Any]:
    parts = dict(rule)
    if "UNTIL" in parts:
        until = _wall(parts["UNTIL"][0], None, zone)
        parts["UNTIL"] = [until if isinstance(until, datetime) else datetime.combine(until, time(23, 59, 59), UTC)]
    elif "COUNT" not in parts:
        parts["UNTIL"] = [start + RULES_END]
    return parts


def _start(value: Any, zone: ZoneInfo) -> datetime:
    wall = _wall(value.dt, value.params.get("TZID"), zone)
    return wall if isinstance(wall, datetime) else datetime.combine(wall, time(), UTC)


def _wall(value: date, tzid: str | None, zone: ZoneInfo) -> date:
    """Tell what a clock on the wall of `zone` shows; a date, and a time without a zone, stay what they are."""
    if not isinstance(value, datetime):
        return value
    theirs = zone_named(tzid) if tzid else value.tzinfo
    if theirs is None or theirs == zone:
        return value.replace(tzinfo=UTC)
    return value.replace(tzinfo=theirs).astimezone(zone).replace(tzinfo=UTC)
