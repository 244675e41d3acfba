"""Who proves to be a specialist, by a PIN."""

from routing.domain.contact import Change
from routing.store import keys
from routing.store.live import Live

GUESSES_AN_HOUR = 5
DAY_S = 24 * 3600


class Proofs(Live):
    """The scripts about PINs. Every method may be repeated with the same effect, and raises Unavailable."""

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
