"""What is over is counted and deleted, and then gone from every byte of SQLite's files."""

from dataclasses import replace
from pathlib import Path

from click.testing import CliRunner

from routing.cli import main
from routing.domain.message import Message
from routing.store.records.messages import Messages
from routing.store.records.migrating import migrate
from routing.store.records.promises import Promises
from routing.store.records.retention import Retention
from tests.store.test_messages import ASKED, DAY, NOW, YES

SOUND = b"sealed-sound-of-a-message" * 4000


def left(url: str) -> Promises:
    migrate(url)
    promises = Promises(url)
    promises.make(ASKED, YES)
    promises.make(replace(ASKED, id="v2", contact="c2"), replace(YES, id="v2"))
    Messages(url).keep(Message("v1", "main", 9, NOW, sound=SOUND))
    return promises


def bytes_of(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir() if file.is_file())


def test_what_was_erased_is_in_no_file_after_the_next_purge(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/helpline.sqlite3"
    promises = left(url)
    assert SOUND[:500] in bytes_of(tmp_path)
    promises.close("v1", "kept", "heard", NOW)
    Retention(url).purge(NOW)
    assert SOUND[:25] not in bytes_of(tmp_path)
    assert (tmp_path / "helpline.sqlite3-wal").stat().st_size == 0


def test_only_counted_nothing_is_deleted(database_url: str) -> None:
    promises = left(database_url)
    promises.close("v1", "kept", "heard", NOW)
    retention, then = Retention(database_url), NOW + 8 * DAY
    nothing = {"contact_notes": 0, "consents": 2, "promises": 1, "covers": 0, "covers_undone": 0, "recordings": 0}
    assert retention.counted(then) == retention.counted(then) == nothing
    assert retention.purge(then) == nothing
    assert set(retention.purge(then).values()) == {0}
    assert promises.find("v2") and not promises.find("v1")


def test_an_operator_sees_what_would_go_by_table(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/helpline.sqlite3"
    promises = left(url)
    promises.close("v1", "kept", "heard", 1)
    environment = {"HELPLINE_DATA_DIR": str(tmp_path), "DATABASE_URL": url}
    told = CliRunner().invoke(main, ["purge", "--dry-run"], env=environment)
    assert (told.exit_code, told.stdout) == (0, "To delete: promises 1.\n")
    assert promises.find("v1")
    assert CliRunner().invoke(main, ["purge"], env=environment).stdout == "Deleted: promises 1.\n"
    assert promises.find("v1") is None
