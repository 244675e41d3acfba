"""What it costs to enter the line and be paired, with few and with many who wait or are available."""

import time
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from typing import Any

import pytest
from redis import Redis

from routing.domain.contact import Change
from routing.services import connect
from routing.store import keys, scripts
from routing.store.switchboard import Switchboard
from tests.bench.conftest import Row, in_turns, ratio

QUEUE = "main.general.en"
FEW, MANY_WAITING, MANY_AVAILABLE = 10, 100_000, 10_000
TIMES = 300
BATCH = 1000
CALL: dict[str, str | int] = {
    "channel": "voice",
    "line": "main",
    "skill": "general",
    "language": "en",
    "topic": "",
    "queues": QUEUE,
    "priority": 0,
    "width": 1,
    "rings": 20,
    "wrap_up": 60,
    "call": "sealed",
}
numbers = count()


class Filling(Switchboard):
    """Run scripts many at a time; what they answer is not heeded."""

    def __init__(self, redis: Redis) -> None:
        super().__init__(redis)
        self._pipe, self._sources = redis.pipeline(transaction=False), {}

    def _run(self, name: str, own_keys: Iterable[str], *args: str | int) -> Any:
        script = self._sources.setdefault(name, self._redis.register_script(scripts.source(name)))
        script(keys=(*keys.COMMON, *own_keys), args=args, client=self._pipe)
        if len(self._pipe) >= BATCH:
            self._pipe.execute()
        return [b"", [], []]

    def done(self) -> None:
        self._pipe.execute()


def enters(board: Switchboard) -> Change:
    name = f"contact{next(numbers):09}"
    return board.enter(name, f"digest-{name}", "", CALL)


def registers(board: Switchboard, activity: str) -> str:
    name = f"specialist{next(numbers):09}"
    fields = {"name": name, "phone": "sealed", "languages": "en", "skills": "general", "queues": QUEUE}
    board.register(name, fields)
    board.set_activity(name, activity)
    return name


def contact_of(offer: str) -> str:
    return offer.rpartition("-")[0]


class Waiting:
    """A line in which so many wait, and one specialist who comes on call for whoever waits longest."""

    def __init__(self, redis: Redis, size: int) -> None:
        filling = Filling(redis)
        for _ in range(size):
            enters(filling)
        filling.done()
        self._board = Switchboard(redis)
        self._specialist = registers(self._board, "offline")

    def once(self) -> float:
        began = time.perf_counter()
        enters(self._board)
        change = self._board.set_activity(self._specialist, "available")
        took = time.perf_counter() - began
        (offer,) = change.ring
        self._board.set_activity(self._specialist, "offline")
        self._board.leave(contact_of(offer))
        self._board.finish(offer, "canceled")
        return took


class Available:
    """So many specialists who wait for a call, and one contact that enters and is offered at once."""

    def __init__(self, redis: Redis, size: int) -> None:
        filling = Filling(redis)
        for _ in range(size):
            registers(filling, "available")
        filling.done()
        self._board = Switchboard(redis)

    def once(self) -> float:
        began = time.perf_counter()
        change = enters(self._board)
        took = time.perf_counter() - began
        (offer,) = change.ring
        self._board.leave(contact_of(offer))
        self._board.finish(offer, "canceled")
        return took


class Nothing:
    """A script that does nothing, with as many keys and arguments as entering has."""

    def __init__(self, redis: Redis) -> None:
        self._script = redis.register_script("return {'', {}, {}}")
        self._keys = (*keys.COMMON, keys.contact("nobody"), keys.digest("call", "nobody"))
        self._args = ("nobody", "", *(part for pair in CALL.items() for part in pair))

    def once(self) -> float:
        began = time.perf_counter()
        self._script(keys=self._keys, args=self._args)
        return time.perf_counter() - began


def mean(what: Waiting | Available | Nothing) -> Callable[[], float]:
    return lambda: sum(what.once() for _ in range(TIMES)) / TIMES


@pytest.fixture
def database(redis_url: str) -> Iterator[Callable[[int], Redis]]:
    """A database of its own for each line, in one server: so that they share all its other costs."""
    yield lambda number: connect(f"{redis_url}?db={number}", answers_s=60)
    Redis.from_url(redis_url).flushall()


@pytest.mark.timeout(600)
def test_enter_and_pair_with_few_and_many(database: Callable[[int], Redis], tell: Callable[[Row], None]) -> None:
    nothing, few, many, few_ready, many_ready = in_turns(
        mean(Nothing(database(1))),
        mean(Waiting(database(2), FEW)),
        mean(Waiting(database(3), MANY_WAITING)),
        mean(Available(database(4), FEW)),
        mean(Available(database(5), MANY_AVAILABLE)),
    )
    tell(Row(f"enter and pair, {MANY_WAITING:,} waiting against {FEW}", ratio(many, few), _us(many, few)))
    tell(
        Row(
            f"enter and pair, {MANY_AVAILABLE:,} specialists against {FEW}",
            ratio(many_ready, few_ready),
            _us(many_ready, few_ready),
        )
    )
    tell(Row("enter, then pair, against a script that does nothing", ratio(few, nothing), _us(few, nothing)))
    tell(
        Row(
            "enter and be paired, against a script that does nothing",
            ratio(few_ready, nothing),
            _us(few_ready, nothing),
        )
    )


def _us(these: list[float], those: list[float]) -> str:
    one, other = (f"{sorted(times)[len(times) // 2] * 1e6:,.0f}" for times in (these, those))
    return f"{one} against {other} microseconds"
