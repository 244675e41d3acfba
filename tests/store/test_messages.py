"""Messages on record: kept with their promise, erased with it, and never forgotten at the carrier."""

from dataclasses import replace

import pytest

from routing.domain.consent import Consent
from routing.domain.contact import Unreadable
from routing.domain.deletion import Deletion
from routing.domain.message import Message, purpose
from routing.domain.promise import Promise
from routing.store.records.database import connect
from routing.store.records.deletions import Deletions
from routing.store.records.messages import Messages
from routing.store.records.migrating import migrate
from routing.store.records.promises import Promises
from routing.store.records.retention import Retention
from routing.store.vault import Vault

NOW, DAY = 1_800_000_000_000, 24 * 3_600_000
ASKED = Promise(
    id="v1", kind="voicemail", contact="c1", line="main", skill="general", language="en", topic="",
    entered_at=NOW - 60_000, priority=0, made_at=NOW, expires_at=NOW + 7 * DAY, person="digest", state="recording",
)  # fmt: skip
YES = Consent("v1", "voicemail", "voicemail_notice", "0" * 64, "en", "voice", "key 1", NOW, NOW + DAY, "digest")
LEFT = Message("v1", "main", 12, NOW + 20_000, recording="sealed-sid")
GONE = Deletion("v1", "recording", "main", "sealed-sid", NOW + 30_000)
SOUND = bytes(range(256)) * 8000  # as long as two minutes are
vault = Vault(["A" * 43])


class Book:
    def __init__(self, url: str) -> None:
        migrate(url)
        self.url = url
        self.promises, self.messages, self.deletions = Promises(url), Messages(url), Deletions(url)
        self.promises.make(ASKED, YES)

    def state(self) -> str:
        found = self.promises.find("v1")
        assert found
        return found.state


@pytest.fixture
def book(database_url: str) -> Book:
    return Book(database_url)


def test_what_is_left_opens_the_promise_and_the_same_thing_twice_is_once(book: Book) -> None:
    assert book.state() == "recording"
    assert book.messages.keep(LEFT)
    assert book.messages.keep(replace(LEFT, seconds=99))
    assert book.state() == "open"
    assert book.messages.find("v1") == LEFT
    assert book.messages.unfetched() == ["v1"]


def test_with_the_sound_here_the_carriers_is_to_be_deleted(book: Book) -> None:
    book.messages.keep(LEFT)
    sealed = vault.seal_bytes(purpose("v1"), SOUND)
    assert book.messages.hold("v1", sealed, GONE)
    assert book.messages.hold("v1", sealed, GONE)
    assert book.messages.unfetched() == []
    found = book.messages.find("v1")
    assert found and found.recording == ""
    assert vault.open_bytes(purpose("v1"), found.sound) == SOUND
    with pytest.raises(Unreadable):
        vault.open_bytes(purpose("v2"), found.sound)
    assert book.deletions.due(NOW + DAY) == [GONE]
    book.deletions.over(GONE)
    assert book.deletions.due(NOW + DAY) == []


def test_closing_a_promise_erases_its_message(book: Book, database_url: str) -> None:
    book.messages.keep(LEFT)
    book.messages.hold("v1", b"sealed-sound", GONE)
    assert book.promises.close("v1", "kept", "heard", NOW + DAY)
    assert book.messages.find("v1") is None
    assert not book.messages.keep(LEFT), "late news brings nothing back"
    assert not book.messages.hold("v1", b"sealed-sound", GONE)
    engine = connect(database_url)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM recordings").scalar() == 0
    engine.dispose()


def test_closing_before_the_sound_was_fetched_has_the_carrier_delete_it(book: Book) -> None:
    book.messages.keep(LEFT)
    book.promises.close("v1", "cancelled", "asked", NOW + 40_000)
    assert book.deletions.due(NOW + DAY) == [replace(GONE, asked_at=NOW + 40_000)]


def test_what_was_never_left_is_closed_like_any_other(book: Book) -> None:
    assert book.promises.close("v1", "cancelled", "nothing_said", NOW + 60_000)
    assert (book.state(), book.deletions.due(NOW + DAY)) == ("cancelled", [])
    Retention(book.url).purge(NOW + 9 * DAY)
    assert book.promises.find("v1") is None


def test_a_promise_that_waits_for_its_beep_is_not_deleted(book: Book) -> None:
    Retention(book.url).purge(NOW + 106 * DAY)
    assert book.state() == "recording"
