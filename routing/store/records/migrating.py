"""Bring the records to the present shape.

Apart from `database`, because alembic takes 10 MB that a process which only reads and writes records need not have.
"""

from importlib.resources import as_file, files
from pathlib import Path

from alembic import command
from alembic.config import Config as Alembic
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import make_url

from routing.store.records.database import connect

# Who brings the tables to shape waits for whoever is at it already, and longer than a webhook could.
ALONE = {
    "sqlite": ("PRAGMA busy_timeout=30000", "BEGIN IMMEDIATE"),
    "postgresql": ("SET LOCAL statement_timeout = '60s'", "SELECT pg_advisory_xact_lock(4357)"),
}


def migrate(url: str) -> None:
    """Bring the tables to the present shape; a second run, also at the same moment, changes nothing."""
    with as_file(files("routing.store.records") / "migrations") as folder:
        alembic = Alembic()
        alembic.set_main_option("script_location", str(folder))
        engine = connect(url)
        with engine.begin() as connection:
            for statement in ALONE[connection.dialect.name]:
                connection.exec_driver_sql(statement)
            alembic.attributes["connection"] = connection
            command.upgrade(alembic, "head")
        engine.dispose()


def behind(url: str) -> bool:
    """Tell whether the tables have another shape than this version's. Raises SQLAlchemyError."""
    with as_file(files("routing.store.records") / "migrations") as folder:
        alembic = Alembic()
        alembic.set_main_option("script_location", str(folder))
        wanted = set(ScriptDirectory.from_config(alembic).get_heads())
    file = make_url(url).database
    if url.startswith("sqlite") and file and not Path(file).exists():
        return True  # and asking would make an empty one
    engine = connect(url)
    try:
        with engine.connect() as connection:
            return set(MigrationContext.configure(connection).get_current_heads()) != wanted
    finally:
        engine.dispose()
