"""The commands that scripts depend on: what they print, and how they refuse."""

import json
import sqlite3
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from redis import Redis

from routing.cli import main
from routing.store import keys
from tests.logged import logged

Helpline = Callable[..., Result]
VARIABLES = ("REDIS_URL", "DATABASE_URL", "HELPLINE_DATA_DIR", "HELPLINE_CONFIG_DIR", "HELPLINE_SECRET_KEYS")


@pytest.fixture
def environment(tmp_path: Path, redis_url: str) -> dict[str, str | None]:
    return dict.fromkeys(VARIABLES) | {"REDIS_URL": redis_url, "HELPLINE_DATA_DIR": str(tmp_path / "data")}


@pytest.fixture
def helpline(environment: dict[str, str | None]) -> Iterator[Helpline]:
    """Run the command in an environment of its own."""
    runner = CliRunner()
    with logged():
        yield lambda *words, **more: runner.invoke(main, words, env=environment | more)


def refused(result: Result, *said: str) -> bool:
    """Tell whether a command failed with a sentence that says all this, and not with a traceback."""
    assert result.exit_code != 0
    assert isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.stderr
    return all(part in result.stderr for part in ("Error: ", *said)) and not result.stdout


def listed(helpline: Helpline) -> Any:
    return json.loads(helpline("specialist", "list", "--json").stdout)


def test_a_specialist_is_added_listed_and_put_on_call(helpline: Helpline) -> None:
    assert listed(helpline) == []
    added = helpline(
        "specialist", "add", "Ana", "+12025550121", "--language", "en", "--language", "es", "--skill", "general"
    )
    assert (added.exit_code, "Ana" in added.stdout) == (0, True)
    assert helpline("specialist", "add", "Bo", "+12025550122").exit_code == 0
    ana = {"name": "Ana", "activity": "offline", "languages": ["en", "es"], "skills": ["general"]}
    bo = {"name": "Bo", "activity": "offline", "languages": ["en"], "skills": ["general"]}
    assert listed(helpline) == [ana, bo]
    for activity in ("available", "on_break", "offline", "available"):
        assert helpline("specialist", "activity", "Ana", activity).exit_code == 0
        assert listed(helpline) == [ana | {"activity": activity}, bo]


def test_what_is_changed_holds_for_who_is_on_call_and_what_is_not_given_stays(
    helpline: Helpline, redis_url: str
) -> None:
    live = Redis.from_url(redis_url)
    helpline("specialist", "add", "Ana", "+12025550121", "--order", "2")
    helpline("specialist", "activity", "Ana", "available")
    assert helpline("specialist", "change", "Ana", "--language", "es").exit_code == 0
    ana = {"name": "Ana", "activity": "available", "languages": ["es"], "skills": ["general"]}
    assert listed(helpline) == [ana]
    assert [live.scard(keys.on_duty(f"main.general.{each}")) for each in ("en", "es")] == [0, 1]
    assert helpline("specialist", "change", "Ana", "--order", "1").exit_code == 0
    assert listed(helpline) == [ana]
    assert refused(helpline("specialist", "change", "Ana", "--call-out"), "answers with a PIN")
    assert refused(helpline("specialist", "change", "Bo"), "There is no specialist Bo")


def test_a_code_proves_a_number_by_command(helpline: Helpline, redis_url: str) -> None:
    helpline("specialist", "add", "Ana", "+12025550121", "--not-verified")
    live = Redis.from_url(redis_url)
    for words, kind in (((), "text"), (("--call",), "code_call")):
        sent = helpline("specialist", "code", "Ana", *words)
        assert sent.exit_code == 0 and "--code CODE" in sent.stdout
        assert len(live.keys(f"*:{kind}:*")) == 1
    assert helpline("specialist", "code", "Ana").exit_code == 0
    assert refused(helpline("specialist", "code", "Ana", "--call"), "Too many codes")
    assert refused(helpline("specialist", "verified", "Ana", "--code", "12"), "not the code")
    assert refused(helpline("specialist", "activity", "Ana", "available"), "verified")
    assert helpline("specialist", "verified", "Ana").exit_code == 0
    assert refused(helpline("specialist", "code", "Ana"), "already")


def test_the_list_for_people_has_no_phone(helpline: Helpline) -> None:
    helpline("specialist", "add", "Ana", "+12025550121")
    shown = helpline("specialist", "list").stdout
    assert shown == "Ana: offline; en; general\n"
    assert "2025550121" not in helpline("specialist", "list", "--json").stdout


def test_the_roster_is_kept_without_live_state_too(helpline: Helpline) -> None:
    away = {"REDIS_URL": "redis://127.0.0.1:1"}
    assert helpline("specialist", "add", "Ana", "+12025550121", **away).exit_code == 0
    assert helpline("specialist", "activity", "Ana", "available", **away).exit_code == 0
    assert json.loads(helpline("specialist", "list", "--json", **away).stdout)[0]["activity"] == "available"


@pytest.mark.parametrize(
    "phone",
    [
        "2025550121", "+1202555012", "+120255501212", "+", "", "Ana", "+12025550121x5", "+1800FLOWERS", "++12025550121",
        "+12025550121;ext=4", "tel:+12025550121", "+1202555012１", "+9991234567", "+12025550121\n",
    ],
)  # fmt: skip
def test_a_phone_that_is_not_in_e164_is_refused_and_not_repeated(helpline: Helpline, phone: str) -> None:
    result = helpline("specialist", "add", "Ana", "--", phone)
    assert refused(result, "E.164")
    assert len(phone) < 4 or phone not in result.output
    assert listed(helpline) == []


def test_a_phone_may_be_written_as_people_do(helpline: Helpline) -> None:
    assert helpline("specialist", "add", "Ana", "+1 (202) 555-0121").exit_code == 0


def test_a_name_is_one_persons(helpline: Helpline) -> None:
    helpline("specialist", "add", "Ana", "+12025550121")
    assert refused(helpline("specialist", "add", "Ana", "+12025550122"), "Ana", "another name")


def test_a_telephone_is_one_specialists_alone(helpline: Helpline) -> None:
    helpline("specialist", "add", "Ana", "+12025550121")
    for written in ("+12025550121", "+1 (202) 555-0121"):
        assert refused(helpline("specialist", "add", "Bo", written), "for Ana")
    assert [row["name"] for row in listed(helpline)] == ["Ana"]
    assert len(listed(helpline)) == 1


def test_a_pin_is_kept_so_that_it_can_be_proved_and_not_read(helpline: Helpline, environment: dict[str, str]) -> None:
    assert helpline("specialist", "add", "Ana", "+12025550121", "--pin", "48213").exit_code == 0
    with sqlite3.connect(Path(environment["HELPLINE_DATA_DIR"]) / "helpline.sqlite3") as database:
        (kept,) = database.execute("SELECT pin FROM specialists").fetchone()
    assert "48213" not in kept
    Argon2id.verify_phc_encoded(b"48213", kept)
    for pin in ("123", "123456789", "12a4"):
        assert refused(helpline("specialist", "add", "Bo", "+12025550122", "--pin", pin), "4 to 8 digits")


@pytest.mark.parametrize("name", ["", " ", " Ana", "x" * 81, "A\nB", "\x1b[31mAna"])
def test_a_name_that_nobody_could_write_again_is_refused(helpline: Helpline, name: str) -> None:
    assert refused(helpline("specialist", "add", name, "+12025550121"), "write 1 to 80 letters")
    assert listed(helpline) == []


@pytest.mark.parametrize(("option", "word", "there"), [("--language", "xx", "en, es"), ("--skill", "magic", "general")])
def test_a_language_or_skill_that_no_line_has_is_refused_with_those_there_are(
    helpline: Helpline, option: str, word: str, there: str
) -> None:
    assert refused(helpline("specialist", "add", "Ana", "+12025550121", option, word), word, there)
    assert listed(helpline) == []


def test_a_language_given_twice_is_one(helpline: Helpline) -> None:
    helpline("specialist", "add", "Ana", "+12025550121", "--language", "es", "--language", "es")
    assert listed(helpline)[0]["languages"] == ["es"]


def test_an_activity_is_set_for_who_is_there_and_is_one_of_three(helpline: Helpline) -> None:
    assert refused(helpline("specialist", "activity", "Ana", "available"), "no specialist Ana", "specialist list")
    helpline("specialist", "add", "Ana", "+12025550121")
    assert refused(helpline("specialist", "activity", "Ana", "engaged"), "available", "offline", "on_break")


def test_in_a_call_an_activity_is_for_afterwards(helpline: Helpline, redis_url: str) -> None:
    helpline("specialist", "add", "Ana", "+12025550121")
    (person,) = Redis.from_url(redis_url).smembers(keys.specialists())
    Redis.from_url(redis_url).hset(keys.specialist(person.decode()), "activity", "engaged")
    assert helpline("specialist", "activity", "Ana", "offline").stdout == "Ana is engaged, and will be offline\n"


def test_status_is_in_the_form_that_scripts_read(helpline: Helpline) -> None:
    helpline("specialist", "add", "Ana", "+12025550121", "--language", "es")
    helpline("specialist", "activity", "Ana", "available")
    status = json.loads(helpline("status", "--json").stdout)
    assert set(status) == {"queues", "contacts", "specialists"}
    assert status["queues"] == [
        {"name": "main.general.en", "waiting": 0, "longest_wait_s": 0, "available": 0},
        {"name": "main.general.es", "waiting": 0, "longest_wait_s": 0, "available": 1},
    ]
    assert status["contacts"] == []
    assert status["specialists"] == [{"name": "Ana", "activity": "available", "contacts": 0}]


def test_status_shows_people_what_it_shows_scripts(helpline: Helpline) -> None:
    helpline("specialist", "add", "Ana", "+12025550121")
    shown = helpline("status").stdout
    assert "main.general.en: 0 waiting" in shown
    assert "Ana: offline" in shown


def test_status_without_live_state_says_what_to_look_at(helpline: Helpline) -> None:
    assert refused(helpline("status", "--json", REDIS_URL="redis://127.0.0.1:1"), "REDIS_URL")


COMMANDS = [["specialist", "list"], ["specialist", "add", "Ana", "+12025550121"], ["status"]]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_wrong_settings_are_told_each_with_its_name(helpline: Helpline, words: list[str]) -> None:
    assert refused(helpline(*words, REDIS_URL="http://x", HELPLINE_SECRET_KEYS="short"), "REDIS_URL", "SECRET_KEYS")


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_wrong_files_are_told_with_their_lines(helpline: Helpline, tmp_path: Path, words: list[str]) -> None:
    (tmp_path / "line.toml").write_text("[main\n")
    assert refused(helpline(*words, HELPLINE_CONFIG_DIR=str(tmp_path)), "line.toml:1")


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_keys_that_are_none_are_told_with_their_file(
    helpline: Helpline, environment: dict[str, str], words: list[str]
) -> None:
    folder = Path(environment["HELPLINE_DATA_DIR"])
    folder.mkdir()
    (folder / "secret.keys").write_text("short")
    assert refused(helpline(*words), "secret.keys")


@pytest.mark.parametrize("words", COMMANDS[:2], ids=" ".join)
def test_a_database_that_does_not_answer_is_told(helpline: Helpline, words: list[str]) -> None:
    assert refused(helpline(*words, DATABASE_URL="postgresql://nobody@127.0.0.1:1/nothing"), "DATABASE_URL")


def test_a_data_folder_that_cannot_be_made_is_told(helpline: Helpline) -> None:
    assert refused(helpline("specialist", "list", HELPLINE_DATA_DIR="/proc/helpline"), "HELPLINE_DATA_DIR")


def test_the_data_folder_is_its_owners_alone(helpline: Helpline, environment: dict[str, str]) -> None:
    helpline("specialist", "list")
    assert stat.S_IMODE(Path(environment["HELPLINE_DATA_DIR"]).stat().st_mode) == 0o700


def test_check_asks_nobody_when_it_is_told_not_to(helpline: Helpline) -> None:
    account = {"TWILIO_ACCOUNT_SID": "AC" + "a" * 32, "TWILIO_AUTH_TOKEN": "t", "TWILIO_API_URL": "http://127.0.0.1:1"}
    assert "TWILIO_API_URL" not in helpline("check", "--offline", **account).stdout
    asked = helpline("check", "--json", **account)
    assert "TWILIO_API_URL" in [finding["where"] for finding in json.loads(asked.stdout)]
    assert asked.exit_code == 1
