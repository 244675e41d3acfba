"""Keep the exchange's time: the real clock, or one that moves only when it is told to."""

import asyncio
import heapq
import itertools
import logging
import time
from collections.abc import Coroutine
from typing import Any, Literal, Protocol, TypeVar

log = logging.getLogger(__name__)
T = TypeVar("T")

# A chain of tasks that wake one another advances one link a round; no chain here is half as long.
QUIET_ROUNDS = 30


class Work:
    """Count what is under way, so that a test can wait until nothing is."""

    def __init__(self) -> None:
        self.busy = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._tasks: set[asyncio.Task[Any]] = set()

    def __enter__(self) -> None:
        self.busy += 1
        self._idle.clear()

    def __exit__(self, *_: object) -> None:
        self.busy -= 1
        if not self.busy:
            self._idle.set()

    def spawn(self, coroutine: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Start a task that is counted as under way from now until it is done."""
        self.__enter__()
        task = self.keep(coroutine)
        task.add_done_callback(lambda _: self.__exit__())
        return task

    def keep(self, coroutine: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Start a task that mostly waits, and is not counted."""
        task = asyncio.ensure_future(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._forget)
        return task

    def _forget(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (failure := task.exception()):
            log.error("a task of the exchange failed", exc_info=failure)

    @staticmethod
    async def stop() -> None:
        """Cancel every other task of the loop, and those that they start on their way out."""
        while others := asyncio.all_tasks() - {asyncio.current_task()}:
            for task in others:
                task.cancel()
            await asyncio.wait(others)

    async def settle(self) -> None:
        """Return when no webhook is in flight and no task can run."""
        quiet = 0
        while quiet < QUIET_ROUNDS:
            if self.busy:
                await self._idle.wait()
                quiet = 0
            await asyncio.sleep(0)
            quiet += 1


class Clock(Protocol):
    """Tell the time, in seconds since 1970, and wake whoever waits for an instant."""

    kind: Literal["real", "moved"]

    def now(self) -> float: ...

    def timer(self, seconds: float) -> "asyncio.Future[None]":
        """Give a future that is done in so many seconds; cancel it to forget the timer."""


async def sleep(clock: Clock, seconds: float) -> None:
    """Wait so many seconds of that clock."""
    if seconds > 0:
        await clock.timer(seconds)


async def first_of(*futures: "asyncio.Future[Any]") -> None:
    """Wait until one of the futures is done; unlike awaiting one, being cancelled here leaves them alone."""
    await asyncio.wait(futures, return_when=asyncio.FIRST_COMPLETED)


async def within(clock: Clock, seconds: float, *futures: "asyncio.Future[Any]") -> bool:
    """Wait for the first of the futures: False when the time ran out before."""
    timer = clock.timer(seconds)
    try:
        await first_of(timer, *futures)
    finally:
        timer.cancel()
    return any(future.done() for future in futures)


async def during(until: "asyncio.Future[Any]", coroutine: Coroutine[Any, Any, T]) -> T | None:
    """Run the coroutine until it ends (its result) or the future is done (None); an error in it is raised here."""
    task = asyncio.ensure_future(coroutine)
    try:
        await first_of(task, until)
        return task.result() if task.done() and not task.cancelled() else None
    finally:
        task.cancel()


class RealClock:
    """The machine's own time."""

    kind: Literal["real", "moved"] = "real"

    def now(self) -> float:
        return time.time()

    def timer(self, seconds: float) -> "asyncio.Future[None]":
        loop = asyncio.get_running_loop()
        future: asyncio.Future[None] = loop.create_future()
        handle = loop.call_later(max(0.0, seconds), _fire, future)
        future.add_done_callback(lambda _: handle.cancel())
        return future


class MovedClock:
    """A clock that starts at the real time and then stands still until it is advanced."""

    kind: Literal["real", "moved"] = "moved"

    def __init__(self, work: Work) -> None:
        self._now = float(int(time.time()))
        self._work = work
        self._timers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._order = itertools.count()
        self._one_at_a_time = asyncio.Lock()

    def now(self) -> float:
        return self._now

    def timer(self, seconds: float) -> "asyncio.Future[None]":
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        # Whole milliseconds: the same instant reached by different sums is then one instant.
        heapq.heappush(self._timers, (round(self._now + max(0.0, seconds), 3), next(self._order), future))
        return future

    def next(self) -> float | None:
        """Give the instant of the next timer."""
        while self._timers and self._timers[0][2].done():
            heapq.heappop(self._timers)
        return self._timers[0][0] if self._timers else None

    async def advance(self, seconds: float) -> float:
        """Move on, firing each timer at its own instant and settling after each; returns the new time."""
        async with self._one_at_a_time:
            await self._work.settle()
            target = round(self._now + seconds, 3)
            while (instant := self.next()) is not None and instant <= target:
                self._now = instant
                _fire(heapq.heappop(self._timers)[2])
                await self._work.settle()
            self._now = target
            return target


def _fire(future: "asyncio.Future[None]") -> None:
    if not future.done():
        future.set_result(None)
