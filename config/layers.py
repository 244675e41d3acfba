"""Read a file and a deployment's override of it into one table that still knows where every entry was written."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources.abc import Traversable
from typing import Any

from config.locate import Path, lines_of, name_of
from config.shapes import Problem

_RIGHT_TOML = 'write [tables] and key = "value", one a line'


@dataclass(frozen=True)
class Layer:
    """Hold one file: its name as shown to people, its text, and the table in it."""

    file: str
    text: str
    table: Mapping[str, Any]

    @cached_property
    def lines(self) -> Mapping[Path, int]:
        """Map every path to its line. Found only when asked for: files without problems never need it."""
        return lines_of(self.text, self.table)


@dataclass(frozen=True)
class Document:
    """Hold a file and its override, merged. The last layer wins."""

    layers: Sequence[Layer]
    table: Mapping[str, Any]

    def place(self, path: Path) -> tuple[str, int]:
        """Find the file and line of a path, or of the nearest table around it when it is not there."""
        for length in range(len(path), 0, -1):
            for layer in reversed(self.layers):
                if path[:length] in layer.lines:
                    return layer.file, layer.lines[path[:length]]
        return self.layers[-1].file, 1

    def problem(self, path: Path, wrong: str, right: str, *, warning: bool = False) -> Problem:
        """Say what is wrong at a path, and what would be right."""
        return Problem(*self.place(path), wrong, right, warning)


def document(folders: Sequence[tuple[str, Traversable]], name: str, problems: list[Problem]) -> Document | None:
    """Merge the files of a name, from folders given as (name as shown, folder).

    A file that cannot be read is a problem, and then, as when there is no file at all, the answer is None.
    """
    files = [(f"{shown}/{name}", folder.joinpath(name)) for shown, folder in folders]
    there = [(shown, file) for shown, file in files if file.is_file()]
    layers = [_layer(shown, file, problems) for shown, file in there]
    read = [layer for layer in layers if layer is not None]
    if not there:
        problems.append(Problem(files[0][0], None, "the file is missing", "put it back as it was installed"))
    if not read or len(read) < len(layers):
        return None
    table: Any = read[0].table
    for layer in read[1:]:
        table = merged(table, layer.table)
    return Document(read, table)


def merged(base: Any, over: Any) -> Any:
    """Lay a value over another: tables entry by entry, lists of tables with ids by id; anything else replaces."""
    if isinstance(base, Mapping) and isinstance(over, Mapping):
        return {**base, **{key: merged(base[key], value) if key in base else value for key, value in over.items()}}
    if _by_id(base) and _by_id(over):
        changed = {element["id"]: element for element in over}
        known = {element["id"] for element in base}
        kept = [merged(element, changed.get(element["id"], {})) for element in base]
        return kept + [element for element in over if element["id"] not in known]
    return over


def _by_id(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(name_of(each, 0), str) for each in value)


def _layer(shown: str, file: Traversable, problems: list[Problem]) -> Layer | None:
    try:
        text = file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        return Layer(shown, text, tomllib.loads(text))
    except OSError as error:
        problems.append(Problem(shown, None, f"cannot be read: {error.strerror}", "let the helpline's user read it"))
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        problems.append(Problem(shown, line, "is not UTF-8 text", "save the file as UTF-8"))
    except tomllib.TOMLDecodeError as error:
        problems.append(_syntax(shown, text, str(error)))
    return None


def _syntax(shown: str, text: str, message: str) -> Problem:
    wrong, _, where = message.partition(" (at ")
    at = re.match(r"line (\d+)", where)
    line = int(at[1]) if at else text.rstrip().count("\n") + 1
    return Problem(shown, line, f"is not TOML: {wrong[:1].lower()}{wrong[1:]}", _RIGHT_TOML)
