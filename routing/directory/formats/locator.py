"""The locator's download (CSV, XLSX): seventeen columns, then one for each service code, with 1 or blank."""

import re
from collections.abc import Iterable, Iterator, Mapping

from routing.directory import features, tidy
from routing.directory.gazetteer import Gazetteer
from routing.directory.reading import Row, Unusable, named
from routing.directory.sources import Source, Table
from routing.directory.treatment import Written, place_of
from routing.domain.listed import OTHER, TREATMENT, Place

NAME, LIST = "locator", "locator"
LEAD = re.compile(
    "name[12]|street[12]|city|state|zip4?|county|phone|intake_prompt|intake[12]|website|latitude|longitude|type_facility"
)
COLUMNS = ("name1", "street1", "city", "state", "zip")
BOOK = "book"  # where a row carries the code book of its file
DATE = re.compile(r"(20[0-9]{2})[_-]?([01][0-9])[_-]?([0-3][0-9])")
YEAR = re.compile(r"(?<![0-9])20[0-9]{2}(?![0-9])")


def knows(source: Source) -> bool:
    return source.table_with(*COLUMNS) is not None


def rows(source: Source) -> Iterable[tuple[int, Row]]:
    return with_book(source, source.table_with(*COLUMNS))


def dated(source: Source) -> str:
    """Give the date, or else the year, in the file's name."""
    day = DATE.search(source.name)
    year = YEAR.search(source.name)
    return "-".join(day.groups()) if day else year.group() if year else ""


def place(row: Row, where: Gazetteer) -> Place:
    codes = {name for name, value in row.items() if value == "1" and not LEAD.fullmatch(name)}
    if codes & features.ONLY_DRIVERS:
        raise Unusable("serves only people who were sent for driving under the influence")
    facility = str(row.get("type_facility", "")).lower()
    codes |= {facility} & {"otp"}
    # An export of substance use treatment has no codes at all, and all of it treats substance use.
    treats = not (codes or facility) or bool((codes | {facility}) & features.SUBSTANCE_USE)
    offered = features.of_book(codes, row.get(BOOK, {}))
    kind = TREATMENT if treats else OTHER
    return place_of(Written(named(tidy.said(row, "name1")), row, kind=kind, features=offered), where)


def with_book(source: Source, table: Table | None) -> Iterator[tuple[int, Row]]:
    """Give the rows of a table, each with the code book that its file has."""
    book = code_book(source)
    for number, row in table.rows if table else ():
        yield number, {**row, BOOK: book}


def code_book(source: Source) -> Mapping[str, str]:
    """Read what each code is called, from the sheet that says it."""
    sheet = source.table_with("service_code", "service_name")
    lines = sheet.rows if sheet else ()
    return {row["service_code"].lower(): row.get("service_name", "") for _, row in lines if "service_code" in row}
