"""What runs on this machine, as `ps` sees it."""

import subprocess
import time
from collections.abc import Callable


def running() -> dict[int, int]:
    """Every process that runs, with its parent, the oldest first; those that have ended and are not buried do not."""
    asked = ["ps", "-A", "--sort=start_time", "-o", "pid=,ppid=,stat="]  # numbers begin anew at the highest
    listed = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    rows = (line.split() for line in listed.splitlines())
    return {int(pid): int(parent) for pid, parent, state in rows if not state.startswith("Z")}


def family(pid: int) -> set[int]:
    """A process's children, their children, and so on."""
    parents = running()
    found: set[int] = set()
    while more := {child for child, parent in parents.items() if parent in found | {pid}} - found:
        found |= more
    return found


def gone(pids: set[int]) -> bool:
    """Wait until none of these runs."""
    return eventually(lambda: not pids & running().keys())


def eventually(true: Callable[[], object], seconds: float = 10.0) -> bool:
    """Wait for another process: until something is true, or too long."""
    until = time.monotonic() + seconds
    while not (done := true()) and time.monotonic() < until:
        time.sleep(0.02)
    return bool(done)
