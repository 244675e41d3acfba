"""SAMHSA's National Directory (XLSX): every code of a place in one cell, and no degrees."""

from collections.abc import Iterable

from routing.directory import features, tidy
from routing.directory.formats import locator
from routing.directory.gazetteer import Gazetteer
from routing.directory.reading import Row, Unusable, named
from routing.directory.sources import Source
from routing.directory.treatment import Written, place_of
from routing.domain.listed import OTHER, TREATMENT, Place

NAME, LIST = "National Directory", "national-directory"
COLUMNS = ("name1", "street1", "city", "state", "zip", "service_code_info")


def knows(source: Source) -> bool:
    return source.table_with(*COLUMNS) is not None


def rows(source: Source) -> Iterable[tuple[int, Row]]:
    return locator.with_book(source, source.table_with(*COLUMNS))


def dated(source: Source) -> str:
    """Give the edition: the year, or the day, in the file's name."""
    return locator.dated(source)


def place(row: Row, where: Gazetteer) -> Place:
    codes = {code.lower() for code in str(row.get("service_code_info", "")).replace("*", " ").split()}
    if codes & features.ONLY_DRIVERS:
        raise Unusable("serves only people who were sent for driving under the influence")
    offered = features.of_book(codes, row.get(locator.BOOK, {}))
    # A place with no codes is listed for substance use all the same, unless it says only mental health.
    kind = OTHER if codes and "mh" in codes and not codes & features.SUBSTANCE_USE else TREATMENT
    return place_of(Written(named(tidy.said(row, "name1")), row, kind=kind, features=offered), where)
