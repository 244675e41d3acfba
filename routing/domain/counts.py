"""Hold in how many labelled texts words stood: the tables of `config/counts/`, made from `tests/domain/cases/`.

A table is CSV: words, or a piece of one, then a column for each label. Its first row, of ALL, is of all texts.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

ALL = "*"


@dataclass(frozen=True, slots=True)
class Counts:
    """Hold the number of texts by label: of all, and of those in which something stood, by what it was."""

    labels: tuple[str, ...]
    texts: tuple[int, ...]
    met: Mapping[str, tuple[int, ...]]

    @classmethod
    def read(cls, table: str, file: str) -> "Counts":
        """Read a table. Raises ValueError with a sentence that names the file and its row."""
        rows = csv.reader(table.splitlines())
        labels = next(rows, [])[1:]
        met = dict(_numbers(rows, len(labels), file))
        texts = met.pop(ALL, ())
        if len(labels) < 2 or not texts or not all(texts) or not met:
            raise ValueError(f"{file}: must have two labels or more, and texts and words of each; put it back.")
        return cls(tuple(labels), texts, met)

    @property
    def sums(self) -> tuple[int, ...]:
        """How often anything was met, by label."""
        return tuple(map(sum, zip(*self.met.values(), strict=True)))


def _numbers(rows: Iterator[list[str]], labels: int, file: str) -> Iterator[tuple[str, tuple[int, ...]]]:
    known: dict[tuple[int, ...], tuple[int, ...]] = {}  # most rows have the same few numbers: each is kept once
    for number, (words, *cells) in enumerate(rows, 2):
        try:
            counts = tuple(int(cell or 0) for cell in cells)
        except ValueError:
            counts = ()
        if len(counts) != labels:
            raise ValueError(f"{file}: row {number} must be words and {labels} whole numbers; put the file back.")
        yield words, known.setdefault(counts, counts)
