"""What a supervisor watches: how everything stands at one moment. No number and no SID is in it. Times in ms."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

OPEN = -1  # a line's `closed_till` where it is open
SHORT = 6  # letters by which a contact is called


@dataclass(frozen=True)
class Queued:
    """A queue: how many wait, since when the first does (0: nobody), and how many specialists it has."""

    name: str
    waiting: int
    since: int
    available: int
    on_duty: int


@dataclass(frozen=True)
class Watched:
    """A contact. `since` is when it was connected, else when it entered the line; `rings` are telephones that ring for
    it, and `specialist` is the id of who has it, or empty. `place` is 1 for who is next in the queue,
    0 where there is none. `listen` is how far somebody may go who listens, as the caller was told, or empty; `listener`
    is the name of who listens, or is about to, and `listens` how by now, or empty.
    """

    id: str
    stage: str
    channel: str
    line: str
    queue: str
    language: str
    topic: str
    priority: int
    rings: int
    entered_at: int
    since: int
    specialist: str
    place: int
    listen: str
    listener: str
    listens: str

    @property
    def handle(self) -> str:
        """What people call it by."""
        return self.id[:SHORT]


@dataclass(frozen=True)
class OnRoster:
    """A specialist, with how many people, and what they become when that is over (`wanted`, or empty)."""

    id: str
    name: str
    activity: str
    since: int
    wanted: str
    contacts: int


@dataclass(frozen=True)
class LineState:
    """A line: OPEN, or when it opens again, 0 where that is not known."""

    id: str
    closed_till: int

    @property
    def closed(self) -> bool:
        return self.closed_till != OPEN


@dataclass(frozen=True)
class Alerted:
    """Something that whoever runs the helpline should know, and nobody has acknowledged."""

    kind: str
    line: str
    since: int


@dataclass(frozen=True)
class Promised:
    """How many promises of a kind are still to be kept, how many of them somebody deals with, and the oldest's time."""

    kind: str
    count: int
    taken: int
    since: int


@dataclass(frozen=True)
class Overview:
    """Everything at one moment. `contacts` and `people` count all; the lists may have fewer. `promised` is None where
    the records do not answer. `levels` has for queues how many percent were answered within 30 seconds today.
    """

    at: int
    contacts: int
    people: int
    lines: Sequence[LineState]
    queues: Sequence[Queued]
    waiting: Sequence[Watched]
    talking: Sequence[Watched]
    called_back: Sequence[Watched]
    specialists: Sequence[OnRoster]
    alerts: Sequence[Alerted]
    promised: Sequence[Promised] | None
    levels: Mapping[str, float]

    @cached_property
    def version(self) -> str:
        """Change when anything but the time has."""
        return hashlib.sha256(repr({**asdict(self), "at": 0}).encode()).hexdigest()[:16]

    @property
    def longest_since(self) -> int:
        """Since when the first of all who wait does; 0 where nobody does."""
        return min((queue.since for queue in self.queues if queue.since), default=0)

    def name_of(self, specialist: str) -> str:
        return next((person.name for person in self.specialists if person.id == specialist), "")


def read(raw: Mapping[str, Any], promised: Sequence[Promised] | None, levels: Mapping[str, float]) -> Overview:
    """Make an overview of what live state says (store/lua/overview.lua)."""
    contacts = {kind: [Watched(**row) for row in raw[kind]] for kind in ("waiting", "talking", "called_back")}
    people = sorted((OnRoster(**row) for row in raw["specialists"]), key=lambda person: person.name.casefold())
    return Overview(
        at=raw["at"],
        contacts=raw["contacts"],
        people=raw["people"],
        lines=[LineState(**row) for row in raw["lines"]],
        queues=[Queued(**row) for row in raw["queues"]],
        specialists=people,
        alerts=[Alerted(**row) for row in raw["alerts"]],
        promised=promised,
        levels=levels,
        **contacts,
    )


def lasted(since: int, now: int) -> str:
    """Write how long something has lasted, such as "45 s", "3 min 05 s" or "2 h 07 min"."""
    minutes, seconds = divmod(max(0, now - since) // 1000, 60)
    if not minutes:
        return f"{seconds} s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min {seconds:02} s"
