"""Tell what a text is most like, of texts that people have labelled: naive Bayes.

What is counted are words, pairs of words that stand next to each other, and pieces of words, so that a misspelt word is
still like the one that was meant. See McCallum and Nigam, "A comparison of event models for naive Bayes text
classification" (1998): this is their multinomial model, each thing counted once a text.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

from routing.domain.counts import Counts

_PIECE = 4  # letters of a piece; a word has a mark at either end
_NEVER_MET = 0.1  # how often a label is thought to have had what none of its texts has
_MOST_WORDS = 3  # that are told of


@dataclass(frozen=True, slots=True)
class Likely:
    """Say what a text is most like, and which of its words say so.

    `margin` is by how much: the logarithm of how many times likelier it is than the next; 0 where nothing is known.
    """

    label: str
    margin: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Likeness:
    """Compare texts with those that were counted; built once, and never changed."""

    labels: tuple[str, ...]
    usual: tuple[float, ...]  # by label: the logarithm of its share of the texts
    unmet: tuple[float, ...]  # by label: what each thing that it never had adds
    met: Mapping[str, tuple[tuple[int, float], ...]]  # a thing -> labels that had it, and what it adds to each

    @classmethod
    def build(cls, counts: Counts) -> "Likeness":
        """Learn from what was counted of texts, by label."""
        every = len(counts.met) * _NEVER_MET
        adds = {numbers: _added(numbers) for numbers in set(counts.met.values())}
        return cls(
            labels=counts.labels,
            usual=tuple(log(texts / sum(counts.texts)) for texts in counts.texts),
            unmet=tuple(log(_NEVER_MET / (met + every)) for met in counts.sums),
            met={thing: adds[numbers] for thing, numbers in counts.met.items()},
        )

    def of(self, words: Sequence[str]) -> Likely:
        """Tell what a text is most like. Takes time in proportion to its length."""
        known = [self.met[thing] for thing in set(things(words)) if thing in self.met]
        scores = [usual + len(known) * unmet for usual, unmet in zip(self.usual, self.unmet, strict=True)]
        for adds in known:
            for at, more in adds:
                scores[at] += more
        next_best, best = sorted(range(len(scores)), key=scores.__getitem__)[-2:]
        margin = scores[best] - scores[next_best] if known else 0.0
        return Likely(self.labels[best], margin, self._telling(words, best, next_best))

    def _telling(self, words: Sequence[str], best: int, next_best: int) -> tuple[str, ...]:
        """Give the words that speak most for one label against another, as they stand in the text."""
        speaks = {word: sum(self._for(thing, best, next_best) for thing in things([word])) for word in words}
        most = sorted((word for word in speaks if speaks[word] > 0), key=speaks.__getitem__)[-_MOST_WORDS:]
        return tuple(word for word in speaks if word in most)

    def _for(self, thing: str, best: int, next_best: int) -> float:
        adds = dict(self.met.get(thing, ()))
        return adds.get(best, 0.0) - adds.get(next_best, 0.0)


def things(words: Sequence[str]) -> Iterator[str]:
    """Give what is counted in a text."""
    yield from words
    for one, next_one in pairwise(words):
        yield f"{one} {next_one}"
    for word in words:
        marked = f"_{word}_"
        for at in range(len(word) - 1):
            yield marked[at : at + _PIECE]


def _added(numbers: Sequence[int]) -> tuple[tuple[int, float], ...]:
    return tuple((at, log((number + _NEVER_MET) / _NEVER_MET)) for at, number in enumerate(numbers) if number)
