"""Read one table of a file, value by value, noting every problem.

Every read gives a value of the right type, so that reading goes on and one run shows every problem; what was read is
used only when there was none.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any, TypeVar

from config.layers import Document
from config.locate import Path, name_of
from config.shapes import Problem

Choice = TypeVar("Choice", bound=str)


class Entry:
    """Read the table at a path of a document. `done` then reports the keys that nobody asked for."""

    def __init__(self, document: Document, path: Path, table: Any, problems: list[Problem]) -> None:
        self.document = document
        self.path = path
        self.name = ".".join(map(str, path))
        self.problems = problems
        self._table: Mapping[str, Any] = table if isinstance(table, Mapping) else {}
        self._asked: list[str] = []
        if not isinstance(table, Mapping):
            self.wrong((), f"is {_shown(table)}", f"write a table, [{self.name}]")

    def wrong(self, at: str | tuple[str, ...], what: str, right: str, *, warning: bool = False) -> None:
        """Note a problem at a key, at a key of a table within, or, at (), with the table itself."""
        path = (*self.path, at) if isinstance(at, str) else (*self.path, *at)
        subject = ".".join(map(str, path))
        self.problems.append(self.document.problem(path, f"{subject} {what}".strip(), right, warning=warning))

    def text(self, key: str, right: str) -> str:
        """Read a text that has to be there and not empty."""
        value = self._value(key, "")
        if key not in self._table:
            self.wrong(key, "is missing", right)
        elif not isinstance(value, str) or not value.strip():
            self.wrong(key, f"is {_shown(value)}", right)
        return value if isinstance(value, str) else ""

    def optional_text(self, key: str, right: str) -> str | None:
        """Read a text that may be left out."""
        return self.text(key, right) if self.has(key) else None

    def one_of(self, key: str, choices: Iterable[Choice], default: Choice) -> Choice:
        """Read one of some words."""
        known = {str(choice): choice for choice in choices}
        value = self._value(key, default)
        if not isinstance(value, str) or value not in known:
            self.wrong(key, f"is {_shown(value)}", f"write {' or '.join(map(_shown, known))}")
            return default
        return known[value]

    def whole(self, key: str, least: int, most: int, default: int) -> int:
        """Read a whole number within limits."""
        value = self._value(key, default)
        # In Python true is also 1; in a file it is a slip.
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            self.wrong(key, f"is {_shown(value)}", f"write a whole number from {least} to {most}")
            return default
        return value

    def truth(self, key: str, *, default: bool) -> bool:
        """Read true or false."""
        value = self._value(key, default)
        if not isinstance(value, bool):
            self.wrong(key, f"is {_shown(value)}", "write true or false, without quotes")
            return default
        return value

    def day(self, key: str) -> date | None:
        """Read a day that may be left out."""
        value = self._value(key, None)
        if value is None or type(value) is date:
            return value
        self.wrong(key, f"is {_shown(value)}", "write a day without quotes, such as 2026-01-31")
        return None

    def texts(self, key: str, right: str, *, required: bool = False) -> tuple[str, ...]:
        """Read a list of different texts; it may be empty or left out unless it is required."""
        value = self._value(key, [])
        if required and key not in self._table:
            self.wrong(key, "is missing", right)
            return ()
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value) or (required and not value):
            self.wrong(key, f"is {_shown(value)}", right)
            return ()
        for twice in sorted({one for one in value if value.count(one) > 1}):
            self.wrong(key, f"holds {_shown(twice)} twice", "write each once")
        return tuple(value)

    def by_key(self, key: str, right: str) -> dict[str, str]:
        """Read a table of texts, which may be empty texts."""
        value = self._value(key, {})
        if key not in self._table or not isinstance(value, Mapping):
            self.wrong(key, "is missing" if key not in self._table else f"is {_shown(value)}", right)
            return {}
        for name, text in value.items():
            if not isinstance(text, str):
                self.wrong((key, name), f"is {_shown(text)}", right)
        return {name: text for name, text in value.items() if isinstance(text, str)}

    def tables(self, key: str) -> dict[str, "Entry"]:
        """Open the tables within a table, by name."""
        inner = Entry(self.document, (*self.path, key), self._value(key, {}), self.problems)
        return {
            name: Entry(self.document, (*inner.path, name), table, self.problems)
            for name, table in inner._table.items()
        }

    def table(self, key: str) -> "Entry | None":
        """Open a table that may be left out."""
        given = self._value(key, None)
        return None if given is None else Entry(self.document, (*self.path, key), given, self.problems)

    def elements(self, key: str) -> list["Entry"]:
        """Open the tables of a list, [[key]]."""
        value = self._value(key, [])
        if not isinstance(value, list):
            self.wrong(key, f"is {_shown(value)}", f"write [[{key}]], once for each")
            return []
        return [
            Entry(self.document, (*self.path, key, name_of(element, index)), element, self.problems)
            for index, element in enumerate(value)
        ]

    def says(self, key: str, word: str) -> bool:
        """Tell whether a key holds this very word."""
        return bool(self._value(key, None) == word)

    def leave(self, *keys: str) -> None:
        """Know keys without reading them."""
        self._asked += keys

    def has(self, *keys: str) -> bool:
        """Tell whether a key was written, or one of a table within."""
        here: Any = self._table
        for key in keys:
            if not isinstance(here, Mapping) or key not in here:
                return False
            here = here[key]
        return True

    def done(self) -> None:
        """Report the keys that nobody asked for, each with the nearest that is known."""
        for key in self._table:
            if key not in self._asked:
                self.wrong(key, "is not known", nearest(key, self._asked))

    def _value(self, key: str, default: Any) -> Any:
        self._asked.append(key)
        return self._table.get(key, default)


def nearest(word: str, known: Iterable[str]) -> str:
    """Say which known word was probably meant, or all of them."""
    words = sorted(set(known))
    close = get_close_matches(word, words, n=1)
    if close:
        return f"write {close[0]}"
    return f"known here: {', '.join(words)}" if words else "nothing is known here; take it out"


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else f"{text[:57]}..."
