"""`helpline explain`."""

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click

from routing.commands import configuration, settings
from routing.domain.emergency import Alarm, Gate
from routing.domain.readings import EMERGENCIES, Meaning, Pending, Reader

# A yes or no means something only when it was asked for; here it is read as if it had been.
ASKED: Pending = "consent"
COLUMN = "text"
NEARBY = ("treatment", "meetings")


@click.command()
@click.argument("text", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print an object: text, reading, emergency, language, zip, why.")
@click.option(
    "--csv", "table", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Read the texts of a table's column `text`, and print such an object for each.",
)  # fmt: skip
def command(text: str | None, as_json: bool, table: Path | None) -> None:
    """Show what TEXT is read as, and which of its words say so. A yes or no is read as an answer to a question."""
    if (text is None) == (table is None):
        raise click.UsageError("Write one text, or name a table with --csv.")
    config = configuration(settings())
    first = next(iter(config.lines.values())).languages[0]  # of a text that does not show its own
    reader = Reader.build(Gate.from_config(config.safety), config.readings, config.topics)
    for one in [text or ""] if table is None else _texts(table):
        meaning = reader.read(one, ASKED)
        click.echo(
            _json(one, replace(meaning, language=meaning.language or first)) if as_json or table else _sentence(meaning)
        )


def _texts(table: Path) -> Iterator[str]:
    try:
        with table.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            if COLUMN not in (rows.fieldnames or ()):
                raise click.ClickException(
                    f'{table}:1: there is no column "{COLUMN}"; write its name in the first row.'
                )
            yield from (row[COLUMN] or "" for row in rows)
    except (UnicodeDecodeError, csv.Error) as wrong:
        raise click.ClickException(f"{table}: cannot be read as a table ({wrong}); save it as CSV in UTF-8.") from None


def _json(text: str, meaning: Meaning) -> str:
    said = {
        "text": text,
        "reading": meaning.label,
        "emergency": meaning.label == EMERGENCIES[Alarm.OVERDOSE],  # thoughts of suicide are a reading of their own
        "language": meaning.language,
        "zip": meaning.zip or None,
        "why": meaning.why,
    }
    return json.dumps(said, ensure_ascii=False)


def _sentence(meaning: Meaning) -> str:
    seen = [f"language {meaning.language}"] if meaning.language else []
    seen += [f"ZIP {meaning.zip}"] if meaning.zip else []
    if meaning.label in NEARBY:
        seen += [f"near {meaning.places[0]}, if there is such a town"] if meaning.places and not meaning.zip else []
        seen += [f"wanted: {', '.join(meaning.wants)}"] if meaning.wants else []
    return "; ".join([f"{meaning.label}: {meaning.why}", *seen])
