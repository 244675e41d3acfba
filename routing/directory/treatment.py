"""What SAMHSA's lists share: the columns of a place, and how it is put on the map."""

from dataclasses import dataclass

from routing.directory import tidy
from routing.directory.gazetteer import Gazetteer
from routing.directory.reading import Row
from routing.directory.states import state
from routing.domain.listed import Place
from routing.domain.nearby import Town


@dataclass(frozen=True)
class Written:
    """A row as it is written, and what its format has made of it. Without a `key`, name and address are it."""

    name: str
    row: Row
    kind: str
    features: tuple[str, ...] = ()
    key: str = ""


def place_of(written: Written, where: Gazetteer) -> Place:
    """Make a row of SAMHSA's columns a place."""
    row = written.row
    names = (written.name, tidy.said(row, "name2"))
    street = ", ".join(filter(None, (tidy.said(row, "street1"), tidy.said(row, "street2"))))
    city, region, code = tidy.said(row, "city"), state(tidy.said(row, "state")), tidy.zip_code(row.get("zip"))
    point = tidy.degrees(row.get("latitude"), row.get("longitude")) or located(where, code, city, region)
    return Place(
        key=written.key or tidy.digest(*names, street, city, region, code),
        kind=written.kind,
        name=", ".join(filter(None, names)),
        street=street,
        city=city,
        state=region,
        zip=code,
        latitude=point[0] if point else None,
        longitude=point[1] if point else None,
        phone=next(filter(None, (tidy.phone(row.get(name)) for name in ("phone", "intake1", "intake2"))), ""),
        website=tidy.website(row.get("website")),
        features=written.features,
    )


def located(where: Gazetteer, code: str, city: str, region: str) -> tuple[float, float] | None:
    """Put an address at the middle of its ZIP code or city; None where neither is known."""
    town = town_of(where, code, city, region)
    return (town.latitude, town.longitude) if town else None


def town_of(where: Gazetteer, code: str, city: str, region: str) -> Town | None:
    """Find the ZIP code, or else the city. A ZIP code in another state than is written is a mistake in one of them."""
    town = where.zip(code) if code else None
    if town and region in ("", town.state):
        return town
    return next(iter(where.cities(city, region)), None) if city and region else None
