"""Write the log: one line an event on stderr, and nothing in it that tells who called or what was said.

Events are named and carry ids, so nothing secret should get here; libraries say more than they should, so this is also
the last line. What may be a telephone number, a SID or a token is replaced, and of an exception only its type and place
are written: its own words may repeat what somebody sent.
"""

import logging
import re
import sys
import threading
from collections.abc import Mapping
from types import TracebackType
from typing import Any, TextIO

import structlog
from structlog.stdlib import ProcessorFormatter
from structlog.typing import EventDict, Processor

GONE = "[...]"
# What these report below a warning is access and requests: addresses, bodies, numbers.
CHATTER = ("werkzeug", "urllib3", "twilio", "granian", "_granian", "rq", "alembic", "asyncio", "sqlalchemy")
AS_THEY_ARE = ("timestamp", "level")
TRACEBACK = "Traceback (most recent call last)"
_SECRET = re.compile(
    r"(?<![A-Za-z0-9])[A-Z]{2}[0-9a-fA-F]{32}(?![A-Za-z0-9])"  # a SID
    r"|[A-Za-z0-9_-]{32,}={0,2}"  # a sealed ticket, a key
    r"|(?<![A-Za-z0-9])(?:\+|%2B)?\d{7,}(?![A-Za-z0-9])"  # a telephone number, with its country's code or without
)


def set_up(stream: TextIO | None = None) -> None:
    """Send every event of this process, ours and the libraries', to stderr: plain in a terminal, else as JSON."""
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    _route(logging.StreamHandler(stream) if stream else _Stderr(), shared)
    structlog.configure(
        processors=[*shared, ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    sys.excepthook = _crashed
    threading.excepthook = lambda died: _crashed(died.exc_type, died.exc_value, died.exc_traceback)


def where(error: BaseException) -> str:
    """Return the file and line at which an exception was raised."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""


class _Stderr(logging.StreamHandler[TextIO]):
    """Write to the stderr of the moment: it may be replaced, and the one before closed."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self) -> TextIO:  # type: ignore[override]  # it is never set
        return sys.stderr


def _route(handler: logging.StreamHandler[TextIO], shared: list[Processor]) -> None:
    """Have the standard library's loggers write here alone, and the talkative ones only what is wrong."""
    handler.setFormatter(
        ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *shared],
            processors=[ProcessorFormatter.remove_processors_meta, _place, _scrub, _renderer(handler.stream)],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    logging.captureWarnings(True)
    for name in [*logging.root.manager.loggerDict, *CHATTER]:
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
        logger.setLevel(logging.NOTSET)
    for name in CHATTER:
        logging.getLogger(name).setLevel(logging.WARNING)


def _renderer(out: TextIO) -> Processor:
    if out.isatty():
        return structlog.dev.ConsoleRenderer(colors=False)
    return structlog.processors.JSONRenderer(ensure_ascii=False)


def _place(_logger: Any, _method: str, fields: EventDict) -> EventDict:
    """Put the types and places of an exception and its causes where its text and traceback would be."""
    error = _exception(fields.pop("exc_info", None))
    fields.pop("stack_info", None)
    if error is None:
        return fields
    causes = _causes(error)
    because = {"because": [f"{type(cause).__name__} at {where(cause)}" for cause in causes]} if causes else {}
    return {**fields, "error": type(error).__name__, "at": where(error), **because}


def _exception(info: Any) -> BaseException | None:
    found = sys.exc_info() if info is True else info
    if isinstance(found, tuple):
        found = found[1]
    return found if isinstance(found, BaseException) else None


def _causes(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    cause = error.__cause__ or error.__context__
    while cause and cause not in found:
        found.append(cause)
        cause = cause.__cause__ or cause.__context__
    return found


def _scrub(_logger: Any, _method: str, fields: EventDict) -> EventDict:
    """Replace what may be secret, in every field and however deep in it."""
    return {name: value if name in AS_THEY_ARE else _clean(value) for name, value in fields.items()}


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return _SECRET.sub(GONE, _without_words(value))
    if isinstance(value, Mapping):
        return {_clean(str(name)): _clean(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_clean(inner) for inner in value]
    if value is None or isinstance(value, bool | float):
        return value
    cleaned = _clean(str(value))
    return value if isinstance(value, int) and cleaned == str(value) else cleaned


def _without_words(text: str) -> str:
    """Keep of a traceback that is part of a message only where it went, not what the exception says."""
    said, mark, trace = text.partition(TRACEBACK)
    went = [line.strip() for line in trace.splitlines() if line.startswith('  File "')]
    return f"{said}{mark} {'; '.join(went)}" if mark else text


def _crashed(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    structlog.get_logger().critical("crashed", exc_info=(kind, error, trace))
