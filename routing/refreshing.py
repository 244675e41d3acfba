"""Bring lists of places up to date from where they are published; what looks broken leaves the list as it was."""

import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property

import structlog

from config.shapes import ListSource
from routing.directory.fetching import Fetched, NotFetched, Version, fetch
from routing.directory.formats import format_of
from routing.directory.gazetteer import Gazetteer
from routing.directory.reading import Reading, read
from routing.directory.sources import Unreadable
from routing.directory.sources import read as unpacked
from routing.directory.towns import NotWritten, written
from routing.domain.contact import Unavailable
from routing.domain.listed import Fetch, PlaceList, address_digest, is_due
from routing.roster import Refused
from routing.services import Services
from routing.store.records.lists import Import, Written
from routing.store.records.models import LONGEST_REASON

MINUTE_MS, HOUR_MS = 60_000, 3_600_000
FIRST_PAUSE_MS = 15 * MINUTE_MS  # after a failure; each is twice the last, until it is as long as without failures
SOME_FAILURES = 3  # so often in a row, a server is not away for a moment only
MOST_DROPPED = 1 / 3  # of its rows; lists that are whole have a fifth that nobody could be told of
LEAST_LEFT = 0.8
BROKEN_OFF = "the last fetch was broken off"
BY_HAND = "If that is right, import it once: helpline directory import --complete --list NAME FILE"

log = structlog.get_logger()


class NotTaken(Exception):
    """Raised when a list looks broken; the text tells the operator how. The one from before is kept."""


@dataclass(frozen=True)
class Refreshed:
    """What came of one list: what was written of it (None where its server has nothing new), or why it was not taken.

    `telling` is a failure that somebody should know of; `busy` is when another process is at it.
    """

    name: str
    written: Written | None = None
    why: str = ""
    telling: bool = False
    busy: bool = False


class Refreshing:
    """What brings lists up to date. Methods raise NotKept, and SQLAlchemyError where the records do not answer."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @cached_property
    def _where(self) -> Gazetteer:
        try:
            return Gazetteer(written(self._services.settings.data_dir))
        except NotWritten as why:
            raise NotTaken(str(why)) from None

    def due(self) -> list[Refreshed]:
        """Fetch the lists whose time has come, and have alerted what goes wrong with them."""
        lists, fetches, now = self._services.config.lists.values(), self._services.fetches.all(), self._now()
        done = [self.one(source, now) for source in lists if is_due(source, fetches, now)]
        if any(one.telling for one in done):
            self._alert()
        return done

    def named(self, name: str = "") -> list[Refreshed]:
        """Fetch a list, or every one, at a person's wish; raises Refused where none is to be fetched."""
        lists = self._services.config.lists
        if not lists:
            raise Refused("No list is fetched: write [list.NAME] with its url in line.toml.")
        if name and name not in lists:
            raise Refused(f"No list {name!r} is fetched; line.toml has {', '.join(sorted(lists))}.")
        return [self.one(source, self._now()) for source in ([lists[name]] if name else lists.values())]

    def one(self, source: ListSource, now_ms: int) -> Refreshed:
        """Fetch a list, unless another process is at it, and have it on record when it is whole."""
        before = self._services.fetches.all().get(source.name)
        failed = _failed(source, before, BROKEN_OFF, now_ms)
        if not self._services.fetches.begin(before, failed, now_ms):
            return Refreshed(source.name, busy=True)
        try:
            fetched = fetch(source.url, Version(failed.etag, failed.modified))
            written = None if fetched is None else self._taken(source.name, fetched)
        except (NotFetched, Unreadable, NotTaken) as why:
            self._services.fetches.end(replace(failed, why=str(why)[:LONGEST_REASON]))
            log.warning("list_not_refreshed", list=source.name, why=type(why).__name__)
            telling = not isinstance(why, NotFetched) or failed.failures >= SOME_FAILURES
            return Refreshed(source.name, why=str(why), telling=telling)
        self._services.fetches.end(_succeeded(source, failed, fetched, now_ms))
        log.info("list_refreshed", list=source.name, new=fetched is not None)
        return Refreshed(source.name, written)

    def _taken(self, name: str, fetched: Fetched) -> Written:
        reading = _read(fetched, self._where)
        on_record = self._services.lists.sizes().get(name, 0)
        hold_whole(reading, on_record)
        now = PlaceList(name, reading.format, reading.as_of, datetime.now(UTC).date().isoformat())
        return self._services.lists.write([Import(now, reading.places.values(), complete=True)])

    def _alert(self) -> None:
        try:
            self._services.switchboard.alarm("list", next(iter(self._services.config.lines)))
        except Unavailable:
            log.warning("list_not_alerted")

    def _now(self) -> int:
        try:
            return self._services.switchboard.now()
        except Unavailable:  # a person may bring lists up to date while nothing else runs
            return int(time.time() * 1000)


def hold_whole(reading: Reading, on_record: int) -> None:
    """Raise NotTaken where what was read looks like no whole list, beside what is on record of it."""
    left = len(reading.places)
    if not left:
        raise NotTaken("it holds no place that anybody could be told of")
    if len(reading.dropped) > MOST_DROPPED * reading.read:
        raise NotTaken(f"{len(reading.dropped)} of its {reading.read} rows cannot be used. {BY_HAND}")
    if left < LEAST_LEFT * on_record:
        raise NotTaken(f"it has {left} places, and {on_record} are on record. {BY_HAND}")


def _read(fetched: Fetched, where: Gazetteer) -> Reading:
    source = unpacked(fetched.name, fetched.content)
    format = format_of(source)
    if format is None:
        raise NotTaken("it is in no format that is known")
    return read(source, format, where, lambda rows: None)


def _failed(source: ListSource, before: Fetch | None, why: str, now_ms: int) -> Fetch:
    """Say how it stands with a list whose fetching has failed, or has only begun."""
    address = address_digest(source.url)
    last = before if before and before.source == address else Fetch(source.name, address)
    pause = min(FIRST_PAUSE_MS * 2 ** min(last.failures, 10), source.every_hours * HOUR_MS)
    return replace(last, failures=last.failures + 1, why=why, next_at=now_ms + pause)


def _succeeded(source: ListSource, failed: Fetch, fetched: Fetched | None, now_ms: int) -> Fetch:
    version = fetched.version if fetched else Version(failed.etag, failed.modified)
    return Fetch(
        source.name,
        failed.source,
        etag=version.etag,
        modified=version.modified,
        looked_at=now_ms,
        next_at=now_ms + source.every_hours * HOUR_MS,
    )
