"""A message is heard with a command, by whoever runs the helpline; closing it erases it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from routing.cli import main
from tests.logged import logged
from tests.stories.records import on_both
from tests.stories.test_voicemail import alerted, at_the_carrier, leaves, rows
from tests.stories.town import Town, town


@pytest.fixture
def here(tmp_path: Path, redis_url: str, database_url: str) -> Iterator[Town]:
    with town(tmp_path, redis_url, alerted, database_url=database_url) as made, logged():
        yield made


def helpline(here: Town, *words: str) -> Result:
    chosen = here.services.settings
    keys = {"HELPLINE_SECRET_KEYS": ",".join(chosen.keys()), "DATABASE_URL": chosen.database_url}
    given = {"HELPLINE_DATA_DIR": str(chosen.data_dir), "REDIS_URL": chosen.redis_url} | keys
    return CliRunner().invoke(main, ["promises", *words], env=given)


@on_both
def test_a_message_is_listed_heard_and_closed(here: Town, tmp_path: Path) -> None:
    caller = here.caller()
    leaves(here, caller)
    here.passes(40)
    (row,) = json.loads(helpline(here, "list", "--json").stdout)
    assert (row["kind"], row["line"], row["state"]) == ("voicemail", "main", "open")
    assert caller.number.removeprefix("+1") not in helpline(here, "list").stdout
    file = tmp_path / "heard.wav"
    heard = helpline(here, "listen", row["id"], "--output", str(file))
    assert heard.exit_code == 0, heard.output
    assert file.read_bytes().startswith(b"RIFF")
    assert file.stat().st_mode & 0o777 == 0o600
    again = helpline(here, "listen", row["id"], "--output", str(file))
    assert (again.exit_code, "Name a new file" in again.stderr) == (1, True)
    assert helpline(here, "close", row["id"]).exit_code == 0
    assert rows(here, "recordings") == []
    assert helpline(here, "list").stdout == "Nothing is open.\n"
    assert helpline(here, "close", row["id"]).exit_code == 1
    assert helpline(here, "listen", row["id"], "--output", str(tmp_path / "b.wav")).exit_code == 1
    assert not (tmp_path / "b.wav").exists()


def test_a_message_closed_before_it_came_home_is_deleted_at_the_carrier(here: Town, tmp_path: Path) -> None:
    here.goes_wrong(kind="recording", seconds=3600, times=1)
    leaves(here, here.caller())
    here.passes(40)
    (row,) = json.loads(helpline(here, "list", "--json").stdout)
    waits = helpline(here, "listen", row["id"], "--output", str(tmp_path / "a.wav"))
    assert (waits.exit_code, "still at the telephone company" in waits.stderr) == (1, True)
    assert helpline(here, "close", row["id"]).exit_code == 0
    here.passes(4000)
    assert at_the_carrier(here) == 0
    assert rows(here, "carrier_deletions") == []
