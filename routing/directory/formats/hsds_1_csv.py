"""HSDS before 3 as CSV: 1.x, where a service's row names its location, and 1.1 and 2.x, where a table joins them."""

from routing.directory.formats import hsds_csv
from routing.directory.sources import Source

NAME, LIST = "HSDS 1", hsds_csv.LIST
TABLES = {"services_at_location", "physical_addresses", "regular_schedules"}
rows, dated, place = hsds_csv.rows, hsds_csv.dated, hsds_csv.place


def knows(source: Source) -> bool:
    own = hsds_csv.knows(source)
    return own and ("location_id" in source.tables["services"].header or bool(TABLES & source.tables.keys()))
