"""Under which of several digests live state knows somebody, or something.

While more than one key is listed, what live state holds may still stand under an older one: it goes on there until it
has ended, so that nobody's place is lost when a new key takes over.
"""

import time
from collections.abc import Callable, Sequence

from routing.domain.contact import Unavailable
from routing.store import keys
from routing.store.live import Live

REMEMBERED_S, MOST = 2.0, 4096
OF_A_PERSON = ("person", "kept", "asked", "ended", "shut_out", "replies", "guesses")
KINDS = ("person", "call", "sms", "reply", "guess")


class Known:
    """Choose among the digests of one thing, the newest key's first. Asked again within moments, it says the same."""

    def __init__(self, live: Live, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._live, self._monotonic = live, monotonic
        self._said: dict[str, tuple[str, float]] = {}

    def __call__(self, kind: str, digests: Sequence[str]) -> str:
        """Return the digest that live state goes by; the newest key's where it knows none, or does not answer."""
        if kind not in KINDS or len(digests) == 1:
            return digests[0]
        said, until = self._said.get(digests[0], ("", 0.0))
        if self._monotonic() < until:
            return said
        try:
            there = self._live.exist([_keys(kind, digest) for digest in digests])
        except Unavailable:
            return digests[0]
        chosen = next((digest for digest, is_there in reversed([*zip(digests, there, strict=True)]) if is_there), "")
        return self._remember(digests[0], chosen or digests[0])

    def _remember(self, newest: str, chosen: str) -> str:
        if len(self._said) >= MOST:
            self._said.clear()
        self._said[newest] = (chosen, self._monotonic() + REMEMBERED_S)
        return chosen


def _keys(kind: str, digest: str) -> list[str]:
    if kind == "guess":
        return [keys.guess(digest)]
    if kind != "person":
        return [keys.digest(kind, digest)]
    records = (keys.texter, keys.asked, keys.wish, keys.erasing, keys.forgetting)
    return [*(keys.digest(one, digest) for one in OF_A_PERSON), *(name(digest) for name in records)]
