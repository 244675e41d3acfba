"""Have lists fetched by a process of its own: what it takes of memory is given back when it ends."""

import subprocess
import sys

from routing.leash import leashed

# Told apart from a person's own wish by --due: it fetches what is due, and has alerted whom a person would see.
COMMAND = (sys.executable, "-P", "-m", "routing.cli", "directory", "refresh", "--due")


class Refresher:
    """Start it, one at a time; of several, in workers everywhere, one alone fetches each list."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start fetching what is due, and do not wait for it; does nothing while the last start is at it."""
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(  # noqa: S603 (the helpline's own command)
                leashed(COMMAND), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
            )
