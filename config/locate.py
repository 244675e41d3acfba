"""Find the line of every table and key of a TOML text, so that a problem can point to it."""

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

# Keys from the top; an element of a list of tables goes by its id, or by its index when it has none.
Path = tuple[str | int, ...]


def name_of(element: Any, index: int) -> str | int:
    """Name an element of a list of tables: its id, else its index."""
    name = element.get("id") if isinstance(element, Mapping) else None
    return name if isinstance(name, str) else index


def lines_of(text: str, table: Mapping[str, Any]) -> dict[Path, int]:
    """Map every path of a TOML text to its line, counted from 1. `table` is the text as tomllib reads it."""
    found: dict[Path, int] = {}
    seen: Counter[Path] = Counter()
    head: Path = ()
    for line, statement, is_header in _statements(text):
        if is_header:
            head = _header(statement, table, seen)
            _note(found, head, line)
            found[head] = line  # a table's own header, even when one of its subtables came first
        else:
            for path in _paths(statement):
                _note(found, head + path, line)
    return found


def _statements(text: str) -> Iterator[tuple[int, dict[str, Any], bool]]:
    """Yield each header or assignment with its first line: the fewest lines that tomllib reads as TOML."""
    start, waiting = 1, ""
    for number, line in enumerate(text.split("\n"), 1):
        waiting += f"{line}\n"
        try:
            statement = tomllib.loads(waiting)
        except tomllib.TOMLDecodeError:
            continue  # a list or a string that goes on
        if statement:
            yield start, statement, waiting.lstrip().startswith("[")
        start, waiting = number + 1, ""


def _header(statement: Mapping[str, Any], table: Mapping[str, Any], seen: Counter[Path]) -> Path:
    path: Path = ()
    here: Any = table
    for key, begins in _keys(statement):
        path, here = (*path, key), here[key]
        if isinstance(here, list):
            seen[path] += begins
            index = seen[path] - 1
            path, here = (*path, name_of(here[index], index)), here[index]
    return path


def _keys(statement: Any) -> Iterator[tuple[str, bool]]:
    """Yield a header's keys, each with whether it begins an element of a list."""
    while statement:
        key, statement = next(iter(statement.items()))
        begins = isinstance(statement, list)
        yield key, begins
        statement = statement[0] if begins else statement


def _paths(statement: Mapping[str, Any]) -> Iterator[Path]:
    for key, value in statement.items():
        yield (key,)
        if isinstance(value, Mapping):
            yield from ((key, *path) for path in _paths(value))


def _note(found: dict[Path, int], path: Path, line: int) -> None:
    for length in range(1, len(path) + 1):
        found.setdefault(path[:length], line)
