"""The roster on record, on a real SQLite and a real PostgreSQL."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import OperationalError

from routing.store.records.database import connect
from routing.store.records.migrating import migrate
from routing.store.records.models import Base
from routing.store.records.roster import NameTaken, Roster
from routing.store.vault import Vault

PHONE = "+12025550121"
MIGRATE = "import sys; from routing.store.records.migrating import migrate; input(); migrate(sys.argv[1])"
vault = Vault(["A" * 43])


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    migrate(database_url)
    engine = connect(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def roster(engine: Engine, database_url: str) -> Roster:
    return Roster(database_url)


def shape(engine: Engine) -> Any:
    with engine.connect() as connection:
        seen = inspect(connection)
        tables = {
            name: (seen.get_columns(name), seen.get_unique_constraints(name)) for name in sorted(seen.get_table_names())
        }
        return str(tables), connection.execute(text("SELECT version_num FROM alembic_version")).all()


def test_the_models_are_what_the_migrations_make(engine: Engine) -> None:
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_migrating_twice_changes_nothing(engine: Engine, roster: Roster, database_url: str) -> None:
    roster.add("Ana", "sealed", ("en",), ("general",))
    before = shape(engine), roster.everyone()
    migrate(database_url)
    assert (shape(engine), roster.everyone()) == before


def test_processes_that_start_together_bring_the_tables_to_shape_once(database_url: str) -> None:
    command = [sys.executable, "-c", MIGRATE, database_url]
    together = [subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(3)]
    for process in together:
        process.stdin.write(b"go\n")
    assert [process.communicate()[1].decode() for process in together] == [""] * 3
    assert Roster(database_url).everyone() == []


def test_a_specialist_is_on_record_off_duty_as_they_were_added(roster: Roster) -> None:
    added = roster.add("Ana Lía", "sealed", ("en", "es"), ("general", "family"))
    (ana,) = roster.everyone()
    assert ana == added == roster.named("Ana Lía")
    assert (ana.name, ana.phone, ana.languages, ana.skills, ana.activity) == (
        "Ana Lía", "sealed", ("en", "es"), ("general", "family"), "offline",
    )  # fmt: skip


def test_everyone_is_listed_by_name_and_nobody_else_is_known(roster: Roster) -> None:
    for name in ("Cy", "Ana", "Bo"):
        roster.add(name, "sealed", ("en",), ("general",))
    people = roster.everyone()
    assert [person.name for person in people] == ["Ana", "Bo", "Cy"]
    assert len({person.id for person in people}) == 3
    assert roster.named("Di") is None


def test_a_name_is_one_persons_and_a_second_one_changes_nothing(roster: Roster) -> None:
    first = roster.add("Ana", "sealed", ("en",), ("general",))
    with pytest.raises(NameTaken):
        roster.add("Ana", "other", ("es",), ("family",))
    assert roster.everyone() == [first]


def test_an_activity_is_one_persons_and_stays(roster: Roster) -> None:
    ana, bo = (roster.add(name, "sealed", ("en",), ("general",)) for name in ("Ana", "Bo"))
    roster.set_activity(ana.id, "available", at=2)
    roster.set_activity(ana.id, "offline", at=1)
    roster.set_activity("nobody", "available", at=3)
    assert [(person.id, person.activity) for person in roster.everyone()] == [(ana.id, "available"), (bo.id, "offline")]


@pytest.mark.parametrize("name", ["x" * 80, "'; DROP TABLE specialists; --", "Zoë 🆘", " "])
def test_a_name_of_any_kind_comes_back_as_it_was(roster: Roster, name: str) -> None:
    roster.add(name, "sealed", ("en",), ("general",))
    assert roster.named(name) is not None


def test_a_sealed_phone_fits(roster: Roster) -> None:
    sealed = vault.seal("phone", "+" + "9" * 15)  # E.164 has fifteen digits at most
    roster.add("Ana", sealed, ("en",), ("general",))
    assert vault.open("phone", roster.everyone()[0].phone) == "+" + "9" * 15


def test_no_file_of_the_database_holds_a_phone(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/helpline.sqlite3"
    migrate(url)
    Roster(url).add("Ana", vault.seal("phone", PHONE), ("en",), ("general",))
    files = [file for file in tmp_path.iterdir() if file.is_file()]
    assert any(b"Ana" in file.read_bytes() for file in files)
    assert not [file.name for file in files if PHONE[2:].encode() in file.read_bytes()]


def test_what_is_deleted_from_sqlite_is_gone_from_its_file(tmp_path: Path) -> None:
    file = tmp_path / "helpline.sqlite3"
    url = f"sqlite:///{file}"
    migrate(url)
    engine = connect(url)
    Roster(url).add("Ana", "a-sealed-phone", ("en",), ("general",))
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM specialists"))
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    assert b"a-sealed-phone" not in file.read_bytes()


def test_a_database_that_is_locked_is_given_up_on_in_about_a_second(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/helpline.sqlite3"
    migrate(url)
    holder = connect(url)
    with holder.connect() as held:
        held.exec_driver_sql("BEGIN IMMEDIATE")
        began = time.monotonic()
        with pytest.raises(OperationalError):
            Roster(url).add("Ana", "sealed", ("en",), ("general",))
        assert 0.9 < time.monotonic() - began < 10
    holder.dispose()


def test_a_statement_that_takes_too_long_is_given_up_on(postgresql: str) -> None:
    engine = connect(postgresql)
    began = time.monotonic()
    with engine.connect() as connection, pytest.raises(OperationalError):
        connection.execute(text("SELECT pg_sleep(60)"))
    assert 0.9 < time.monotonic() - began < 10
    engine.dispose()


def test_a_database_that_is_not_there_is_given_up_on_at_once() -> None:
    began = time.monotonic()
    with pytest.raises(OperationalError):
        Roster("postgresql://nobody@127.0.0.1:1/nothing").everyone()
    assert time.monotonic() - began < 10
