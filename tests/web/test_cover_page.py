"""Specialists offer and take shifts on a page of their own; supervisors see all of it, and undo it."""

from datetime import time, timedelta

import pytest
from sqlalchemy import create_engine, text

from routing.domain.contact import Person
from routing.domain.shifts import turns
from routing.flow.times import moment
from routing.rota import Rota
from tests.web.browser import Browser, invites
from tests.web.doorstep import Doorstep
from tests.web.test_feeds import on_call
from tests.web.test_me_page import rostered, signed_in

pytestmark = pytest.mark.usefixtures("records")

OWN, ALL = "/console/me/cover", "/console/covers"


@pytest.fixture
def ana(door: Doorstep) -> Person:
    return on_call(door, "Ana", "+12025550121", time(9))


@pytest.fixture
def bo(door: Doorstep) -> Person:
    return rostered(door, "Bo", "+12025550122")


def offers(door: Doorstep, ana: Person) -> Browser:
    browser = signed_in(door, ana).opens(OWN)
    return browser.sends(OWN, do="offer", **hidden(browser))


def hidden(browser: Browser) -> dict[str, str]:
    """What the page's forms hold besides the signature; the last of each name."""
    fields = [given for tag, given in browser.page.tags if tag == "input" and given.get("type") == "hidden"]
    return {str(given["name"]): str(given["value"]) for given in fields if given["name"] != "form"}


def whose(door: Doorstep) -> list[str]:
    now = moment(door.services.switchboard.now())
    return [turn.specialist for turn in turns(door.services.shifts.everyone(), now, now + timedelta(days=20))]


def deeds(door: Doorstep) -> list[str]:
    return [row.deed.what for row in door.services.audit.rows() if row.deed.what.startswith("cover")]


def test_a_shift_is_offered_withdrawn_and_offered_again(door: Doorstep, ana: Person) -> None:
    browser = offers(door, ana)
    assert (browser.at, "offered" in browser.page.text, whose(door)) == (OWN, True, [ana.id])
    browser.sends(OWN, do="withdraw", **hidden(browser))
    assert door.services.covers.since(0) == [] and "Offer it no longer" not in browser.page.text
    browser.sends(OWN, do="offer", **hidden(browser))
    assert deeds(door) == ["cover_offered", "cover_withdrawn", "cover_offered"]


def test_one_takes_it_and_whoever_is_late_is_told(door: Doorstep, ana: Person, bo: Person) -> None:
    anas = offers(door, ana)
    first = signed_in(door, bo).opens(OWN)
    late = signed_in(door, rostered(door, "Cy", "+12025550123")).opens(OWN)
    (cover,) = door.services.covers.since(0)
    assert "Ana: " in first.page.text and "Ana: " in late.page.text
    assert first.sends(OWN, do="take", cover=cover.id).at == OWN and whose(door) == [bo.id]
    assert first.opens("/console/me").sends(OWN, do="take", cover=cover.id).status == 200, "sent twice it is the same"
    assert late.sends(OWN, do="take", cover=cover.id).status == 409 and "somebody has taken it" in late.page.text
    assert whose(door) == [bo.id]
    assert anas.sends(OWN, do="withdraw", cover=cover.id).status == 409 and "None." in anas.page.text


def test_a_supervisor_sees_all_of_it_and_gives_it_back_once(
    door: Doorstep, ana: Person, bo: Person, kim: Browser
) -> None:
    offers(door, ana)
    assert "nobody has taken it" in kim.opens(ALL).page.text
    (cover,) = door.services.covers.since(0)
    signed_in(door, bo).opens(OWN).sends(OWN, do="take", cover=cover.id)
    assert "and Bo has taken it" in kim.opens(ALL).page.text and "0121" not in kim.answer.text
    assert "Ana, from" not in kim.opens("/console/roster").page.text
    back = hidden(kim.opens(ALL))
    assert kim.sends(ALL, **back).at == ALL and whose(door) == [ana.id]
    assert kim.opens("/console/roster").sends(ALL, **back).status == 409
    assert deeds(door) == ["cover_offered", "cover_taken", "cover_undone"]


def test_what_is_no_time_on_call_any_more_is_not_offered_to_a_supervisor_either(
    door: Doorstep, ana: Person, kim: Browser
) -> None:
    offers(door, ana)
    assert "Ana offers it" in kim.opens(ALL).page.text
    (shift,) = door.services.shifts.written()
    (cover,) = door.services.covers.since(0)
    day = moment(cover.start).astimezone(shift.clocks).date()
    Rota(door.services, lambda *_: None).end(shift.id, day)
    assert "Ana offers it" not in kim.opens(ALL).page.text


def test_nobody_offers_anothers_shift_nor_sees_the_supervisors_page(door: Doorstep, ana: Person, bo: Person) -> None:
    mine = hidden(signed_in(door, ana).opens(OWN))
    other = signed_in(door, bo).opens("/console/me")
    assert other.sends(OWN, do="offer", **mine).status == 409 and other.opens(ALL).status == 403
    assert door.services.covers.since(0) == [] and deeds(door) == []
    kim = Browser(door).begins(invites(door))
    kim.sets_authenticator()
    assert kim.opens(OWN).status == 404


def test_without_the_audit_nothing_moves(door: Doorstep, ana: Person) -> None:
    browser = signed_in(door, ana).opens(OWN)
    with create_engine(door.settings.database_url).begin() as database:
        database.execute(text("ALTER TABLE audit RENAME TO gone"))
    assert browser.sends(OWN, do="offer", **hidden(browser)).status == 503
    assert door.services.covers.since(0) == []
