"""What the house says to itself about a contact: webhooks read, changes made, how things stand."""

from dataclasses import dataclass, field
from enum import Enum, auto


class Unavailable(Exception):
    """Raised when the live state does not answer: go on without it, for this request."""


class Unreadable(Exception):
    """Raised when no key here opens a secret, or when it was made for another purpose: treat it as not there."""


class Reason(Enum):
    """Why the carrier refuses: the call has ended, the number cannot be reached, wants no texts, it is asked too often,
    or something else.
    """

    GONE = auto()
    BAD_NUMBER = auto()
    OPTED_OUT = auto()
    TOO_OFTEN = auto()
    REFUSED = auto()


class NotSent(Exception):
    """Raised when the carrier refuses a request and nothing has happened; `code` is for logs."""

    def __init__(self, reason: Reason, code: str) -> None:
        super().__init__(code)
        self.reason = reason
        self.code = code


class NotTaken(Exception):
    """Raised when another service did not take what it was told: tell it again later."""


class Unclear(Exception):
    """Raised when the carrier did not say whether it acted: ask what happened before acting again."""


@dataclass(frozen=True)
class Incoming:
    """A voice webhook. Absent parameters are empty strings."""

    call: str = field(repr=False)
    caller: str = field(repr=False)
    number: str
    keys: str = ""
    speech: str = field(default="", repr=False)
    status: str = ""
    queue_result: str = ""
    duration: str = ""
    label: str = ""
    event: str = ""
    bridged: bool = False
    recording: str = field(default="", repr=False)
    seconds: int = 0


@dataclass(frozen=True)
class Change:
    """What a script did: a word, the offers to ring, the legs to end, and details in the order its header gives."""

    word: str
    ring: tuple[str, ...] = ()
    end: tuple[str, ...] = ()
    details: tuple[str | int, ...] = ()


@dataclass(frozen=True)
class Waiting:
    """How a contact stands. `place` is 1 for the next to be offered; `handled_*` are of its queue. `closed_till` is
    when a closed line opens, in ms, 0 where that is not known; None where the line is open. `lapses_at` is until when
    somebody may wait for a text, in ms; 0 for everybody else.
    """

    stage: str
    step: int
    offer: str
    choice: str
    place: int
    on_duty: int
    offered: int
    handled_seconds: int
    handled_count: int
    closed_till: int | None = None
    lapses_at: int = 0


@dataclass(frozen=True)
class Due:
    """What is due: whether the live state was lost, its clock in ms, and the jobs to ask for, as (job, id)."""

    lost: bool
    now_ms: int
    jobs: tuple[tuple[str, str], ...]


LAST_IN_ORDER = 999
LINE = "line"  # what a caller chooses, or is referred to: another line


@dataclass(frozen=True)
class Plan:
    """What is ahead of a specialist, in ms, 0 for none: when to look at their shifts again, the next start, the end of
    the shift under way, the start they were reminded of; and the zone whose clocks they go by.
    """

    look_at: int
    starts: int
    ends: int
    reminded: int
    zone: str


def phone_purpose(specialist: str) -> str:
    """Return what a specialist's phone is sealed for on record: it opens in no other row."""
    return f"phone {specialist}"


@dataclass(frozen=True)
class Person:
    """A specialist on record. `phone` is sealed for `phone <id>`; `activity` is the one last asked for by hand, at
    `activity_at`, a break until `activity_until` (in ms, 0 for never); `order` is 1 for who is asked first where a
    skill goes by order, LAST_IN_ORDER for who was given none; `pin` is hashed, or empty; `call_out`: agreed to be asked
    when nobody is on call; `verified_at`: since when the phone is known to be theirs (ms), 0 for not yet: then nobody
    rings it.
    """

    id: str
    name: str
    phone: str = field(repr=False)
    languages: tuple[str, ...]
    skills: tuple[str, ...]
    activity: str
    order: int = LAST_IN_ORDER
    activity_at: int = 0
    activity_until: int = 0
    pin: str = field(default="", repr=False)
    call_out: bool = False
    verified_at: int = 0
