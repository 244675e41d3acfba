"""A specialist signs in: what they do now and set, their next shifts, their PIN; nobody else's, nothing of callers."""

from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import create_engine, text

from routing.domain.contact import Person
from routing.domain.week import Week
from routing.roster import Book, unnoted
from routing.rota import Rota
from routing.store.proofs import GUESSES_AN_HOUR
from tests.web.browser import Browser, invites
from tests.web.doorstep import Doorstep

pytestmark = pytest.mark.usefixtures("records")

ME, PIN = "/console/me", "/console/me/pin"


@pytest.fixture
def ana(door: Doorstep) -> Person:
    return rostered(door, "Ana", "+12025550121", "4821")


@pytest.fixture
def browser(door: Doorstep, ana: Person) -> Browser:
    return signed_in(door, ana)


def rostered(door: Doorstep, name: str, phone: str, pin: str = "") -> Person:
    return Book(door.services, unnoted).add(name, phone, ["en"], ["general"], pin=pin, verified=True)


def signed_in(door: Doorstep, person: Person, role: str = "specialist") -> Browser:
    browser = Browser(door).begins(invites(door, person.name, role, person.id), person.name)
    if role == "specialist":
        return browser.sends("/console/authenticator/later")
    browser.sets_authenticator()
    return browser


def activity(door: Doorstep, person: Person) -> str:
    return door.services.switchboard.specialist(person.id)["activity"]


def deeds(door: Doorstep) -> list[tuple[str, str]]:
    return [(row.deed.what, row.deed.id) for row in door.services.audit.rows() if row.deed.kind == "specialist"]


def works(door: Doorstep, person: Person, pin: str) -> bool:
    now = door.services.roster.of(person.id)
    return now is not None and door.services.vault.proves(pin, now.pin)


def test_a_specialist_arrives_at_a_page_of_their_own_and_sets_what_they_do(
    door: Doorstep, ana: Person, browser: Browser
) -> None:
    assert browser.at == ME and "Off call" in browser.page.text
    for act, now, words in (
        ("on", "available", "Available , since"),
        ("on", "available", "Available , since"),
        ("break", "on_break", "Your break ends at"),
        ("off", "offline", "Off call"),
    ):
        browser.sends(ME, do=act)
        assert (browser.at, browser.status, activity(door, ana)) == (ME, 200, now)
        assert words in browser.page.text
    assert browser.sends(ME, do="dance").status == 400
    assert deeds(door) == [
        (f"activity_{each}", ana.id) for each in ("available", "available", "on_break", "offline")
    ]  # fmt: skip
    assert "0121" not in browser.answer.text


def test_shifts_are_the_next_fourteen_days_of_ones_own(door: Doorstep, ana: Person, browser: Browser) -> None:
    bo = rostered(door, "Bo", "+12025550122")
    rota = Rota(door.services, lambda *_: None)
    today = datetime.fromtimestamp(door.services.switchboard.now() / 1000, UTC).date()
    for person, start, days in ((ana, time(9), 5), (ana, time(10), 20), (bo, time(11), 6)):
        on = today + timedelta(days=days)
        rota.add(person.name, Week(rota.zone, (on.weekday(),), start, time(17), on, on))
    assert "None." in signed_in(door, rostered(door, "Cy", "+12025550123")).page.text
    browser.opens(ME)
    assert f"{today + timedelta(days=5):%A %Y-%m-%d} 09:00" in browser.page.text
    assert "10:00" not in browser.page.text and "11:00 " not in browser.page.text and "Bo" not in browser.page.text
    assert f"By the clocks of {rota.zone}." in browser.page.text


def test_a_new_pin_takes_the_old_one(door: Doorstep, ana: Person, browser: Browser) -> None:
    for old, new, again, words in (
        ("4822", "123456", "123456", "not the PIN you have"),
        ("4821", "123456", "123457", "not the same"),
        ("4821", "12a4", "12a4", "That is no PIN"),
    ):
        browser.opens(PIN).sends(PIN, old=old, pin=new, again=again)
        assert browser.status == 400 and words in browser.page.text and works(door, ana, "4821")
    assert browser.opens(PIN).sends(PIN, old="4821", pin="123456", again="123456").at == ME
    assert works(door, ana, "123456") and not works(door, ana, "4821")
    assert deeds(door) == [("pin_set", ana.id)]


def test_guesses_are_counted_with_those_by_text_and_then_none_is_right(
    door: Doorstep, ana: Person, browser: Browser
) -> None:
    for _ in range(GUESSES_AN_HOUR):
        assert browser.opens(PIN).sends(PIN, old="0000", pin="123456", again="123456").status == 400
    assert browser.opens(PIN).sends(PIN, old="4821", pin="123456", again="123456").status == 429
    assert works(door, ana, "4821")
    person = door.services.vault.digest("person", "+12025550121")
    assert door.services.switchboard.guess("by-text", person, "sealed").word == "too_many"


def test_without_a_pin_a_supervisor_sets_the_first(door: Doorstep) -> None:
    bo = rostered(door, "Bo", "+12025550122")
    browser = signed_in(door, bo)
    browser.opens(PIN)
    assert browser.status == 409 and "A supervisor sets the first." in browser.page.text
    assert browser.opens(ME).sends(PIN, old="", pin="123456", again="123456").status == 409
    assert not works(door, bo, "123456")


def test_a_supervisor_has_such_a_page_only_as_a_specialist_and_everybody_their_own(door: Doorstep, ana: Person) -> None:
    bo = rostered(door, "Bo", "+12025550122", "7350")
    lee = signed_in(door, bo, "supervisor")
    assert lee.at != ME and "Your own page" in lee.opens("/console").page.text
    lee.opens(ME).sends(ME, do="on", specialist=ana.id)
    assert (activity(door, bo), activity(door, ana)) == ("available", "offline")
    kim = Browser(door).begins(invites(door))
    kim.sets_authenticator()
    for path in (ME, PIN):
        assert kim.opens(path).status == 404 and "You are not on the roster" in kim.page.text
    assert kim.sends(ME, do="on").status == 404


def test_a_form_of_elsewhere_changes_nothing(door: Doorstep, ana: Person, browser: Browser) -> None:
    for path, fields in ((ME, {"do": "on"}), (PIN, {"old": "4821", "pin": "123456", "again": "123456"})):
        assert browser.sends(path, **fields | {"form": "0" * 64}).status == 400
    assert activity(door, ana) == "offline" and works(door, ana, "4821")


def test_without_the_audit_nothing_is_done(door: Doorstep, ana: Person, browser: Browser) -> None:
    with create_engine(door.settings.database_url).begin() as database:
        database.execute(text("ALTER TABLE audit RENAME TO gone"))
    assert browser.sends(ME, do="on").status == 503
    browser.opens(PIN).sends(PIN, old="4821", pin="123456", again="123456")
    assert browser.status == 503
    assert activity(door, ana) == "offline" and works(door, ana, "4821")
