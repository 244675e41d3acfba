"""A note is on record by a yes alone, for ninety days, on a real SQLite and a real PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from routing.domain.consent import Consent, fingerprint
from routing.domain.note import KEPT_MS, Note
from routing.domain.promise import NotKept
from routing.store.records import consents
from routing.store.records.consents import Consents
from routing.store.records.database import connect
from routing.store.records.erasure import Erasure
from routing.store.records.migrating import migrate
from routing.store.records.models import ContactNote
from routing.store.records.notes import Notes
from routing.store.records.retention import Retention

NOW, HOUR = 1_800_000_000_000, 3_600_000
YES = Consent("y1", "log", "log_asked", fingerprint("May we?"), "en", "voice", "key 7", NOW, NOW + HOUR, "digest")
NOTE = Note("c1", "voice", NOW, "en", "treatment", "wait_2_to_5", "bridged", "a" * 32, "y1")


@pytest.fixture
def records(database_url: str) -> str:
    migrate(database_url)
    Consents(database_url).give(YES)
    return database_url


def rows(url: str) -> list[dict[str, object]]:
    engine = connect(url)
    with engine.connect() as connection:
        found = [dict(row) for row in connection.execute(text("SELECT * FROM contact_notes ORDER BY 1")).mappings()]
    engine.dispose()
    return found


def test_the_table_has_no_other_columns_than_people_say_yes_to() -> None:
    assert {column.name for column in ContactNote.__table__.columns} == {
        "contact", "channel", "started_at", "language", "topic", "wait", "outcome", "specialist", "consent",
    }  # fmt: skip


def test_a_note_is_kept_as_it_is_and_once(records: str) -> None:
    notes = Notes(records)
    assert notes.keep(NOTE) and notes.keep(replace(NOTE, outcome="abandoned"))
    assert rows(records) == [asdict(NOTE)]


def test_the_latest_come_first_and_so_many_at_most(records: str) -> None:
    notes = Notes(records)
    assert notes.latest(9) == [] and notes.many() == 0
    later = replace(NOTE, contact="c2", started_at=NOW + HOUR)
    for note in (NOTE, later):
        notes.keep(note)
    assert notes.latest(9) == [later, NOTE] and notes.latest(1) == [later] and notes.many() == 2


def test_the_same_yes_twice_at_one_moment_is_one_yes(records: str) -> None:
    engine = connect(records)
    with ThreadPoolExecutor() as pool, Session(engine) as first:
        consents.add(first, replace(YES, id="y2"))
        first.flush()
        second = pool.submit(Consents(records).give, replace(YES, id="y2"))
        assert not wait([second], timeout=0.3).done
        first.commit()
        second.result()
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM consents")) == 2
    engine.dispose()


@pytest.mark.parametrize("nothing", ["never given", "taken back"])
def test_without_a_yes_there_is_no_note(records: str, nothing: str) -> None:
    Erasure(records).forget([YES.person], "key 1", NOW + 1)
    consent = "y1" if nothing == "taken back" else "y9"
    assert not Notes(records).keep(replace(NOTE, consent=consent))
    assert rows(records) == []


def test_the_database_itself_takes_no_note_without_a_yes(records: str) -> None:
    engine = connect(records)
    values = asdict(replace(NOTE, consent="y9"))
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(ContactNote.__table__.insert().values(**values))
    engine.dispose()


def test_what_began_by_a_time_is_deleted_and_nothing_later(records: str) -> None:
    notes = Notes(records)
    notes.keep(NOTE)
    Retention(records).purge(NOW - 1 + KEPT_MS)
    assert len(rows(records)) == 1
    Retention(records).purge(NOW + KEPT_MS)
    assert rows(records) == []


def test_who_is_forgotten_has_no_note_and_gets_none_later(records: str) -> None:
    notes = Notes(records)
    Consents(records).give(replace(YES, id="y2", person="other"))
    notes.keep(NOTE)
    notes.keep(replace(NOTE, contact="c2", consent="y2"))
    assert Erasure(records).forget(["newer", "digest"], "key 1", NOW + 9).consents == 1
    assert [row["contact"] for row in rows(records)] == ["c2"], "what is kept of others stays"
    assert not notes.keep(NOTE), "a job that comes late"
    assert [row["contact"] for row in rows(records)] == ["c2"]


def test_an_erasure_at_the_same_moment_leaves_no_note(records: str) -> None:
    engine = connect(records)
    with ThreadPoolExecutor() as pool, engine.begin() as erasing:
        erasing.execute(text("UPDATE consents SET withdrawn_at = 1"))
        keeping = pool.submit(Notes(records).keep, NOTE)
        assert not wait([keeping], timeout=0.3).done, "it waits for the erasure"
        erasing.commit()
        assert keeping.result() is False
    engine.dispose()
    assert rows(records) == []


def test_a_note_of_a_yes_that_names_nobody_is_found_by_no_number(records: str) -> None:
    Consents(records).give(replace(YES, id="y3", person=""))
    Notes(records).keep(replace(NOTE, consent="y3"))
    Erasure(records).forget(["digest", ""], "key 1", NOW + 9)
    assert [row["consent"] for row in rows(records)] == ["y3"]


def test_with_the_records_locked_no_note_is_kept_then_or_later(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/helpline.sqlite3"
    migrate(url)
    Consents(url).give(YES)
    holder = connect(url)
    with holder.connect() as held:
        held.exec_driver_sql("BEGIN EXCLUSIVE")
        with pytest.raises(NotKept):
            Notes(url).keep(NOTE)
    holder.dispose()
    assert rows(url) == []
