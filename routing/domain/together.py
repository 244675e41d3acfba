"""Find ideas that are a sign only together: somebody used, and somebody lies there, in either order."""

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from routing.domain.folding import BREAK, Place
from routing.domain.wording import Found

_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Together:
    """Hold the labels of two ideas, and the label that both raise with at most `within` words between them."""

    label: int
    ideas: tuple[int, int]
    within: int

    def find(self, spans: Mapping[int, Collection[_Span]], words: Sequence[int]) -> list[Found]:
        """Give each nearest pair, first place to last, of spans by label; `words` as `word_counts` gives them."""
        one, other = (sorted(spans[idea]) for idea in self.ideas)
        return [*self._near(one, other, words), *self._near(other, one, words)]

    def _near(self, first: Sequence[_Span], second: Sequence[_Span], words: Sequence[int]) -> list[Found]:
        """Give the spans of the first with the next of the second after them. Takes n log n time."""
        starts = [start for start, _ in second]
        nexts = [(span, bisect_left(starts, span[1])) for span in first]
        return [
            Found(self.label, start, second[at][1])
            for (start, end), at in nexts
            if at < len(second) and words[starts[at]] - words[end] <= self.within
        ]


def word_counts(places: Sequence[Place]) -> list[int]:
    """Give how many words stand before each place, and before the end; the end of a sentence is none."""
    return list(accumulate((place != BREAK for place in places), initial=0))
