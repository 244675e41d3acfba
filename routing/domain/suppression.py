"""Which numbers of a total and its parts may be shown to everybody: none from 1 to 10, and none that tells one.

A total whose parts are all shown but one tells that one, by a subtraction; and one that tells that the parts which are
not shown are 10 or fewer together tells of so few people as well. So more is hidden, the least first, until it tells of
neither. A zero is about nobody, and is shown.
That holds for as many totals as anybody reads, as long as no number of one is a part of another.
"""

from collections.abc import Mapping
from typing import TypeVar

FEWEST = 11

Key = TypeVar("Key")


def shown(parts: Mapping[Key, int]) -> tuple[int | None, Mapping[Key, int | None]]:
    """Return the total, and its parts; None for what is not to be shown. No number may be below 0."""
    total = sum(parts.values())
    few = {key for key, number in parts.items() if 0 < number < FEWEST}
    while few and sum(parts[key] for key in few) < min(FEWEST, total):
        few.add(min((key for key in parts if parts[key] and key not in few), key=lambda key: parts[key]))
    seen = {key: None if key in few else number for key, number in parts.items()}
    return (None if 0 < total < FEWEST else total), seen
