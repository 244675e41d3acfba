"""Hold the faults that a test or a rehearsal has asked for, and give each to the request that it hits."""

import os
import signal
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeVar

HOOK_MODES = ("double", "lose", "late", "ten", "bare")


@dataclass(kw_only=True)
class Fault:
    """Something that is to go wrong: how often yet, and what whoever asked for it calls it."""

    times: int
    name: str


@dataclass(kw_only=True)
class RestFault(Fault):
    """What happens to REST requests whose `METHOD /path after the account` starts with `match`."""

    match: str
    status: int | None
    code: int
    drop: bool
    delay: float


@dataclass(kw_only=True)
class HookFault(Fault):
    """What happens to webhooks whose URL's path contains `match`.

    `seconds` is for `late`; `bare` leaves out what Twilio sends often but not always.
    """

    mode: Literal["double", "lose", "late", "ten", "bare"]
    match: str
    seconds: float


@dataclass(kw_only=True)
class RecordingFault(Fault):
    """How many seconds late the sound of the next recording is ready."""

    seconds: float


@dataclass(kw_only=True)
class QueueFault(Fault):
    """How the next Enqueue ends, without waiting."""

    result: str


@dataclass(kw_only=True)
class StillFault(Fault):
    """A process beside the exchange that is held still, as one that hangs, until everything is put right."""

    process: int


F = TypeVar("F", bound=Fault)


@dataclass
class Faults:
    """The faults that are still to happen. `beside` names processes that can be held still, each with its PID file."""

    beside: Mapping[str, Path] = field(default_factory=dict)
    active: list[Fault] = field(default_factory=list)

    def add(self, wish: dict[str, Any]) -> None:
        """Take one fault as the test API words it; ValueError says what is wrong with it."""
        if wish.get("kind") == "clear":
            self.clear()
        elif wish.get("kind") == "still":
            self.active.append(self._still(str(wish.get("process")), str(wish.get("name", "still"))))
        else:
            self.active.append(_fault(wish))

    def clear(self) -> None:
        """Put everything right."""
        for fault in self.active:
            if isinstance(fault, StillFault):
                with suppress(ProcessLookupError):
                    os.kill(fault.process, signal.SIGCONT)
        self.active.clear()

    def as_json(self) -> list[dict[str, Any]]:
        """Describe what is still to happen: its name, and how often."""
        return [{"name": fault.name, "times": fault.times} for fault in self.active]

    def for_rest(self, asked: str) -> RestFault | None:
        """Take the fault of a REST request, such as `POST /Calls.json`."""
        return self._take(RestFault, lambda fault: asked.startswith(fault.match))

    def for_hook(self, path: str, *, status: bool) -> HookFault | None:
        """Take the fault of a webhook; only status webhooks can be late."""
        return self._take(HookFault, lambda fault: fault.match in path and (status or fault.mode != "late"))

    def for_queue(self) -> str | None:
        """Take the QueueResult that the next Enqueue is to have."""
        fault = self._take(QueueFault, lambda _: True)
        return fault.result if fault else None

    def for_recording(self) -> float:
        """Take the seconds by which the sound of a recording is late."""
        fault = self._take(RecordingFault, lambda _: True)
        return fault.seconds if fault else 0.0

    def _still(self, beside: str, name: str) -> StillFault:
        try:
            process = int(self.beside[beside].read_text())
            os.kill(process, signal.SIGSTOP)
        except (KeyError, OSError, ValueError):
            raise ValueError(f"no process {beside} runs beside the exchange that could be held still") from None
        return StillFault(process=process, times=sys.maxsize, name=name)

    def _take(self, kind: type[F], hits: Callable[[F], bool]) -> F | None:
        fault = next((one for one in self.active if isinstance(one, kind) and hits(one)), None)
        if fault:
            fault.times -= 1
            if fault.times <= 0:
                # Not by equality: the same fault may have been asked for twice.
                self.active = [one for one in self.active if one is not fault]
        return fault


def _fault(wish: dict[str, Any]) -> Fault:
    kind, times = str(wish.get("kind", "")), int(wish.get("times", 1))
    name, match = str(wish.get("name", kind)), str(wish.get("match", ""))
    seconds = float(wish.get("seconds", 0))
    if kind == "rest":
        return _rest_fault(wish, match, times, name)
    if kind == "hooks" and wish.get("mode") in HOOK_MODES:
        return HookFault(mode=wish["mode"], match=match, seconds=seconds, times=times, name=name)
    if kind == "queue" and wish.get("result"):
        return QueueFault(result=str(wish["result"]), times=times, name=name)
    if kind == "recording":
        return RecordingFault(seconds=seconds, times=times, name=name)
    raise ValueError(
        f"no such fault: kind must be rest, hooks (mode {', '.join(HOOK_MODES)}), queue (result), recording, "
        "still (process) or clear"
    )


def _rest_fault(wish: dict[str, Any], match: str, times: int, name: str) -> RestFault:
    status = int(wish["status"]) if "status" in wish else None
    return RestFault(
        match=match,
        status=status,
        code=int(wish.get("code", 20429 if status == 429 else 20500)),
        drop=wish.get("drop") == "response",
        delay=float(wish.get("delay", 0)),
        times=times,
        name=name,
    )
