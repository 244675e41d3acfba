"""Ask live state: a script for each change of state, one round trip each, and a circuit that spares the waiting."""

import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import structlog
from redis import Redis
from redis.exceptions import RedisError, ResponseError

from routing.domain.contact import Change, Unavailable
from routing.store import keys, scripts
from routing.store.circuit import Circuit, CircuitOpen
from routing.store.pace import Pace

log = structlog.get_logger()

NO_REPLICA = "NOREPLICAS"


def _text(value: bytes | str | int) -> str | int:
    return value.decode() if isinstance(value, bytes) else value


class Live:
    """What everything that asks live state shares. Every method raises Unavailable."""

    def __init__(self, redis: Redis, monotonic: Callable[[], float] = time.monotonic, pace: Pace | None = None) -> None:
        self._redis = redis
        self._circuit = Circuit(monotonic)
        self._pace = pace or Pace()
        self._scripts: dict[str, Any] = {}

    def _run(self, name: str, own_keys: Iterable[str], *args: str | int) -> Any:
        script = self._scripts.get(name)
        if script is None:
            script = self._scripts[name] = self._redis.register_script(scripts.source(name))
        return self._asked(name, lambda: script(keys=(*keys.COMMON, *own_keys), args=args))

    def _asked(self, what: str, ask: Callable[[], Any]) -> Any:
        """Ask once, and not at all while the circuit is open: each is told at once, not after a wait."""
        try:
            return self._circuit.ask(ask)
        except CircuitOpen as error:
            raise Unavailable(what) from error
        except ResponseError as error:
            # This one script was refused; others may well work.
            log.error("live_state_refused", what=what, error=type(error).__name__)
            if str(error).startswith(NO_REPLICA):
                # It may be the master no more, back after a fall and not told yet: the sentinels are asked anew.
                self._redis.connection_pool.disconnect(inuse_connections=False)
            raise Unavailable(what) from error
        except RedisError as error:
            log.warning("live_state_unavailable", what=what, error=type(error).__name__)
            raise Unavailable(what) from error

    def _change(self, name: str, own_keys: Iterable[str], *args: str | int) -> Change:
        word, ring, end, *details = self._run(name, own_keys, *args)
        return Change(
            word.decode(),
            tuple(offer.decode() for offer in ring),
            tuple(offer.decode() for offer in end),
            tuple(_text(detail) for detail in details),
        )

    def exist(self, groups: Sequence[Sequence[str]]) -> list[bool]:
        """Tell of each group of keys whether any is there, all in one go."""

        def ask() -> list[int]:
            pipe = self._redis.pipeline(transaction=False)
            for group in groups:
                pipe.exists(*group)
            return list(pipe.execute())

        return [count > 0 for count in self._asked("exist", ask)]

    def _record(self, key: str) -> dict[str, str]:
        raw = self._asked("hgetall", lambda: self._redis.hgetall(key))
        return {field.decode(): value.decode() for field, value in raw.items()}
