"""Small lists of places that nobody goes to, in every format."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from routing.directory.formats import format_of
from routing.directory.gazetteer import Gazetteer
from routing.directory.reading import Reading, read
from routing.directory.sources import opened

Read = Callable[..., Reading]
Sheets = Mapping[str, Sequence[Sequence[Any]]]


@pytest.fixture(scope="session")
def where(towns_file: Path) -> Gazetteer:
    return Gazetteer(towns_file)


@pytest.fixture
def reads(tmp_path: Path, where: Gazetteer) -> Read:
    """Write a file, or a folder of them, and read it as the import does."""

    def one(name: str, content: Any) -> Reading:
        file = tmp_path / name
        write(file, content)
        source = opened(file)
        format = format_of(source)
        assert format, f"nobody knows {name}"
        return read(source, format, where, lambda rows: None)

    return one


def write(file: Path, content: Any) -> None:
    """Write bytes or text as they are, a dictionary of files as a folder, sheets for .xlsx, and all else as JSON."""
    match content:
        case bytes():
            file.write_bytes(content)
        case str():
            file.write_text(content, encoding="utf-8")
        case dict() if file.suffix == ".xlsx":
            sheets(file, content)
        case dict() if not file.suffix:
            file.mkdir()
            for name, inside in content.items():
                write(file / name, inside)
        case _:
            file.write_text(json.dumps(content), encoding="utf-8")


def sheets(file: Path, content: Sheets) -> None:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in content.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    book.save(file)
