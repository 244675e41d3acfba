"""Nothing is kept by accident: each column of the records says why it is there, and until when."""

from routing.store.records.lives import LIVES
from routing.store.records.models import Base


def test_every_column_has_its_reason_and_its_end_and_nothing_else_has() -> None:
    columns = {f"{table.name}.{column.name}" for table in Base.metadata.tables.values() for column in table.columns}
    assert columns == LIVES.keys(), "say in routing/store/records/lives.py why each column is kept, and until when"
    assert all(life.why and life.until for life in LIVES.values())
