"""Everything that the helpline knows of itself is taken elsewhere: by command into a folder, or from a page."""

import csv
import io
import json
import stat
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from routing.domain.consent import Consent
from routing.domain.counting import NOTHING_COUNTED, Cell
from routing.domain.exported import FILES, cell
from routing.store.records.consents import Consents
from routing.store.records.counts import Counts
from routing.store.records.covers import Covers
from tests.web.browser import Browser
from tests.web.doorstep import Doorstep
from tests.web.test_cli import Helpline, environment, helpline, refused
from tests.web.test_me_page import rostered

pytestmark = pytest.mark.usefixtures("records")

__all__ = ["environment", "helpline"]  # fixtures

EXPORT = "/console/export"
HOUR = int(datetime(2026, 3, 4, 15, tzinfo=UTC).timestamp() * 1000)
YES = Consent("c1", "log", "ask_log", "ab" * 32, "en", "voice", "key", HOUR, HOUR + 1, "the-persons-digest")
SHIFT = ("--days", "mon", "--from", "22:00", "--to", "06:00")


@pytest.fixture
def filled(helpline: Helpline, environment: dict[str, str | None]) -> Helpline:
    """A helpline with two specialists, a shift that is offered, something counted, and a yes."""
    helpline("specialist", "add", "Ana", "+12025550121", "--pin", "4821", "--call-out")
    helpline("specialist", "add", "=Bo", "+12025550122")
    helpline("shift", "add", "Ana", *SHIFT)
    url = f"sqlite:///{environment['HELPLINE_DATA_DIR']}/helpline.sqlite3"
    ended = {"ended_bridged": 30, "ended_abandoned": 3}
    cells = {Cell(HOUR, "main", "main.general.en", "voice", measure): number for measure, number in ended.items()}
    Counts(url).add(NOTHING_COUNTED, "1-1", cells)
    Consents(url).give(YES)
    Covers(url).offer("shift", "ana", HOUR, HOUR + 3_600_000)
    return helpline


def table(folder: Path, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((folder / name).read_text(encoding="utf-8"))))


def test_every_file_is_explained_column_by_column_and_nobody_else_reads_it(filled: Helpline, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    assert filled("export", str(folder)).exit_code == 0
    explained = (folder / "README.md").read_text(encoding="utf-8")
    there = {path.name for path in folder.iterdir()}
    assert there == {"README.md", *FILES} - {"people.csv"}
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in folder.iterdir())
    for name in there - {"README.md"}:
        assert f"## {name}, " in explained
        held = json.loads((folder / name).read_text()) if name.endswith(".json") else table(folder, name)
        for column in held[0]:
            assert f"`{column}`" in explained or column.startswith("ended_"), (name, column)


def test_it_holds_what_is_on_record_and_nothing_that_is_sealed_or_somebodys(filled: Helpline, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    filled("export", str(folder))
    bo, ana = table(folder, "specialists.csv")
    assert (bo["name"], ana["name"], ana["has_pin"], ana["call_out"]) == ("'=Bo", "Ana", "yes", "yes")
    (shift,) = json.loads((folder / "shifts.json").read_text())
    assert shift["name"] == "Ana" and "RRULE:FREQ=WEEKLY" in shift["calendar"]
    assert {(row["hour"], row["measure"], row["number"]) for row in table(folder, "history.csv")} == {
        ("2026-03-04T15:00:00+00:00", "ended_bridged", "30"), ("2026-03-04T15:00:00+00:00", "ended_abandoned", "3"),
    }  # fmt: skip
    (yes,) = table(folder, "consents.csv")
    assert yes["given_at"] == "2026-03-04T15:00:00+00:00" and "person" not in yes
    everything = "".join(path.read_text(encoding="utf-8") for path in folder.iterdir())
    assert not any(secret in everything for secret in ("argon2", "the-persons-digest", "2025550"))
    audit = json.loads((folder / "audit.json").read_text())
    assert audit[-1]["what"] == "exported" and [row["number"] for row in audit] == list(range(1, len(audit) + 1))


def test_what_is_for_everybody_shows_no_small_number(filled: Helpline, tmp_path: Path) -> None:
    filled("export", str(tmp_path / "out"))
    weeks = table(tmp_path / "out", "weeks-for-everybody.csv")
    numbers = [value for week in weeks for name, value in week.items() if name != "period"]
    assert len(weeks) > 1 and not {str(number) for number in range(1, 11)} & set(numbers)
    assert weeks[0]["ended_abandoned"] == "*", "the three of that week"


def test_with_numbers_it_can_be_taken_again_elsewhere_and_says_so(filled: Helpline, tmp_path: Path) -> None:
    filled("export", "--with-numbers", str(tmp_path / "out"))
    people = tmp_path / "out" / "people.csv"
    assert [row["phone"] for row in table(tmp_path / "out", "people.csv")] == ["'+12025550122", "'+12025550121"]
    assert json.loads((tmp_path / "out" / "audit.json").read_text())[-1]["what"] == "exported_with_numbers"
    people.write_text(people.read_text().replace("'=Bo", "Bo").replace("yes", "no"))  # what the README says first
    taken = filled("specialist", "import", str(people), "--yes", HELPLINE_DATA_DIR=str(tmp_path / "other"))
    assert "2 added" in taken.stdout, taken.output


def test_a_folder_that_holds_something_is_left_alone(filled: Helpline, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "README.md").write_text("mine")
    assert refused(filled("export", str(tmp_path / "mine")), "is not empty")
    assert (tmp_path / "mine" / "README.md").read_text() == "mine"


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@a", "\ta"])
def test_a_cell_is_no_formula(value: str) -> None:
    assert cell(value) == f"'{value}" and cell(-1) == "-1" and cell(True) == "yes"


def test_a_supervisor_takes_it_from_a_page_without_numbers(door: Doorstep, kim: Browser) -> None:
    rostered(door, "Ana", "+12025550121")
    kim.opens(EXPORT)
    answer = kim.client.post(EXPORT, data={"form": kim.page.form}, base_url=kim.base)
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as files:
        names = {name.removeprefix("helpline/") for name in files.namelist()}
        text = "".join(files.read(name).decode() for name in files.namelist())
    assert {"README.md", "specialists.csv", "audit.json"} <= names and "people.csv" not in names
    assert "Ana" in text and "2025550121" not in text
    assert [row.deed.what for row in door.services.audit.rows()][-1] == "exported"
    assert kim.sends(EXPORT, form="0" * 64).status == 400
