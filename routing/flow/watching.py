"""Watch the helpline: one look at a time, however many people look."""

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from threading import Lock
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from config.shapes import Config
from routing.domain import overview
from routing.domain.counting import Part
from routing.domain.measures import service_level
from routing.domain.overview import Overview, Promised
from routing.domain.periods import span
from routing.domain.promise import TAKEN, NotKept
from routing.ports import Services

MOST = 100  # contacts of a kind
SEEN_FOR_S, PROMISES_FOR_S, LEVELS_FOR_S = 0.5, 10.0, 60.0
WITHIN_S = 30
SECOND = 1000

T = TypeVar("T")


class Latest(Generic[T]):
    """What was seen last, for so many seconds; whoever asks later has it looked at again, one at a time."""

    def __init__(self, look: Callable[[], T], seconds: float, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._look, self._seconds, self._monotonic = look, seconds, monotonic
        self._lock, self._seen = Lock(), list[T]()
        self._until = 0.0

    def seen(self) -> T:
        """Return it; raises what looking raises."""
        with self._lock:
            if not self._seen or self._monotonic() >= self._until:
                self._seen = [self._look()]
                self._until = self._monotonic() + self._seconds
            return self._seen[0]


def watch(s: Services, seconds: float = SEEN_FOR_S) -> Latest[Overview]:
    """Return what everybody in this process watches; `seen` raises Unavailable."""
    promises = Latest(lambda: _promised(s), PROMISES_FOR_S if seconds else 0)
    levels = Latest(lambda: _levels(s), LEVELS_FOR_S if seconds else 0)
    return Latest(lambda: look(s, promises.seen(), levels.seen()), seconds)


def look(s: Services, promised: Sequence[Promised] | None, levels: Mapping[str, float]) -> Overview:
    """Look at live state once. Raises Unavailable."""
    raw = s.switchboard.overview([*s.config.lines], [*_zones(s.config)], MOST)
    return overview.read(raw, promised, levels)


def _levels(s: Services) -> Mapping[str, float]:
    """Return of each queue that anybody was in today how many percent were answered in time; none that is not known.

    Raises Unavailable.
    """
    now, found = s.switchboard.now(), {}
    try:
        for queue, zone in _zones(s.config).items():
            today = datetime.fromtimestamp(now / SECOND, UTC).astimezone(zone).date()
            level = service_level(s.counts.between(*span(today, today, zone), Part(queue=queue)), WITHIN_S)
            if level is not None:
                found[queue] = level
    except NotKept:
        return {}
    return found


def _zones(config: Config) -> Mapping[str, ZoneInfo]:
    """Return every queue, with whose days are its own."""
    return {
        line.queue(skill, spoken): ZoneInfo(line.time_zone)
        for line in config.lines.values()
        for skill in line.skills
        for spoken in line.languages
    }


def _promised(s: Services) -> Sequence[Promised] | None:
    """Count what is promised; None where the records do not answer in time."""
    try:
        still_open = [promise for promise in s.promises.still_open() if promise.state != "recording"]
    except NotKept:
        return None
    kinds = dict.fromkeys(promise.kind for promise in still_open)
    of_kind = {kind: [promise for promise in still_open if promise.kind == kind] for kind in kinds}
    return [
        Promised(kind, len(them), sum(each.state == TAKEN for each in them), min(each.made_at for each in them))
        for kind, them in of_kind.items()
    ]
