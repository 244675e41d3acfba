"""Keep the shifts: on record, and known to live state. What the command line and the pages do with them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from secrets import token_hex
from typing import TypedDict
from zoneinfo import ZoneInfo

from config.addresses import document_url, is_here
from config.shapes import Problem
from routing.domain import rota
from routing.domain.contact import Person, Unavailable
from routing.domain.cover import Day, bounds
from routing.domain.cover import week as cover
from routing.domain.covers import without
from routing.domain.ending import ended
from routing.domain.shifts import Shift, turns
from routing.domain.week import Week
from routing.roster import Refused
from routing.services import Services
from routing.store.records.shifts import Written

LONGEST_AWAY = timedelta(days=92)
AHEAD = timedelta(days=35)
YEARS = range(2000, 2100)  # in which a day is one that somebody means
LARGEST, LONGEST_S = 1024 * 1024, 10.0  # of a calendar that is fetched: years of shifts, while a page waits


class Row(TypedDict):
    """A shift, and its next turn, or the one under way, by the wall of its zone; None within AHEAD."""

    id: str
    name: str
    zone: str
    starts: str | None
    ends: str | None
    rung: bool  # whether their number is known to be theirs


class TurnRow(TypedDict):
    name: str
    starts: str
    ends: str


def published(address: str) -> tuple[str, bytes]:
    """Fetch a calendar from anywhere but this machine and its network; return the last part of its address, and it.

    Raises Refused; what it says never repeats the address, which is often a secret.
    """
    # Imported here, because few fetch anything, and a web process has little memory.
    from routing.directory.fetching import Limits, NotFetched, Version, fetch  # noqa: PLC0415

    try:
        url = document_url("https://" + address.removeprefix("webcal://").removeprefix("https://"))
        if is_here(url) or address.startswith("http:"):
            raise NotFetched("only what is published over https is fetched, and nothing of this machine")
        found = fetch(url, Version(), Limits(LARGEST, LONGEST_S))
    except ValueError as why:
        raise Refused(f"That address {why}.") from None
    except NotFetched as why:
        raise Refused(f"Nothing was fetched: {why}.") from None
    return (found.name, found.content) if found else ("calendar", b"")


class Rota:
    """The shifts, open. Every method raises Refused; `note` is told of a change first: what, kind and id."""

    def __init__(self, services: Services, note: Callable[[str, str, str], None]) -> None:
        self._services, self._note = services, note

    @property
    def zone(self) -> str:
        """The zone of times that name none: the first line's."""
        return next(iter(self._services.config.lines.values())).time_zone

    def add(self, name: str, week: Week, key: str = "") -> str:
        """Add a weekly shift; return its id. What has the same key is one shift, however often it is added."""
        person = self._services.roster.named(name)
        if person is None:
            raise Refused(f"There is no specialist {name} on the roster.", see="helpline specialist list")
        wrong = [str(day) for day in week.excepted if not week.starts_on(day)]
        if wrong:
            raise Refused(f"No shift starts on {', '.join(wrong)}; except only days on which one would.")
        if week.until and not any(week.starts_on(week.first + timedelta(days=day)) for day in range(7)):
            raise Refused("It would never start: the last day comes before the first on which it would.")
        self._note("shift_added", "specialist", person.id)
        uid = f"{key or token_hex(8)}@helpline"
        self._write({uid: [Shift("", person.id, week.calendar(uid), week.zone)]})
        return next(shift.id for shift in self._services.shifts.of(person.id) if uid in shift.calendar)

    def read(self, file: str, content: bytes, zone: str) -> tuple[Written, Sequence[Problem]]:
        """Have the shifts of a calendar file of this name on record: all of them, or with a problem none."""
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            return Written(), [Problem(file, line, "is not UTF-8 text", "save the file as UTF-8")]
        people = {" ".join(person.name.casefold().split()): person.id for person in self._people()}
        reading = rota.File(file, people, zone)
        found = rota.read(reading, text)
        if reading.problems:
            return Written(), sorted(reading.problems, key=lambda problem: problem.line or 0)
        self._note("shifts_imported", "shift", "")
        return self._write(found), []

    def read_from(
        self, address: str, zone: str, fetch: Callable[[str], tuple[str, bytes]] = published
    ) -> tuple[Written, Sequence[Problem]]:
        """Have the shifts of a calendar that is published at an https address on record, as `read` does."""
        return self.read(*fetch(address), zone)

    def skip(self, shift: str, day: date) -> None:
        """Take what starts on one day, by its own clocks, out of a shift. What somebody else has taken stays theirs."""
        if not self._skip(self._written(shift), day, day):
            raise Refused(f"Nothing of that shift starts on {day}, or somebody else has taken it.")

    def away(self, name: str, first: date, last: date) -> int:
        """Take what starts on these days, by the clocks of each shift, out of a specialist's shifts; return how often.

        What somebody else has taken stays theirs, and what the specialist has taken of others stays with them.
        """
        person = self._services.roster.named(name)
        if person is None:
            raise Refused(f"There is no specialist {name} on the roster.", see="helpline specialist list")
        if not timedelta(0) <= last - first < LONGEST_AWAY:
            raise Refused(f"Write the first day and then the last, at most {LONGEST_AWAY.days} days in all.")
        theirs = [each for each in self._services.shifts.written() if each.specialist == person.id]
        times = sum(self._skip(shift, first, last) for shift in theirs)
        if not times:
            raise Refused(f"Nothing of {name}'s shifts starts from {first} to {last}.")
        return times

    def end(self, shift: str, day: date) -> None:
        """Have nothing of a shift start from a day on, by its own clocks. What somebody else has taken stays theirs."""
        written = self._written(shift)
        calendar = ended(written, day, self._services.covers.since(0))
        if calendar == written.calendar:
            raise Refused(f"Nothing of that shift starts on {day} or later, or somebody else has taken it.")
        self._note("shift_ended", "shift", shift)
        self._rewrite(written, calendar)

    def _skip(self, written: Shift, first: date, last: date) -> int:
        """Take what starts on these days out of a shift; return how often."""
        now = next(each for each in self._services.shifts.everyone() if each.id == written.id)
        begins, ends = (datetime.combine(day, time(), now.clocks) for day in (first, last))
        walls = now.walls(begins - timedelta(days=1), ends + timedelta(days=2))
        theirs = [wall for wall, *_ in walls if first <= wall.date() <= last]
        if not theirs:
            return 0
        self._note("shift_skipped", "shift", written.id)
        calendar = written.calendar
        for wall in theirs:
            calendar = without(replace(written, calendar=calendar), wall)
        self._rewrite(written, calendar)
        return len(theirs)

    def remove(self, shift: str) -> None:
        """Take a shift away."""
        written = self._written(shift)
        self._note("shift_removed", "shift", shift)
        self._services.shifts.remove(shift)
        self._look([written.specialist])

    def _written(self, shift: str) -> Shift:
        written = next((each for each in self._services.shifts.written() if each.id == shift), None)
        if written is None:
            raise Refused(f"There is no shift {shift}.", see="helpline shift list")
        return written

    def _rewrite(self, written: Shift, calendar: str) -> None:
        if not self._services.shifts.rewrite(written, calendar):
            raise Refused("That shift was changed just now; look at it again.")
        self._look([written.specialist])

    def listed(self, now: datetime) -> list[Row]:
        """List every shift with its next turn."""
        names = {person.id: person.name for person in self._people()}
        written = {shift.id for shift in self._services.shifts.written()}
        theirs = (shift for shift in self._services.shifts.everyone() if shift.id in written)
        rung = self._rung()
        rows = [_row(shift, names[shift.specialist], now, rung=shift.specialist in rung) for shift in theirs]
        return sorted(rows, key=lambda row: (row["name"], row["starts"] or "9", row["id"]))

    def week(self, since: datetime, until: datetime) -> list[TurnRow]:
        """List the turns that touch this time, by the wall of the first line's zone."""
        zone = ZoneInfo(self.zone)
        names = {person.id: person.name for person in self._people()}
        return [
            TurnRow(name=names[turn.specialist], starts=_shown(turn.start, zone), ends=_shown(turn.end, zone))
            for turn in turns(self._services.shifts.everyone(), since, until)
        ]

    def cover(self, monday: date) -> list[Day]:
        """Tell who is on call in the week from a Monday on, day by day of the first line's zone.

        Whose number is not known to be theirs is rung by nobody, and so is not among them.
        """
        zone = ZoneInfo(self.zone)
        first, *_, last = bounds(monday, zone)
        rung = self._rung()
        shifts = [shift for shift in self._services.shifts.everyone() if shift.specialist in rung]
        return cover(turns(shifts, first, last), monday, zone)

    def _rung(self) -> set[str]:
        return {person.id for person in self._people() if person.verified_at}

    def _people(self) -> Sequence[Person]:
        return self._services.roster.everyone()

    def _write(self, series: Mapping[str, Sequence[Shift]]) -> Written:
        written = self._services.shifts.write(series)
        self._look(written.specialists)
        return written

    def _look(self, specialists: Collection[str]) -> None:
        """Have live state learn of it soon; without live state the records are enough, for it looks at them hourly."""
        with suppress(Unavailable):
            for specialist in specialists:
                self._services.switchboard.look(specialist)


def _row(shift: Shift, name: str, now: datetime, *, rung: bool) -> Row:
    turn = next(iter(turns([shift], now, now + AHEAD)), None)
    zone = ZoneInfo(shift.zone)
    starts, ends = (_shown(turn.start, zone), _shown(turn.end, zone)) if turn else (None, None)
    return Row(id=shift.id, name=name, zone=shift.zone, starts=starts, ends=ends, rung=rung)


def _shown(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).isoformat(timespec="minutes")
