"""The audit: who did what, to which thing and why. Each row is signed together with the signature before it, so that a
row that was changed, taken out or moved no longer fits its neighbours.
"""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from routing.domain.consent import DAY_MS
from routing.domain.contact import Unreadable

KEPT_MS = 365 * DAY_MS
SIGNED_FOR, ANCHORED_FOR = "audit", "audit anchor"
LONGEST_WHY = 200

# What staff write as a reason may hold a telephone number by mistake; it is not what the audit is for.
_NUMBER = re.compile(r"\+?\d(?:[ ().-]{0,2}\d){6,}")

# Tells whether a signature is the text's own, for a purpose; raises Unreadable where its key is not there.
Signed = Callable[[str, str, str], bool]


@dataclass(frozen=True)
class Deed:
    """What somebody does: `what` is a word such as promise_closed, to the `id` of a `kind`; `why` is staff's own."""

    who: str
    what: str
    kind: str = ""
    id: str = ""
    why: str = ""


@dataclass(frozen=True)
class Row:
    """A deed on record: the row's number from 1, when (ms), the signature of the row before, and its own."""

    number: int
    at: int
    deed: Deed
    previous: str
    signature: str = ""

    @property
    def text(self) -> str:
        """What is signed: all of the row, so that nothing runs over from one part into the next."""
        deed = self.deed
        parts = [self.number, self.at, deed.who, deed.what, deed.kind, deed.id, deed.why, self.previous]
        return json.dumps(parts, separators=(",", ":"))


@dataclass(frozen=True)
class Anchor:
    """The row before the first that is still kept: its number, its signature (`last`), and the anchor's own."""

    number: int
    last: str
    signature: str = ""

    @property
    def text(self) -> str:
        return json.dumps([self.number, self.last], separators=(",", ":"))


@dataclass(frozen=True)
class Remembered:
    """The number and signature of a row that live state has seen written."""

    number: int
    signature: str


@dataclass(frozen=True)
class Sought:
    """Which rows somebody wants to see: of whom, what, from a time until before another (ms), before a row's number.

    What is empty, or 0, does not matter.
    """

    who: str = ""
    what: str = ""
    since: int = 0
    until: int = 0
    before: int = 0


@dataclass(frozen=True)
class KnownWords:
    """Everybody who did something that is written down, and everything that was done."""

    who: Sequence[str]
    what: Sequence[str]


@dataclass(frozen=True)
class Verdict:
    """What a check found: how many rows are as they were written, and the first that is not (0: none), and why."""

    rows: int
    broken: int = 0
    wrong: str = ""


def without_numbers(text: str) -> str:
    """Return a reason without what may be a telephone number, cut to the length that is kept."""
    return _NUMBER.sub("[number]", text)[:LONGEST_WHY]


def following(last: Row | Anchor | None, deed: Deed, at: int) -> Row:
    """Return the row, still unsigned, that puts a deed after the last one."""
    deed = replace(deed, why=without_numbers(deed.why))
    if last is None:
        return Row(1, at, deed, "")
    return Row(last.number + 1, at, deed, last.signature if isinstance(last, Row) else last.last)


def verify(anchor: Anchor | None, rows: Iterable[Row], remembered: Iterable[Remembered], signed: Signed) -> Verdict:
    """Find the first row that is not as it was written.

    Rows come by their number, and what is remembered was read before them. Nothing tells of rows that were cut off at
    the end, but what is remembered.
    """
    number, previous = (anchor.number, anchor.last) if anchor else (0, "")
    awaited: dict[int, set[str]] = {}
    for each in remembered:
        awaited.setdefault(each.number, set()).add(each.signature)
    if anchor and (wrong := _unsigned(ANCHORED_FOR, anchor, signed)):
        return Verdict(0, number, f"is the anchor of what was deleted after its year; it {wrong}")
    first = number
    for row in rows:
        number += 1
        wrong = _misplaced(row, number, previous) or _unsigned(SIGNED_FOR, row, signed)
        if not wrong and awaited.pop(number, {row.signature}) != {row.signature}:
            wrong = "is not the one that live state remembers: the end was cut off, and written anew"
        if wrong:
            return Verdict(number - first - 1, number, wrong)
        previous = row.signature
    if any(each > number for each in awaited):
        return Verdict(number - first, number + 1, "is missing, and live state remembers it: the end was cut off")
    return Verdict(number - first)


def _misplaced(row: Row, number: int, previous: str) -> str:
    if row.number != number:
        return "is missing"
    return "" if row.previous == previous else "does not follow the row before it"


def _unsigned(purpose: str, signed: Row | Anchor, is_right: Signed) -> str:
    try:
        right = is_right(purpose, signed.text, signed.signature)
    except Unreadable:
        return "was signed under a key that is not in HELPLINE_SECRET_KEYS"
    return "" if right else "is not as it was written"
