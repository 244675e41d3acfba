"""A supervisor has a place told otherwise than its list has it: callers hear that, whenever the list is read again."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from routing.domain.listed import TREATMENT, Place, PlaceList
from routing.domain.wishes import wanted
from routing.store.records.lists import Import
from routing.store.records.migrating import migrate
from tests.web.browser import Browser
from tests.web.doorstep import Doorstep
from tests.web.test_directory_page import DIRECTORY, finds, house, lists

PLACE = "/console/place"
HOUSE_0 = {"list": "locator", "key": "h0"}


@pytest.fixture
def door(build: Callable[..., Doorstep], known_towns: Path) -> Doorstep:
    made = build()
    migrate(made.settings.database_url)
    lists(made, *map(house, range(4)))
    return made


@pytest.fixture
def kim(kim: Browser) -> Browser:
    return kim.opens(DIRECTORY)


def told(door: Doorstep) -> list[Place]:
    """The nearest three, as a caller is told them."""
    nearby = door.services.nearby
    found = nearby.near(nearby.town_of("12207"), wanted((), TREATMENT), datetime.now(UTC))
    return [one.place for one in found]


def corrects(browser: Browser, **more: str) -> Browser:
    """Send the form as it stands, with what is changed in it."""
    browser.opens(f"{PLACE}?list=locator&key=h0")
    return browser.sends(PLACE, **HOUSE_0, do="correct", seen=seen(browser), **more)


def seen(browser: Browser) -> str:
    (value, *_) = [given["value"] or "" for tag, given in browser.page.tags if given.get("name") == "seen"]
    return value


def deeds(door: Doorstep) -> list[tuple[str, str, str]]:
    return [
        (row.deed.what, row.deed.id, row.deed.why) for row in door.services.audit.rows() if row.deed.kind == "place"
    ]


def test_a_corrected_place_is_told_so_and_the_next_reading_of_its_list_changes_nothing(
    door: Doorstep, kim: Browser
) -> None:
    corrects(kim, name="House 0", street="9 New St", phone="(202) 555-0199", why="they moved, said on the phone")
    first = told(door)[0]
    assert (first.name, first.street, first.phone) == ("House 0", "9 New St", "+12025550199")
    lists(door, *map(house, range(4)))
    assert told(door)[0] == first
    assert deeds(door) == [("place_corrected", "h0", "they moved, said on the phone")]
    assert finds(kim, "12207")[0] == "House 0"
    assert "Told otherwise than the list has it" in kim.page.text and "9 New St" in kim.page.text


def test_of_a_hidden_place_nobody_is_told_until_it_is_told_as_its_list_has_it(door: Doorstep, kim: Browser) -> None:
    corrects(kim, hidden="yes", why="closed for good")
    assert [place.key for place in told(door)] == ["h1", "h2", "h3"]
    kim.opens(DIRECTORY)
    assert "nobody is told of it" in kim.page.text and "closed for good" in kim.page.text
    kim.opens(f"{PLACE}?list=locator&key=h0")
    kim.sends(PLACE, **HOUSE_0, do="undo", seen=seen(kim), why="open again")
    assert [place.key for place in told(door)] == ["h0", "h1", "h2"]
    assert [what for what, _, _ in deeds(door)] == ["place_hidden", "place_as_listed"]


def test_a_list_that_has_changed_since_is_said(door: Doorstep, kim: Browser) -> None:
    corrects(kim, phone="2025550199", why="their new number")
    kim.opens(DIRECTORY)
    assert "Its list has changed since" not in kim.page.text
    lists(door, house(0, "House Zero"), *map(house, range(1, 4)))
    kim.opens(DIRECTORY)
    assert "Its list has changed since" in kim.page.text
    door.services.lists.write(
        [Import(PlaceList("locator", "CSV", "2025-05-04", "2026-03-02"), [house(1)], complete=True)]
    )
    kim.opens(DIRECTORY)
    assert "does not have it any more" in kim.page.text


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"phone": "call us"}, "no telephone number"),
        ({"phone": "2025550199 x me"}, "no telephone number"),
        ({"phone": "+19005550123"}, "no telephone number"),
        ({"name": "x" * 121}, "too long"),
        ({"why": ""}, "Write why"),
        ({}, "Write what is to be told otherwise"),
    ],
)
def test_what_is_wrong_with_it_is_said_and_nothing_is_changed(
    door: Doorstep, kim: Browser, given: dict[str, str], wrong: str
) -> None:
    before = told(door)
    corrects(kim, **{"name": "", "street": "", "phone": "", "why": "somebody said so", **given})
    assert kim.answer.status_code == 400 and wrong in kim.page.text
    assert told(door) == before and deeds(door) == []


def test_of_two_supervisors_the_second_is_shown_what_the_first_has_done(door: Doorstep, kim: Browser) -> None:
    kim.opens(f"{PLACE}?list=locator&key=h0")
    old = seen(kim)
    corrects(kim, phone="2025550199", why="first")
    kim.sends(PLACE, **HOUSE_0, do="correct", seen=old, phone="2025550177", why="second")
    assert kim.answer.status_code == 409 and "Somebody else has changed" in kim.page.text
    assert told(door)[0].phone == "+12025550199" and len(deeds(door)) == 1


def test_who_corrects_what_its_list_has_dropped_meanwhile_is_told_and_what_stands_stays(
    door: Doorstep, kim: Browser
) -> None:
    corrects(kim, hidden="yes", why="closed for good")
    kim.opens(f"{PLACE}?list=locator&key=h0")
    shown = seen(kim)
    door.services.lists.write(
        [Import(PlaceList("locator", "CSV", "2025-05-04", "2026-03-02"), [house(1)], complete=True)]
    )
    kim.sends(PLACE, **HOUSE_0, do="correct", seen=shown, phone="2025550199", why="their number")
    assert kim.answer.status_code == 400 and "has it no more" in kim.page.text
    assert door.services.corrections.of("locator", "h0").hidden and len(deeds(door)) == 1


def test_a_number_keeps_its_extension(door: Doorstep, kim: Browser) -> None:
    corrects(kim, phone="(202) 555-0199 x 12", why="their switchboard")
    assert told(door)[0].phone == "+12025550199x12"


def test_a_place_that_is_nowhere_is_said_to_be(kim: Browser) -> None:
    kim.opens(f"{PLACE}?list=locator&key=nothing")
    assert kim.answer.status_code == 404


def test_what_somebody_writes_stays_text(door: Doorstep, kim: Browser) -> None:
    corrects(kim, name="<b>House</b>", why="<script>x</script>")
    kim.opens(DIRECTORY)
    assert not re.search(r"<b>House|<script>x", kim.answer.text)
