"""Read a table of people, as spreadsheets write it: with every problem at once, and without ever repeating a number."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from config.numbers import E164, NOT_COSTLY, is_costly, is_e164
from config.shapes import Problem
from routing.domain.contact import LAST_IN_ORDER

COLUMNS = ("name", "phone", "languages", "skills", "order", "call_out")
NEEDED = ("name", "phone")
YES, NO = ("yes", "y", "true", "1", "sí", "si"), ("no", "n", "false", "0")
BETWEEN = re.compile(r"[ ().-]")
ROUNDED = re.compile(r"[0-9][.,0-9]*e\+?[0-9]+", re.IGNORECASE)
# A spreadsheet that opens a list of ours later would reckon what begins so.
FORMULA = ("=", "+", "-", "@")
LONGEST_NAME = 80


@dataclass(frozen=True)
class Entry:
    """Somebody of the file, in this line; None is what the file leaves as it is."""

    line: int
    name: str
    phone: str = field(repr=False)
    languages: tuple[str, ...] | None = None
    skills: tuple[str, ...] | None = None
    order: int | None = None
    call_out: bool | None = None


class _Wrong(Exception):
    """Raised when a row is not one: what is wrong, and what would be right."""


def read(file: str, content: bytes) -> tuple[list[Entry], list[Problem]]:
    """Return whom a file lists, and a problem for each row that cannot be read."""
    text = _decoded(content)
    if text is None:
        return [], [Problem(file, None, "is no text in UTF-8", "save it as CSV UTF-8")]
    first, _, _ = text.partition("\n")
    delimiter = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        return [], [Problem(file, None, "has a row that does not end", "save it as CSV anew")]
    names = [name.strip().casefold() for name in rows[0]] if rows else []
    if wrong := _wrong_head(names):
        return [], [Problem(file, 1, *wrong)]
    return _entries(file, names, rows[1:])


def _decoded(content: bytes) -> str | None:
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def _wrong_head(names: Sequence[str]) -> tuple[str, str] | None:
    right = f"write a first line with {', '.join(NEEDED)}, and if you like {', '.join(COLUMNS[2:])}"
    if missing := [name for name in NEEDED if name not in names]:
        return f"the first line names no {' nor '.join(missing)}", right
    if len(set(names)) < len(names) or not set(names) <= set(COLUMNS):
        return "the first line names a column twice, or one that is not known", right
    return None


def _entries(file: str, names: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[list[Entry], list[Problem]]:
    entries, problems = list[Entry](), list[Problem]()
    for line, row in enumerate(rows, start=2):
        if not any(cell.strip() for cell in row):
            continue
        try:
            entry = _entry(line, names, row)
            _check_alone(entry, entries)
            entries.append(entry)
        except _Wrong as why:
            problems.append(Problem(file, line, *why.args))
    return entries, problems


def _entry(line: int, names: Sequence[str], row: Sequence[str]) -> Entry:
    if len(row) != len(names):
        raise _Wrong(f"has {len(row)} cells, and the first line {len(names)}", "write as many")
    cells = dict(zip(names, (cell.strip() for cell in row), strict=True))
    return Entry(
        line,
        _name(cells["name"]),
        _phone(cells["phone"]),
        _words(cells, "languages"),
        _words(cells, "skills"),
        _order(cells.get("order", "")),
        _yes(cells.get("call_out", "")),
    )


def _name(cell: str) -> str:
    name = " ".join(cell.split())
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise _Wrong("has no name, or none that can be read", f"write 1 to {LONGEST_NAME} letters")
    if name.startswith(FORMULA):
        raise _Wrong("the name begins as a formula does", f"begin it with a letter, not with {' '.join(FORMULA)}")
    if sum(letter.isdigit() for letter in name) > 4:
        raise _Wrong("the name holds a number", "write the telephone number under phone")
    return name


def _phone(cell: str) -> str:
    if ROUNDED.fullmatch(cell):
        raise _Wrong("the spreadsheet has rounded the number", f"format the column as text, and {E164}")
    phone = BETWEEN.sub("", cell.removeprefix("'"))
    if not is_e164(phone):
        raise _Wrong("has no telephone number in E.164", E164)
    if is_costly(phone):
        raise _Wrong("that number costs whoever calls it", NOT_COSTLY)
    return phone


def _words(cells: Mapping[str, str], name: str) -> tuple[str, ...] | None:
    words = tuple(dict.fromkeys(re.split(r"[\s,;|/]+", cells.get(name, "").strip())))
    return words if words != ("",) else None


def _order(cell: str) -> int | None:
    if not cell:
        return None
    if not re.fullmatch("[0-9]{1,4}", cell, re.ASCII) or not 1 <= int(cell) <= LAST_IN_ORDER:
        raise _Wrong("has no order", f"write a number from 1 to {LAST_IN_ORDER}, or nothing")
    return int(cell)


def _yes(cell: str) -> bool | None:
    word = cell.casefold()
    if word and word not in YES + NO:
        raise _Wrong("does not say whether they may be asked off duty", "write yes or no under call_out, or nothing")
    return word in YES if word else None


def _check_alone(entry: Entry, before: Sequence[Entry]) -> None:
    for other in before:
        if other.name.casefold() == entry.name.casefold():
            raise _Wrong(f"has the name of line {other.line}", "write each person once")
        if other.phone == entry.phone:
            raise _Wrong(f"has the number of line {other.line}", "write each person's own")


def lines(entries: Sequence[Entry]) -> Iterator[str]:
    """Say who is meant, with the last two digits of the number, by which it is told apart."""
    yield from (f"{entry.name}, phone ends in {entry.phone[-2:]}" for entry in entries)
