"""What somebody who texts is told of what is near: with the ZIP code or the city, and then MORE."""

from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from config.gsm import size
from routing.domain.listed import IN_PERSON, MEETING, ONLINE, TREATMENT, Meeting, Place, PlaceList
from routing.flow.proof import Texted
from routing.flow.text import replies
from routing.store import keys
from routing.store.records.lists import Import
from tests.stories.records import held, on_both
from tests.stories.test_callback import becomes
from tests.stories.test_text_replies import last, phrase, topic
from tests.stories.town import Phone, Town

PALM_BEACH = (26.7165, -80.0679)  # 33401
EASTERN = "America/New_York"
EVERY_DAY = tuple(range(7))


def place(name: str, north: float = 0.0, **more: Any) -> Place:
    """A place so many degrees to the north of West Palm Beach; a hundredth of one is 0.7 miles."""
    known: dict[str, Any] = {
        "key": name, "kind": TREATMENT, "city": "Palm Beach", "phone": "+12025550199",
        "latitude": PALM_BEACH[0] + north, "longitude": PALM_BEACH[1],
    }  # fmt: skip
    return Place(name=name, **known | more)


def meeting(name: str, hour: int, north: float = 0.01, **more: Any) -> Meeting:
    known: dict[str, Any] = {
        "key": name, "kind": MEETING, "street": "1 First St", "city": "Palm Beach", "features": (IN_PERSON,),
        "zone": EASTERN, "start": hour * 60, "days": EVERY_DAY, "fellowship": "na",
        "latitude": PALM_BEACH[0] + north, "longitude": PALM_BEACH[1],
    }  # fmt: skip
    return Meeting(name=name, **known | more)


def lists(here: Town, *places: Place) -> None:
    known = PlaceList("first", "locator CSV", "2025-03-04", "2026-11-22")
    here.services.lists.write([Import(known, places, complete=True)])


@pytest.fixture
def houses(here: Town) -> None:
    lists(here, *(place(f"House {n}", n / 100, features=("detox", "methadone")) for n in range(1, 8)))


def named(words: str, *names: str) -> bool:
    return all(name in words for name in names)


@pytest.mark.parametrize(
    ("words", "begins"),
    [
        ("TREAT 33401", "1) House 1, 0.7 mi, 202-555-0199"),
        ("33401", "1) House 1, 0.7 mi"),
        ("rehab near West Palm Beach", "1) House 1, 1.5 mi"),
        ("need detox 33401 medicaid", "1) House 1, 0.7 mi, 202-555-0199, detox"),
        ("treatment in west palm beach, florida please", "1) House 1"),
        ("rehab west palm beach fl", "1) House 1"),
    ],
)
@pytest.mark.usefixtures("houses")
def test_the_nearest_three_are_told_after_what_every_first_reply_says(
    here: Town, caller: Phone, words: str, begins: str
) -> None:
    caller.texts(words)
    assert last(caller).startswith(f"{phrase(here, 'sms_first')} {begins}")
    assert named(last(caller), "House 1", "2) House 2", "3) House 3", "Mar 2025", "call first", "MORE")
    assert "House 4" not in last(caller)
    assert size(last(caller)).segments <= 3


@pytest.mark.usefixtures("houses")
def test_what_they_offer_is_told_without_drug_words_but_those_that_were_asked_for(here: Town, caller: Phone) -> None:
    caller.texts("33401")
    assert named(last(caller), "withdrawal care", "medicine") and not named(last(caller), "methadone")
    caller.texts("methadone clinic 33401")
    assert named(last(caller), "methadone, withdrawal care")


@pytest.mark.usefixtures("houses")
def test_more_tells_the_next_ones_until_there_are_no_more(here: Town, caller: Phone) -> None:
    caller.texts("TREAT 33401").texts("more")
    assert named(last(caller), "1) House 4", "House 5", "House 6") and "automated" not in last(caller)
    caller.texts("MORE please")
    assert named(last(caller), "1) House 7") and "MORE" not in last(caller)
    caller.texts("More")
    assert last(caller).startswith("That is all within 100 miles") and "1-800-662-4357" in last(caller)


def test_more_of_nothing_is_help(here: Town, caller: Phone) -> None:
    caller.texts("hello").texts("more")
    assert last(caller).startswith(phrase(here, "sms_menu"))


@pytest.mark.usefixtures("houses")
def test_it_is_answered_in_spanish_and_mas_tells_more(here: Town, caller: Phone) -> None:
    caller.texts("necesito tratamiento cerca de West Palm Beach")
    assert last(caller).startswith(f"{phrase(here, 'sms_first', 'es')} 1) House 1, 1.5 mi, 202-555-0199, ")
    assert named(last(caller), "medicina", "De una lista de mar 2025: llame antes.", "MAS")
    assert size(last(caller)).encoding == "GSM-7" and size(last(caller)).segments <= 3
    caller.texts("mas")
    assert named(last(caller), "House 4")


@pytest.mark.usefixtures("houses")
def test_a_subject_without_a_place_is_told_and_then_a_place_is_enough(here: Town, caller: Phone) -> None:
    caller.texts("where can i get detox")
    assert last(caller).endswith(phrase(here, "list_ask"))
    caller.texts("im in west palm beach")
    assert named(last(caller), "1) House 1", "detox")
    for words in ("need treatment", "West Palm Beach FL"):
        caller.texts(words)
    assert named(last(caller), "1) House 1")


def test_a_city_of_several_states_is_asked_about_and_the_state_is_enough(here: Town, caller: Phone) -> None:
    lists(here, place("Springs", latitude=39.80, longitude=-89.65))
    caller.texts("rehab in springfield")
    asked = last(caller).removeprefix(phrase(here, "sms_first")).strip()
    assert asked.startswith("Which one: Springfield, ") and asked.endswith("Reply with the state, or with a ZIP code.")
    assert asked.partition(":")[2].partition("?")[0].count(", ") <= 4
    caller.texts("IL")
    assert named(last(caller), "1) Springs")
    caller.texts("rehab in springfield").texts("Illinois")
    assert named(last(caller), "1) Springs")
    caller.texts("rehab in springfield").texts("62701")
    assert named(last(caller), "1) Springs")
    caller.texts("rehab in springfield").texts("IM NOT SURE")
    assert "Springs" not in last(caller)


def test_a_town_that_nobody_knows_is_asked_for_by_its_zip_code(here: Town, caller: Phone) -> None:
    lists(here, place("House"))
    caller.texts("rehab near xyzzyville")
    assert last(caller).endswith(phrase(here, "list_ask"))
    caller.texts("33401")
    assert named(last(caller), "1) House")


def test_where_there_is_nothing_within_a_hundred_miles_other_help_is_told(here: Town, caller: Phone) -> None:
    lists(here, place("House", north=1.5))
    caller.texts("TREAT 33401")
    assert named(last(caller), "Nothing within 100 miles is on our list.", "1-800-662-4357", "findtreatment.gov")
    assert size(last(caller)).segments <= 3


@pytest.mark.usefixtures("houses")
def test_what_another_asked_or_what_no_key_opens_is_not_remembered(here: Town, caller: Phone) -> None:
    caller.texts("TREAT 33401")
    (kept,) = here.redis.scan_iter(keys.asked("*"))
    dee = here.caller("Dee").texts("MEET 33401")
    for sealed in (here.redis.get(kept), b"nonsense"):
        for name in here.redis.scan_iter(keys.asked("*")):
            if name != kept or sealed == b"nonsense":
                here.redis.set(name, sealed or b"", ex=100)
        dee.texts("more")
        assert "House" not in last(dee) and last(dee).startswith(phrase(here, "sms_menu"))


@on_both
def test_meetings_come_by_their_next_start_by_the_clocks_there(here: Town, caller: Phone) -> None:
    becomes(here, 20)
    lists(here, meeting("Later", 19), meeting("Soon", 21, venue="Town Hall"), meeting("Far", 21, north=1.0))
    caller.texts("MEET 33401")
    told = last(caller)
    assert told.index("Soon") < told.index("Later") and named(told, "0.7 mi", "1 First St, Palm Beach", "Town Hall")
    assert "1) Soon, today 9:00 PM, 0.7 mi" in told


def test_a_zip_code_alone_is_for_what_was_asked_last(here: Town, caller: Phone) -> None:
    lists(here, place("House"), meeting("Circle", 12))
    caller.texts("33401")
    assert named(last(caller), "House")
    caller.texts("MEET 33401").texts("33401")
    assert named(last(caller), "Circle")
    here.redis.delete(*here.redis.scan_iter(keys.asked("*")))  # as an hour later
    caller.texts("33401")
    assert named(last(caller), "House")


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("AA meetings 33401", "Serenity"),
        ("womens meeting 33401", "Sisters"),
        ("online meetings near 33401", "Screen"),
        ("junta en español 33401", "Juntos"),
    ],
)
def test_words_say_which_meetings(here: Town, caller: Phone, words: str, name: str) -> None:
    lists(
        here,
        meeting("Circle", 12),
        meeting("Serenity", 12, fellowship="aa"),
        meeting("Sisters", 12, features=(IN_PERSON, "women")),
        meeting("Juntos", 12, features=(IN_PERSON, "spanish")),
        meeting("Screen", 12, features=(ONLINE,), link="https://example.org/j/123"),
    )
    caller.texts(words)
    assert f"1) {name}, " in last(caller) and "2) " not in last(caller)
    assert name != "Screen" or "online, https://example.org/j/123" in last(caller)


def test_what_a_list_holds_steers_no_telephone_and_costs_no_more(here: Town, caller: Phone) -> None:
    mad = "</Message><Redirect>http://x</Redirect> Casa \x00\u202eÁrbol 🌲 {~} " + "lang " * 40
    lists(here, place(mad, website="https://example.org"), meeting(mad, 12, venue=mad, street=mad))
    for words in ("33401", "MEET 33401"):
        caller.texts(words)
        assert size(last(caller)).encoding == "GSM-7" and size(last(caller)).segments <= 3
        assert last(caller).isprintable() and "</Message><Redirect>" in last(caller) and "Casa" in last(caller)
    assert "202-555-0199" in caller.inbox[0]


@pytest.mark.usefixtures("houses")
def test_delete_forgets_what_was_asked_for(here: Town, caller: Phone) -> None:
    caller.texts("TREAT 33401")
    (kept,) = here.redis.scan_iter(keys.asked("*"))
    assert 0 < here.redis.ttl(kept) <= 3600
    assert b"33401" not in (here.redis.get(kept) or b"")
    caller.texts("DELETE").texts("more")
    assert not list(here.redis.scan_iter(keys.asked("*"))) and "House" not in last(caller)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.usefixtures("houses")
def test_without_the_records_the_subject_is_told_and_emergencies_as_ever(here: Town, caller: Phone) -> None:
    with held(here.services.settings.database_url):
        caller.texts("TREAT 33401")
        assert last(caller) == f"{phrase(here, 'sms_first')} {topic(here, 'treatment')}"
        caller.texts("33401 he is not breathing")
        assert caller.inbox[-2] == phrase(here, "sms_overdose")


@pytest.mark.usefixtures("houses")
def test_without_the_file_of_zip_codes_the_subject_is_told(here: Town, caller: Phone, known_towns: Any) -> None:
    (file,) = known_towns.glob("towns-*")
    file.unlink()
    caller.texts("TREAT 33401")
    assert last(caller).startswith(f"{phrase(here, 'sms_first')} Treatment near you, free, any hour")


@pytest.mark.usefixtures("houses")
def test_without_live_state_a_place_is_told_and_nothing_is_remembered(here: Town, caller: Phone) -> None:
    with here.without_live_state():
        caller.does("text", to="+12025550100", body="TREAT 33401")
        here.post("settle", {})
        assert named(last(caller), "1) House 1")


@pytest.mark.parametrize("before", ["TREAT 33401", "need treatment", "rehab in springfield", "MEET 33401"])
@pytest.mark.usefixtures("houses")
def test_an_emergency_comes_first_whatever_is_asked(here: Town, caller: Phone, before: str) -> None:
    caller.texts(before).texts("more he is not breathing im in west palm beach")
    assert caller.inbox[-2] == phrase(here, "sms_overdose")


class NeverAsked:
    """What no emergency may wait for."""

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"{name} is asked")


def test_no_emergency_waits_for_the_records_or_a_question(here: Town) -> None:
    s = replace(here.services)
    vars(s).update(nearby=NeverAsked(), reader=here.services.reader, gate=here.services.gate)
    asked = ["33401", "more", "im in west palm beach", "rehab near springfield", "MEET 33401 na"]
    for words, sign in product(asked, ["he is not breathing", "quiero morir", "no respira"]):
        for text in (f"{words} {sign}", f"{sign}. {words}"):
            told = replies(s, s.config.lines["main"], Texted("SM1", "+12025550111", text, ""))
            assert len(told) == 2 and "911" in told[0]


@pytest.mark.usefixtures("houses")
def test_a_text_that_twilio_tells_of_twice_is_told_once(here: Town, caller: Phone) -> None:
    caller.texts("TREAT 33401")
    here.goes_wrong(kind="hooks", mode="double", match="/sms", times=1)
    caller.texts("more").texts("more")
    assert named(last(caller), "House 7")
