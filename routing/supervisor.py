"""Run several processes as one: start them, wait until they answer, start again what dies, stop all of it.

Each child leads a process group of its own, so that a terminal's ctrl-C reaches only the supervisor, and what a child
started goes with it. Each is leashed, so that killing the supervisor leaves nothing behind.
"""

import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from routing.leash import leashed

_GLANCE = 0.05  # seconds between two looks at the children
_FIRST_PAUSE, _LONGEST_PAUSE = 0.25, 10.0  # seconds before a child that died is started again; each is twice the last
_STEADY = 30.0  # a child that lived this long starts its pauses anew
_TROUBLE = re.compile(
    rb'"level": ?"(?:error|critical)"|\[ *(?:error|critical) *\]|^Traceback', re.IGNORECASE | re.MULTILINE
)
_LOG_PAUSE = 1.0  # seconds between two looks at a log
_TROUBLE_PAUSE = 60.0  # seconds in which one child's troubles are told once
_HOPELESS = 3  # deaths before it ever answered
_READY_SECONDS = 30.0
_STOP_SECONDS = 6.0


class NotReady(Exception):
    """A child does not come up; the text tells a person which, and where to read why."""


@dataclass(frozen=True)
class Child:
    """One process: its name, its command, and how to tell that it answers (given what it wrote since its start)."""

    name: str
    command: Sequence[str]
    ready: Callable[[str], bool]
    environment: Mapping[str, str] = field(default_factory=dict)
    fds: tuple[int, ...] = ()


class Supervisor:
    """Starts and keeps children. Their output goes to a file each in `logs`; `say` tells a person what went wrong."""

    def __init__(self, logs: Path, say: Callable[[str], None]) -> None:
        self._logs, self._say = logs, say
        self._groups: list[list[_Kept]] = []
        self._stops = 0
        logs.mkdir(mode=0o700, parents=True, exist_ok=True)

    @contextmanager
    def until_asked(self) -> Iterator[None]:
        """Take ctrl-C, SIGTERM and SIGHUP as the wish to stop, and stop everything when the block ends."""
        asked = {
            number: signal.signal(number, self._asked) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        }
        try:
            yield
        finally:
            self.stop()
            for number, before in asked.items():
                signal.signal(number, before)

    @property
    def stopping(self) -> bool:
        """Tell whether somebody asked to stop."""
        return self._stops > 0

    def start(self, children: Sequence[Child]) -> None:
        """Start children together, without waiting for them; does nothing once asked to stop."""
        if self.stopping:
            return
        group = [_Kept(child, self._logs / f"{child.name.replace(' ', '-')}.log") for child in children]
        self._groups.append(group)
        for kept in group:
            kept.start()

    def wait(self) -> None:
        """Wait until all that was started answers, or somebody asks to stop. Raises `NotReady`."""
        until = time.monotonic() + _READY_SECONDS
        while not self.stopping and (waited_for := [kept for kept in self._all() if not kept.answers()]):
            self._look()
            if time.monotonic() > until or any(kept.deaths >= _HOPELESS for kept in waited_for):
                why = (f"{kept.child.name} does not start: {kept.last_words()}" for kept in waited_for)
                raise NotReady("; ".join(why))
            time.sleep(_GLANCE)

    def keep(self) -> None:
        """Start again whatever dies, until asked to stop."""
        while not self.stopping:
            self._look()
            time.sleep(_GLANCE)

    def stop(self) -> None:
        """Stop what was started, the last first; whatever takes too long, or everything at a second wish, is killed."""
        for group in reversed(self._groups):
            for kept in group:
                kept.signal(signal.SIGTERM)
            until = time.monotonic() + _STOP_SECONDS
            while any(kept.alive() for kept in group) and self._stops < 2 and time.monotonic() < until:
                time.sleep(_GLANCE)
            for kept in group:
                kept.finish()
        self._groups.clear()

    def _asked(self, *_: object) -> None:
        self._stops += 1

    def _all(self) -> list["_Kept"]:
        return [kept for group in self._groups for kept in group]

    def _look(self) -> None:
        for kept in self._all():
            if how := kept.died():
                self._say(f"{kept.child.name} {how}; it is started again. Its log: {kept.log}")
            elif kept.in_trouble():
                self._say(f"{kept.child.name} reports an error. Its log: {kept.log}")
            kept.start_when_due()


class _Kept:
    """A child with its process, its log, and its past."""

    def __init__(self, child: Child, log: Path) -> None:
        self.child, self.log = child, log
        self.deaths = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._pause, self._due, self._born, self._from = _FIRST_PAUSE, 0.0, 0.0, 0
        self._answered = False
        self._told, self._quiet_until = 0, 0.0
        if log.exists():
            log.replace(log.with_suffix(".previous.log"))

    def start(self) -> None:
        with self.log.open("ab") as log:
            self._from, self._born = log.tell(), time.monotonic()
            self._process = subprocess.Popen(  # noqa: S603 (the helpline's own commands)
                leashed(self.child.command),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**os.environ, **self.child.environment},
                pass_fds=self.child.fds,
                process_group=0,
            )

    def answers(self) -> bool:
        self._answered = self._answered or (self.alive() and self.child.ready(self._said()))
        return self._answered

    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def died(self) -> str:
        """Say how it ended, once; empty while it lives or waits for its next start."""
        if self._process is None or (code := self._process.poll()) is None:
            return ""
        lived = time.monotonic() - self._born
        self._pause = _FIRST_PAUSE if lived > _STEADY else self._pause
        self._due, self.deaths = time.monotonic() + self._pause, self.deaths + 1
        self._pause = min(2 * self._pause, _LONGEST_PAUSE)
        self.finish()
        return f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"

    def in_trouble(self) -> bool:
        """Tell, at most once a minute, whether its log has an error that was not told yet."""
        if time.monotonic() < self._quiet_until or not self.log.exists():
            return False
        with self.log.open("rb") as log:
            log.seek(self._told)
            news = log.read()
        self._told += len(news)
        trouble = _TROUBLE.search(news) is not None
        self._quiet_until = time.monotonic() + (_TROUBLE_PAUSE if trouble else _LOG_PAUSE)
        return trouble

    def start_when_due(self) -> None:
        if self._process is None and time.monotonic() >= self._due:
            self.start()

    def signal(self, number: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(number)

    def finish(self) -> None:
        """Leave nothing of it: what it started is in its group, even when it is gone itself."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def last_words(self) -> str:
        """The last line it wrote, for a person; the rest is in its log."""
        lines = self._said().split("\n")
        words = next((line.strip() for line in reversed(lines) if line.strip()), "it wrote nothing")
        return f"{words[:200]} (all of it: {self.log})"

    def _said(self) -> str:
        with self.log.open("rb") as log:
            log.seek(self._from)
            return log.read().decode(errors="replace")
