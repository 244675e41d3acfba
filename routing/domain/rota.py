"""Read the shifts of a calendar file, with every problem at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from zoneinfo import ZoneInfo

from icalendar import Event

from config.shapes import Problem
from routing.domain.calendars import CANCELLED, kept, listed, written
from routing.domain.entries import Entry, NotSound, check, zone_of
from routing.domain.shifts import Shift, SpecialistId

PLAIN = "export the calendar anew, as iCalendar"
WHOSE = "write a specialist's name as SUMMARY, or as CN of an ATTENDEE, as the roster has it"


@dataclass(frozen=True)
class File:
    """A calendar file being read: whom its names mean (in lower case), and the zone of times that name none."""

    name: str
    people: Mapping[str, SpecialistId]
    zone: str
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, line: int, what: str, right: str) -> None:
        self.problems.append(Problem(self.name, line, what, right))


def read(file: File, text: str) -> Mapping[str, Sequence[Shift]]:
    """Return the shifts of each UID, one a specialist; none where all is cancelled. With a problem, none of it counts.

    An event is for the specialist whom SUMMARY names, else for each ATTENDEE; one that stands in for another event of
    its UID may name somebody else, who then has that one shift.
    """
    lines = text.splitlines()
    entries = list(_entries(file, lines))
    if not entries and not file.problems:
        file.wrong(1, "holds no event", "write BEGIN:VEVENT to END:VEVENT for each shift")
    zone = next((line.partition(":")[2].strip() for line in lines if line.upper().startswith("X-WR-TIMEZONE:")), "")
    by_uid: dict[str, list[Entry]] = {}
    for entry in entries:
        by_uid.setdefault(str(entry.event.get("UID", "")), []).append(entry)
    return {uid: _shifts(file, group, zone or file.zone) for uid, group in by_uid.items()}


def _entries(file: File, lines: Sequence[str]) -> Iterator[Entry]:
    began = 0
    for at, text in enumerate(lines, start=1):
        match text.strip().upper():
            case "BEGIN:VEVENT":
                began = at
            case "END:VEVENT" if began:
                yield from _entry(file, began, lines[began - 1 : at])
                began = 0
    if began:
        file.wrong(began, "the event has no end", "write END:VEVENT after it")


def _entry(file: File, began: int, lines: Sequence[str]) -> Iterator[Entry]:
    try:
        event = Event.from_ical("\r\n".join([*lines, ""]))
    except ValueError:
        file.wrong(began, "the event cannot be read", PLAIN)
        return
    entry = Entry(began, lines, event)
    for name, _ in event.errors:
        file.wrong(entry.line_of(name or ""), f"{name or 'a line of the event'} cannot be read", PLAIN)
    if not event.errors:
        yield entry


def _shifts(file: File, entries: Sequence[Entry], zone: str) -> Sequence[Shift]:
    before = len(file.problems)
    masters = [entry for entry in entries if not entry.stands_in]
    for entry in masters[1:]:
        file.wrong(entry.line, f"has the UID of line {masters[0].line}", "give each series a UID of its own")
    owners = [who for entry in masters for who in _whose(file, entry)]
    whose = [_whose(file, entry, owners) if entry.stands_in else owners for entry in entries]
    own = _sound(file, entries, (masters or entries)[0], zone)
    if own is None or len(file.problems) > before:
        return ()
    events = [entry.event for entry in entries]
    everyone = dict.fromkeys(chain.from_iterable(whose))
    return [shift for who in everyone for shift in _shift(who, list(zip(events, whose, strict=True)), own.key)]


def _shift(who: SpecialistId, events: Sequence[tuple[Event, Sequence[SpecialistId]]], zone: str) -> Iterator[Shift]:
    theirs = [kept(event, cancelled=who not in whose) for event, whose in events if _concerns(who, event, whose)]
    if any(event.get("STATUS") != CANCELLED for event in theirs):
        yield Shift("", who, written(theirs), zone)


def _sound(file: File, entries: Sequence[Entry], first: Entry, zone: str) -> ZoneInfo | None:
    """Note what keeps these events from being shifts; return the zone whose wall they go by."""
    try:
        own = zone_of(first, zone)
    except NotSound as why:
        file.wrong(why.line, why.wrong, why.right)
        return None
    for entry in entries:
        try:
            check(entry, own)
        except NotSound as why:
            file.wrong(why.line, why.wrong, why.right)
    return own


def _concerns(who: SpecialistId, event: Event, whose: Sequence[SpecialistId]) -> bool:
    """Tell whether an event is somebody's, or takes one of theirs away."""
    return who in whose or "RECURRENCE-ID" in event


def _whose(file: File, entry: Entry, owners: Sequence[SpecialistId] | None = None) -> Sequence[SpecialistId]:
    summary = _folded(str(entry.event.get("SUMMARY", "")))
    if summary in file.people:
        return [file.people[summary]]
    names = [str(one.params.get("CN", one)).removeprefix("mailto:") for one in listed(entry.event.get("ATTENDEE"))]
    for name in names:
        if _folded(name) not in file.people:
            file.wrong(entry.line_of("ATTENDEE"), f"{name} is nobody of the roster", WHOSE)
    if not names and owners is None:
        file.wrong(entry.line_of("SUMMARY"), "names nobody of the roster", WHOSE)
    theirs = [file.people[_folded(name)] for name in names if _folded(name) in file.people]
    return theirs or owners or ()


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
