"""`helpline directory`."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import click

from config.settings import WrongSettings
from config.shapes import WrongConfig
from routing import places
from routing.commands import settings
from routing.roster import Refused
from routing.store.records.models import LONGEST_NAME


@click.group()
def command() -> None:
    """Keep the directory of places and meetings, and search it."""


@command.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="FILE...")
@click.option("--list", "name", default="", help="What to call the list; without it, its format's name.")
@click.option("--complete", is_flag=True, help="These are all of the list: what else is on record of it is removed.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print an object: format, read, added, changed, unchanged, dropped."
)
def import_(files: tuple[Path, ...], name: str, *, complete: bool, as_json: bool) -> None:
    """Take in the lists in FILE...: all of them, or nothing. The same again changes nothing.

    What a FILE is, is known by its content: FindTreatment.gov's JSON, the locator's download (CSV, XLSX), the National
    Directory (XLSX), the directory of opioid treatment programs (CSV), BMLT's JSON, Meeting Guide's JSON, HSDS 3 (JSON,
    CSV) or HSDS 1 and 2 (CSV). HSDS in CSV is a folder, a .zip, or services.csv with the tables beside it.
    """
    if len(name) > LONGEST_NAME:
        raise click.BadParameter(f"a list's name has at most {LONGEST_NAME} letters.", param_hint="--list")
    with _places() as book, _progress(shown=not as_json) as begins:
        done = book.read(files, date.today(), whole=complete, name=name, begins=begins)
    click.echo(json.dumps(_object(done, complete), ensure_ascii=False) if as_json else "\n".join(_lines(done)))


def _object(done: places.Imported, complete: bool) -> dict[str, Any]:
    several = done.files > 1
    return {
        "format": ", ".join(done.formats),
        "read": done.read,
        "added": done.written.added,
        "changed": done.written.changed,
        "unchanged": done.written.unchanged,
        **({"removed": done.written.removed} if complete else {}),
        "dropped": [({"file": bad.file} if several else {}) | {"row": bad.row, "why": bad.why} for bad in done.dropped],
    }


def _lines(done: places.Imported) -> Iterator[str]:
    written = done.written
    dated = f", of {' and '.join(done.as_of)}" if done.as_of else ", without a date of its own"
    yield f"{', '.join(done.formats)}{dated}: {done.read} rows read."
    yield (
        f"{written.added} added, {written.changed} changed, {written.unchanged} unchanged, {written.removed} removed, "
        f"{len(done.dropped)} left out."
    )
    if done.unplaced:
        yield f"{done.unplaced} are nowhere on the map, so that nobody is told of them by ZIP code or city."
    for bad in done.dropped:
        yield f"{bad.file}, row {bad.row}: {bad.why}"


@contextmanager
def _progress(*, shown: bool) -> Iterator[places.Begins]:
    """Show a bar for each file while it is read, on a terminal."""
    with ExitStack() as bars:

        def begins(name: str, length: int) -> Callable[[int], None]:
            bar: Any = click.progressbar(
                length=length or 1, label=name, file=sys.stderr, hidden=not (shown and sys.stderr.isatty())
            )
            bars.enter_context(bar)
            seen: Callable[[int], None] = bar.update
            return seen

        yield begins


@contextmanager
def _places() -> Iterator[places.Places]:
    """Open the directory, or end the command with why it cannot be, or why it is refused."""
    try:
        with places.opened(settings()) as book:
            yield book
    except (Refused, WrongConfig, WrongSettings) as why:
        raise click.ClickException(str(why)) from None
