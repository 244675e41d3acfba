"""What is still to be deleted of somebody where the records are not: at the carrier, or in live state."""

from dataclasses import dataclass, field

MINUTE, HOUR, DAY = 60 * 1000, 3600 * 1000, 24 * 3600 * 1000
RECORDING, MESSAGE, TEXTS, LIVE = "recording", "message", "texts", "live"
DELETE = "delete "
WITHIN_MS = 15 * DAY


@dataclass(frozen=True)
class Deletion:
    """Something to delete, asked for at `asked_at`, in ms, and tried `tries` times, next at `next_at`.

    `kind` is `recording` or `message` (one thing at the carrier), `texts` (all that was written with a number until
    `until`, in ms), or `live` (what live state knows of a person). `sid` is the carrier's name of it, or the number,
    sealed. `id` is a digest, a recording's that of its promise, so that the same thing is deleted once.
    """

    id: str
    kind: str
    line: str
    sid: str = field(repr=False)
    asked_at: int = 0
    until: int = 0
    tries: int = 0
    next_at: int = 0


def purpose(kind: str, id: str) -> str:
    """Return what a deletion's name or number is sealed for: it opens for no other."""
    return f"{DELETE}{kind} {id}"


def next_try(tries: int, now_ms: int) -> int:
    """Return when to try again what has failed so many times: after a minute, then later and later, hourly at last."""
    return now_ms + min(MINUTE << min(tries, 10), HOUR)
