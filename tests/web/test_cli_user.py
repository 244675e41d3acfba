"""`helpline user`: who may sign in; nobody's password passes through a shell."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from routing.cli import main
from tests.logged import logged

Helpline = Callable[..., Result]


@pytest.fixture
def helpline(tmp_path: Path, redis_url: str) -> Iterator[Helpline]:
    variables = ("DATABASE_URL", "HELPLINE_CONFIG_DIR", "HELPLINE_SECRET_KEYS", "JOBS_REDIS_URL")
    given = dict.fromkeys(variables) | {"REDIS_URL": redis_url, "HELPLINE_DATA_DIR": str(tmp_path)}
    with logged():
        yield lambda *words: CliRunner().invoke(main, words, env=given)


def users(helpline: Helpline) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(helpline("user", "list", "--json").stdout)
    return [{name: value for name, value in row.items() if name != "id"} for row in rows]


def test_users_are_added_reset_and_deactivated(helpline: Helpline, tmp_path: Path) -> None:
    assert "helpline user add" in helpline("user", "list").stdout
    helpline("specialist", "add", "Ana", "+12025550121")
    added = helpline("user", "add", "Kim", "--role", "supervisor")
    assert (added.exit_code, "/console/welcome" in added.stdout) == (0, True)
    assert helpline("user", "add", "Ana", "--role", "specialist").exit_code == 0
    kim = {"name": "Kim", "role": "supervisor", "specialist": None, "state": "invited", "authenticator": False}
    ana = {"name": "Ana", "role": "specialist", "specialist": "Ana", "state": "invited", "authenticator": False}
    assert users(helpline) == [ana, kim]
    assert helpline("user", "deactivate", "kim").stdout == "Kim cannot sign in any more.\n"
    assert users(helpline) == [ana, kim | {"state": "deactivated"}]
    again = helpline("user", "reset", "Kim")
    assert users(helpline) == [ana, kim]
    codes = [
        next(line.strip() for line in told.stdout.splitlines() if line.startswith("    ")) for told in (added, again)
    ]
    assert codes[0] != codes[1]
    with sqlite3.connect(tmp_path / "helpline.sqlite3") as database:
        dump = "\n".join(database.iterdump())
    assert not [code for code in codes if code in dump or code.replace("-", "") in dump]
    rows = json.loads(helpline("audit", "list", "--json").stdout)
    assert [row["what"] for row in rows] == [
        "specialist_added", "user_added", "user_added", "user_deactivated", "user_reset",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["add", "KIM", "--role", "supervisor"], "another name"),
        (["add", "Bo", "--role", "specialist"], "no specialist Bo"),
        (["add", "Bo", "--role", "supervisor", "--specialist", "Zoe"], "no specialist Zoe"),
        (["add", " ", "--role", "supervisor"], "is no name"),
        (["add", "Bo", "--role", "owner"], "supervisor"),
        (["reset", "Zoe"], "no user Zoe"),
        (["deactivate", "Zoe"], "no user Zoe"),
    ],
)
def test_what_cannot_be_is_refused_with_what_would_be_right(helpline: Helpline, words: list[str], said: str) -> None:
    helpline("user", "add", "Kim", "--role", "supervisor")
    before = users(helpline)
    refused = helpline("user", *words)
    assert (refused.exit_code in (1, 2), said in refused.stderr) == (True, True), refused.output
    assert users(helpline) == before


def test_whoever_leaves_the_roster_signs_in_no_more(helpline: Helpline) -> None:
    helpline("specialist", "add", "Ana", "+12025550121", "--pin", "4821")
    helpline("shift", "add", "Ana", "--days", "mon", "--from", "09:00", "--to", "12:00")
    helpline("user", "add", "Ana", "--role", "specialist")
    helpline("user", "add", "Bo", "--role", "supervisor", "--specialist", "Ana")
    assert helpline("specialist", "remove", "Ana").exit_code == 1, "nobody said yes"
    removed = helpline("specialist", "remove", "Ana", "--yes")
    assert removed.stdout.splitlines() == [
        "Ana is on the roster no more.", "They supervise as before; that ends with `helpline user deactivate`.",
    ]  # fmt: skip
    assert [(row["name"], row["state"], row["specialist"]) for row in users(helpline)] == [
        ("Ana", "deactivated", None), ("Bo", "invited", None),
    ]  # fmt: skip
    assert json.loads(helpline("specialist", "list", "--json").stdout) == []
    assert json.loads(helpline("shift", "list", "--json").stdout) == []
    again = helpline("specialist", "remove", "Ana", "--yes")
    assert (again.exit_code, "There is no specialist Ana" in again.output) == (1, True)
    added = helpline("specialist", "add", "Ana", "+12025550121")
    assert added.exit_code == 0, "with name and number free again"
