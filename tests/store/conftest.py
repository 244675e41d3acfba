from pathlib import Path

import pytest
from sqlalchemy import text

from routing.store.records.database import connect
from routing.store.records.models import Base
from tests.store.board import Board


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, of each kind in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/helpline.sqlite3"
    url: str = request.getfixturevalue("postgresql")
    engine = connect(url)
    with engine.begin() as connection:
        Base.metadata.drop_all(connection)
        connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
    engine.dispose()
    return url


@pytest.fixture
def board(redis_url: str) -> Board:
    """A switchboard in its first life, with nobody on it."""
    made = Board(redis_url)
    made.open_epoch("first")
    return made
