"""A copy of the records that is made while everything runs, and what it is worth with the keys and without."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from config.settings import Settings
from routing.cli import main
from routing.domain.contact import Unreadable, phone_purpose
from routing.store.records.database import connect
from routing.store.records.roster import Roster
from routing.store.vault import Vault
from tests.logged import logged

PHONE = "+12025550121"
Helpline = Callable[..., Result]


@pytest.fixture
def helpline(redis_url: str) -> Helpline:
    def run(folder: Path, *words: str) -> Result:
        environment = {"REDIS_URL": redis_url, "HELPLINE_DATA_DIR": str(folder), "DATABASE_URL": None}
        with logged():
            return CliRunner().invoke(main, words, env=environment)

    return run


def copied(folder: Path, to: Path) -> Path:
    """Copy the records as the operations page does."""
    with sqlite3.connect(folder / "helpline.sqlite3", timeout=5) as database:
        database.execute("VACUUM INTO ?", (str(to),))
    return to


def test_the_roster_is_back_from_a_copy_that_was_made_in_the_middle_of_writing(
    helpline: Helpline, tmp_path: Path
) -> None:
    assert helpline(tmp_path / "data", "specialist", "add", "Ana", PHONE, "--pin", "4821").exit_code == 0
    engine = connect(Settings.load({"HELPLINE_DATA_DIR": str(tmp_path / "data")}).database_url)
    with engine.begin() as writing:
        writing.exec_driver_sql("UPDATE specialists SET activity = 'on_break'")  # not committed yet
        copy = copied(tmp_path / "data", tmp_path / "copy.sqlite3")
    engine.dispose()
    restored = tmp_path / "restored"
    restored.mkdir()
    shutil.copy(copy, restored / "helpline.sqlite3")
    shutil.copy(tmp_path / "data" / "secret.keys", restored)
    shown = helpline(restored, "specialist", "list", "--json")
    assert [row["name"] for row in json.loads(shown.stdout)] == ["Ana"]
    settings = Settings.load({"HELPLINE_DATA_DIR": str(restored)})
    (person,) = Roster(settings.database_url).everyone()
    assert Vault(settings.keys()).open(phone_purpose(person.id), person.phone) == PHONE
    assert person.activity == "offline"


def test_a_copy_without_the_keys_tells_no_number(helpline: Helpline, tmp_path: Path) -> None:
    helpline(tmp_path / "data", "specialist", "add", "Ana", PHONE, "--pin", "4821")
    restored = tmp_path / "restored"
    restored.mkdir()
    copied(tmp_path / "data", restored / "helpline.sqlite3")
    raw = (restored / "helpline.sqlite3").read_bytes()
    assert b"2025550121" not in raw and b"4821" not in raw
    settings = Settings.load({"HELPLINE_DATA_DIR": str(restored)})
    (person,) = Roster(settings.database_url).everyone()
    with pytest.raises(Unreadable):
        Vault(settings.keys()).open(phone_purpose(person.id), person.phone)
