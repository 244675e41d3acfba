"""The file that says where ZIP codes and cities are.

`zipcodes` takes 55 MB to look anything up, which a process keeps. So one of its own reads all of it into a file, once
(`directory/survey.py`), which the others ask (`directory/gazetteer.py`).
"""

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

SHAPE = 2  # of the tables in it: another one is another file
SURVEY = "routing.directory.survey"


class NotWritten(Exception):
    """Raised when the file cannot be made; the text tells a person why."""


def file_in(folder: Path) -> Path:
    """Name the file of a data folder."""
    return folder / f"towns-{version('zipcodes')}-{SHAPE}.sqlite3"


def command(folder: Path) -> list[str]:
    """Give the command that makes the file; nothing where it is there."""
    file = file_in(folder)
    return [] if file.exists() else [sys.executable, "-P", "-m", SURVEY, str(file)]


def written(folder: Path) -> Path:
    """Return the file of a data folder, made in a few seconds where it is not there. Raises NotWritten."""
    file = file_in(folder)
    if making := command(folder):
        done = subprocess.run(making, capture_output=True, check=False)  # noqa: S603 (of ours, and a path)
        if done.returncode:
            why = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
            raise NotWritten(f"{file} cannot be made, so that no ZIP code is known: {why}")
    return file
