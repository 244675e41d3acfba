"""Files that are no lists, or only the beginning of one, are told and not read."""

import io
import zipfile
from pathlib import Path

import pytest

from routing.directory.formats import format_of
from routing.directory.gazetteer import Gazetteer
from routing.directory.reading import read
from routing.directory.sources import Unreadable, opened
from tests.directory.conftest import write

SHARED = Path(__file__).parents[3] / "shared" / "resources"
# What a file there is: how many rows it has, and how many of them can be told.
LISTS = {
    "findtreatment/findtreatment_api_guide_sample_v1.9.json": ("FindTreatment JSON", 2, 2),
    "findtreatment/findtreatment_api_response_2019.json": ("FindTreatment JSON", 30, 24),
    "findtreatment/samhsa_locator_su_2021_minimal.csv": ("locator CSV", 14034, 14027),
    "bmlt/meeting-search-42.867970-day2.json": ("BMLT JSON", 53, 53),
    "bmlt/meeting-search-42.867970-day3.json": ("BMLT JSON", 54, 54),
    "bmlt/meeting-search-42.867970-day4.json": ("BMLT JSON", 62, 62),
    "bmlt/helpline-search-brooklyn-ny.json": ("BMLT JSON", 649, 0),
    "bmlt/helpline-search-buffalo-ny.json": ("BMLT JSON", 120, 0),
    "bmlt/formats.json": ("BMLT JSON", 44, 0),
    "bmlt/service-bodies.json": ("BMLT JSON", 44, 0),
    "bmlt/server-info.json": ("BMLT JSON", 1, 0),
    "meeting_guide/aasepia.json": ("Meeting Guide JSON", 2038, 1900),
    "meeting_guide/edmonton.json": ("Meeting Guide JSON", 315, 294),
    "meeting_guide/kc.test.json": ("Meeting Guide JSON", 206, 197),
    "meeting_guide/times.json": ("Meeting Guide JSON", 9, 8),
    "meeting_guide/example_from_spec.json": ("Meeting Guide JSON", 1, 1),
    "hsds/ohana_sample_csv": ("HSDS 1 CSV", 23, 21),
    "hsds/spec_3.0_csv": ("HSDS 3 CSV", 1, 1),
    "hsds/spec_3.0_examples/organization_full.json": ("HSDS 3 JSON", 1, 1),
    "hsds/spec_3.0_examples/organization_list.json": ("HSDS 3 JSON", 1, 0),
    "hsds/spec_3.0_examples/service_full.json": ("HSDS 3 JSON", 1, 1),
    "hsds/spec_3.0_examples/service_list.json": ("HSDS 3 JSON", 1, 1),
    "hsds/spec_3.0_examples/service_at_location_full.json": ("HSDS 3 JSON", 1, 1),
    "hsds/spec_3.0_examples/service_at_location_list.json": ("HSDS 3 JSON", 1, 1),
    "hsds/spec_3.0_examples/location.json": ("HSDS 3 JSON", 1, 0),
    "hsds/spec_3.0_examples/taxonomy_term_list.json": ("HSDS 3 JSON", 1, 0),
}


def truncated() -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as out:
        out.writestr("services.csv", "id,name,status\n" * 100)
    return archive.getvalue()[:-30]


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("cut.json", b'{"rows": [{"name1": "A"', "cut off or no JSON"),
        ("deep.json", b"[" * 100_000, "cut off or no JSON"),
        ("cut.zip", truncated(), "cut off or no spreadsheet"),
        ("cut.xlsx", b"PK\x03\x04" + b"x" * 100, "cut off or no spreadsheet"),
        ("long.csv", b"name1," + b"x" * 200_000, "no line of a table"),
        ("empty", {}, "holds no tables"),
    ],
)
def test_a_file_that_is_cut_off_is_told(tmp_path: Path, name: str, content: object, why: str) -> None:
    write(tmp_path / name, content)
    with pytest.raises(Unreadable, match=why):
        opened(tmp_path / name)


def test_an_archive_that_would_fill_the_memory_is_not_unpacked(tmp_path: Path) -> None:
    with (
        zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as out,
        out.open("services.csv", "w") as file,
    ):
        for _ in range(260):
            file.write(b" " * 1024 * 1024)
    with pytest.raises(Unreadable, match="unpacks to more than"):
        opened(tmp_path / "bomb.zip")


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"a,b\n1,2\n", b"{}", b"[]", b"[1, 2]", b'{"rows": 7}', b'[{"a": 1}]', b'{"rows": [7]}']
)
def test_what_is_no_list_is_known_by_nobody(tmp_path: Path, content: bytes) -> None:
    write(tmp_path / "file", content)
    assert format_of(opened(tmp_path / "file")) is None


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not here: the lists that others publish are in it")
@pytest.mark.parametrize("name", LISTS)
def test_every_list_that_others_publish_is_read(name: str, where: Gazetteer) -> None:
    source = opened(SHARED / name)
    format = format_of(source)
    assert format
    reading = read(source, format, where, lambda rows: None)
    assert (reading.format, reading.read, len(reading.places)) == LISTS[name]
    assert len(reading.dropped) + len(reading.places) == reading.read
