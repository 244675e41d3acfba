"""Connect to the records, and bring them to the present shape."""

from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config as Alembic
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, event, make_url

ANSWERS_S = 1
# Who brings the tables to shape waits for whoever is at it already, and longer than a webhook could.
ALONE = {
    "sqlite": ("PRAGMA busy_timeout=30000", "BEGIN IMMEDIATE"),
    "postgresql": ("SET LOCAL statement_timeout = '60s'", "SELECT pg_advisory_xact_lock(4357)"),
}


def connect(url: str) -> Engine:
    """Return an engine whose every wait ends after a second: what cannot be kept by then is not promised."""
    if url.startswith("sqlite"):
        engine = create_engine(url, connect_args={"timeout": ANSWERS_S})
        event.listen(engine, "connect", _prepare_sqlite)
        return engine
    options = {"connect_timeout": ANSWERS_S, "options": f"-c statement_timeout={ANSWERS_S * 1000}"}
    return create_engine(_driver(url), connect_args=options, pool_timeout=ANSWERS_S, pool_pre_ping=True)


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


def _driver(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://", 1).replace("postgres://", "postgresql+psycopg://", 1)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # Readers and one writer at a time; what is deleted is overwritten on disk.
    for pragma in ("journal_mode=WAL", "secure_delete=ON", f"busy_timeout={ANSWERS_S * 1000}", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
