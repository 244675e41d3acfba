"""Places and meetings near a ZIP code, on the phone: read slowly, never a dead end, and kept nowhere."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from routing.domain.listed import IN_PERSON, MEETING, TREATMENT, Meeting, Place, PlaceList
from routing.store.records.lists import Import
from tests.stories.records import held, on_both
from tests.stories.town import Phone, Town

ALBANY, SEATTLE = "12207", "98101"
ZONE = "America/New_York"
MILE = 1 / 69.1  # degrees of latitude
HOUSE = Place(
    key="a", kind=TREATMENT, name="JUNIPER HOUSE & GARDEN LLC", street="1 First St, Ste 4", city="Albany", state="NY",
    zip=ALBANY, latitude=42.6526, longitude=-73.7562, phone="+12025550141",
)  # fmt: skip
SAMHSA = "1, 8 0 0, 6 6 2, 4 3 5 7"


@pytest.fixture
def here(build: Any, known_towns: Path) -> Town:
    return build()


def houses(here: Town, count: int) -> None:
    """Have so many houses on record, each a few miles farther north than the one before."""
    every = [
        replace(HOUSE, key=str(n), name=f"House {'ABCDEFGH'[n]}", latitude=42.6526 + (1 + 4 * n) * MILE)
        for n in range(count)
    ]
    here.services.lists.write(
        [Import(PlaceList("county", "locator CSV", "2026", "2026-11-22"), [HOUSE, *every][:count])]
    )


def looks(caller: Phone, kind: str, code: str = ALBANY) -> Phone:
    return caller.dials().presses("3").presses(kind).presses(code)


def said(caller: Phone) -> str:
    return " ".join(caller.heard)


@on_both
def test_a_caller_hears_the_nearest_places_three_at_a_time(here: Town, caller: Phone) -> None:
    houses(here, 5)
    looks(caller, "1")
    here.passes(45)
    assert caller.hears("near_treatment", zip="1 2 2 0 7", town="Albany")
    assert "Juniper House and Garden. Less than one mile away. 1 First Street, Suite 4, Albany." in said(caller)
    assert "House A. About one mile away." in said(caller) and "House B. About 5 miles away." in said(caller)
    assert said(caller).count("Phone: 2 0 2, 5 5 5, 0 1 4 1.") == 3 and "House C" not in said(caller)
    caller.presses("1")
    here.passes(50)
    assert said(caller).count("Phone: 2 0 2, 5 5 5, 0 1 4 1. Again: 2 0 2, 5 5 5, 0 1 4 1.") == 3
    caller.presses("2")
    here.passes(20)
    assert caller.hears("near_next") and "House D. About 13 miles away." in said(caller)
    caller.presses("2")
    here.passes(5)
    assert caller.hears("near_no_more")
    caller.presses("1")
    here.passes(15)
    assert said(caller).count("Juniper House and Garden.") == 3, "from the first again"
    assert here.closes() == ["resources"]


@on_both
def test_meetings_are_told_by_the_day_and_the_clocks_there(here: Town, caller: Phone) -> None:
    now = datetime.fromtimestamp(here.now, UTC).astimezone(ZoneInfo(ZONE))
    tomorrow = (now + timedelta(days=1)).weekday()
    step = Meeting(
        key="m", kind=MEETING, name="Step Up", fellowship="na", venue="St Paul's", street="2 Oak Ave", city="Albany",
        latitude=42.6526, longitude=-73.7562, days=(tomorrow,), start=19 * 60, zone=ZONE, features=(IN_PERSON,),
    )  # fmt: skip
    here.services.lists.write([Import(PlaceList("na", "BMLT JSON", "", "2026-11-22"), [step])])
    looks(caller, "2")
    here.passes(30)
    assert caller.hears("near_meeting", zip="1 2 2 0 7", town="Albany")
    told = "Step Up. Narcotics Anonymous. It starts tomorrow at 7 in the evening. Less than one mile away."
    assert f"{told} Saint Paul's, 2 Oak Avenue, Albany." in said(caller)


def test_in_spanish(here: Town, caller: Phone) -> None:
    houses(here, 1)
    caller.dials().presses("8").presses("3").presses("1").presses(ALBANY)
    here.passes(30)
    assert caller.hears("near_treatment", "es", zip="1 2 2 0 7", town="Albany")
    assert "A menos de una milla." in said(caller) and "Teléfono: 2 0 2, 5 5 5, 0 1 4 1." in said(caller)


@pytest.mark.parametrize("wrong", ["99999", "12", "*3"])
def test_a_zip_code_that_is_none_is_asked_for_once_more_and_then_what_is_known_without_is_told(
    here: Town, caller: Phone, ana: Phone, wrong: str
) -> None:
    looks(caller, "1", wrong)
    here.passes(14)
    assert caller.heard.count(here.phrase("near_zip")) == 2
    assert caller.hears("near_zip_unknown", zip="9 9 9 9 9") == (wrong == "99999")
    caller.presses(wrong)
    here.passes(20)
    assert caller.hears("near_zip_given_up") and SAMHSA in said(caller)
    assert ana.rings_within(60), "who says nothing more is led to a person"


def test_a_second_try_is_enough(here: Town, caller: Phone) -> None:
    houses(here, 1)
    looks(caller, "1", "99999").presses(ALBANY)
    here.passes(5)
    assert caller.hears("near_treatment", zip="1 2 2 0 7", town="Albany")


def test_where_nothing_is_near_what_is_known_without_is_told(here: Town, caller: Phone) -> None:
    houses(here, 3)
    looks(caller, "2", SEATTLE)
    here.passes(40)
    assert caller.hears("near_none", zip="9 8 1 0 1") and SAMHSA in said(caller)


@pytest.mark.parametrize("at", ["3", "31", "311", "31" + ALBANY])
@pytest.mark.parametrize(("key", "what"), [("0", "emergency_steps"), ("9", "putting_in_line"), ("*", "other_help")])
def test_at_every_step_keys_lead_to_the_steps_to_a_person_and_back(
    here: Town, caller: Phone, at: str, key: str, what: str
) -> None:
    houses(here, 3)
    caller.dials()
    for pressed in (at[:1], at[1:2], at[2:]):
        if pressed:
            caller.presses(pressed)
    here.passes(3)
    if at == "311":
        caller.presses("#")  # whoever has begun a ZIP code ends it first
    caller.presses(key)
    here.passes(7)
    assert caller.hears(what)


@pytest.mark.parametrize("at", ["3", "31", "31" + ALBANY])
def test_whoever_says_nothing_is_led_to_a_person(here: Town, caller: Phone, ana: Phone, at: str) -> None:
    houses(here, 3)
    caller.dials()
    for pressed in filter(None, (at[:1], at[1:2], at[2:])):
        caller.presses(pressed)
    assert ana.rings_within(120)


def test_a_wrong_key_among_the_places_says_the_keys_again_and_then_leads_to_a_person(
    here: Town, caller: Phone, ana: Phone
) -> None:
    houses(here, 3)
    looks(caller, "1")
    here.passes(4)
    caller.presses("7")
    here.passes(3)
    assert caller.hears("near_not_understood") and not ana.rings
    caller.presses("7")
    assert ana.rings_within(30)


def test_keys_are_heard_while_it_is_spoken(here: Town, caller: Phone) -> None:
    houses(here, 6)
    caller.dials().presses("3").presses("1").presses(ALBANY).presses("2").presses("0")
    assert caller.hears("emergency_steps")


def test_an_emergency_that_is_said_comes_first(here: Town, caller: Phone) -> None:
    caller.dials().presses("3").speaks("he took too much and he is not breathing")
    assert caller.hears("emergency_steps")


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)  # whoever reads a SQLite waits for nobody
def test_without_records_what_is_known_without_is_told(here: Town, caller: Phone) -> None:
    houses(here, 3)
    with held(here.services.settings.database_url):
        looks(caller, "2")
        here.passes(30)
    assert caller.hears("near_not_now") and SAMHSA in said(caller)
    caller.presses("1")
    here.passes(10)
    assert caller.hears("near_none", zip="1 2 2 0 7"), "asked again, it is looked up again"


def test_without_live_state_places_are_told_all_the_same(here: Town, caller: Phone) -> None:
    houses(here, 3)
    with here.without_live_state():
        looks(caller, "1")
        here.passes(10)
        assert caller.hears("near_treatment", zip="1 2 2 0 7", town="Albany")
        caller.hangs_up()


def test_no_zip_code_is_in_an_address_nor_kept(here: Town, caller: Phone) -> None:
    houses(here, 3)
    looks(caller, "1")
    here.passes(5)
    caller.presses("2")
    here.passes(5)
    asked = [hook["url"] for hook in here.ledger()["webhooks"]]
    assert any("search=" in url for url in asked) and not any(ALBANY in url for url in asked)
    kept = [here.redis.dump(key) for key in here.redis.scan_iter("*")]
    assert kept and not any(ALBANY.encode() in value for value in kept if value)
    caller.hangs_up()
    assert here.closes() == ["resources"]


def test_a_caller_who_waits_may_look_and_keeps_the_place(here: Town, caller: Phone) -> None:
    houses(here, 1)
    caller.dials().presses("1")
    here.passes(5)
    later = here.caller("Dee").dials().presses("1")
    here.passes(30)
    caller.presses("5").presses("7").presses("1").presses(ALBANY)
    here.passes(20)
    assert "Juniper House and Garden." in said(caller)
    caller.presses("9")
    assert caller.hears("back_in_line")
    ana = here.specialist("Ana")
    ana.answers().presses("1")
    here.passes(3)
    assert caller.talks_to(ana) and not later.talks_with


@pytest.mark.parametrize("gives_up", ["9", ""])
def test_who_waits_and_looks_is_led_back_whatever_they_press(here: Town, caller: Phone, gives_up: str) -> None:
    caller.dials().presses("1")
    here.passes(30)
    caller.presses("5").presses("7")
    if gives_up:
        caller.presses(gives_up)
    here.passes(60)
    assert caller.hears("back_in_line")
    ana = here.specialist("Ana")
    ana.answers().presses("1")
    here.passes(3)
    assert caller.talks_to(ana)
