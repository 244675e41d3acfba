"""Open the files that lists come in: text, JSON, a spreadsheet, or a folder of tables, known by content."""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

LARGEST = 256 * 1024 * 1024
ZIP = b"PK\x03\x04"
Row = dict[str, str]


class Unreadable(Exception):
    """Raised when a file cannot be opened as what it looks like. Tell the operator, in these words."""


@dataclass(frozen=True)
class Table:
    """A header and its rows, each with its number in the sheet (the header is 1), blank cells left out."""

    header: tuple[str, ...]
    rows: Iterable[tuple[int, Row]]
    length: int


@dataclass(frozen=True)
class Source:
    """What a file holds: a JSON value, or tables by name. `kind` is json, csv, or xlsx."""

    name: str
    kind: str
    value: Any = None
    tables: Mapping[str, Table] = field(default_factory=dict)

    @property
    def length(self) -> int:
        """About how many rows it has; 0 where that is not known."""
        if self.kind != "json":
            return max(table.length for table in self.tables.values())
        inside = [self.value] if isinstance(self.value, list) else self.value.values()
        return max((len(rows) for rows in inside if isinstance(rows, list)), default=0)

    def table_with(self, *columns: str) -> Table | None:
        """Find the first table that has all these columns."""
        return next((table for table in self.tables.values() if set(columns) <= set(table.header)), None)


def gathered(files: Sequence[Path]) -> list[Callable[[], Source]]:
    """Give what opens each file, once; services.csv is a table of several, and brings those that are beside it."""
    folders = {file.parent for file in files if file.name.lower() == "services.csv"}
    whole = (file.parent if file.parent in folders and file.suffix.lower() == ".csv" else file for file in files)
    return [partial(opened, path) for path in dict.fromkeys(whole)]


def opened(path: Path) -> Source:
    """Open a file, or a folder of tables; raises Unreadable."""
    if path.is_dir():
        return _tables(path.name, {file.name: file.read_bytes() for file in sorted(path.glob("*.csv"))})
    if path.stat().st_size > LARGEST:
        raise Unreadable(f"{path} is larger than {LARGEST // 1024**2} MB, which no list of places is.")
    return read(path.name, path.read_bytes())


def read(name: str, content: bytes) -> Source:
    """Read a file's content; raises Unreadable."""
    if content.startswith(ZIP):
        return _packed(name, content)
    text = _text(content)
    if text.lstrip()[:1] in ("{", "["):
        return Source(name, "json", value=_json(name, text))
    return Source(name, "csv", tables={Path(name).stem.lower(): _table(text)})


def _text(content: bytes) -> str:
    # Locator downloads have come in both; any bytes are text in the second.
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _json(name: str, text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"{name} is cut off or no JSON: {error}. Fetch it again.") from None


def _packed(name: str, content: bytes) -> Source:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(member.file_size for member in archive.infolist()) > LARGEST:
                raise Unreadable(f"{name} unpacks to more than {LARGEST // 1024**2} MB, which no list of places does.")
            if "xl/workbook.xml" in archive.namelist():
                return Source(name, "xlsx", tables=_sheets(content))
            members = [member for member in archive.namelist() if member.lower().endswith(".csv")]
            return _tables(name, {Path(member).name: archive.read(member) for member in members})
    # In so many ways the two readers of archives say that one is broken, locked or packed as they do not know.
    except (zipfile.BadZipFile, KeyError, ValueError, NotImplementedError, RuntimeError) as error:
        raise Unreadable(f"{name} is cut off or no spreadsheet: {error}. Fetch it again.") from None


def _tables(name: str, files: Mapping[str, bytes]) -> Source:
    if not files:
        raise Unreadable(f"{name} holds no tables: no file there ends in .csv.")
    return Source(
        name, "csv", tables={Path(file).stem.lower(): _table(_text(content)) for file, content in files.items()}
    )


def _table(text: str) -> Table:
    lines = csv.reader(io.StringIO(text, newline=""))
    try:
        header = _header(next(lines, []))
        rows = list(_rows(header, lines))
        return Table(header, rows, len(rows))
    except csv.Error as error:
        raise Unreadable(f"line {lines.line_num} is no line of a table: {error}. Fetch the file again.") from None


def _sheets(content: bytes) -> dict[str, Table]:
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    return {sheet.title: _sheet(sheet.iter_rows(values_only=True), sheet.max_row or 0) for sheet in book}


def _sheet(lines: Iterator[tuple[Any, ...]], length: int) -> Table:
    # A sheet of every code has millions of cells, nearly all blank: its rows are read as they are asked for.
    header = _header(list(next(lines, ())))
    return Table(header, _rows(header, lines), length)


def _header(cells: list[Any]) -> tuple[str, ...]:
    return tuple(str(cell or "").strip().lower() for cell in cells)


def _rows(header: tuple[str, ...], lines: Iterable[Iterable[Any]]) -> Iterator[tuple[int, Row]]:
    for number, cells in enumerate(lines, 2):
        row = {name: _cell(cell) for name, cell in zip(header, cells, strict=False) if cell not in (None, "")}
        if row:
            yield number, row


def _cell(cell: Any) -> str:
    # Spreadsheets keep ZIP codes and codes as numbers, some of them with a fraction of nothing.
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
