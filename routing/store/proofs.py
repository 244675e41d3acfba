"""Who proves to be a specialist, by a PIN, or has a number, by a code that a call tells."""

from collections.abc import Mapping

from routing.domain.contact import Change
from routing.store import keys
from routing.store.live import Live

GUESSES_AN_HOUR = 5
DAY_S = 24 * 3600


class Proofs(Live):
    """The scripts about PINs and codes. Every method may be repeated with the same effect, and raises Unavailable."""

    def guess(self, guess: str, person: str, sealed: str) -> Change:
        """Have a job look at a guess by the person of this digest."""
        own = (keys.guess(guess), keys.digest("guesses", person))
        return self._change("guess", own, guess, person, sealed, GUESSES_AN_HOUR)

    def judged(self, guess: str, person: str, verdict: str) -> Change:
        return self._change("judged", (keys.guess(guess), keys.digest("guesses", person)), guess, verdict)

    def guessed(self, guess: str) -> dict[str, str]:
        return self._record(keys.guess(guess))

    def rostered(self, person: str) -> str:
        """Return the specialist whose telephone this digest stands for; empty for anybody else's."""
        found = self._asked("hget", lambda: self._redis.hget(keys.rostered(), person))
        return found.decode() if found else ""

    def set_apart(self, call_digest: str) -> None:
        """Note that a call is a specialist's on duty: it is nobody's contact, and its end is not counted as one."""
        self._asked("set", lambda: self._redis.set(keys.digest("call", call_digest), "duty", nx=True, ex=DAY_S))

    def standing(self, specialist: str) -> Change:
        """Details: what comes after, end of the break, end of the shift, next start (ms, or 0), how many wait."""
        return self._change("standing", [keys.specialist(specialist)], specialist)

    def code_call(self, call: str, seconds: int, fields: Mapping[str, str]) -> Change:
        """Have a code told by call; `fields` are of code_call.lua."""
        flat = [part for pair in fields.items() for part in pair]
        return self._change("code_call", [keys.code_call(call)], call, seconds, *flat)

    def ring_code(self, call: str) -> Change:
        """Details of "ring": the line, and the phone (encrypted)."""
        return self._change("ring_code", [keys.code_call(call)], call, *self._pace.calls)

    def calling_code(self, call: str) -> dict[str, str]:
        return self._record(keys.code_call(call))

    def forget_code_call(self, call: str) -> None:
        self._asked("del", lambda: self._redis.delete(keys.code_call(call)))
