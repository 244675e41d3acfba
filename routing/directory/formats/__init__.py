"""The formats that lists come in, one a file. What a source is, is asked of each in turn."""

from collections.abc import Sequence

from routing.directory.formats import (
    bmlt,
    findtreatment,
    hsds_1_csv,
    hsds_csv,
    hsds_json,
    locator,
    meeting_guide,
    national,
    otp,
)
from routing.directory.reading import Format
from routing.directory.sources import Source

# Those whose rows are told from others' by fewer names come later.
FORMATS: Sequence[Format] = (
    findtreatment,
    bmlt,
    national,
    locator,
    otp,
    hsds_1_csv,
    hsds_csv,
    hsds_json,
    meeting_guide,
)


def format_of(source: Source) -> Format | None:
    """Find the format that a source is in."""
    return next((format for format in FORMATS if format.knows(source)), None)
