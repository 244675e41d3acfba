"""Have a log of one's own for a while, set up as the helpline's processes set up theirs."""

import io
import logging
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from routing import logs


@contextmanager
def logged(stream: io.StringIO | None = None) -> Iterator[io.StringIO]:
    """Send this process's log to a stream, then leave everything as it was."""
    out = stream or io.StringIO()
    root, hooks = logging.root, (sys.excepthook, threading.excepthook)
    handlers, level = root.handlers[:], root.level
    root.handlers[:] = []  # setting up closes whichever it finds
    logs.set_up(out)
    try:
        yield out
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
        sys.excepthook, threading.excepthook = hooks
        logging.captureWarnings(False)
        structlog.reset_defaults()
