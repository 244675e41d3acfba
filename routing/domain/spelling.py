"""Mend misspelt, run-together and broken words, against the emergency gate's own vocabulary only."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from rapidfuzz.distance import OSA

from routing.domain.folding import Folding, Place, squeeze

_SHORTEST = 3  # letters of a word that is mended, or mended to
_SHORTEST_RUN = 6  # letters; a shorter one is cut into chance syllables
_LETTERS_A_PIECE = 3.5  # at least, on average: "contenida" is not "con ten ida"
_NEVER = (1 << 30, 0)
_SHORTEST_SOUND = 3  # letters of a word that is known by its sound
_SAID = (  # a way to write a sound, and the letter that stands for it; "kiero" and "quiero" are then the same
    (re.compile("qu(?=[ei])"), "k"),
    (re.compile("ch"), "x"),
    (re.compile("c(?=[ei])|z"), "s"),
    (re.compile("[cq]"), "k"),
    (re.compile("v"), "b"),
    (re.compile("ph"), "f"),
    (re.compile("h"), ""),
    (re.compile("ll"), "y"),
    (re.compile("g(?=[ei])"), "j"),
    (re.compile("gu(?=[ei])"), "g"),
)


@dataclass(frozen=True, slots=True)
class Speller:
    """Offer the known words that are one slip (a letter more, less, other, or two swapped) from what was typed."""

    folding: Folding
    slips: Mapping[str, str]  # a known spelling with one letter left out, or none -> the spellings, spaces between
    sounds: Mapping[str, Sequence[str]]  # how a known word sounds -> the words that sound so
    settled: Collection[str]  # words that are right as they are, though near a known one

    @classmethod
    def build(
        cls, folding: Folding, settled: Collection[str], alarming: frozenset[str], shortest_alarming: int
    ) -> "Speller":
        """Index every known spelling; a word that raises an alarm by itself must be long enough to be mended to."""
        slips: dict[str, str] = {}  # tens of thousands, most for one word each: no lists
        sounds: dict[str, list[str]] = {}
        for word, words in folding.known.items():
            shortest = _SHORTEST if alarming.isdisjoint(words) else shortest_alarming
            if len(word) >= shortest and word.isalpha():
                for slip in {word, *_shortened(word)}:
                    slips[slip] = f"{slips[slip]} {word}" if slip in slips else word
                if len(word) >= _SHORTEST_SOUND:
                    sounds.setdefault(sound(word), []).append(word)
        return cls(folding, slips, sounds, frozenset(settled) | frozenset(folding.known))

    def mend(self, places: Sequence[Place]) -> Iterator[list[Place]]:
        """Give the places again with unknown words read as the known ones they may be; nothing if there is no change.

        A word may be near both single words ("want") and short forms ("wont", will not): that is a second way to read.
        """
        near = {word: self.near(word) for word in {place[0] for place in places} if self._unsettled(word)}
        if not near:
            return
        rejoined = list(self._rejoin(places, near))
        single = [mended for place in rejoined for mended in self._mended(place, near)]
        if single == places:
            return
        yield single
        if any(len(self.folding.known[known]) > 1 for knowns in near.values() for known in knowns):
            yield [mended for place in rejoined for mended in self._mended(place, near, short_forms=True)]

    def _unsettled(self, word: str) -> bool:
        return word not in self.settled and word.isalpha()

    def _rejoin(self, places: Sequence[Place], near: Mapping[str, Sequence[str]]) -> Iterator[Place]:
        """Read two halves as the word or words that a misplaced space broke: "breath ing", "catc hmy"."""
        at = 0
        while at < len(places):
            first, second = places[at][0], places[at + 1][0] if at + 1 < len(places) else ""
            whole = None
            if first in near or second in near:
                whole = self.folding.known.get(first + second)
                if whole is None and near.get(second) == [] and (len(first) == 1 or near.get(first) == []):
                    whole = self._cut(first + second)
            if whole:
                yield from ((word,) for word in whole)
            else:
                yield places[at]
            at += 2 if whole else 1

    def _mended(self, place: Place, near: Mapping[str, Sequence[str]], *, short_forms: bool = False) -> Sequence[Place]:
        word = place[0]
        if word not in near or len(word) < _SHORTEST:
            return [place]
        candidates = [self.folding.known[known] for known in near[word]]
        several = [words for words in candidates if len(words) > 1]
        single = tuple(dict.fromkeys(words[0] for words in candidates if len(words) == 1))
        if single and not (several and short_forms):
            return [single]
        return [(part,) for part in (several[0] if several else self._cut(word) or (word,))]

    def near(self, word: str) -> list[str]:
        """Give the known spellings that sound like a word or are one slip away from it, doubled letters forgiven."""
        alike = self.sounds.get(sound(word), ())
        return [*(self._near(word) or self._near(squeeze(word))), *alike]

    def _near(self, word: str) -> list[str]:
        if not _SHORTEST <= len(word) <= self.folding.longest + 1:
            return []
        candidates = chain.from_iterable(self.slips.get(slip, "").split() for slip in chain([word], _shortened(word)))
        return [known for known in dict.fromkeys(candidates) if OSA.distance(word, known, score_cutoff=1) <= 1]

    def _cut(self, run: str) -> tuple[str, ...] | None:
        """Cut words that were run together ("notbreathing"), as few as can be, if nothing is left over."""
        if len(run) < _SHORTEST_RUN:
            return None
        fewest: dict[int, tuple[int, int]] = {0: (0, 0)}  # end of a piece -> how many pieces so far, its start
        for start in range(len(run)):
            if start not in fewest:
                continue
            for end in range(start + _SHORTEST, min(start + self.folding.longest, len(run)) + 1):
                if run[start:end] in self.folding.known:
                    fewest[end] = min(fewest.get(end, _NEVER), (fewest[start][0] + 1, start))
        if len(run) not in fewest or len(run) < _LETTERS_A_PIECE * fewest[len(run)][0]:
            return None
        pieces, end = list[str](), len(run)
        while end:
            pieces.append(run[fewest[end][1] : end])
            end = fewest[end][1]
        return tuple(word for piece in reversed(pieces) for word in self.folding.known[piece])


def _shortened(word: str) -> Iterator[str]:
    return (word[:at] + word[at + 1 :] for at in range(len(word)))


def sound(word: str) -> str:
    """Write letters that are said alike as one."""
    for said, letters in _SAID:
        word = said.sub(letters, word)
    return squeeze(word)
