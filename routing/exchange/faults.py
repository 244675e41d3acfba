"""Hold the faults that a test or a rehearsal has asked for, and give each to the request that it hits."""

import os
import signal
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeVar, cast, get_args

from routing.exchange.wishes import Wish

HookMode = Literal["double", "lose", "late", "ten", "bare"]
HOOK_MODES = get_args(HookMode)


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

    mode: HookMode
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

    def add(self, wish: Wish) -> None:
        """Take one fault as the test API words it; ValueError says that there is none such."""
        kind = wish.text("kind")
        if kind == "clear":
            self.clear()
        elif kind == "still":
            self.active.append(self._still(wish.text("process"), wish.text("name", kind)))
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


def _fault(wish: Wish) -> Fault:
    kind, times = wish.text("kind"), wish.whole("times", 1, least=1)
    name, match, mode = wish.text("name", kind), wish.text("match"), wish.text("mode")
    seconds, result = wish.seconds("seconds"), wish.text("result")
    if kind == "rest":
        return _rest_fault(wish, match, times, name)
    if kind == "hooks" and mode in HOOK_MODES:
        return HookFault(mode=cast(HookMode, mode), match=match, seconds=seconds, times=times, name=name)
    if kind == "queue" and result:
        return QueueFault(result=result, times=times, name=name)
    if kind == "recording":
        return RecordingFault(seconds=seconds, times=times, name=name)
    raise ValueError(
        f"no such fault: kind must be rest, hooks (mode {', '.join(HOOK_MODES)}), queue (result), recording, "
        "still (process) or clear"
    )


def _rest_fault(wish: Wish, match: str, times: int, name: str) -> RestFault:
    status = wish.whole("status", 500, least=400, most=599) if "status" in wish else None
    return RestFault(
        match=match,
        status=status,
        code=wish.whole("code", 20429 if status == 429 else 20500),
        drop=wish.text("drop") == "response",
        delay=wish.seconds("delay"),
        times=times,
        name=name,
    )
