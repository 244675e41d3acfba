"""Which subject a person's words are about."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence


def about(words: str, known: Mapping[str, Sequence[str]]) -> str | None:
    """Return the subject whose longest keyword stands in the words, as whole words; of equals, the first known.

    `known` maps a subject to its keywords. Accents, capitals, apostrophes and other signs make no difference.
    """
    said = f" {_plain(words)} "
    found = ((len(key), subject) for subject, keys in known.items() for key in _plain_all(keys) if f" {key} " in said)
    return max(found, key=lambda one: one[0], default=(0, None))[1]


def _plain_all(keys: Iterable[str]) -> Iterable[str]:
    return filter(None, map(_plain, keys))


def _plain(words: str) -> str:
    letters = unicodedata.normalize("NFKD", words.casefold().replace("'", "").replace("’", ""))
    return " ".join(re.findall(r"[a-z0-9]+", "".join(x for x in letters if not unicodedata.combining(x))))
