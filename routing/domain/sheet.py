"""Write a table for other programs."""

import csv
import io
from collections.abc import Mapping, Sequence


def csv_of(rows: Sequence[Mapping[str, str | int | float | None]], missing: str) -> str:
    """Write rows of which the last has every column, with what stands where there is nothing to measure."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[-1]), restval=0, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: missing if value is None else value for name, value in row.items()})
    return out.getvalue()
