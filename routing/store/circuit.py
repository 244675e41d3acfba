"""A circuit: while a server does not answer, one request a second tries it, and all others are told so at once."""

import time
from collections.abc import Callable
from typing import TypeVar

from redis.exceptions import RedisError, ResponseError

CIRCUIT_STAYS_OPEN_S = 1.0

T = TypeVar("T")


class CircuitOpen(RedisError):
    """Raised instead of asking: the server has just failed to answer somebody else."""


class Circuit:
    """Ask through this; each process has one for each server. `monotonic` gives seconds."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._failed = False
        self._open_until = 0.0

    def ask(self, act: Callable[[], T]) -> T:
        """Return what `act` returns; raises what it raises, and CircuitOpen without asking."""
        now = self._monotonic()
        if now < self._open_until:
            raise CircuitOpen
        if self._failed:
            # One request tries again, and the others go on being told until it has succeeded.
            self._open_until = now + CIRCUIT_STAYS_OPEN_S
        failed = False
        try:
            return act()
        except RedisError as error:
            failed = not isinstance(error, ResponseError)  # to be refused is to be answered
            raise
        finally:
            self._failed = failed
            self._open_until = self._monotonic() + CIRCUIT_STAYS_OPEN_S if failed else 0.0
