"""Whole tables, for whoever takes them elsewhere: row by row, as they are kept."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import sessionmaker

from routing.domain.promise import NotKept
from routing.store.records.database import connect
from routing.store.records.models import Base, HourlyCount

AT_A_TIME = 1000


class Whole:
    """Read tables from end to end. Every method raises NotKept."""

    def __init__(self, url: str) -> None:
        self._sessions = sessionmaker(connect(url))

    def rows(self, table: str, columns: Sequence[str]) -> Iterator[Mapping[str, Any]]:
        """Go through a table by its key, with these columns of it."""
        found = Base.metadata.tables[table]
        asked = select(*(found.c[name] for name in columns)).order_by(*found.primary_key)
        try:
            with self._sessions() as session:
                answer = session.execute(asked.execution_options(yield_per=AT_A_TIME))
                yield from (dict(row._mapping) for row in answer)
        except SQLAlchemyError as error:
            raise NotKept(type(error).__name__) from None

    def counted_since(self) -> int:
        """Return the first hour that anything was counted in (ms); 0 for none."""
        try:
            with self._sessions() as session:
                return int(session.scalar(select(func.min(HourlyCount.hour))) or 0)
        except SQLAlchemyError as error:
            raise NotKept(type(error).__name__) from None
