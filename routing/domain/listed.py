"""Places and meetings as a list has them, and what they may be asked for."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from config.shapes import ListSource

TREATMENT, MEETING, OTHER = "treatment", "meeting", "other"
FEATURES = ("detox", "methadone", "buprenorphine", "free", "women", "veterans", "spanish", "adolescents")
IN_PERSON, ONLINE = "in_person", "online"
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A service that people go to.

    `key` is one place's within its list, whenever that is read. `phone` is E.164, with x and the extension if there is
    one. Degrees are None where nobody knows them. `features` are sorted words; what a list does not tell is empty.
    """

    key: str
    kind: str
    name: str
    street: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""
    latitude: float | None = None
    longitude: float | None = None
    phone: str = ""
    website: str = ""
    features: tuple[str, ...] = ()
    hours: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting(Place):
    """People who meet every week.

    `days` are 0 for Monday to 6 for Sunday, `start` the minute of the day by the clocks of `zone`, None by appointment,
    `minutes` how long it lasts, 0 where that is not told. `link` and `dial` join it from anywhere.
    """

    fellowship: str = ""
    venue: str = ""
    days: tuple[int, ...] = ()
    start: int | None = None
    minutes: int = 0
    zone: str = ""
    link: str = ""
    dial: str = ""


@dataclass(frozen=True, slots=True)
class PlaceList:
    """A list that somebody else publishes: its own date (2025-03-04 or 2025, or empty), and the day it was read."""

    name: str
    format: str
    as_of: str
    read_on: str


@dataclass(frozen=True, slots=True)
class Fetch:
    """How the fetching of a list stands, times in ms, 0 for never.

    `source` is the digest of its address, `etag` and `modified` are what its server last called it, `failures` how
    often it failed in a row, and `why` the last time.
    """

    name: str
    source: str
    etag: str = ""
    modified: str = ""
    looked_at: int = 0
    next_at: int = 0
    failures: int = 0
    why: str = ""


def address_digest(url: str) -> str:
    """Name an address without telling it, for it may hold a token."""
    return hashlib.sha256(url.encode()).hexdigest()[:32]


def is_due(source: ListSource, fetches: Mapping[str, Fetch], now_ms: int) -> bool:
    """Tell whether a list is to be fetched now: its time has come, or it is published elsewhere than before."""
    fetch = fetches.get(source.name)
    return fetch is None or fetch.next_at <= now_ms or fetch.source != address_digest(source.url)
