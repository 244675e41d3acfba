"""Write down where ZIP codes and cities are: `python -m routing.directory.survey FILE`."""

import os
import sqlite3
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import zipcodes

from routing.directory.folding import folded
from routing.domain.calendars import UnknownZone, zone_named
from routing.domain.nearby import Town

# Other tables than before need another SHAPE in routing/directory/towns.py.
TABLES = """
CREATE TABLE zips (
    zip TEXT PRIMARY KEY, state TEXT, name TEXT, latitude REAL, longitude REAL, zone TEXT, zips INTEGER
) WITHOUT ROWID;
CREATE TABLE cities (
    folded TEXT, own INTEGER, state TEXT, name TEXT, latitude REAL, longitude REAL, zone TEXT, zips INTEGER,
    PRIMARY KEY (folded, own, state)
) WITHOUT ROWID;
CREATE INDEX spots ON zips (latitude, longitude);
"""
AN_HOUR = 3600
Entry = Mapping[str, Any]
Named = tuple[str, int, str]  # a folded name, whether it is the city's own (1 or 0), a state


def write(file: Path) -> None:
    """Write the file, whole or not at all; whoever else writes it at this moment writes the same."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _tidy(file.parent)
    handle, beside = tempfile.mkstemp(prefix=file.name, dir=file.parent)
    os.close(handle)
    try:
        with closing(sqlite3.connect(beside)) as made, made:
            made.executescript(TABLES)
            _fill(made)
        Path(beside).replace(file)
    finally:
        Path(beside).unlink(missing_ok=True)


def _tidy(folder: Path) -> None:
    """Remove what writers that were killed, and versions before this one, have left behind."""
    for file in folder.glob("towns-*"):
        if time.time() - file.stat().st_mtime > AN_HOUR:
            file.unlink(missing_ok=True)


def _fill(made: sqlite3.Connection) -> None:
    named: dict[Named, list[Entry]] = defaultdict(list)
    for entry in _everywhere():
        made.execute("INSERT INTO zips VALUES (?, ?, ?, ?, ?, ?, ?)", (entry["zip_code"], *_row(_town([entry]))))
        for name, own in _names(entry):
            named[name, own, entry["state"]].append(entry)
    for key, entries in named.items():
        town = _town(entries)
        made.execute("INSERT INTO cities VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*key[:2], *_row(town)))


def _names(entry: Entry) -> set[tuple[str, int]]:
    others = (*entry["acceptable_cities"], *entry["unacceptable_cities"])
    named = {(folded(entry["city"]), 1), *((folded(name), 0) for name in others)}
    return {(name, own) for name, own in named if name}


def _everywhere() -> Iterator[Entry]:
    for entry in zipcodes.list_all():
        if entry["zip_code_type"] != "MILITARY" and (float(entry["lat"]) or float(entry["long"])):
            yield entry


def _town(entries: Iterable[Entry]) -> Town:
    """Put a town in the middle of its ZIP codes; post boxes count only where there is nothing else."""
    every = list(entries)
    homes = [entry for entry in every if entry["zip_code_type"] == "STANDARD"] or every
    first = homes[0]
    return Town(
        first["city"],
        first["state"],
        statistics.median(float(entry["lat"]) for entry in homes),
        statistics.median(float(entry["long"]) for entry in homes),
        _zone(first["timezone"]),
        len(every),
    )


def _row(town: Town) -> Sequence[str | float]:
    return town.state, town.name, town.latitude, town.longitude, town.zone, town.zips


def _zone(name: str) -> str:
    """Give a zone that there is; the data have a village's name for one of Alaska's."""
    try:
        return zone_named(name).key
    except UnknownZone:
        return "America/Anchorage"


if __name__ == "__main__":
    write(Path(sys.argv[1]))
