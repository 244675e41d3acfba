"""What the shapes of HSDS share: a service at a location, and what of it can be told."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from routing.directory import tidy
from routing.directory.gazetteer import Gazetteer
from routing.directory.hours import hours
from routing.directory.reading import Row, Unusable, listed, named
from routing.directory.states import state
from routing.directory.treatment import located
from routing.domain.listed import OTHER, TREATMENT, Place

SUBSTANCE_USE = re.compile(
    r"substance (use|abuse|misuse)|drug abuse|alcoholism|addiction|opioid|\bdetox", re.IGNORECASE
)
SUBSTANCE_USE_CODE = re.compile(r"RX\b|RX-", re.IGNORECASE)  # of 211's taxonomy
WORDS = {name: re.compile(rf"\b{name}", re.IGNORECASE) for name in ("detox", "methadone", "buprenorphine")}
NO_VOICE = frozenset({"fax", "tty", "tdd", "sms", "text"})


@dataclass(frozen=True)
class At:
    """A service, where it is given, by whom; the nearest of its telephones first, and its terms as (code, name)."""

    service: Row
    location: Row = field(default_factory=dict)
    address: Row = field(default_factory=dict)
    organization: Row = field(default_factory=dict)
    phones: Sequence[Row] = ()
    languages: Sequence[str] = ()
    terms: Sequence[tuple[str, str]] = ()
    schedules: Sequence[Row] = ()


def place_of(at: At, where: Gazetteer) -> Place:
    """Make a service at a location a place; raises Unusable."""
    status = tidy.said(at.service, "status").lower()
    if status not in ("", "active"):
        raise Unusable(f"is {status}, not active")
    name = named(tidy.said(at.service, "name"))
    whose = tidy.said(at.organization, "name") or tidy.said(at.location, "name")
    city, region = tidy.said(at.address, "city"), state(tidy.said(at.address, "state_province"))
    code = tidy.zip_code(at.address.get("postal_code"))
    point = tidy.degrees(at.location.get("latitude"), at.location.get("longitude")) or located(
        where, code, city, region
    )
    return Place(
        key=tidy.digest(*(tidy.said(row, "id") for row in (at.service, at.location))),
        kind=TREATMENT if _treats(at) else OTHER,
        name=name if whose.lower() in ("", name.lower()) else f"{name}, {whose}",
        street=", ".join(filter(None, (tidy.said(at.address, line) for line in ("address_1", "address_2")))),
        city=city,
        state=region,
        zip=code,
        latitude=point[0] if point else None,
        longitude=point[1] if point else None,
        phone=_phone(at.phones),
        website=next(filter(None, (tidy.website(tidy.said(row, "url", "website")) for row in _each(at))), ""),
        features=tuple(sorted(_features(at))),
        hours=hours(at.schedules),
    )


def last_changed(services: Iterable[Row]) -> str:
    """Give the latest day on which one of these services was changed or looked at."""
    days = (tidy.said(service, "last_modified", "assured_date")[:10] for service in services)
    return max((day for day in days if re.fullmatch(r"20[0-9]{2}-[01][0-9]-[0-3][0-9]", day)), default="")


def _each(at: At) -> tuple[Row, ...]:
    return at.service, at.location, at.organization


def _treats(at: At) -> bool:
    if any(SUBSTANCE_USE_CODE.match(code) for code, _ in at.terms):
        return True
    return bool(SUBSTANCE_USE.search(_words(at)))


def _features(at: At) -> set[str]:
    words = _words(at)
    told = {name for name, word in WORDS.items() if word.search(words)}
    spoken = {language.strip().lower() for text in at.languages for language in text.split(",")}
    return told | ({"spanish"} if spoken & {"spanish", "español", "es", "spa"} else set())


def _words(at: At) -> str:
    # What a description says may be of somebody else: a name, keywords and terms are of the service.
    return " ".join([tidy.said(at.service, "name"), tidy.said(at.service, "keywords"), *(name for _, name in at.terms)])


def _phone(phones: Sequence[Row]) -> str:
    for row in phones:
        if tidy.said(row, "type", "number_type").lower() not in NO_VOICE:
            extension = tidy.said(row, "extension")
            number = tidy.phone(f"{tidy.said(row, 'number')}{f' x{extension}' if extension else ''}")
            if number:
                return number
    return ""


def texts(rows: Any) -> list[str]:
    """Give the names and codes of languages."""
    return [tidy.said(row, name) for row in listed(rows) for name in ("name", "code")]
