"""FindTreatment.gov's JSON: pages of `rows`, each with its services by category. Without dates and opening hours."""

import re
from collections.abc import Iterable, Iterator

from routing.directory import features, tidy
from routing.directory.gazetteer import Gazetteer
from routing.directory.reading import Row, Unusable, items, listed, named, objects
from routing.directory.sources import Source
from routing.directory.treatment import Written, place_of
from routing.domain.listed import OTHER, TREATMENT, Place

NAME, LIST = "FindTreatment", "findtreatment"
# Who else is served alone, and which licences there are, tell nothing of what a place offers.
SILENT = frozenset({"EXCL", "LCA", "OTHR"})

SUBSTANCE_USE = re.compile(r"substance|detox", re.IGNORECASE)


def knows(source: Source) -> bool:
    return any("name1" in row and "services" in row for row in objects(source.value, "rows"))


def rows(source: Source) -> Iterable[tuple[int, Row]]:
    return items(source.value, "rows")


def dated(source: Source) -> str:
    """It has no date of its own."""
    return ""


def place(row: Row, where: Gazetteer) -> Place:
    services = list(_services(row))
    if any(features.DRIVERS.match(label) for code, label in services if code == "EXCL"):
        raise Unusable("serves only people who were sent for driving under the influence")
    offered = set(features.of_labels(label for code, label in services if code not in SILENT))
    frid, facility = tidy.said(row, "frid"), tidy.said(row, "typeFacility", "type_facility").upper()
    if facility == "OTP":  # of these the services are not told
        offered.add("methadone")
    treats = facility in ("SA", "OTP") or any(code == "TC" and SUBSTANCE_USE.match(label) for code, label in services)
    return place_of(
        Written(
            named(tidy.said(row, "name1")),
            row,
            kind=TREATMENT if treats else OTHER,
            features=tuple(sorted(offered)),
            key=tidy.digest(frid) if frid else "",
        ),
        where,
    )


def _services(row: Row) -> Iterator[tuple[str, str]]:
    """Give each (category, label): the labels are joined by semicolons."""
    for service in listed(row.get("services")):
        for label in str(service.get("f3") or "").split(";"):
            yield str(service.get("f2")), label.strip()
