"""The changes of the records' shape are one row: each follows another, under a number of its own."""

import importlib
from itertools import pairwise
from pathlib import Path

from routing.store.records.migrations import versions


def test_each_change_follows_the_one_before_it() -> None:
    files = sorted(path.stem for path in Path(versions.__path__[0]).glob("[0-9]*.py"))
    changes = [importlib.import_module(f"{versions.__name__}.{name}") for name in files]
    numbers = [change.revision for change in changes]
    assert numbers == [name[:4] for name in files] and len(set(numbers)) == len(numbers)
    assert [(after.down_revision, before.revision) for before, after in pairwise(changes)] == [
        (number, number) for number in numbers[:-1]
    ]
