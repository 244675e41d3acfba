"""What lists of meetings share: when and where, and how people join."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from routing.directory import tidy
from routing.directory.addresses import Address, apart
from routing.directory.gazetteer import Gazetteer
from routing.directory.reading import Row, Unusable
from routing.directory.states import state
from routing.directory.treatment import town_of
from routing.domain.calendars import UnknownZone, zone_named
from routing.domain.listed import IN_PERSON, MEETING, ONLINE, Meeting

WEEK = 7


@dataclass(frozen=True)
class Told:
    """What a format has made of a row: `days` from 0 for Monday, `start` as it is written."""

    key: str
    name: str
    fellowship: str
    days: tuple[int, ...]
    start: Any
    minutes: int
    online: bool
    in_person: bool
    features: frozenset[str] = field(default_factory=frozenset)


def days_of(value: Any, *, sunday: int) -> tuple[int, ...]:
    """Read a day, or several, of a week that counts from Sunday as this number; raises Unusable."""
    days = value if isinstance(value, list) else [] if value in (None, "") else [value]
    try:
        counted = {int(day) - sunday for day in days}
    except (TypeError, ValueError, OverflowError):
        raise Unusable(f"has a day that is none: {tidy.plain(value)!r}") from None
    if not counted <= set(range(WEEK)):
        raise Unusable(f"has a day that is none: {days}")
    return tuple(sorted((day - 1) % WEEK for day in counted))  # Python's Monday is 0


def meeting_of(told: Told, row: Row, where: Gazetteer) -> Meeting:
    """Make a row of Meeting Guide's columns a meeting; raises Unusable for one that nobody could come to."""
    address = _address(row, where)
    link, dial = tidy.website(row.get("conference_url")), tidy.said(row, "conference_phone")
    online = told.online and bool(link or dial)
    in_person = told.in_person and bool(address.street)
    if not (online or in_person):
        raise Unusable(_nowhere(told))
    point, zone = _spot(row, address, where)
    start = _start(told)
    return Meeting(
        key=told.key,
        kind=MEETING,
        name=told.name,
        fellowship=told.fellowship,
        venue=tidy.said(row, "location"),
        street=address.street,
        city=address.city,
        state=address.state,
        zip=address.zip,
        latitude=point[0] if point else None,
        longitude=point[1] if point else None,
        days=told.days if start is not None else (),
        start=start,
        minutes=told.minutes,
        zone=zone,
        link=link,
        dial=dial,
        features=tuple(sorted({*told.features, *_ways(online, in_person)})),
    )


def lasting(start: Any, end: Any) -> int:
    """Give how many minutes lie between two times of day; 0 where that is not told."""
    first, last = tidy.minute(start), tidy.minute(end)
    return 0 if first is None or last is None else (last - first) % (24 * 60)


def _nowhere(told: Told) -> str:
    if not told.in_person and not told.online:
        return "is closed for now, and nobody can join it online"
    return "has no street to go to, and no way to join online"


def _ways(online: bool, in_person: bool) -> Iterable[str]:
    return [way for way, can in ((ONLINE, online), (IN_PERSON, in_person)) if can]


def _start(told: Told) -> int | None:
    if told.start in (None, "") or not told.days:
        return None
    minute = tidy.minute(told.start)
    if minute is None:
        raise Unusable(f"starts at no time of day: {tidy.plain(told.start)!r}")
    return minute


def _address(row: Row, where: Gazetteer) -> Address:
    """Read an address that is in one line or in columns; a town that is not told is its ZIP code's."""
    code = tidy.zip_code(row.get("postal_code"))
    if row.get("formatted_address") or not (row.get("city") or code):
        return apart(tidy.said(row, "formatted_address", "address"))
    town = where.zip(code) if code else None
    return Address(
        tidy.said(row, "address").strip(" ,"),
        tidy.said(row, "city") or (town.name if town else ""),
        state(tidy.said(row, "state")) or (town.state if town else ""),
        code,
    )


def _spot(row: Row, address: Address, where: Gazetteer) -> tuple[tuple[float, float] | None, str]:
    """Find where a meeting is, and whose clocks it goes by."""
    point = tidy.degrees(row.get("latitude"), row.get("longitude"))
    named = _zone(tidy.said(row, "timezone"))
    town = town_of(where, address.zip, address.city, address.state)
    if point and not town and not named:
        town = where.near(round(point[0], 1), round(point[1], 1))
    if town and not point:
        point = (town.latitude, town.longitude)
    return point, named or (town.zone if town else "")


def _zone(name: str) -> str:
    try:
        return zone_named(name).key if name else ""
    except UnknownZone:
        return ""
