"""Read the tables of a configuration file that words are found by, naming what is wrong: `file` is the file's name."""

from collections.abc import Mapping


def read_table(data: Mapping[str, object], name: str, file: str, within: str = "") -> Mapping[str, object]:
    """Return a table. Raises ValueError."""
    found = data.get(name)
    if not isinstance(found, Mapping):
        raise ValueError(f"{file}: the table [{within}{name}] is missing or is not a table; write it.")
    return found


def read_tables(data: Mapping[str, object], name: str, file: str) -> list[Mapping[str, object]]:
    """Return the entries of a name, none where there is none. Raises ValueError."""
    found = data.get(name, [])
    if not isinstance(found, list) or not all(isinstance(entry, Mapping) for entry in found):
        raise ValueError(f"{file}: {name} must be written as [[{name}]] entries.")
    return found


def read_strings(entry: Mapping[str, object], name: str, where: str) -> list[str]:
    """Return a list of texts, empty where there is none; `where` is how the entry is named. Raises ValueError."""
    found = entry.get(name, [])
    if not isinstance(found, list) or not all(isinstance(text, str) for text in found):
        raise ValueError(f'{where} {name}: must be a list of texts, as in ["one", "two"].')
    return found
