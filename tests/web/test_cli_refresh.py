"""Lists that are fetched anew, as an operator meets them: `helpline directory refresh` and `lists`."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.directory.publisher import HEADER, Publisher, publishing, table
from tests.stories.conftest import database_url
from tests.stories.records import on_both
from tests.web.test_cli import Helpline, helpline, refused

__all__ = ["database_url", "environment", "helpline"]  # fixtures


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with publishing() as found:
        yield found


@pytest.fixture
def environment(
    tmp_path: Path,
    redis_url: str,
    database_url: str,
    publisher: Publisher,
) -> dict[str, str | None]:
    config = tmp_path / "config"
    config.mkdir()
    (config / "line.toml").write_text(f'[list.county]\nurl = "{publisher.url}"\n', encoding="utf-8")
    return {
        "REDIS_URL": redis_url,
        "DATABASE_URL": database_url,
        "HELPLINE_DATA_DIR": str(tmp_path / "data"),
        "HELPLINE_CONFIG_DIR": str(config),
        "HELPLINE_SECRET_KEYS": None,
    }


def refreshed(helpline: Helpline, *words: str, fails: bool = False) -> Any:
    result = helpline("directory", "refresh", *words, "--json")
    assert result.exit_code == int(fails), result.output
    return json.loads(result.stdout)


def county(helpline: Helpline) -> Any:
    (found,) = json.loads(helpline("directory", "lists", "--json").stdout)
    return found


def counts(done: Any) -> tuple[int, ...]:
    return tuple(done[0][name] for name in ("added", "changed", "unchanged", "removed"))


@on_both
def test_a_list_is_fetched_and_then_only_what_is_new(helpline: Helpline, publisher: Publisher) -> None:
    publisher.says(headers={"ETag": '"one"'})
    assert counts(refreshed(helpline)) == (10, 0, 0, 0)
    first = county(helpline)
    assert (first["places"], first["format"], first["as_of"]) == (10, "locator CSV", "2025-03-04")
    assert refreshed(helpline, "county") == [{"list": "county", "new": False, "busy": False, "why": ""}]
    second = county(helpline)
    assert second["fetched"].pop("looked_at") >= first["fetched"].pop("looked_at")
    assert {**second, "fetched": 0} == {**first, "fetched": 0}, "only when it was looked at"
    publisher.says(headers={"ETag": '"two"'}, content=table(9, "202-555-0143"))
    assert counts(refreshed(helpline)) == (0, 9, 0, 1)


def test_the_same_without_an_etag_changes_nothing_either(helpline: Helpline) -> None:
    assert counts(refreshed(helpline)) == (10, 0, 0, 0)
    assert counts(refreshed(helpline)) == (0, 0, 10, 0)


NAMELESS = (HEADER + ",,1 First St,,Albany,NY,12207,,42.65,-73.75,SA,1,1,\n" * 8).encode()
SOUND: dict[str, Any] = {"status": 200, "content": table(10), "cut_at": None, "headers": {}}
BROKEN: list[tuple[dict[str, Any], str]] = [
    ({"status": 500}, "status 500"),
    ({"cut_at": 200}, "does not answer as it should"),
    ({"content": b""}, "in no format"),
    ({"content": b"<html>Back soon</html>"}, "in no format"),
    ({"content": b'{"rows": ['}, "is cut off or no JSON"),
    ({"content": b"PK\x03\x04rubbish"}, "is cut off or no spreadsheet"),
    ({"content": HEADER.encode()}, "no place"),
    ({"content": NAMELESS + table(12)[len(HEADER) :]}, "8 of its 20 rows"),
    ({"content": table(7)}, "7 places, and 10 are on record"),
    ({"status": 302, "headers": {"Location": "http://10.0.0.1/"}}, "private network"),
]


def test_a_list_that_looks_broken_leaves_the_one_from_before(helpline: Helpline, publisher: Publisher) -> None:
    refreshed(helpline)
    before = county(helpline)
    for failures, (change, why) in enumerate(BROKEN, 1):
        publisher.says(**SOUND | change)
        assert why in refreshed(helpline, fails=True)[0]["why"]
        after = county(helpline)
        assert (after["places"], after["read_on"]) == (10, before["read_on"])
        assert after["fetched"]["looked_at"] == before["fetched"]["looked_at"]
        assert (after["fetched"]["failures"], why in after["fetched"]["why"]) == (failures, True)
    assert "failed 10 times in a row: it leads to" in helpline("directory", "lists").stdout
    publisher.says(**SOUND)
    refreshed(helpline)
    assert (county(helpline)["fetched"]["failures"], county(helpline)["fetched"]["why"]) == (0, "")


def test_a_list_that_is_rightly_smaller_is_taken_once_it_was_imported_by_hand(
    helpline: Helpline, publisher: Publisher, tmp_path: Path
) -> None:
    refreshed(helpline)
    publisher.says(content=table(7))
    assert "helpline directory import --complete --list NAME" in refreshed(helpline, fails=True)[0]["why"]
    (tmp_path / "smaller.csv").write_bytes(table(7))
    words = ("directory", "import", "--complete", "--list", "county", str(tmp_path / "smaller.csv"))
    assert helpline(*words).exit_code == 0
    assert counts(refreshed(helpline)) == (0, 0, 7, 0)


@on_both
def test_what_is_due_is_fetched_once_and_what_is_not_due_is_left(helpline: Helpline, publisher: Publisher) -> None:
    assert counts(refreshed(helpline, "--due")) == (10, 0, 0, 0)
    assert refreshed(helpline, "--due") == []
    assert len(publisher.asked) == 1


def test_a_list_that_moved_is_due_and_nothing_is_asked_of_it_by_the_old_version(
    helpline: Helpline, publisher: Publisher, environment: dict[str, str | None]
) -> None:
    publisher.says(headers={"ETag": '"one"'})
    refreshed(helpline, "--due")
    file = Path(str(environment["HELPLINE_CONFIG_DIR"])) / "line.toml"
    file.write_text(file.read_text().replace('.csv"', '.csv?v=2"'), encoding="utf-8")
    assert counts(refreshed(helpline, "--due")) == (0, 0, 10, 0)
    assert "if-none-match" not in publisher.asked[1]


def test_without_live_state_a_person_can_still_have_lists_fetched(helpline: Helpline) -> None:
    assert helpline("directory", "refresh", REDIS_URL="redis://127.0.0.1:1").exit_code == 0
    assert county(helpline)["places"] == 10


def test_a_list_that_nobody_named_is_refused(helpline: Helpline) -> None:
    assert refused(helpline("directory", "refresh", "state"), "No list 'state'", "county")
    assert refused(helpline("directory", "refresh", HELPLINE_CONFIG_DIR=None), "write [list.NAME]", "line.toml")


def test_in_words(helpline: Helpline, publisher: Publisher) -> None:
    assert "county: 0 places; last looked at never, next soon" in helpline("directory", "lists").stdout
    publisher.says(headers={"ETag": '"one"'})
    said = helpline("directory", "refresh").stdout
    assert said == "county: 10 added, 0 changed, 0 unchanged, 0 removed.\n"
    assert helpline("directory", "refresh").stdout == "county: nothing new.\n"
    assert "10 places (locator CSV, of 2025-03-04, read on " in helpline("directory", "lists").stdout
