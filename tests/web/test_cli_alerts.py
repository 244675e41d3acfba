"""`helpline alerts`: see what needs somebody, and say that one knows."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from redis import Redis

from routing.cli import main
from routing.store.switchboard import Switchboard
from tests.logged import logged

Helpline = Callable[..., Result]


@pytest.fixture
def helpline(tmp_path: Path, redis_url: str) -> Iterator[Helpline]:
    variables = ("DATABASE_URL", "HELPLINE_CONFIG_DIR", "HELPLINE_SECRET_KEYS", "JOBS_REDIS_URL")
    given = dict.fromkeys(variables) | {"REDIS_URL": redis_url, "HELPLINE_DATA_DIR": str(tmp_path)}
    with logged():
        yield lambda *words: CliRunner().invoke(main, words, env=given)


def test_alerts_are_listed_until_somebody_knows_of_them(helpline: Helpline, redis_url: str) -> None:
    assert helpline("alerts", "list").stdout == "No alerts.\n"
    board = Switchboard(Redis.from_url(redis_url))
    board.alarm("nobody", "main")
    board.alarm("bad_number", "main")
    rows = json.loads(helpline("alerts", "list", "--json").stdout)
    assert sorted(row["id"] for row in rows) == ["bad_number-main", "nobody-main"]
    assert set(rows[0]) == {"id", "alert", "line", "since", "last"}
    assert "nobody-main: since 20" in helpline("alerts", "list").stdout
    assert helpline("alerts", "acknowledge", "nobody-main").exit_code == 0
    assert [row["id"] for row in json.loads(helpline("alerts", "list", "--json").stdout)] == ["bad_number-main"]
    assert helpline("alerts", "acknowledge", "--all").stdout == "Acknowledged: bad_number-main\n"
    assert json.loads(helpline("alerts", "list", "--json").stdout) == []


def test_an_alert_that_is_not_there_is_no_success(helpline: Helpline) -> None:
    unknown = helpline("alerts", "acknowledge", "nobody-main")
    assert unknown.exit_code == 1
    assert "There is no alert nobody-main" in unknown.stderr
    assert helpline("alerts", "acknowledge").exit_code == 2
    assert helpline("alerts", "acknowledge", "nobody-main", "--all").exit_code == 2


def test_the_secret_of_the_webhook_stays_the_same(helpline: Helpline) -> None:
    first, second = (helpline("alerts", "secret").stdout.strip() for _ in range(2))
    assert first == second
    assert len(first) == 64
