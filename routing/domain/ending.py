"""End a series from a day on: what starts on that day or later, by the shift's own clocks, is no time on call any more.

What somebody has taken of it stays theirs, as a date of its own in the series.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from routing.domain.calendars import RULES_END, listed, reaches, written
from routing.domain.covers import Cover, wall_of, without
from routing.domain.shifts import Shift


def ended(shift: Shift, day: date, covers: Sequence[Cover]) -> str:
    """Write a shift's calendar without what starts from a day on; as it was where nothing does, or all of it is taken.

    `covers` are what was taken of any shift.
    """
    events = list(Calendar.from_ical(shift.calendar).walk("VEVENT"))
    until = datetime.combine(day, time(), UTC)  # on the wall
    theirs = (wall_of(shift, cover) for cover in covers if cover.shift == shift.id and cover.taken_by)
    taken = {wall for wall in theirs if wall and wall >= until}
    cut = [_cut(event, until, shift.clocks) for event in events]
    if any(cut):
        shift = replace(shift, calendar=written(events))
    left = set(_from(shift, until))
    for wall in sorted(left - taken):
        shift = replace(shift, calendar=without(shift, wall))
    return _with(shift, sorted(taken - left))


def _cut(event: Event, until: datetime, zone: ZoneInfo) -> bool:
    """Have the rules of an event end before then; tell whether any went on."""
    rules = listed(event.get("RRULE"))
    long = [rule for rule in rules if reaches(event, rule, until, zone)]
    event.pop("RRULE", None)
    for rule in rules:
        event.add("RRULE", _short(rule, until, zone) if rule in long else rule)
    return bool(long)


def _short(rule: Any, until: datetime, zone: ZoneInfo) -> dict[str, Any]:
    last = (until - timedelta(seconds=1)).replace(tzinfo=zone).astimezone(UTC)
    return {**{name: value for name, value in rule.items() if name != "COUNT"}, "UNTIL": [last]}


def _from(shift: Shift, until: datetime) -> Iterator[datetime]:
    since = until.replace(tzinfo=shift.clocks).astimezone(UTC)
    return (wall for wall, *_ in shift.walls(since, since + RULES_END) if wall >= until)


def _with(shift: Shift, walls: Sequence[datetime]) -> str:
    """Write a shift's calendar with these dates of its own besides; a time without a zone is by its clocks."""
    events = list(Calendar.from_ical(shift.calendar).walk("VEVENT"))
    for event in events:
        if walls and "RECURRENCE-ID" not in event:
            event.add("RDATE", [wall.replace(tzinfo=None) for wall in walls])
    return written(events) if walls else shift.calendar
