"""`helpline export`."""

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import click

from routing.deeds import note, recorded
from routing.domain.contact import Unavailable
from routing.exporting import Export
from routing.flow import counting


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option("--with-numbers", "numbers", is_flag=True, help="Specialists' telephone numbers too, in people.csv.")
def command(folder: Path, *, numbers: bool) -> None:
    """Write the roster, shifts, counters, audit and consents into DIR, as tables, with a README of their columns.

    Nothing of whoever has called or written is in it. DIR must be empty, or not there yet.
    """
    if folder.exists() and any(folder.iterdir()):
        raise click.UsageError(f"{folder} is not empty; name a folder that is, or that is not there yet.")
    with recorded() as s:
        with suppress(Unavailable):  # then what happened in the last minutes is not in it yet
            counting.count(s)
        note(s, "exported_with_numbers" if numbers else "exported", "records")
        try:
            counts = Export(s, folder).write(datetime.now(UTC), numbers=numbers)
        except OSError as error:
            raise click.ClickException(f"{folder} cannot be written ({type(error).__name__}).") from None
    for name, count in counts.items():
        click.echo(f"{name}: {count} rows")
    click.echo(f"What each column is: {folder / 'README.md'}")
