"""Who is signed in, and how often somebody tries to be. Nothing is kept of a browser that has proved nothing."""

from collections.abc import Mapping, Sequence

from routing.domain.contact import Change
from routing.store import keys
from routing.store.live import Live

FIFTEEN_MINUTES_MS = 15 * 60_000


class Sessions(Live):
    """The scripts about sessions, each named by a digest. Every method raises Unavailable."""

    def open_session(self, before: str, session: str, all_ms: int, idle_ms: int, fields: Mapping[str, str]) -> Change:
        """Have a session instead of the one before it."""
        flat = [part for pair in fields.items() for part in pair]
        return self._change("session", (keys.session(before), keys.session(session)), all_ms, idle_ms, *flat)

    def seen(self, session: str) -> Change:
        """Details of "open": stage, user, version."""
        return self._change("seen", [keys.session(session)])

    def end_session(self, session: str) -> None:
        self._asked("del", lambda: self._redis.delete(keys.session(session)))

    def attempt(self, counts: Sequence[tuple[str, int]]) -> bool:
        """Count a try under each digest, unless one of them has had so many in 15 minutes: then it must not be made."""
        own = [keys.digest("attempts", count) for count, _ in counts]
        return self._change("attempt", own, FIFTEEN_MINUTES_MS, *(most for _, most in counts)).word == "go"

    def proved(self, counts: Sequence[tuple[str, int]]) -> None:
        """Take back what the last try has counted; the first digest is of who has proved themselves."""
        self._change("proved", [keys.digest("attempts", count) for count, _ in counts])

    def hold_code(self, code: str, seconds: int) -> None:
        """Let a code, by its digest, prove something once within a time."""
        self._asked("set", lambda: self._redis.set(keys.digest("code", code), "1", ex=seconds))

    def take_code(self, code: str) -> bool:
        """Take a code, by its digest; False where it proves nothing, or nothing any more."""
        return bool(self._asked("delete", lambda: self._redis.delete(keys.digest("code", code))))
