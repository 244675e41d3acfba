"""`helpline audit`."""

import json
from collections.abc import Mapping

import click

from routing.commands import listed, shown
from routing.deeds import recorded
from routing.domain.audit import Row
from routing.flow import auditing


@click.group()
def command() -> None:
    """Show who did what to which thing, and check that what was written down is as it was."""


@command.command("list")
@click.option("--last", default=100, show_default=True, type=click.IntRange(1), help="How many rows, the latest last.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_(last: int, as_json: bool) -> None:
    """List the latest deeds. Nobody's number is in them."""
    with recorded() as s:
        names = {f"user:{user.id}": user.name for user in s.users.everyone()}
        rows = [_row(row, names) for row in s.audit.last(last)]
    listed(as_json, rows, [_line(row) for row in rows] or ["Nothing is written down."])


@command.command()
@click.option("--json", "as_json", is_flag=True, help="Print an object: rows, broken, wrong, end_is_known.")
@click.pass_context
def verify(ctx: click.Context, as_json: bool) -> None:
    """Check every row, and name the first that is not as it was written; then the exit code is 1."""
    with recorded() as s:
        verdict, end_is_known = auditing.checked(s)
    if as_json:
        told = {"rows": verdict.rows, "broken": verdict.broken or None, "wrong": verdict.wrong or None}
        click.echo(json.dumps({**told, "end_is_known": end_is_known}))
    elif verdict.broken:
        click.echo(f"Row {verdict.broken} {verdict.wrong}. The {verdict.rows} before it are as they were written.")
    else:
        click.echo(f"{verdict.rows} rows are as they were written.")
    if not end_is_known:
        click.echo("Live state remembers no rows: whether the last ones were cut off cannot be told.", err=True)
    ctx.exit(1 if verdict.broken else 0)


def _row(row: Row, names: Mapping[str, str]) -> dict[str, str | int | None]:
    deed = row.deed
    told = {"who": deed.who, "what": deed.what, "kind": deed.kind, "id": deed.id, "why": deed.why}
    return {"number": row.number, "at": shown(row.at), **told, "name": names.get(deed.who)}


def _line(row: Mapping[str, str | int | None]) -> str:
    why = f" ({row['why']})" if row["why"] else ""
    return (
        f"{row['number']} {row['at']} {row['name'] or row['who']}: {row['what']} {row['kind']} {row['id']}".rstrip()
        + why
    )
