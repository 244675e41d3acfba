"""HSDS as CSV: 3.x, 2.x and 1.x. A folder, or an archive, with a table a file; services are joined with the others."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from routing.directory.gazetteer import Gazetteer
from routing.directory.reading import Row
from routing.directory.services import At, last_changed, place_of
from routing.directory.sources import Source
from routing.domain.listed import Place

NAME, LIST = "HSDS 3", "hsds"
AT = "at"
# Of 3.x and of those before it: the first of a name that is there.
PLACES = ("service_at_location", "services_at_location")
ADDRESSES = ("addresses", "physical_addresses")
SCHEDULES = ("schedules", "regular_schedules")
TERMS = ("taxonomy_terms", "taxonomy")
Rows = Mapping[str, Sequence[Row]]


def knows(source: Source) -> bool:
    services = source.tables.get("services")
    return services is not None and {"id", "name", "status"} <= set(services.header)


def rows(source: Source) -> Iterable[tuple[int, Row]]:
    """Give each service at each of its locations; several have the number of the service's row."""
    tables = _Tables(source)
    for number, service in source.tables["services"].rows:
        for location in tables.locations(service) or [""]:
            yield number, {AT: tables.at(service, location)}


def dated(source: Source) -> str:
    """Give the day on which the latest of its services was changed."""
    return last_changed(row for _, row in source.tables["services"].rows)


def place(row: Row, where: Gazetteer) -> Place:
    at: At = row[AT]
    return place_of(at, where)


class _Tables:
    """The tables of a source, by the columns that they are joined on."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._places = self._by("service_id", *PLACES)
        self._addresses = self._by("location_id", *ADDRESSES)
        self._named = {name: self._by("id", name) for name in ("locations", "organizations", *TERMS)}
        self._codes = self._by("taxonomy_id", "taxonomy")
        self._attributes = self._by("link_id", "attributes")
        self._of = {
            table: {column: self._by(column, table) for column in ("service_id", "location_id", "organization_id")}
            for table in ("phones", "languages", *SCHEDULES)
        }

    def locations(self, service: Row) -> list[str]:
        """Name the locations of a service: in 1.x its row has one."""
        joined = [row.get("location_id", "") for row in self._places.get(service.get("id", ""), ())]
        return joined or [one for one in (service.get("location_id", ""),) if one]

    def at(self, service: Row, location: str) -> At:
        """Join a service at a location with all that is told of it."""
        place = self._one("locations", location)
        organization = service.get("organization_id") or place.get("organization_id", "")
        ids = {"location_id": location, "service_id": service.get("id", ""), "organization_id": organization}
        spoken = [row.get(name, "") for row in self._belonging("languages", ids) for name in ("name", "code")]
        return At(
            service=service,
            location=place,
            address=next(iter(self._addresses.get(location, ())), {}),
            organization=self._one("organizations", organization),
            phones=list(self._belonging("phones", ids)),
            languages=[*spoken, service.get("languages", ""), place.get("languages", "")],
            terms=list(self._terms(service)),
            schedules=[row for name in SCHEDULES for row in self._belonging(name, ids)],
        )

    def _belonging(self, table: str, ids: Mapping[str, str]) -> Iterator[Row]:
        for column, wanted in ids.items():
            yield from self._of[table][column].get(wanted, ()) if wanted else ()

    def _terms(self, service: Row) -> Iterator[tuple[str, str]]:
        for attribute in self._attributes.get(service.get("id", ""), ()):
            term = self._one("taxonomy_terms", attribute.get("taxonomy_term_id", ""))
            yield term.get("code", ""), term.get("name", "")
        for code in service.get("taxonomy_ids", "").split(","):
            for term in self._codes.get(code.strip(), ()):
                yield code.strip(), term.get("name", "")

    def _one(self, table: str, id: str) -> Row:
        return next(iter(self._named[table].get(id, ())), {})

    def _by(self, column: str, *names: str) -> Rows:
        found: dict[str, list[Row]] = defaultdict(list)
        table = next((self._source.tables[name] for name in names if name in self._source.tables), None)
        for _, row in table.rows if table else ():
            if row.get(column):
                found[row[column]].append(row)
        return dict(found)
