"""HSDS 3.x as JSON: services, organizations with theirs, or services at locations; one, a list, or a page of them."""

from collections.abc import Iterable, Iterator
from typing import Any

from routing.directory.gazetteer import Gazetteer
from routing.directory.reading import Row, Unusable, items, listed, objects
from routing.directory.services import At, last_changed, place_of, texts
from routing.directory.sources import Source
from routing.domain.listed import Place

NAME, LIST = "HSDS 3", "hsds"
OWN = {"id", "name", "description"}
AT, WHY = "at", "why"


def knows(source: Source) -> bool:
    return source.kind == "json" and any(
        row.keys() >= OWN or {"service", "location"} <= row.keys() for row in objects(source.value, "contents")
    )


def rows(source: Source) -> Iterable[tuple[int, Row]]:
    """Give each service at each of its locations; several have the number of the object that they are in."""
    for number, row in items(source.value, "contents"):
        found = list(_services(row))
        yield from ((number, {AT: at}) for at in found)
        if not found:
            yield number, {WHY: _why(row)}


def dated(source: Source) -> str:
    """Give the day on which the latest of its services was changed."""
    return last_changed(row[AT].service for _, row in rows(source) if AT in row)


def place(row: Row, where: Gazetteer) -> Place:
    if AT not in row:
        raise Unusable(row[WHY])
    at: At = row[AT]
    return place_of(at, where)


def _services(row: Row) -> Iterator[At]:
    if isinstance(row.get("service"), dict):
        yield _at(row["service"], row, _object(row["service"].get("organization")))
    elif "services" in row:
        for service in listed(row["services"]):
            yield from _everywhere(service, row)
    elif "status" in row:
        yield from _everywhere(row, _object(row.get("organization")))


def _everywhere(service: Row, organization: Row) -> Iterator[At]:
    for at in listed(service.get("service_at_locations")) or [{}]:
        yield _at(service, at, organization)


def _at(service: Row, at: Row, organization: Row) -> At:
    location = _object(at.get("location"))
    addresses = sorted(listed(location.get("addresses")), key=lambda row: row.get("address_type") == "postal")
    near = (at, location, service, organization)
    terms = [_object(one.get("taxonomy_term")) for one in listed(service.get("attributes"))]
    return At(
        service=service,
        location=location,
        address=addresses[0] if addresses else {},
        organization=organization,
        phones=[phone for row in near for phone in listed(row.get("phones"))],
        languages=[text for row in (service, location) for text in texts(row.get("languages"))],
        schedules=next(filter(None, (listed(row.get("schedules")) for row in near)), []),
        terms=[(str(term.get("code") or ""), str(term.get("name") or "")) for term in terms],
    )


def _why(row: Row) -> str:
    kinds = {"location_type": "a location", "taxonomy_detail": "a term of a taxonomy", "tax_status": "an organization"}
    return f"is {next((kind for name, kind in kinds.items() if name in row), 'something')} without a service"


def _object(value: Any) -> Row:
    return value if isinstance(value, dict) else {}
