"""Words of a text that may name a town, for whoever knows the towns to try."""

import re
import unicodedata
from collections.abc import Collection, Iterator

LONGEST = 6  # words of a name, with its state
SHORT_TEXT = 7  # words: in so few, the last may be a town without a word before it that says so
LEAVES_DOT = re.compile(r"\b(st|ste|ft|mt)\.", re.IGNORECASE)
WORD = re.compile(r"[^\W\d_][^\W\d_'’-]*(?:['’-][^\W\d_]+)*|[,.!?;:()\n]")
END = frozenset(".!?;:()\n")


def places_in(text: str, before: Collection[str], known: Collection[str]) -> tuple[str, ...]:
    """Give what may be a town, the likeliest first.

    `before` are the words that a town follows, `known` those that mean something else when they stand alone.
    """
    words = WORD.findall(LEAVES_DOT.sub(r"\1", unicodedata.normalize("NFKC", text)))
    named = [*_after(words, before, known), *(_last(words, known) if len(words) <= SHORT_TEXT else ())]
    return tuple(dict.fromkeys(name for name in named if _plain(name) not in known))


def all_in(text: str, before: Collection[str], known: Collection[str]) -> tuple[str, ...]:
    """Do the same for a text that may be nothing but where somebody is."""
    words = WORD.findall(LEAVES_DOT.sub(r"\1", unicodedata.normalize("NFKC", text)))
    named = dict.fromkeys([*_after(words, before, known), *_names(words, known)])
    return tuple(name for name in named if _plain(name) not in known)


def _after(words: list[str], before: Collection[str], known: Collection[str]) -> Iterator[str]:
    """Whatever follows a word such as "near", the longest first."""
    for at, word in enumerate(words):
        if _plain(word) in before and words[at + 1 : at + 2] and _plain(words[at + 1]) not in before:
            yield from _names(words[at + 1 :], known)


def _last(words: list[str], known: Collection[str]) -> Iterator[str]:
    """Whatever the text ends with, after a word that is known."""
    for at, word in enumerate(words[:-1]):
        if _plain(word) in known and _plain(words[at + 1]) not in known:
            yield from _names(words[at + 1 :], known)


def _names(words: list[str], known: Collection[str]) -> Iterator[str]:
    """Give what the words begin with, the longest first; a name goes on to a word that means something else."""
    end = next((at for at, word in enumerate(words) if word in END), len(words))
    for length in range(min(LONGEST, end), 0, -1):
        if words[length - 1] != "," and (length == end or words[length] == "," or _plain(words[length]) in known):
            yield " ".join(words[:length]).replace(" ,", ",")


def _plain(word: str) -> str:
    return unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode().lower()
