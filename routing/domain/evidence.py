"""Weigh words that are no sign alone: each speaks for an alarm, or against it, and enough of them together raise it.

Points are whole numbers. A word, a pair of words or an entry counts once in a stretch of `reach` words, and the stretch
with the most points decides, so that a long story before or after takes nothing away. Words that everybody uses raise
nothing among themselves: some of the points must be for what tells something.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final, NamedTuple

from routing.domain.folding import BREAK, Place
from routing.domain.wording import Found

PAIR: Final = "+"
_PAIR_REACH: Final = 3  # words: "not+wake" is met by "not going to wake"

Key = str | int  # words as they are written in the file, or the label of a rule
Points = Mapping[Key, tuple[int, ...]]  # one number for each alarm
_Piece = tuple[Key, int, int]  # what was found, and at which places (end excluded)


class Stretch(NamedTuple):
    """Hold the points of a stretch of a text, which alarm they are for, and its places (end excluded)."""

    points: int
    alarm: int
    start: int
    end: int


class Enough(NamedTuple):
    """Hold how many points raise each alarm, and how many of them must be for other keys than small ones.

    Where both are raised, it is the first, unless the second has more above what is enough by over `rather_first`.
    """

    points: tuple[int, ...]
    telling: int
    rather_first: int


@dataclass(frozen=True, slots=True)
class Scales:
    """Hold the points of words ("limp"), of pairs ("not+wake") and of rules by label, and how many are enough."""

    points: Points
    seconds: Mapping[str, Mapping[str, Key]]  # by the first word of pairs: the second word, and the pair
    enough: Enough
    small: frozenset[Key]
    reach: int

    @classmethod
    def build(cls, points: Points, enough: Enough, small: frozenset[Key], reach: int) -> "Scales":
        """Take the points by key; `enough` has as many as each key."""
        seconds: dict[str, dict[str, Key]] = {}
        for key in points:
            if isinstance(key, str) and PAIR in key:
                first, second = map(sys.intern, key.split(PAIR))  # each word stands in many pairs: it is kept once
                seconds.setdefault(first, {})[second] = key
        return cls(points, seconds, enough, small, reach)

    def weigh(self, places: Sequence[Place], found: Iterable[Found]) -> Stretch | None:
        """Give the heaviest stretch for the alarm that has most above what is enough; of two, rather for the first.

        Takes n log n time at most.
        """
        pieces = self._pieces(places, found)
        if not pieces:
            return None
        heaviest = self._whole(pieces, len(places)) if len(places) <= self.reach else self._heaviest(pieces)
        raised = (one for one in heaviest if self._above(one) >= 0 and self._tells(one, pieces))
        return max(raised, key=self._weight, default=None)

    def _weight(self, raised: Stretch) -> int:
        return self._above(raised) - (self.enough.rather_first if raised.alarm else 0)

    def _above(self, stretch: Stretch) -> int:
        return stretch.points - self.enough.points[stretch.alarm]

    def _whole(self, pieces: Iterable[_Piece], length: int) -> list[Stretch]:
        """Give all of a short text as the stretch of each alarm."""
        keys = {piece[0] for piece in pieces}
        totals = map(sum, zip(*map(self.points.__getitem__, keys), strict=True))
        return [Stretch(points, alarm, 0, length) for alarm, points in enumerate(totals)]

    def _heaviest(self, pieces: Sequence[_Piece]) -> list[Stretch]:
        return [max(self._stretches(pieces, alarm)) for alarm in range(len(self.enough.points))]

    def _tells(self, stretch: Stretch, pieces: Iterable[_Piece]) -> bool:
        telling = _held(stretch, pieces) - self.small
        return sum(max(0, self.points[key][stretch.alarm]) for key in telling) >= self.enough.telling

    def parts(self, stretch: Stretch, places: Sequence[Place], found: Iterable[Found]) -> dict[Key, int]:
        """Give what counted in a stretch, and its points, most first."""
        pieces = self._pieces(places, found)
        counted = ((key, self.points[key][stretch.alarm]) for key in _held(stretch, pieces))
        return dict(sorted((part for part in counted if part[1]), key=lambda part: (-part[1], str(part[0]))))

    def _pieces(self, places: Sequence[Place], found: Iterable[Found]) -> list[_Piece]:
        """Give what has points and is no longer than the reach; the end of a sentence parts no pair."""
        points, pairs, reach = self.points, self.seconds, self.reach
        pieces: list[_Piece] = [one for one in found if one[0] in points and one[2] - one[1] <= reach]
        begun: list[tuple[int, int, Mapping[str, Key]]] = []  # pairs: the number of their first word, its place
        number = 0
        for at, place in enumerate(places):
            if place == BREAK:
                continue
            number += 1
            if begun and begun[0][0] < number - _PAIR_REACH:
                begun = [one for one in begun if one[0] >= number - _PAIR_REACH]
            before = len(begun)
            for word in place:
                if word in points:
                    pieces.append((word, at, at + 1))
                for _, start, seconds in begun[:before]:
                    if word in seconds and at < start + reach:
                        pieces.append((seconds[word], start, at + 1))
                if word in pairs:
                    begun.append((number, at, pairs[word]))
        return pieces

    def _stretches(self, pieces: Sequence[_Piece], alarm: int) -> Iterator[Stretch]:
        """Give each stretch that could hold no more."""
        entering = sorted(pieces, key=lambda piece: piece[2])
        leaving = sorted(pieces, key=lambda piece: piece[1])
        held: Counter[Key] = Counter()
        points = left = begin = until = 0
        for key, _, end in entering:
            if leaving[left][1] < end - self.reach:
                yield Stretch(points, alarm, begin, until)
            begin, until = max(0, end - self.reach), end
            held[key] += 1
            points += self.points[key][alarm] if held[key] == 1 else 0
            while leaving[left][1] < begin:
                gone = leaving[left][0]
                left += 1
                held[gone] -= 1
                points -= self.points[gone][alarm] if held[gone] == 0 else 0
        yield Stretch(points, alarm, begin, until)


def keys_of(places: Sequence[Place]) -> set[str]:
    """Give every word and pair of a text, as they are written in the file."""
    words = [place for place in places if place != BREAK]
    later = ((one, other) for at, one in enumerate(words) for other in words[at + 1 : at + 1 + _PAIR_REACH])
    pairs = (f"{first}{PAIR}{second}" for one, other in later for first in one for second in other)
    return {*chain.from_iterable(words), *pairs}


def _held(stretch: Stretch, pieces: Iterable[_Piece]) -> set[Key]:
    return {key for key, start, end in pieces if stretch.start <= start and end <= stretch.end}
