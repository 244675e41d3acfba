"""`helpline line`."""

import time
from datetime import datetime
from zoneinfo import ZoneInfo

import click

from config.shapes import Line
from routing.commands import listed, shown
from routing.deeds import note, recorded
from routing.domain.closing import Closing
from routing.domain.contact import Unavailable
from routing.flow import closing
from routing.roster import Refused
from routing.services import Services
from routing.store.records.models import LONGEST_REASON

SECOND = 1000
WRITTEN = ("%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M")


@click.group()
def command() -> None:
    """Close a line for a while: whoever calls hears so, and what there is instead. Calls under way go on."""


@command.command()
@click.argument("name")
@click.option("--reason", required=True, help="Why, for staff; no caller ever hears it.")
@click.option("--until", type=click.DateTime(WRITTEN), help="When it opens by itself, by the clocks of the line.")
def close(name: str, reason: str, until: datetime | None) -> None:
    """Close the line NAME, such as main."""
    if not 0 < len(reason.strip()) <= LONGEST_REASON or not reason.isprintable():
        raise click.UsageError(f"--reason: write 1 to {LONGEST_REASON} letters.")
    with recorded() as s:
        line, now = _named(s, name), _now()
        till = int(until.replace(tzinfo=ZoneInfo(line.time_zone)).timestamp() * SECOND) if until else 0
        if until and till <= now:
            raise Refused(f"{until:%Y-%m-%d %H:%M} is over where the line is ({line.time_zone}); write a time ahead.")
        note(s, "line_closed", "line", name, reason.strip())
        _say(s, Closing(name, closed=True, said_at=now, until=till, reason=reason.strip()))
        waiting = sum(promise.line == name for promise in s.promises.still_open("callback"))
    click.echo(f"{name} is closed{f' until {shown(till)}' if till else ''}.")
    if waiting:
        click.echo(f"{waiting} to be called back once it opens. That is promised for 72 hours, which go on.")


@command.command("open")
@click.argument("name")
def open_(name: str) -> None:
    """Open the line NAME: whoever waits is offered at once."""
    with recorded() as s:
        _named(s, name)
        note(s, "line_opened", "line", name)
        _say(s, Closing(name, closed=False, said_at=_now()))
    click.echo(f"{name} is open.")


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_(as_json: bool) -> None:
    """List the lines: open, or closed since when, until when and why."""
    with recorded() as s:
        said = {each.line: each for each in s.closings.all() if each.holds(_now())}
        rows = [_row(line, said.get(line)) for line in s.config.lines]
    listed(as_json, rows, [_line(row) for row in rows])


def _say(s: Services, said: Closing) -> None:
    try:
        closing.say(s, said)
    except Unavailable:
        click.echo("Live state does not answer; it follows the records once it does.", err=True)


def _named(s: Services, name: str) -> Line:
    if name not in s.config.lines:
        raise Refused(f"There is no line {name}; there is {', '.join(sorted(s.config.lines))}.")
    return s.config.lines[name]


def _row(line: str, said: Closing | None) -> dict[str, str | None]:
    if said is None:
        return {"line": line, "state": "open", "since": None, "until": None, "reason": None}
    until = shown(said.until) or None
    return {"line": line, "state": "closed", "since": shown(said.said_at), "until": until, "reason": said.reason}


def _line(row: dict[str, str | None]) -> str:
    if row["state"] == "open":
        return f"{row['line']}: open"
    until = f" until {row['until']}" if row["until"] else ""
    return f"{row['line']}: closed since {row['since']}{until}: {row['reason']}"


def _now() -> int:
    return int(time.time() * SECOND)
