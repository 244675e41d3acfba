"""A calendar program reads who is on call at a secret address, without signing in."""

import re
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import create_engine, text

from routing import feeds
from routing.domain.contact import Person
from routing.domain.week import Week
from routing.rota import Rota
from routing.store import keys
from tests.logged import logged
from tests.web.browser import Browser
from tests.web.doorstep import PUBLIC, Doorstep
from tests.web.test_me_page import rostered, signed_in

pytestmark = pytest.mark.usefixtures("records")

OWN, LINE = "/console/me/calendar", "/console/line-calendar?line=main"


@pytest.fixture
def ana(door: Doorstep) -> Person:
    return on_call(door, "Ana", "+12025550121", time(9))


@pytest.fixture
def bo(door: Doorstep) -> Person:
    return on_call(door, "Bo", "+12025550122", time(20))


def on_call(door: Doorstep, name: str, phone: str, start: time) -> Person:
    person, rota = rostered(door, name, phone), Rota(door.services, lambda *_: None)
    first = datetime.fromtimestamp(door.services.switchboard.now() / 1000, UTC).date() + timedelta(days=2)
    rota.add(name, Week(rota.zone, (first.weekday(),), start, time(23), first, first))
    return person


def made(browser: Browser, page: str) -> str:
    """Make an address on a page, and return its path."""
    browser.opens(page).sends(page, do="make")
    (found,) = re.findall(rf"{re.escape(PUBLIC)}(/calendar/\S+\.ics)", browser.page.text)
    return str(found)


def deeds(door: Doorstep) -> list[tuple[str, str]]:
    return [(row.deed.what, row.deed.id) for row in door.services.audit.rows() if row.deed.what.startswith("feed")]


def test_a_specialist_reads_their_own_shifts_and_nobody_elses(door: Doorstep, ana: Person, bo: Person) -> None:
    browser = signed_in(door, ana)
    path = made(browser, OWN)
    answer = door.gets(path)
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    assert answer.text.count("BEGIN:VEVENT") == 1 and "SUMMARY:Ana" in answer.text
    assert not re.search("Bo|0121|0122|2025550", answer.text)
    assert path not in browser.opens(OWN).answer.text, "it is shown once"
    assert deeds(door) == [("feed_replaced", ana.id)]


def test_a_lines_calendar_names_who_is_on_call(door: Doorstep, ana: Person, bo: Person, kim: Browser) -> None:
    text = door.gets(made(kim, LINE)).text
    assert re.findall("SUMMARY:(.*)\r", text) == ["Ana", "Bo"] and "202555" not in text
    assert kim.opens("/console/line-calendar?line=other").status == 404
    assert deeds(door) == [("feed_replaced", "main")]


def test_a_lines_calendar_is_written_anew_after_five_minutes(door: Doorstep, ana: Person, kim: Browser) -> None:
    path = made(kim, LINE)
    first = door.gets(path).text
    on_call(door, "Cy", "+12025550123", time(21))
    assert door.gets(path).text == first, "it takes a second where many share a line"
    door.redis.set(keys.CLOCK_OFFSET, feeds.FRESH_MS)
    assert "SUMMARY:Cy" in door.gets(path).text
    made(kim, LINE)
    assert door.gets(path).status_code == 404, "whose address it is, is looked at each time"


def test_an_address_that_was_replaced_or_taken_away_is_nobodys_at_once(door: Doorstep, ana: Person) -> None:
    browser = signed_in(door, ana)
    first, second = made(browser, OWN), made(browser, OWN)
    assert [door.gets(path).status_code for path in (first, second)] == [404, 200]
    browser.sends(OWN, do="end")
    assert door.gets(second).status_code == 404
    assert "It has no address yet." in browser.opens(OWN).page.text
    never = door.gets("/calendar/" + "A" * 43 + ".ics")
    assert (never.status_code, never.data) == (404, b"")


def test_only_whose_it_is_makes_an_address(door: Doorstep, ana: Person, bo: Person) -> None:
    browser = signed_in(door, ana)
    assert browser.opens(LINE).status == 403
    made(browser, f"{OWN}?specialist={bo.id}")
    assert deeds(door) == [("feed_replaced", ana.id)]
    browser.opens(OWN).sends(OWN, do="make", form="0" * 64)
    assert len(deeds(door)) == 1


def test_who_knows_no_address_may_not_try_for_ever(door: Doorstep, ana: Person) -> None:
    path = made(signed_in(door, ana), OWN)
    tried = [door.gets(f"/calendar/{n:043}.ics").status_code for n in range(feeds.STRANGERS + 2)]
    assert tried == [404] * feeds.STRANGERS + [429] * 2
    assert door.gets(path).status_code == 429


def test_one_address_is_read_so_often_and_no_more(door: Doorstep, ana: Person) -> None:
    path = made(signed_in(door, ana), OWN)
    answers = [door.gets(path) for _ in range(feeds.LOOKS + 1)]
    assert [answer.status_code for answer in answers] == [200] * feeds.LOOKS + [429]
    assert int(answers[-1].headers["Retry-After"]) == 15 * 60


def test_the_records_hold_no_address_and_no_log_does(door: Doorstep, ana: Person) -> None:
    with logged() as log:
        path = made(signed_in(door, ana), OWN)
        door.gets(path)
        with create_engine(door.settings.database_url).begin() as database:
            database.execute(text("ALTER TABLE feeds RENAME TO gone"))
        assert door.gets(path).status_code == 503
    secret = path.removeprefix("/calendar/").removesuffix(".ics")
    assert len(secret) == 43 and secret not in log.getvalue()
    live, records = door.written()
    assert secret not in str(live) + str(records)


def test_the_calendar_of_whoever_has_left_is_read_by_nobody(door: Doorstep) -> None:
    path = made(signed_in(door, rostered(door, "Ana", "+12025550121")), OWN)
    with create_engine(door.settings.database_url).begin() as database:
        database.execute(text("DELETE FROM specialists"))
    assert door.gets(path).status_code == 404
