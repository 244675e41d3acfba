"""Let a process die with the one that started it, however that one ends.

A supervisor that is killed cannot clean up, so each of its children is held from below: on Linux by the kernel,
elsewhere by watching the parent. Run as a script it becomes another program, and imports little, since every start
waits for it.
"""

import ctypes
import os
import signal
import sys
import threading
import time
from collections.abc import Sequence
from typing import NoReturn

_PR_SET_PDEATHSIG = 1  # <linux/prctl.h>; it outlives exec, and its "parent" is the thread that started the process
_GLANCE = 0.2  # seconds between two looks at the parent, where the kernel does not tell


def leashed(command: Sequence[str]) -> list[str]:
    """Wrap a command so that it is killed when this process ends. Start it from a thread that lives as long."""
    return [sys.executable, "-I", "-S", os.path.abspath(__file__), str(os.getpid()), *command]  # noqa: PTH100 (fast)


def follow(parent: int, platform: str = sys.platform) -> None:
    """Kill this process as soon as `parent`, the process that started it, has ended."""
    if platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    else:
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    if os.getppid() != parent:  # it ended before the line above
        os.kill(os.getpid(), signal.SIGKILL)


def main(arguments: Sequence[str], platform: str = sys.platform) -> NoReturn:
    """Become the command in `arguments` (parent's process id, program, its arguments), held by the parent."""
    parent, command = int(arguments[0]), list(arguments[1:])
    if platform == "linux":
        follow(parent, platform)
        os.execvp(command[0], command)  # noqa: S606 (the command is the supervisor's own)
    child = os.posix_spawnp(command[0], command, os.environ)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda received, _: os.kill(child, received))
    while (ended := os.waitpid(child, os.WNOHANG)) == (0, 0):
        if os.getppid() != parent:
            os.kill(child, signal.SIGKILL)
        time.sleep(_GLANCE)
    sys.exit(abs(os.waitstatus_to_exitcode(ended[1])))


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_GLANCE)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(sys.argv[1:])
