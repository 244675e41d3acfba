"""`helpline history`."""

import json
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import click

from config.shapes import Config
from routing.deeds import recorded
from routing.domain.contact import Unavailable
from routing.domain.counting import Part
from routing.domain.periods import PERIODS, settled_weeks, span
from routing.domain.sheet import csv_of
from routing.flow import counting
from routing.flow.history import PERIOD, Row, Wanted, for_everybody, history, rows
from routing.ports import Counts

LONGEST = timedelta(days=3660)
DAY = click.DateTime(["%Y-%m-%d"])
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ONE_TABLE = (
    "--public is by week, of all lines: other tables beside that one would tell what it does not show. "
    "Leave out --line, --queue and --by."
)
NO_WEEK = (
    "There is no whole week, from Monday to Sunday, between these days that is over since four days: "
    "what is published is not to change any more."
)
NOT_SHOWN, NOTHING = "*", ""
SHORT = (
    "contacts",
    "queued",
    "answered",
    "answered_in_30_s_percent",
    "mean_wait_s",
    "longest_wait_s",
    "abandoned",
    "short_abandons",
    "callbacks_promised",
    "callbacks_kept",
    "voicemails",
    "texts_in",
)  # what a terminal has room for; the rest is in JSON and CSV


@click.command()
@click.option("--from", "first", required=True, type=DAY, help="The first day, as 2026-01-31.")
@click.option("--to", "last", required=True, type=DAY, help="The last day.")
@click.option("--by", type=click.Choice(list(PERIODS)), help="How long a row is; a day, if not said.")
@click.option("--line", default="", help="One line only.")
@click.option("--queue", default="", help="One queue only: LINE.SKILL.LANGUAGE.")
@click.option("--public", is_flag=True, help="What may be shown to everybody: contacts of whole weeks, how they ended.")
@click.option("--json", "as_json", is_flag=True, help="Print an object: what was asked for, and `rows`.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV, a row for each period.")
def command(
    *, first: datetime, last: datetime, by: str | None, line: str, queue: str, public: bool, as_json: bool, as_csv: bool
) -> None:
    """Show how things went: who came, how long they waited, and what became of it. Nothing of a person is in it.

    Days are those of the line's time zone (without --line or --queue, of the first line's). The last row is of all,
    but with --public: that tells of weeks that are over, each by itself, so that nothing can be subtracted.
    """
    if last < first:
        raise click.UsageError("--to is before --from.")
    if last - first > LONGEST:
        raise click.UsageError("That is more than ten years.")
    if public and (line or queue or by not in (None, "week")):
        raise click.UsageError(ONE_TABLE)
    by = by or ("week" if public else "day")
    with recorded() as s:
        zone = _zone(s.config, line, queue)
        with suppress(Unavailable):  # then what happened in the last minutes is not in it yet
            counting.count(s)
        days = _settled(first, last, zone) if public else (first.date(), last.date())
        wanted = Wanted(*span(*days, zone), zone, by, Part(line, queue))
        told = _public(s.counts, wanted) if public else rows(history(s.counts, wanted), wanted.part)
    if as_json:
        asked = {"from": days[0].isoformat(), "to": days[1].isoformat(), "by": by, "time_zone": zone.key}
        click.echo(json.dumps({**asked, "line": line, "queue": queue, "rows": told}))
    elif as_csv:
        click.echo(csv_of(told, NOT_SHOWN if public else NOTHING), nl=False)
    else:
        click.echo(_table(told, list(told[0]) if public else [PERIOD, *SHORT], NOT_SHOWN if public else "-"))


def _public(counts: Counts, weeks: Wanted) -> list[Row]:
    return [{PERIOD: name, **shown} for name, shown in for_everybody(counts, weeks).items()]


def _settled(first: datetime, last: datetime, zone: ZoneInfo) -> tuple[date, date]:
    weeks = settled_weeks(first.date(), last.date(), datetime.now(zone).date())
    if not weeks:
        raise click.UsageError(NO_WEEK)
    return weeks


def _zone(config: Config, line: str, queue: str) -> ZoneInfo:
    """Return whose days are meant; ends the command where there is no such line or queue."""
    if line and line not in config.lines:
        raise click.UsageError(f"There is no line {line}; there is: {', '.join(config.lines)}.")
    queues = {
        each.queue(skill, language): each
        for each in config.lines.values()
        for skill in each.skills
        for language in each.languages
    }
    if queue and (queue not in queues or line not in ("", queues[queue].id)):
        raise click.UsageError(f"There is no queue {queue}{line and f' of {line}'}; there is: {', '.join(queues)}.")
    of = queues[queue] if queue else config.lines[line] if line else next(iter(config.lines.values()))
    return ZoneInfo(of.time_zone)


def _table(rows: Sequence[Row], columns: Sequence[str], missing: str) -> str:
    """Write a table: the names of its columns one under the other, for they are longer than the numbers."""
    legend = [f"{letter}  {name.replace('_', ' ')}" for letter, name in zip(LETTERS, columns[1:], strict=False)]
    head = ["", *LETTERS[: len(columns) - 1]]
    cells = [head, *([missing if row[name] is None else str(row[name]) for name in columns] for row in rows)]
    widths = [max(len(row[at]) for row in cells) for at in range(len(columns))]
    lines = ["  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]).rstrip() for row in cells]
    return "\n".join([*legend, "", *lines])
