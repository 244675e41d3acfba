"""A person is forgotten on record, whole or not at all, on a real SQLite and a real PostgreSQL."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from routing.domain.consent import Consent, Forgotten, fingerprint
from routing.domain.message import Message
from routing.domain.promise import NotKept, Promise
from routing.store.records.database import connect
from routing.store.records.erasure import Erasure
from routing.store.records.messages import Messages
from routing.store.records.migrating import migrate
from routing.store.records.promises import Promises

NOW, HOUR = 1_800_000_000_000, 3_600_000
CALLBACK = Promise(
    id="p1", kind="callback", contact="c1", line="main", skill="general", language="en", topic="",
    entered_at=NOW, priority=0, made_at=NOW, expires_at=NOW + 72 * HOUR, person="digest", number="sealed-number",
)  # fmt: skip
VOICEMAIL = replace(CALLBACK, id="v1", kind="voicemail", contact="c2", number="", state="recording", made_at=NOW + 1)
YES = Consent(
    "y1", "callback", "callback_safe", fingerprint("Is that safe?"), "en", "voice", "key 1", NOW, NOW + HOUR, "digest"
)


@pytest.fixture
def records(database_url: str) -> str:
    migrate(database_url)
    promises = Promises(database_url)
    promises.make(CALLBACK, YES)
    promises.make(VOICEMAIL, replace(YES, id="y2", scope="voicemail"))
    promises.make(replace(CALLBACK, id="p3", contact="c3", person="other"), replace(YES, id="y3", person="other"))
    Messages(database_url).keep(Message("v1", "main", 9, NOW, "sealed-recording"))
    return database_url


def rows(url: str, table: str, columns: str) -> list[tuple[object, ...]]:
    engine = connect(url)
    with engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(text(f"SELECT {columns} FROM {table} ORDER BY 1"))]
    engine.dispose()
    return found


def test_what_is_kept_of_a_person_is_cancelled_erased_and_taken_back(records: str) -> None:
    assert Erasure(records).forget(["digest"], "key 1", NOW + 9) == Forgotten(("c1", "c2"), 2)
    assert rows(records, "promises", "id, state, how, person, number") == [
        ("p1", "cancelled", "key 1", None, None),
        ("p3", "open", "", "other", "sealed-number"),
        ("v1", "cancelled", "key 1", None, None),
    ]
    assert rows(records, "recordings", "promise") == []
    assert rows(records, "carrier_deletions", "kind, sid") == [("recording", "sealed-recording")]


def test_the_proof_of_a_yes_stays_with_when_and_how_it_was_taken_back(records: str) -> None:
    Erasure(records).forget(["digest"], "key 1", NOW + 9)
    assert rows(records, "consents", "id, withdrawn_at, withdrawn_how, sentence") == [
        ("y1", NOW + 9, "key 1", YES.sentence),
        ("y2", NOW + 9, "key 1", YES.sentence),
        ("y3", 0, "", YES.sentence),
    ]


def test_who_is_forgotten_already_or_was_never_known_is_nothing_new(records: str) -> None:
    erasure = Erasure(records)
    erasure.forget(["digest"], "key 1", NOW + 9)
    assert erasure.forget(["digest"], "command", NOW + 99) == Forgotten((), 0)
    assert erasure.forget(["nobody"], "command", NOW + 99) == Forgotten((), 0)
    assert rows(records, "consents", "id, withdrawn_at")[0] == ("y1", NOW + 9)


def test_a_person_is_known_by_a_digest_of_every_key_that_ever_was(records: str) -> None:
    assert Erasure(records).forget(["newer", "digest"], "command", NOW + 9) == Forgotten(("c1", "c2"), 2)


def test_with_the_records_locked_nothing_is_forgotten_then_or_later(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/helpline.sqlite3"
    migrate(url)
    Promises(url).make(CALLBACK, YES)
    holder = connect(url)
    with holder.connect() as held:
        held.exec_driver_sql("BEGIN EXCLUSIVE")
        with pytest.raises(NotKept):
            Erasure(url).forget(["digest"], "key 1", NOW)
    holder.dispose()
    assert rows(url, "promises", "state") == [("open",)]
