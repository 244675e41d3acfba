"""Hold the faults that a test has asked for, and give each to the request that it hits."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

HOOK_MODES = ("double", "lose", "late", "ten", "bare")


@dataclass
class RestFault:
    """What happens to REST requests whose `METHOD /path after the account` starts with `match`."""

    match: str
    times: int
    status: int | None = None
    code: int = 20500
    drop: bool = False
    delay: float = 0.0


@dataclass
class HookFault:
    """What happens to webhooks whose URL's path contains `match`.

    `seconds` is for `late`; `bare` leaves out what Twilio sends often but not always.
    """

    mode: Literal["double", "lose", "late", "ten", "bare"]
    match: str
    times: int
    seconds: float = 0.0


@dataclass
class RecordingFault:
    """How many seconds late the sound of the next recording is ready."""

    seconds: float
    times: int


@dataclass
class QueueFault:
    """How the next Enqueue ends, without waiting."""

    result: str
    times: int


F = TypeVar("F", RestFault, HookFault, QueueFault, RecordingFault)


@dataclass
class Faults:
    """The faults that are still to happen."""

    rest: list[RestFault] = field(default_factory=list)
    hooks: list[HookFault] = field(default_factory=list)
    queues: list[QueueFault] = field(default_factory=list)
    recordings: list[RecordingFault] = field(default_factory=list)

    def add(self, wish: dict[str, Any]) -> None:
        """Take one fault as the test API words it; ValueError says what is wrong with it."""
        times = int(wish.get("times", 1))
        match str(wish.get("match", "")), wish.get("kind"):
            case _, "clear":
                self.rest, self.hooks, self.queues, self.recordings = [], [], [], []
            case match, "rest":
                self.rest.append(_rest_fault(wish, match, times))
            case match, "hooks" if wish.get("mode") in HOOK_MODES:
                self.hooks.append(HookFault(wish["mode"], match, times, float(wish.get("seconds", 0))))
            case _, "queue" if wish.get("result"):
                self.queues.append(QueueFault(str(wish["result"]), times))
            case _, "recording":
                self.recordings.append(RecordingFault(float(wish.get("seconds", 10)), times))
            case _:
                raise ValueError(
                    f"no such fault: kind must be rest, hooks (mode {', '.join(HOOK_MODES)}), queue, recording or clear"
                )

    def for_rest(self, asked: str) -> RestFault | None:
        """Take the fault of a REST request, such as `POST /Calls.json`."""
        return _take(self.rest, lambda fault: asked.startswith(fault.match))

    def for_hook(self, path: str, *, status: bool) -> HookFault | None:
        """Take the fault of a webhook; only status webhooks can be late."""
        return _take(self.hooks, lambda fault: fault.match in path and (status or fault.mode != "late"))

    def for_queue(self) -> str | None:
        """Take the QueueResult that the next Enqueue is to have."""
        fault = _take(self.queues, lambda _: True)
        return fault.result if fault else None

    def for_recording(self) -> float:
        """Take the seconds by which the sound of a recording is late."""
        fault = _take(self.recordings, lambda _: True)
        return fault.seconds if fault else 0.0


def _rest_fault(wish: dict[str, Any], match: str, times: int) -> RestFault:
    status = int(wish["status"]) if "status" in wish else None
    code = int(wish.get("code", 20429 if status == 429 else 20500))
    return RestFault(match, times, status, code, wish.get("drop") == "response", float(wish.get("delay", 0)))


def _take(faults: list[F], hits: Callable[[F], bool]) -> F | None:
    for fault in faults:
        if hits(fault):
            fault.times -= 1
            if fault.times <= 0:
                faults.remove(fault)
            return fault
    return None
