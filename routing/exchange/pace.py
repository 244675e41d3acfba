"""The limits of an account: how fast it places calls by REST, and how many requests it may make at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

DAY = 86_400


@dataclass
class Pace:
    """The limits, None for none; calls beyond them wait their turn, requests beyond them are refused."""

    calls_per_second: float | None = None
    requests_at_once: int | None = None
    requests: int = 0
    _next_slot: float = 0.0

    def turn(self, now: float) -> float:
        """Take the next turn to place a call; gives the seconds until it."""
        if not self.calls_per_second:
            return 0.0
        slot = max(now, self._next_slot)
        self._next_slot = slot + 1 / self.calls_per_second
        return slot - now

    def full(self, now: float) -> bool:
        """Tell whether a day's calls wait already."""
        return bool(self.calls_per_second) and self._next_slot - now > DAY

    @contextmanager
    def request(self) -> Iterator[bool]:
        """Count a request while it lasts; gives whether it is one too many."""
        self.requests += 1
        try:
            yield bool(self.requests_at_once) and self.requests > (self.requests_at_once or 0)
        finally:
            self.requests -= 1
