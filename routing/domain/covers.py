"""Shifts that one specialist offers and another takes: one time on call of a series moves from one to the other.

What is on record of a shift stays as it is; whoever reads shifts reads them with the covers laid over.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from icalendar import Calendar, Event

from routing.domain.calendars import CANCELLED, written
from routing.domain.shifts import Shift, SpecialistId


@dataclass(frozen=True)
class Cover:
    """One time on call that is offered: of which shift, by whom, from when until when (ms), under which number it is
    texted about, and who has taken it when; nobody yet is "". A shift that was taken is a shift of the cover's id.
    """

    id: str
    number: int
    shift: str
    specialist: SpecialistId
    start: int
    end: int
    taken_by: SpecialistId = ""
    taken_at: int = 0


@dataclass(frozen=True)
class Undone:
    """A cover that was given back, of which somebody is still to be `told`: whose the time is again, and when (ms)."""

    cover: str
    told: SpecialistId
    specialist: SpecialistId
    start: int
    end: int


def covered(shifts: Sequence[Shift], covers: Sequence[Cover]) -> list[Shift]:
    """Return the shifts with each time that was taken moved from who offered it to who took it.

    A cover of a time that its shift has no more changes nothing; what was taken may be offered on.
    """
    now = {shift.id: shift for shift in shifts}
    for cover in sorted((each for each in covers if each.taken_by), key=lambda each: (each.taken_at, each.id)):
        shift = now.get(cover.shift)
        if shift and shift.specialist == cover.specialist and (found := wall_of(shift, cover)):
            now[shift.id] = replace(shift, calendar=without(shift, found))
            now[cover.id] = Shift(cover.id, cover.taken_by, alone(cover), shift.zone)
    return list(now.values())


def wall_of(shift: Shift, cover: Cover) -> datetime | None:
    """Return when a time on call begins by the wall of its shift (written as if in UTC), if it still does."""
    start, end = (datetime.fromtimestamp(ms / 1000, UTC) for ms in (cover.start, cover.end))
    return next((wall for wall, *span in shift.walls(start, end) if span == [start, end]), None)


def without(shift: Shift, wall: datetime) -> str:
    """Write a shift's calendar without the event that begins then, by its wall (written as if in UTC)."""
    events = list(Calendar.from_ical(shift.calendar).walk("VEVENT"))
    theirs = [event for event in events if not _stands_at(shift, event, wall)]
    gone = [_gone(event["UID"], event.get("RECURRENCE-ID")) for event in events if event not in theirs]
    return written([*theirs, *(gone or [_gone(events[0]["UID"], wall)])])


def _stands_at(shift: Shift, event: Event, wall: datetime) -> bool:
    """Tell whether an event stands in for another of its series, and begins then."""
    alone = Event({name: value for name, value in event.items() if name != "RECURRENCE-ID"})
    moved = replace(shift, calendar=written([alone])) if "RECURRENCE-ID" in event else None
    return bool(moved and any(found == wall for found, *_ in moved.walls(*_around(shift, wall))))


def _around(shift: Shift, wall: datetime) -> Iterator[datetime]:
    start = wall.replace(tzinfo=shift.clocks).astimezone(UTC)
    yield from (start, start)


def _gone(uid: str, instead_of: object) -> Event:
    event = Event()
    event["UID"] = uid
    if isinstance(instead_of, datetime):  # on the wall of the shift's own zone, which a time without a zone is read by
        event.add("RECURRENCE-ID", instead_of.replace(tzinfo=None))
        event.add("DTSTART", instead_of.replace(tzinfo=None))
    else:
        event["RECURRENCE-ID"] = event["DTSTART"] = instead_of
    event["STATUS"] = CANCELLED
    return event


def alone(cover: Cover) -> str:
    """Write one time on call as a calendar of its own."""
    event = Event()
    event.add("UID", f"{cover.id}@helpline")
    for name, ms in (("DTSTART", cover.start), ("DTEND", cover.end)):
        event.add(name, datetime.fromtimestamp(ms / 1000, UTC))
    return written([event])
