"""A supervisor looks up what is nearby, as a caller would be told it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from routing.domain.listed import MEETING, TREATMENT, Meeting, Place, PlaceList
from routing.store.records.lists import Import
from routing.store.records.migrating import migrate
from tests.web.browser import Browser
from tests.web.doorstep import Doorstep

DIRECTORY = "/console/directory"
ALBANY = {"city": "Albany", "state": "NY", "zip": "12207", "longitude": -73.75}


def house(number: int, name: str = "", **more: str) -> Place:
    return Place(
        key=f"h{number}",
        kind=TREATMENT,
        name=name or f"House {number}",
        street=f"{number} First St",
        latitude=42.65 + number / 100,
        phone="+12025550142",
        features=("detox", "methadone"),
        **ALBANY,  # type: ignore[arg-type]
        **more,
    )


@pytest.fixture
def door(build: Callable[..., Doorstep], known_towns: Path) -> Doorstep:
    made = build()
    migrate(made.settings.database_url)
    return made


@pytest.fixture
def kim(kim: Browser) -> Browser:
    return kim.opens(DIRECTORY)


def lists(door: Doorstep, *places: Place, name: str = "locator") -> None:
    door.services.lists.write([Import(PlaceList(name, "CSV", "2025-03-04", "2026-01-02"), places)])


def finds(browser: Browser, place: str, **more: str) -> list[str]:
    """Look something up, and give the names that are shown."""
    found = browser.sends(DIRECTORY, place=place, **more).answer.text
    return re.findall(r'<h2 id="place-\d+">(.*?)</h2>', found)


def test_the_nearest_are_shown_with_their_list_and_its_date_three_at_a_time(door: Doorstep, kim: Browser) -> None:
    lists(door, *map(house, range(5)))
    assert finds(kim, "12207") == ["House 0", "House 1", "House 2"]
    for words in ("0 First St, Albany, NY 12207", "+12025550142", "detox, methadone", "List locator, of 2025-03-04"):
        assert words in kim.page.text
    (passed,) = [given["value"] or "" for tag, given in kim.page.tags if given.get("name") == "passed"]
    assert finds(kim, "12207", passed=passed) == ["House 3", "House 4"]
    assert finds(kim, "12207", passed="6") == [] and "Nothing more like that" in kim.page.text


def test_it_is_narrowed_by_kind_and_by_words(door: Doorstep, kim: Browser) -> None:
    at_seven = Meeting(key="m", kind=MEETING, name="Step Up", latitude=42.65, features=("in_person",), days=(0, 3),
                       start=19 * 60, zone="America/New_York", fellowship="na", **ALBANY)  # type: ignore[arg-type] # fmt: skip
    lists(door, house(1), at_seven)
    assert finds(kim, "albany, ny") == ["House 1", "Step Up"]
    assert finds(kim, "12207", kind="meeting") == ["Step Up"] == finds(kim, "12207", wishes="NA, monday")
    assert re.search(r"NA; Monday \d{4}-\d\d-\d\d 19:00 E[SD]T", kim.page.text)
    assert finds(kim, "12207", wishes="women") == [] and "Nothing like that is listed." in kim.page.text


@pytest.mark.parametrize(
    ("place", "wishes", "words"),
    [("nowhere at all", "", "No place is known"), ("12207", "sober", "no filter"), ("", "", "No place is known")],
)
def test_what_is_unclear_is_said(door: Doorstep, kim: Browser, place: str, wishes: str, words: str) -> None:
    assert finds(kim, place, wishes=wishes) == [] and (kim.status, words in kim.page.text) == (400, True)


def test_without_the_file_of_zip_codes_it_says_so(door: Doorstep, kim: Browser, known_towns: Path) -> None:
    (file,) = known_towns.glob("towns-*")
    file.unlink()
    assert finds(kim, "12207") == [] and (kim.status, "do not answer just now" in kim.page.text) == (503, True)


def test_what_a_list_says_is_shown_as_text_and_leads_nowhere(door: Doorstep, kim: Browser) -> None:
    lists(door, house(1, "<script>alert(1)</script>", website="javascript:alert(2)"), name="<b>list</b>")
    kim.sends(DIRECTORY, place="12207")
    assert "<script>alert(1)</script>" in kim.page.text and "<b>list</b>" in kim.page.text
    assert "<script" not in kim.answer.text and "<b>" not in kim.answer.text
    assert not [given for tag, given in kim.page.tags if "javascript" in str(given.get("href"))]
