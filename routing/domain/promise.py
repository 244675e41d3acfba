"""What someone was told will be dealt with: a callback, or a voicemail. When a callback may be tried."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

SECOND, MINUTE, HOUR = 1000, 60 * 1000, 3600 * 1000
LIFE_MS = 72 * HOUR
MOST_ATTEMPTS = 3
PAUSES_MS = (0, 10 * MINUTE, HOUR)  # before each attempt, counted from the one before it
TAKEN = "taken"
STILL_OPEN = ("recording", "open", TAKEN)
CLOSED_BY_THEN_MS = 10 * MINUTE  # what is over is looked for every five
NIGHT_BEGINS, NIGHT_ENDS = time(21), time(9)


class NotKept(Exception):
    """Raised when the records did not take something in time: it is not promised, so offer something else."""


@dataclass(frozen=True)
class Promise:
    """A promise. Times in ms; `number` is sealed for `callback <id>`, `person` a keyed digest; both go when it closes.

    `kind` is `callback` or `voicemail`; `state` is `recording` (a voicemail that is not left yet), `open`, `taken`,
    `kept`, `failed` or `cancelled`, and `how` says why it closed. `contact` is the contact that made it, and `any_hour`
    that it may be kept at night. `taken_by` is the specialist who deals with it, since `taken_at`.
    """

    id: str
    kind: str
    contact: str
    line: str
    skill: str
    language: str
    topic: str
    entered_at: int
    priority: int
    made_at: int
    expires_at: int
    any_hour: bool = False
    person: str = field(default="", repr=False)
    number: str = field(default="", repr=False)
    state: str = "open"
    attempts: int = 0
    attempted_at: int = 0
    closed_at: int = 0
    how: str = ""
    taken_by: str = ""
    taken_at: int = 0

    @property
    def is_open(self) -> bool:
        """Tell whether it is still to be dealt with."""
        return self.state in STILL_OPEN


@dataclass(frozen=True)
class Window:
    """When a callback may stand in line, in ms; `until` 0 is without an end."""

    since: int
    until: int


def purpose(promise: str) -> str:
    """Return what a promise's number is sealed for: it opens in no other row."""
    return f"callback {promise}"


def is_night(now_ms: int, zone: str) -> bool:
    """Tell whether nobody is called at this time in a zone, unless they asked for now."""
    return not NIGHT_ENDS <= _local(now_ms, zone).time() < NIGHT_BEGINS


def window(promise: Promise, now_ms: int, zone: str) -> Window:
    """Return when the next attempt may be made: by day in the line's zone, and not too soon after the last.

    Of what somebody deals with there is none: the window opens when the promise is over, and closed on record.
    """
    if promise.state == TAKEN:
        return Window(promise.expires_at + CLOSED_BY_THEN_MS, 0)
    pause = PAUSES_MS[min(promise.attempts, len(PAUSES_MS) - 1)]
    since = max(now_ms, promise.attempted_at + pause if promise.attempts else 0)
    if promise.any_hour:
        return Window(since, 0)
    if is_night(since, zone):
        since = _next(since, zone, NIGHT_ENDS)
    return Window(since, _next(since, zone, NIGHT_BEGINS))


def _local(at_ms: int, zone: str) -> datetime:
    return datetime.fromtimestamp(at_ms / SECOND, ZoneInfo(zone))


def _next(at_ms: int, zone: str, wanted: time) -> int:
    """Return the next time that a zone's clocks show `wanted`."""
    local = _local(at_ms, zone)
    day = local.date() + timedelta(days=local.time() >= wanted)
    return int(datetime.combine(day, wanted, ZoneInfo(zone)).timestamp() * SECOND)
