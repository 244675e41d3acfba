"""The file of ZIP codes and cities: made once, by a process of its own, whole or not at all."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from routing.directory import towns
from routing.directory.gazetteer import Gazetteer

ASKS = """
import sys
from pathlib import Path
from routing.directory.asking import town_of
from routing.directory.gazetteer import Gazetteer
import routing.directory.search, routing.directory.towns
assert town_of("Albany, NY", Gazetteer(Path(sys.argv[1]))).state == "NY"
print(*sorted({"zipcodes", "icalendar", "openpyxl", "phonenumbers"} & {*sys.modules}))
"""


def test_it_is_made_once_and_nobody_else_may_read_it(tmp_path: Path, towns_file: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    file = folder / towns_file.name
    file.write_bytes(b"as it was")
    assert towns.written(folder) == file == towns.file_in(folder)
    assert file.read_bytes() == b"as it was"
    assert towns_file.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in towns_file.parent.iterdir()] == [towns_file.name], "nothing is left beside it"


def test_what_was_left_half_made_or_by_a_version_before_is_removed(tmp_path: Path) -> None:
    old, under_way = tmp_path / "towns-1.0-1.sqlite3", tmp_path / "towns-3.0.0-1.sqlite3abc"
    for file in (old, under_way, tmp_path / "helpline.sqlite3"):
        file.touch()
    for file in (old, tmp_path / "helpline.sqlite3"):
        os.utime(file, (0, 0))
    towns.written(tmp_path)
    assert {file.name for file in tmp_path.iterdir()} == {
        "helpline.sqlite3",
        under_way.name,
        towns.file_in(tmp_path).name,
    }


def test_where_it_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    with pytest.raises(towns.NotWritten, match="no ZIP code is known: "):
        towns.written(tmp_path / "file")


def test_who_asks_it_carries_none_of_what_it_is_made_from(towns_file: Path) -> None:
    asked = subprocess.run(
        [sys.executable, "-c", ASKS, str(towns_file)], capture_output=True, text=True, check=True
    ).stdout
    assert asked.split() == []


@pytest.mark.parametrize(
    ("latitude", "longitude", "state"),
    [(42.65, -73.75, "NY"), (51.9, 179.95, "AK"), (13.5, 144.8, "GU"), (-14.3, -170.7, "AS"), (0.0, -30.0, "")],
)
def test_a_point_is_near_a_zip_code_or_none(towns_file: Path, latitude: float, longitude: float, state: str) -> None:
    town = Gazetteer(towns_file).near(latitude, longitude)
    assert (town.state if town else "") == state
