"""The `helpline directory` commands, as an operator meets them."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.directory.conftest import write
from tests.web.test_cli import Helpline, environment, helpline, refused

__all__ = ["environment", "helpline"]  # fixtures

HEADER = "name1,name2,street1,street2,city,state,zip,phone,latitude,longitude,type_facility,sa,dt,duo\n"
JUNIPER = "Juniper House,,1 First St,,Albany,NY,12207,202-555-0142,42.65,-73.75,SA,1,1,\n"
MAPLE = "Maple House,,2 First St,,Albany,NY,12207,202-555-0143,42.66,-73.75,SA,1,,\n"
NAMELESS = ",,3 First St,,Albany,NY,12207,,42.66,-73.75,SA,1,,\n"
MEETING = {
    "name": "Step Up",
    "slug": "up",
    "day": 1,
    "time": "19:00",
    "formatted_address": "1 First St, Albany, NY 12207",
}


@pytest.fixture(autouse=True)
def known_towns(environment: dict[str, str | None], towns_file: Path) -> None:
    """Have the ZIP codes there already, as a second import has."""
    folder = Path(str(environment["HELPLINE_DATA_DIR"]))
    folder.mkdir()
    (folder / towns_file.name).symlink_to(towns_file)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "facilities_2025_03_04.csv"
    made.write_text(HEADER + JUNIPER + NAMELESS + MAPLE, encoding="utf-8")
    return made


def imported(helpline: Helpline, *words: Any) -> Any:
    result = helpline("directory", "import", *map(str, words), "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_an_import_says_what_it_did_row_by_row(helpline: Helpline, file: Path) -> None:
    assert imported(helpline, file) == {
        "format": "locator CSV", "read": 3, "added": 2, "changed": 0, "unchanged": 0,
        "dropped": [{"row": 3, "why": "has no name"}],
    }  # fmt: skip


def test_an_import_is_told_in_words_with_the_lists_own_date(helpline: Helpline, file: Path) -> None:
    said = helpline("directory", "import", str(file)).stdout
    assert "locator CSV, of 2025-03-04: 3 rows read." in said
    assert "2 added, 0 changed, 0 unchanged, 0 removed, 1 left out." in said
    assert "facilities_2025_03_04.csv, row 3: has no name" in said


def test_the_same_file_twice_changes_nothing_and_another_only_what_it_says(helpline: Helpline, file: Path) -> None:
    imported(helpline, file)
    again = imported(helpline, file)
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, 2)
    file.write_text(HEADER + JUNIPER.replace("0142", "0144"), encoding="utf-8")
    later = imported(helpline, file)
    assert (later["added"], later["changed"], later["unchanged"]) == (0, 1, 0)
    assert imported(helpline, file, "--complete")["removed"] == 1


def test_several_files_are_told_apart(helpline: Helpline, file: Path, tmp_path: Path) -> None:
    write(tmp_path / "feed.json", [MEETING, MEETING])
    done = imported(helpline, file, tmp_path / "feed.json")
    assert (done["format"], done["read"], done["added"]) == ("locator CSV, Meeting Guide JSON", 5, 3)
    assert [(bad["file"], bad["row"]) for bad in done["dropped"]] == [(file.name, 3), ("feed.json", 2)]


def test_with_one_file_that_is_no_list_none_is_taken_and_each_is_named(
    helpline: Helpline, file: Path, tmp_path: Path
) -> None:
    (tmp_path / "cut.json").write_text('{"rows": [', encoding="utf-8")
    (tmp_path / "other.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    names = [str(tmp_path / name) for name in ("cut.json", file.name, "other.csv")]
    assert refused(helpline("directory", "import", *names), "cut.json is cut off", "other.csv is in no format")
    assert imported(helpline, file)["added"] == 2, "so nothing of it was there"


def test_a_list_with_a_name_of_its_own_is_a_list_of_its_own(helpline: Helpline, file: Path) -> None:
    assert imported(helpline, file)["added"] == 2
    assert imported(helpline, file, "--list", "county")["added"] == 2
    assert refused(helpline("directory", "import", str(file), "--list", "x" * 81), "at most 80 letters")


def test_a_table_of_services_brings_the_tables_beside_it(helpline: Helpline, tmp_path: Path) -> None:
    tables = {
        "services.csv": "id,location_id,name,status\ns1,l1,Detox,active\n",
        "locations.csv": "id,organization_id,name\nl1,,Annex\n",
        "addresses.csv": "id,location_id,address_1,city,state_province,postal_code\na,l1,1 First St,Albany,NY,12207\n",
    }
    write(tmp_path / "hsds", tables)
    files = sorted((tmp_path / "hsds").iterdir())
    assert imported(helpline, *files)["added"] == 1
    assert imported(helpline, tmp_path / "hsds")["unchanged"] == 1
    assert imported(helpline, tmp_path / "hsds" / "services.csv")["unchanged"] == 1


def test_a_place_that_is_nowhere_on_the_map_is_told(helpline: Helpline, file: Path) -> None:
    file.write_text(HEADER + "Juniper House,,1 First St,,Nowhere,NY,99999\n", encoding="utf-8")
    assert "1 are nowhere on the map" in helpline("directory", "import", str(file)).stdout


def found(helpline: Helpline, *words: str) -> Any:
    result = helpline("directory", "search", *words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_what_is_near_is_told_with_its_miles_and_its_list(helpline: Helpline, file: Path) -> None:
    imported(helpline, file)
    rows = found(helpline, "12207")
    assert [(row["kind"], row["name"], row["phone"]) for row in rows] == [
        ("treatment", "Juniper House", "+12025550142"),
        ("treatment", "Maple House", "+12025550143"),
    ]
    assert rows[0]["miles"] < rows[1]["miles"] < 3
    assert (rows[0]["list"], rows[0]["as_of"], rows[0]["features"]) == ("locator", "2025-03-04", ["detox"])
    said = helpline("directory", "search", "albany, ny").stdout
    assert "Juniper House; 1 First St, Albany, NY 12207" in said and "list locator, of 2025-03-04; call first" in said


def test_filters_and_kinds_narrow_what_is_told(helpline: Helpline, file: Path, tmp_path: Path) -> None:
    write(tmp_path / "feed.json", [MEETING])
    imported(helpline, file, tmp_path / "feed.json")
    assert [row["name"] for row in found(helpline, "12207", "--filter", "detox")] == ["Juniper House"]
    assert [row["name"] for row in found(helpline, "12207", "--kind", "meeting")] == ["Step Up"]
    (row,) = found(helpline, "12207-1234", "--filter", "monday")
    assert datetime.fromisoformat(row["starts"]).strftime("%A %H:%M") == "Monday 19:00"
    assert found(helpline, "12207", "--kind", "meeting", "--filter", "tue") == []
    assert "Nothing" in helpline("directory", "search", "12207", "--filter", "methadone").stdout


def test_a_list_without_a_date_of_its_own_says_when_it_was_read(helpline: Helpline, file: Path) -> None:
    imported(helpline, file.rename(file.with_name("facilities.csv")))
    (row, _) = found(helpline, "12207")
    assert (row["as_of"], row["read_on"]) == ("", date.today().isoformat())
    assert f"read on {date.today()}" in helpline("directory", "search", "12207").stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("Springfield",), "Which one? Springfield, AR; "),
        (("00000",), "There is no ZIP code 00000"),
        (("Nowhere",), "No place is known as 'Nowhere'"),
        (("12207", "--filter", "metadone"), "There is no filter 'metadone'; there is detox, methadone"),
    ],
)
def test_what_is_not_clear_is_asked(helpline: Helpline, words: tuple[str, ...], said: str) -> None:
    assert refused(helpline("directory", "search", *words), said)
