"""The `helpline line` commands, as an operator meets them."""

import json
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from redis import Redis

from routing.store.switchboard import Switchboard
from tests.web.test_cli import Helpline, environment, helpline, refused

__all__ = ["environment", "helpline"]  # fixtures

ZONE = ZoneInfo("America/New_York")


def at(hours: int) -> datetime:
    return (datetime.now(ZONE) + timedelta(hours=hours)).replace(second=0, microsecond=0)


def test_a_line_is_closed_listed_and_opened(helpline: Helpline, redis_url: str) -> None:
    assert helpline("line", "list").stdout == "main: open\n"
    closed = helpline("line", "close", "main", "--reason", "no heating")
    assert (closed.exit_code, closed.stdout) == (0, "main is closed.\n")
    (row,) = json.loads(helpline("line", "list", "--json").stdout)
    assert datetime.fromisoformat(row.pop("since")) <= datetime.now(ZONE)
    assert row == {"line": "main", "state": "closed", "until": None, "reason": "no heating"}
    assert helpline("line", "list").stdout.endswith(": no heating\n")
    assert Switchboard(Redis.from_url(redis_url)).closed_till("main") == 0
    for _ in range(2):
        assert helpline("line", "open", "main").stdout == "main is open.\n"
    assert helpline("line", "list").stdout == "main: open\n"
    assert Switchboard(Redis.from_url(redis_url)).closed_till("main") is None


def test_until_is_by_the_clocks_of_the_line(helpline: Helpline, redis_url: str) -> None:
    until = at(30)
    assert helpline("line", "close", "main", "--reason", "x", "--until", f"{until:%Y-%m-%dT%H:%M}").exit_code == 0
    (row,) = json.loads(helpline("line", "list", "--json").stdout)
    assert datetime.fromisoformat(row["until"]) == until
    assert Switchboard(Redis.from_url(redis_url)).closed_till("main") == until.timestamp() * 1000


def test_status_tells_that_a_line_is_closed_and_is_as_ever_once_it_is_open(helpline: Helpline) -> None:
    helpline("line", "close", "main", "--reason", "no heating")
    status = helpline("status", "--json").stdout
    assert json.loads(status)["closed"] == [{"line": "main", "until": None}]
    shown = helpline("status").stdout
    assert shown.startswith("main is closed; why: helpline line list\n")
    assert "no heating" not in status + shown
    helpline("line", "open", "main")
    assert set(json.loads(helpline("status", "--json").stdout)) == {"queues", "contacts", "specialists"}


@pytest.mark.parametrize("words", [("close", "mian", "--reason", "x"), ("open", "mian")])
def test_a_line_that_is_none_is_refused_with_those_there_are(helpline: Helpline, words: tuple[str, ...]) -> None:
    assert refused(helpline("line", *words), "no line mian", "main")


def test_a_time_that_is_over_is_refused(helpline: Helpline) -> None:
    until = f"{at(-1):%Y-%m-%d %H:%M}"
    assert refused(helpline("line", "close", "main", "--reason", "x", "--until", until), "America/New_York", "ahead")


@pytest.mark.parametrize("reason", ["", " ", "x" * 201, "a\nb"])
def test_a_reason_is_a_sentence(helpline: Helpline, reason: str) -> None:
    assert "1 to 200" in helpline("line", "close", "main", "--reason", reason).stderr
    assert helpline("line", "list").stdout == "main: open\n"


def test_without_live_state_it_is_on_record_and_said(helpline: Helpline) -> None:
    closed = helpline("line", "close", "main", "--reason", "x", REDIS_URL="redis://127.0.0.1:1")
    assert closed.exit_code == 0 and "follows the records" in closed.stderr
    assert helpline("line", "list").stdout.startswith("main: closed")
