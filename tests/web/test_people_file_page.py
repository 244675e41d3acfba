"""A supervisor takes a table of people: sees first what it would do, then takes all of it."""

import io
from pathlib import Path

import pytest

from routing.domain.contact import phone_purpose
from tests.web.browser import Browser
from tests.web.doorstep import Doorstep
from tests.web.test_cli import Helpline, environment, helpline, listed, refused
from tests.web.test_me_page import rostered, signed_in
from tests.web.test_people_page import deeds

pytestmark = pytest.mark.usefixtures("records")

__all__ = ["environment", "helpline"]  # fixtures

FILE = "/console/people-file"
HEAD = "name,phone,languages,skills,order,call_out\n"
TABLE = HEAD + "Ana,+12025550121,en es,general,2,\nBo,+12025550122,,,,\n"


def looks(browser: Browser, table: str) -> Browser:
    browser.opens(FILE)
    return browser.sends(FILE, file=(io.BytesIO(table.encode()), "people.csv"))  # type: ignore[arg-type]


def held(browser: Browser) -> dict[str, str]:
    """What the page would send back of the file, sealed."""
    fields = [given for tag, given in browser.page.tags if tag == "input" and given.get("name") == "held"]
    return {str(given["name"]): str(given["value"]) for given in fields}


def test_it_is_shown_first_and_then_taken_whole(door: Doorstep, kim: Browser) -> None:
    looks(kim, TABLE)
    assert "Ana, phone ends in 21" in kim.page.text and "555" not in kim.page.text and "5550121" not in kim.answer.text
    assert door.services.roster.everyone() == [] and deeds(door) == []
    assert kim.sends(FILE, do="take", **held(kim)).at == "/console/people"
    ana, bo = door.services.roster.everyone()
    assert (ana.languages, ana.order, bo.languages, bo.skills) == (("en", "es"), 2, ("en",), ("general",))
    assert door.services.vault.open(phone_purpose(bo.id), bo.phone) == "+12025550122"
    assert door.services.switchboard.specialist(bo.id)["activity"] == "offline"
    assert deeds(door) == [("specialist_added", person.id) for person in (ana, bo)]


def test_the_same_again_changes_nothing_and_what_differs_is_changed(door: Doorstep, kim: Browser) -> None:
    looks(kim, TABLE)
    kim.sends(FILE, do="take", **held(kim))
    before = door.services.roster.everyone()
    assert "2 stay as they are." in looks(kim, TABLE.replace("en es", "es en")).page.text and held(kim) == {}
    looks(kim, HEAD + "ana,+12025550121,es,,3,\n")
    kim.sends(FILE, do="take", **held(kim))
    ana, bo = door.services.roster.everyone()
    assert (ana.name, ana.languages, ana.skills, ana.order) == ("Ana", ("es",), ("general",), 3)
    assert bo == before[1] and ana.phone == before[0].phone
    assert deeds(door)[-1] == ("specialist_changed", ana.id)


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ("Ana,+12025550129,,,,", "another number on record"),
        ("Cy,+12025550121,,,,", "somebody else on the roster"),
        ("Cy,+12025550123,xx,,,", "no language xx"),
        ("Cy,+12025550123,,dancing,,", "no skill dancing"),
        ("Cy,+12025550123,,,,yes", "no PIN"),
    ],
)
def test_with_a_wrong_row_nothing_is_taken(door: Doorstep, kim: Browser, row: str, wrong: str) -> None:
    rostered(door, "Ana", "+12025550121")
    looks(kim, f"{HEAD}Di,+12025550124,,,,\n{row}\n")
    assert kim.status == 400 and "people.csv:3: " in kim.page.text and wrong in kim.page.text and held(kim) == {}
    assert "555" not in kim.page.text and len(door.services.roster.everyone()) == 1


def test_what_was_looked_through_is_its_readers_alone_and_looked_through_again(door: Doorstep, kim: Browser) -> None:
    shown = held(looks(kim, TABLE))
    lee = signed_in(door, rostered(door, "Lee", "+12025550125"), "supervisor").opens(FILE)
    assert lee.sends(FILE, do="take", **shown).status == 400
    rostered(door, "Cy", "+12025550122")
    assert kim.sends(FILE, do="take", **shown).status == 409 and "somebody else on the roster" in kim.page.text
    assert {person.name for person in door.services.roster.everyone()} == {"Lee", "Cy"}


def test_the_command_asks_first_and_takes_all_or_nothing(helpline: Helpline, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text(TABLE + "Cy,12,,,,\n", encoding="utf-8")
    assert refused(helpline("specialist", "import", str(file), "--yes"), "people.csv:4: has no telephone number")
    file.write_text(TABLE, encoding="utf-8")
    assert helpline("specialist", "import", str(file)).exit_code != 0 and listed(helpline) == []
    taken = helpline("specialist", "import", str(file), "--yes")
    assert "People: 2 added, 0 changed, 0 as they were." in taken.stdout and "5550121" not in taken.stdout
    assert [row["name"] for row in listed(helpline)] == ["Ana", "Bo"]
    assert "0 added, 0 changed, 2 as they were" in helpline("specialist", "import", str(file)).stdout
