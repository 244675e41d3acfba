"""Have names not be resolved while a file says so: Python reads this when a process of the service starts.

A resolver that nobody answers is silent for five seconds, and then says to try again.
"""

import os
import socket
import time
from pathlib import Path
from typing import Any

GONE = Path(os.environ.get("HELPLINE_DATA_DIR", "/nowhere"), "names-gone")
SILENT_S = 5.0

_resolved = socket.getaddrinfo


def _asked(*arguments: Any, **options: Any) -> Any:
    if GONE.exists():
        time.sleep(SILENT_S)
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
    return _resolved(*arguments, **options)


socket.getaddrinfo = _asked
