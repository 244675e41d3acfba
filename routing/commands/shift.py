"""`helpline shift`."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from routing import rota
from routing.commands import listed
from routing.deeds import note, recorded
from routing.domain.calendars import UnknownZone, zone_named
from routing.domain.week import DAYS, Week
from routing.roster import Refused
from routing.rota import YEARS

ADDRESS = re.compile("[a-z]+://")


class Days(click.ParamType[tuple[int, ...]]):
    name = "days"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, ...]:
        words = [word.strip().lower()[:3] for word in value.split(",")]
        if not all(word in DAYS for word in words):
            self.fail(f"write days of {','.join(DAYS)}, with commas between.", param, ctx)
        return tuple(dict.fromkeys(DAYS.index(word) for word in words))


class Clock(click.ParamType[time]):
    name = "hh:mm"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> time:
        if not re.fullmatch(r"([01]?[0-9]|2[0-3]):[0-5][0-9]", value, re.ASCII):
            self.fail("write hours and minutes, such as 22:00.", param, ctx)
        hours, _, minutes = value.partition(":")
        return time(int(hours), int(minutes))


class Day(click.ParamType[date]):
    name = "date"

    def convert(self, value: str | date, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            day = value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            day = date.min
        if day.year not in YEARS:
            self.fail("write a day, such as 2026-01-31.", param, ctx)
        return day


class Zone(click.ParamType[str]):
    name = "zone"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            return zone_named(value).key
        except UnknownZone:
            self.fail("write a name of the IANA time zone database, such as America/New_York.", param, ctx)


class Calendar(click.ParamType[str]):
    name = "file"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if ADDRESS.match(value):
            return value
        return str(click.Path(exists=True, dir_okay=False).convert(value, param, ctx))


ZONE = click.option("--zone", type=Zone(), help="The time zone whose clocks it goes by; without it, the first line's.")


@click.group()
def command() -> None:
    """Say when specialists are on call."""


@command.command()
@click.argument("name")
@click.option("--days", type=Days(), required=True, help="The days on which it starts: mon,tue,wed,thu,fri,sat,sun.")
@click.option("--from", "start", type=Clock(), required=True, help="When it starts.")
@click.option("--to", "end", type=Clock(), required=True, help="When it ends; at or before the start is the next day.")
@ZONE
@click.option("--until", type=Day(), help="The last day on which it starts.")
@click.option("--except", "excepted", type=Day(), multiple=True, help="A day on which it does not start. May repeat.")
def add(
    name: str,
    days: tuple[int, ...],
    start: time,
    end: time,
    *,
    zone: str | None,
    until: date | None,
    excepted: tuple[date, ...],
) -> None:
    """Put specialist NAME on call every week, from today on.

    It starts and ends by the clock on the wall, also in the nights in which clocks change.
    """
    with _rota() as book:
        zone = zone or book.zone
        first = datetime.now(ZoneInfo(zone)).date()
        if until and until < first:
            raise Refused(f"{until} is over; write a day from {first} on.")
        shift = book.add(name, Week(zone, days, start, end, first, until, excepted))
    click.echo(f"{name} has shift {shift}. See when: helpline shift list")


@command.command("list")
@click.option("--week", type=Day(), help="List who is on call in the week of this day instead.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_(week: date | None, as_json: bool) -> None:
    """List the shifts, each with its next start and end, by the clocks of its zone."""
    with _rota() as book:
        if week:
            monday = datetime.combine(week - timedelta(days=week.weekday()), time(), ZoneInfo(book.zone))
            turns = book.week(monday, monday + timedelta(days=7))
            listed(as_json, turns, [f"{row['name']}: {_when(row['starts'], row['ends'])}" for row in turns])
        else:
            rows = book.listed(datetime.now(UTC))
            listed(
                as_json,
                rows,
                [
                    f"{row['id']}: {row['name']}, {_when(row['starts'], row['ends'])} ({row['zone']})"
                    + ("" if row["rung"] else "; not rung, for nobody knows yet that the number is theirs")
                    for row in rows
                ],
            )


@command.command("import")
@click.argument("file", type=Calendar())
@ZONE
def import_(file: str, zone: str | None) -> None:
    """Take the shifts of an iCalendar FILE, or of one at an https address: all of them, or with any problem none.

    SUMMARY, or CN of each ATTENDEE, is the specialist's name. What is on record of a UID is replaced by what the file
    says of it, so that the same file twice changes nothing.
    """
    with _rota() as book:
        own = zone or book.zone
        found = book.read_from(file, own) if ADDRESS.match(file) else book.read(file, Path(file).read_bytes(), own)
        written, problems = found
    if problems:
        raise click.ClickException("\n".join(map(str, problems)))
    click.echo(f"Shifts: {written.added} added, {written.changed} changed, {written.removed} removed.")


@command.command()
@click.argument("shift")
@click.argument("day", type=Day())
def skip(shift: str, day: date) -> None:
    """Take what starts on DAY, by the clocks of SHIFT, out of it; the rest stays."""
    with _rota() as book:
        book.skip(shift, day)
    click.echo(f"Nothing of shift {shift} starts on {day}.")


@command.command()
@click.argument("shift")
@click.option("--from", "day", type=Day(), required=True, help="The first day on which it starts no more.")
def end(shift: str, day: date) -> None:
    """Have nothing of SHIFT start from a day on, by its own clocks; what came before stays.

    What somebody else has taken of it stays theirs.
    """
    with _rota() as book:
        book.end(shift, day)
    click.echo(f"Shift {shift} has ended: nothing of it starts on {day} or later.")


@command.command()
@click.argument("name")
@click.argument("first", type=Day())
@click.argument("last", type=Day())
def away(name: str, first: date, last: date) -> None:
    """Take what starts from the day FIRST to the day LAST out of all shifts of specialist NAME; the rest stays."""
    with _rota() as book:
        times = book.away(name, first, last)
    click.echo(f"{name} is away from {first} to {last}: {times} fewer times on call.")


@command.command()
@click.argument("shift")
def remove(shift: str) -> None:
    """Take the shift with this id away."""
    with _rota() as book:
        book.remove(shift)
    click.echo(f"Shift {shift} is removed.")


def _when(starts: str | None, ends: str | None) -> str:
    if not starts or not ends:
        return "starts no more in 35 days"
    days = "" if starts[:10] == ends[:10] else f"{ends[:10]} "
    return f"{starts[:10]} {starts[11:16]} to {days}{ends[11:16]}"


@contextmanager
def _rota() -> Iterator[rota.Rota]:
    """Open the shifts, or end the command with why they cannot be, or why it is refused."""
    with recorded() as s:
        yield rota.Rota(s, partial(note, s))
