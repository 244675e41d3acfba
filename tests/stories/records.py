"""Where a story's records are: on SQLite, and where much depends on the database, on a real PostgreSQL too."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import text

from routing.store.records.database import connect
from routing.store.records.migrating import migrate
from routing.store.records.models import Base

TABLES = ", ".join(sorted(Base.metadata.tables))
OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"

# Each such story costs its time twice: these are the ones of which a database could make another story.
on_both = pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)


def emptied(url: str) -> str:
    """Empty a PostgreSQL for the next story, which costs some hundredths of a second, and return its address."""
    migrate(url)
    engine = connect(url)
    with engine.begin() as connection:
        connection.execute(
            text(f"{OTHERS} AND pid <> pg_backend_pid()")
        )  # a story leaves its connections open, and a server has a hundred
        connection.execute(text(f"TRUNCATE {TABLES}"))
    engine.dispose()
    return url


@contextmanager
def held(url: str) -> Iterator[None]:
    """Have somebody hold the database and not let go."""
    engine = connect(url)
    hold = "BEGIN EXCLUSIVE" if engine.dialect.name == "sqlite" else f"LOCK TABLE {TABLES} IN ACCESS EXCLUSIVE MODE"
    with engine.connect() as connection:
        connection.exec_driver_sql(hold)
        yield
        connection.rollback()
    engine.dispose()


def rows(url: str, table: str, order: str = "1") -> list[dict[str, Any]]:
    """Return what a table holds, a row each."""
    engine = connect(url)
    with engine.connect() as connection:
        found = connection.execute(text(f"SELECT * FROM {table} ORDER BY {order}")).mappings().all()
    engine.dispose()
    return [dict(row) for row in found]
