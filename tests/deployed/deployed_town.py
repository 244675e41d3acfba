"""A town whose helpline is deployed: nothing of it runs in this process, and everything is awaited by looking."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from redis import Redis
from redis.exceptions import ConnectionError, TimeoutError
from sqlalchemy import text

from routing.services import build_at_work
from routing.store import keys
from routing.store.circuit import CIRCUIT_STAYS_OPEN_S
from routing.store.outbox import JOBS
from routing.store.records.database import connect
from tests.deployed.deployment import Deployment, Part
from tests.start.processes import eventually
from tests.stories.town import Circuit, Town

RESTS_IN_S = 15.0  # real seconds in which whatever is to do at one moment must be done
GLANCE_S = 0.01
STEP_S = 2  # of the story
LOOKS = 2  # a clock writes down that something was due a moment before it asks for the job
STARTED = "rq:wip:calls"
QUEUES = sorted(set(JOBS.values()))


class TheirCircuits(Circuit):
    """The circuits of other processes, for which only real time passes."""

    def passes(self, seconds: float) -> None:
        time.sleep(seconds)


class DeployedTown(Town):
    """The processes of a deployment work by themselves; this only looks, and moves both clocks together."""

    def __init__(self, deployment: Deployment) -> None:
        self.deployment = deployment
        services, redis = build_at_work(deployment.settings), Redis.from_url(deployment.live.url)
        super().__init__(deployment.network, services, redis, TheirCircuits())
        self._clear()
        self.began = self.now

    def _clear(self) -> None:
        """Let everybody who is still in a story leave, and begin a new life of the live state."""
        self.post("faults", {"kind": "clear"})
        for phone in self.get("state")["handsets"]:
            self.delete(f"handsets/{phone['number']}")
        self.settle()
        records = connect(self.services.settings.database_url)
        with records.begin() as connection:
            connection.execute(text("DELETE FROM specialists"))
        records.dispose()
        self.redis.delete(*self.redis.keys(f"{keys.PREFIX}*"))
        self.post("clock/advance", {"seconds": 1})
        self.settle()

    # Time

    def settle(self) -> None:
        """Wait until nobody has anything to do at this moment."""
        looks = 0
        until = time.monotonic() + RESTS_IN_S
        while looks < LOOKS:
            self.post("settle", {})
            looks = looks + 1 if self._at_rest() else 0
            assert time.monotonic() < until, f"the town does not come to rest: {self.what_happened()}"
            time.sleep(GLANCE_S)

    def comes(self, true: Callable[[], object], within: float = 60) -> bool:
        """Let time pass, in small steps, until something is true; it must be within so many seconds."""
        until = self.now + within
        while not true():
            assert self.now < until, self.what_happened()
            self.passes(STEP_S)
        return True

    def _at_rest(self) -> bool:
        self.deployment.keep()
        if not self.live:
            return True
        try:
            self.keep_time()
            seconds, micros = self.redis.time()
            now = seconds * 1000 + micros // 1000 + int(self.redis.get(keys.CLOCK_OFFSET) or 0)
            return bool(self.redis.exists(keys.EPOCH)) and not (
                self.redis.zcount(keys.DEADLINES, "-inf", now) or any(map(self._busy, QUEUES))
            )
        except (ConnectionError, TimeoutError):  # it was killed, and is started again
            return False

    def _busy(self, queue: str) -> bool:
        """Tell whether a job waits in an RQ queue, or is being worked on."""
        waiting = self.redis.llen(f"rq:queue:{queue}") or self.redis.llen(f"rq:queue:{queue}:intermediate")
        return bool(waiting or set(self.redis.zrange(f"rq:wip:{queue}", 0, -1)) - self.deployment.lost)

    def sees(self, true: Callable[[], object]) -> None:
        """Look until something is true at this moment of the story."""
        assert eventually(true, RESTS_IN_S), self.what_happened()

    # Trouble

    @contextmanager
    def live_state_that_takes_nothing(self) -> Iterator[None]:
        """Have live state answer what it knows, and refuse whatever is new, until a clock has met with it too."""
        before = self._refusals_met()
        self.redis.config_set("min-replicas-to-write", 1)
        self.live = False
        try:
            yield
            assert eventually(lambda: self._refusals_met() > before, RESTS_IN_S), self.what_happened()
        finally:
            self.redis.config_set("min-replicas-to-write", 0)
            self.live = True
        self.circuit.passes(CIRCUIT_STAYS_OPEN_S)
        self.settle()

    def _refusals_met(self) -> int:
        clocks = (part for part in self.deployment.parts if part.log.stem.startswith("clock"))
        return sum(part.said.count("clock_waits_for_live_state") for part in clocks)

    @contextmanager
    def meanwhile(self, *acts: Callable[[], Any]) -> Iterator[None]:
        """Do several things at the same moment, and something else before they are done."""
        failures: list[BaseException] = []
        together = threading.Barrier(len(acts))

        def run(act: Callable[[], Any]) -> None:
            try:
                together.wait(RESTS_IN_S)
                act()
            except BaseException as failure:
                failures.append(failure)

        threads = [threading.Thread(target=run, args=(act,)) for act in acts]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            for thread in threads:
                thread.join()
        for failure in failures:
            raise failure

    def at_once(self, *acts: Callable[[], Any]) -> None:
        """Do several things at the same moment."""
        with self.meanwhile(*acts):
            pass

    def kill_working(self, job: str) -> None:
        """Kill a worker in the middle of such a job, as soon as there is one."""
        found: list[tuple[bytes, Part]] = []
        self.sees(lambda: found.extend(self._working(job)) or found)
        execution, worker = found[0]
        worker.kill()
        self.deployment.lost.add(execution)

    def _working(self, job: str) -> Iterator[tuple[bytes, Part]]:
        for execution in set(self.redis.zrange(STARTED, 0, -1)) - self.deployment.lost:
            name, _, _ = execution.decode().rpartition(":")
            worker = self.redis.hget(f"rq:job:{name}", "worker_name") or b""
            pid = int(self.redis.hget(f"rq:worker:{worker.decode()}", "pid") or 0)
            if name.startswith(f"{job}-"):
                yield from ((execution, part) for part in self.deployment.workers if part.pid == pid)

    def what_happened(self) -> str:
        """Everything that a person wants to see of a story that failed."""
        phones = {
            phone.name: (phone.state["state"], phone.heard[-3:], phone.talks_with) for phone in self.phones.values()
        }
        events = [fields for _, fields in self.redis.xrevrange(keys.EVENTS, count=15)] if self.live else []
        contacts = self.contacts() if self.live else []
        return f"{phones}\n{contacts}\n{events}\n{self.deployment.logs()}"

    # What is there

    def ledger(self) -> dict[str, Any]:
        """This story's part of it."""
        whole = super().ledger()
        return {
            "calls": [call for call in whole["calls"] if call["created"] >= self.began],
            "webhooks": [hook for hook in whole["webhooks"] if hook["at"] >= self.began],
        }
