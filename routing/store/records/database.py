"""Connect to the records."""

from functools import lru_cache
from typing import Any

from sqlalchemy import Engine, create_engine, event

ANSWERS_S = 1


@lru_cache(
    maxsize=1
)  # all that a process keeps has one pool: PostgreSQL serves a hundred connections, unless told more
def connect(url: str) -> Engine:
    """Return an engine whose every wait ends after a second: what cannot be kept by then is not promised."""
    if url.startswith("sqlite"):
        engine = create_engine(url, connect_args={"timeout": ANSWERS_S}, pool_timeout=ANSWERS_S)
        event.listen(engine, "connect", _prepare_sqlite)
        return engine
    options = {"connect_timeout": ANSWERS_S, "options": f"-c statement_timeout={ANSWERS_S * 1000}"}
    return create_engine(_driver(url), connect_args=options, pool_timeout=ANSWERS_S, pool_pre_ping=True)


def _driver(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://", 1).replace("postgres://", "postgresql+psycopg://", 1)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # Readers and one writer at a time; what is deleted is overwritten on disk.
    for pragma in ("journal_mode=WAL", "secure_delete=ON", f"busy_timeout={ANSWERS_S * 1000}", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
