"""Whatever staff do by command is written down first, and `helpline audit` shows it and checks it."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from redis import Redis

from routing.cli import main
from routing.domain.consent import Consent, fingerprint
from routing.domain.message import Message, purpose
from routing.domain.promise import Promise
from routing.store.records.messages import Messages
from routing.store.records.promises import Promises
from routing.store.switchboard import Switchboard
from routing.store.vault import Vault
from tests.logged import logged
from tests.web.test_cli_shifts import FILE, NIGHT

Helpline = Callable[..., Result]
NOW, NUMBER, KEY = 1_800_000_000_000, "+12025550110", "A" * 43
CALLBACK = Promise(
    id="p1", kind="callback", contact="c1", line="main", skill="general", language="en", topic="",
    entered_at=NOW, priority=0, made_at=NOW, expires_at=NOW * 2, person="digest", number="sealed",
)  # fmt: skip
YES = Consent("y1", "callback", "w", fingerprint("?"), "en", "voice", "key 1", NOW, NOW * 2, "digest")


@pytest.fixture
def helpline(tmp_path: Path, redis_url: str) -> Iterator[Helpline]:
    variables = ("DATABASE_URL", "HELPLINE_CONFIG_DIR", "JOBS_REDIS_URL")
    given = dict.fromkeys(variables) | {
        "REDIS_URL": redis_url,
        "HELPLINE_DATA_DIR": str(tmp_path),
        "HELPLINE_SECRET_KEYS": KEY,
    }
    with logged():
        yield lambda *words, **more: CliRunner().invoke(main, words, env=given | more.pop("env", {}), **more)


@pytest.fixture
def url(helpline: Helpline, tmp_path: Path) -> str:
    """The records, with Ana on the roster, one message and somebody to be called back."""
    helpline("release")
    url = f"sqlite:///{tmp_path}/helpline.sqlite3"
    Promises(url).make(CALLBACK, YES)
    voicemail = {**vars(CALLBACK), "id": "v1", "kind": "voicemail", "state": "recording", "person": "", "number": ""}
    Promises(url).make(Promise(**voicemail), Consent(**{**vars(YES), "id": "y2", "scope": "voicemail"}))
    sound = Vault([KEY]).seal_bytes(purpose("v1"), b"RIFF")
    Messages(url).keep(Message("v1", "main", 9, NOW, "sealed", sound))
    helpline("specialist", "add", "Ana", "+12025550121")
    return url


def audited(helpline: Helpline) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(helpline("audit", "list", "--json").stdout)
    return rows


def test_each_deed_is_written_down_with_who_did_it(
    helpline: Helpline, url: str, tmp_path: Path, redis_url: str
) -> None:
    Switchboard(Redis.from_url(redis_url)).alarm("nobody", "main")
    (tmp_path / "list.json").write_text("[]")
    for words in (
        ["specialist", "activity", "Ana", "available"],
        ["promises", "take", "p1", "--by", "Ana"],
        ["promises", "close", "p1"],
        ["line", "close", "main", "--reason", "no heating; ask +1 202 555 0131"],
        ["line", "open", "main"],
        ["alerts", "acknowledge", "nobody-main"],
        ["alerts", "secret"],
    ):
        done = helpline(*words)
        assert done.exit_code == 0, done.output
    assert helpline("erase", input=NUMBER).exit_code == 0
    rows = audited(helpline)
    assert [(row["what"], row["kind"], row["why"]) for row in rows] == [
        ("specialist_added", "specialist", ""),
        ("activity_available", "specialist", ""),
        ("promise_taken", "promise", ""),
        ("promise_closed", "promise", ""),
        ("line_closed", "line", "no heating; ask [number]"),
        ("line_opened", "line", ""),
        ("alert_acknowledged", "alert", ""),
        ("secret_shown", "secret", ""),
        ("person_erased", "person", ""),
    ]
    assert [row["number"] for row in rows] == list(range(1, 10))
    assert {row["who"].partition(":")[0] for row in rows} == {"command"}
    assert [row["id"] for row in rows[2:7]] == ["p1", "p1", "main", "main", "nobody-main"]
    assert "5550" not in helpline("audit", "list").stdout


def test_a_message_is_heard_only_once_that_is_on_record(helpline: Helpline, url: str, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "helpline.sqlite3") as database:
        database.execute("ALTER TABLE audit RENAME TO elsewhere")
    refused = helpline("promises", "listen", "v1", "--output", str(tmp_path / "heard.wav"))
    assert (refused.exit_code, "records do not answer" in refused.stderr) == (1, True)
    assert not (tmp_path / "heard.wav").exists()
    with sqlite3.connect(tmp_path / "helpline.sqlite3") as database:
        database.execute("ALTER TABLE elsewhere RENAME TO audit")
    assert helpline("promises", "listen", "v1", "--output", str(tmp_path / "heard.wav")).exit_code == 0
    assert (tmp_path / "heard.wav").read_bytes() == b"RIFF"
    row = audited(helpline)[-1]
    assert (row["what"], row["kind"], row["id"]) == ("message_heard", "promise", "v1")


def test_what_is_refused_is_no_deed(helpline: Helpline, url: str) -> None:
    before = audited(helpline)
    for words in (
        ["promises", "close", NUMBER],
        ["promises", "take", NUMBER, "--by", "Ana"],
        ["line", "close", "nowhere", "--reason", "x"],
        ["alerts", "acknowledge", "nobody-main"],
        ["specialist", "activity", "Zoe", "offline"],
        ["specialist", "add", "Ana", "+12025550122"],
        ["shift", "remove", NUMBER],
        ["shift", "add", "Zoe", *NIGHT],
    ):
        assert helpline(*words).exit_code == 1, words
    assert audited(helpline) == before


def test_verify_names_the_first_row_that_is_not_as_it_was_and_fails(
    helpline: Helpline, url: str, tmp_path: Path
) -> None:
    helpline("line", "open", "main")
    helpline("line", "open", "main")
    whole = helpline("audit", "verify")
    assert (whole.exit_code, whole.stdout) == (0, "3 rows are as they were written.\n")
    with sqlite3.connect(tmp_path / "helpline.sqlite3") as database:
        database.execute("UPDATE audit SET what = 'line_closed' WHERE number = 2")
    broken = helpline("audit", "verify")
    assert (broken.exit_code, broken.stdout.startswith("Row 2 is not as it was written.")) == (1, True)
    told = json.loads(helpline("audit", "verify", "--json").stdout)
    assert told == {"rows": 1, "broken": 2, "wrong": "is not as it was written", "end_is_known": True}


def test_verify_without_live_state_says_what_it_cannot_tell(helpline: Helpline, url: str) -> None:
    away = helpline("audit", "verify", env={"REDIS_URL": "redis://127.0.0.1:1"})
    assert (away.exit_code, "cannot be told" in away.stderr) == (0, True)


def test_who_changes_a_shift_is_written_down(helpline: Helpline, url: str, tmp_path: Path) -> None:
    file = tmp_path / "shifts.ics"
    file.write_text(FILE.format(name="Ana"))
    helpline("shift", "add", "Ana", *NIGHT)
    (shift,) = json.loads(helpline("shift", "list", "--json").stdout)
    assert helpline("shift", "remove", shift["id"]).exit_code == 0
    assert helpline("shift", "import", str(file)).exit_code == 0
    rows = audited(helpline)
    told = [(row["what"], row["kind"], row["id"]) for row in rows[1:]]
    assert told == [
        ("shift_added", "specialist", rows[0]["id"]),
        ("shift_removed", "shift", shift["id"]),
        ("shifts_imported", "shift", ""),
    ]


def test_no_shift_is_changed_that_cannot_be_written_down(helpline: Helpline, url: str, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "helpline.sqlite3") as database:
        database.execute("ALTER TABLE audit RENAME TO elsewhere")
    refused = helpline("shift", "add", "Ana", *NIGHT)
    assert (refused.exit_code, "records do not answer" in refused.stderr) == (1, True)
    assert json.loads(helpline("shift", "list", "--json").stdout) == []


def test_who_changes_the_keys_is_written_down(helpline: Helpline, url: str) -> None:
    keys = {"HELPLINE_SECRET_KEYS": f"{'B' * 43},{KEY}"}
    helpline("keys", "rotate", "--dry-run", env=keys)
    assert [row["what"] for row in audited(helpline)] == ["specialist_added"]
    assert "Moved to the newest key: specialists.phone 1" in helpline("keys", "rotate", env=keys).stdout
    assert [row["what"] for row in audited(helpline)] == ["specialist_added", "keys_rotated"]
    assert helpline("audit", "verify", env=keys).exit_code == 0
