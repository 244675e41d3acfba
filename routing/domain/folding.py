"""Fold a text, however it was typed or disguised, into plain lower-case words.

A folded text is a sequence of places. A place is a tuple of the ways to read one word; a number can also be read as
its kind (`<few>`, `<many>`, `<year>`). `BREAK` marks the end of a sentence and belongs to no phrase.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

Place = tuple[str, ...]
BREAK: Final[Place] = (".",)

FEW, MANY, YEAR = "<few>", "<many>", "<year>"

# Letters, figures, and the signs that stand for letters inside a word ("$uicide", "k!ll"); else, a sentence's end.
_WORD = re.compile(r"[a-z0-9'@$]+(?:[!|]+[a-z0-9'@$]+)*|(?<=[a-z0-9]{2})[.?;!]+(?=\s|$)|\n")
_ENDS = frozenset(".?;!\n")
_LONG_RUN = re.compile(r"([a-z])\1{2,}")
_DOUBLE = re.compile(r"([a-z])\1+")
_PIECES = re.compile(r"[a-z]+|[0-9]+")
_ONE_A_LINE = re.compile(r"(?<=\b[a-z0-9])\n+(?=[a-z0-9]\b)")  # between letters typed apart, no sentence ends
_LONGEST_MARK = 4  # "m30" and "10mg" are marks; a longer mix of letters and figures is a word in disguise
# An apostrophe that became a space leaves these behind: "won t", "she s", "od d".
_TAILS = frozenset({"t", "s", "m", "d", "re", "ve", "ll"})
_SHORTEST_SQUEEZED = 4  # shorter, and "odd" would be "od", "good" would be "god"
# Fillers count as letters in Unicode, but nobody sees them.
_UNSEEN = "\u115f\u1160\u3164\uffa0"
_NO_UNSEEN_FROM, _TAGS = 0x20000, range(0xE0000, 0xE0200)


@dataclass(frozen=True, slots=True)
class Letters:
    """Hold what each character stands for; `None` means that nobody sees it."""

    table: Mapping[int, str | None]
    figures: tuple[Mapping[int, str], ...]  # each one way to read figures and signs as letters

    @classmethod
    def build(cls, lookalikes: Mapping[str, str], emoji: Mapping[str, str], figures: Mapping[str, str]) -> "Letters":
        """Take `letter -> characters that look like it`, `emoji -> words`, `figure -> letters it may stand for`."""
        table: dict[int, str | None] = dict.fromkeys(_unseen())
        table |= {ord(twin): letter for letter, twins in lookalikes.items() for twin in twins}
        table |= {ord(sign): f" {words} " for sign, words in emoji.items()}
        most = max((len(letters) for letters in figures.values()), default=0)
        ways = ({ord(f): letters[min(way, len(letters) - 1)] for f, letters in figures.items()} for way in range(most))
        return cls(table, tuple(ways))

    def plain(self, text: str) -> str:
        """Lower the case and take away accents, disguises and what is not seen."""
        if not text.isascii():
            text = unicodedata.normalize("NFKD", text).translate(self.table)
        return text.lower()


@dataclass(frozen=True, slots=True)
class Folding:
    """Read words out of a text; `known` gives the plain words that a spelling stands for."""

    letters: Letters
    known: Mapping[str, tuple[str, ...]]
    squeezed: Mapping[str, tuple[str, ...]]  # the same by their spelling without doubled letters
    longest: int

    @classmethod
    def build(
        cls, letters: Letters, vocabulary: Collection[str], spellings: Mapping[str, tuple[str, ...]]
    ) -> "Folding":
        """Know every word of the vocabulary as itself, and every spelling as the words it stands for."""
        known = {word: (word,) for word in vocabulary} | dict(spellings)
        squeezed = {squeeze(word): words for word, words in known.items()}
        squeezed = {word: words for word, words in squeezed.items() if len(word) >= _SHORTEST_SQUEEZED}
        return cls(letters, known, squeezed, max(map(len, known), default=0))

    def fold(self, text: str) -> list[Place]:
        """Give the places of a text, in order."""
        plain = _ONE_A_LINE.sub(" ", _LONG_RUN.sub(r"\1\1", self.letters.plain(text)))
        tokens = ["." if token[0] in _ENDS else token for token in _WORD.findall(plain)]
        closed = self._close_up(self._mend_apostrophes(tokens))
        words = [word for token in closed for word in self.words(token)]
        return [_place(word) for word in words]

    def words(self, token: str) -> tuple[str, ...]:
        """Give the plain words that one token stands for; an unknown token is its own word."""
        if found := self.known.get(token):
            return found
        if token.isalpha() or token.isdigit() or token in BREAK:
            return self.recognise(token) or (token,)
        token = token.replace("'", "")
        for figures in self.letters.figures:
            if found := self.recognise(token.translate(figures)):
                return found
        pieces = [(piece, self.recognise(piece)) for piece in _PIECES.findall(token)]
        disguised = token.translate(self.letters.figures[0]) if self.letters.figures else token
        if len(disguised) > _LONGEST_MARK and disguised.isalpha() and not any(words for _, words in pieces):
            return (disguised,)
        return tuple(word for piece, words in pieces for word in words or (piece,))

    def recognise(self, word: str) -> tuple[str, ...] | None:
        """Give the words of a known spelling, doubled letters and a dropped final g forgiven."""
        found = self.known.get(word) or self.squeezed.get(squeeze(word))
        if found is None and word.endswith("in"):
            found = self.known.get(word + "g")
        return found

    def divide(self, run: str) -> list[str]:
        """Cut a run of letters into known spellings, leaving as few letters over as can be.

        Takes time in proportion to the run's length.
        """
        best: list[tuple[int, int]] = [(0, 0)]  # cost of the run up to here, start of its last piece
        for end in range(1, len(run) + 1):
            choices = [(best[end - 1][0] + _LEFT_OVER, end - 1)]
            choices += [
                (best[start][0] + (_WHOLE if end - start > 1 else _SINGLE), start)
                for start in range(max(0, end - self.longest), end)
                if run[start:end] in self.known
            ]
            best.append(min(choices))
        pieces, end = [], len(run)
        while end:
            start = best[end][1]
            pieces.append(run[start:end])
            end = start
        return pieces[::-1]

    def _mend_apostrophes(self, tokens: Sequence[str]) -> list[str]:
        mended: list[str] = []
        for at, part in enumerate(tokens):
            if part not in _TAILS:
                if part != "'":
                    mended.append(part)
                continue
            spaced = len(part) == 1 and [len(after) for after in tokens[at + 1 : at + 2]] == [1]  # letters typed apart
            if mended and not spaced and (whole := self._joined(mended[-1].rstrip("'"), part)):
                mended[-1] = whole
            else:
                mended.append(part)
        return mended

    def _joined(self, head: str, tail: str) -> str | None:
        if len(head) == len(tail) == 1:  # letters typed apart, which are closed up next
            return None
        return next((whole for whole in (f"{head}'{tail}", head + tail) if whole in self.known), None)

    def _close_up(self, tokens: Iterable[str]) -> list[str]:
        """Join letters that were typed apart: "o d", "n o t b r e a t h i n g"."""
        closed: list[str] = []
        run: list[str] = []
        for token in [*tokens, ""]:
            if len(token) == 1 and token.isalnum():
                run.append(token)
                continue
            if run:
                closed += self._read_run(run)
                run = []
            closed.append(token)
        return closed[:-1]

    def _read_run(self, run: list[str]) -> list[str]:
        joined = "".join(run)
        if len(run) < 2 or joined.isdigit():
            return [joined] if joined == "911" else run
        if len(run) == 2:
            return [joined] if joined in self.known else run
        figures = self.letters.figures[0] if self.letters.figures else {}
        return self.divide(joined.translate(figures))


_LEFT_OVER, _SINGLE, _WHOLE = 10, 3, 1  # cost of a letter left over, a word of one letter, a longer word


def _place(word: str) -> Place:
    if not word.isdigit():
        return (word,)
    if len(word) == 4 and word[:2] in {"19", "20"}:
        return (word, YEAR)
    if len(word) > 3:
        return (word,)
    number = int(word)
    return (word, MANY) if number > 9 else (word, FEW) if number > 1 else (word,)


def squeeze(word: str) -> str:
    """Write doubled letters once."""
    return _DOUBLE.sub(r"\1", word)


def _unseen() -> list[int]:
    codes = [*range(_NO_UNSEEN_FROM), *_TAGS, *map(ord, _UNSEEN)]
    return [code for code in codes if chr(code) in _UNSEEN or unicodedata.category(chr(code)) in {"Mn", "Me", "Cf"}]
