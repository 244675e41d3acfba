"""SAMHSA's directory of opioid treatment programs (CSV): places that give methadone."""

from collections.abc import Iterable

from routing.directory import tidy
from routing.directory.formats import locator
from routing.directory.gazetteer import Gazetteer
from routing.directory.reading import Row, named
from routing.directory.sources import Source
from routing.directory.treatment import Written, place_of
from routing.domain.listed import TREATMENT, Place

NAME, LIST = "opioid treatment programs", "opioid-treatment-programs"
COLUMNS = ("program name", "street", "city", "state", "zip")


def knows(source: Source) -> bool:
    return source.table_with(*COLUMNS) is not None


def rows(source: Source) -> Iterable[tuple[int, Row]]:
    table = source.table_with(*COLUMNS)
    return table.rows if table else ()


def dated(source: Source) -> str:
    """Give the date in the file's name."""
    return locator.dated(source)


def place(row: Row, where: Gazetteer) -> Place:
    columns = {**row, "street1": row.get("street", "")}
    name = named(tidy.said(row, "program name"))
    return place_of(Written(name, columns, kind=TREATMENT, features=("methadone",)), where)
