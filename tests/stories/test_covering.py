"""A specialist offers a shift by text, and whoever is fit takes it: it moves to them, and both are told."""

import re

import pytest

from routing.domain.shifts import turns
from routing.flow import covering
from routing.flow.times import moment
from routing.store import pins
from tests.stories.records import on_both, rows
from tests.stories.test_shifts import HOUR, MINUTE, on_shift
from tests.stories.town import Phone, Town

PIN = "4821"


@pytest.fixture
def ana(here: Town) -> Phone:
    phone = works(here, "Ana")
    on_shift(here, phone, 2 * HOUR, HOUR, uid="ana")
    return phone


@pytest.fixture
def bo(here: Town) -> Phone:
    return works(here, "Bo")


def works(here: Town, name: str, *languages: str) -> Phone:
    return here.specialist(name, *languages, activity="", pin=pins.hashed(PIN))


def was_told(here: Town, phone: Phone, phrase: str) -> bool:
    """Tell whether the last text is this sentence, whatever stands in its places, once all texts have gone out."""
    here.passes(5)
    line = here.services.config.lines["main"].name["en"]
    parts = here.phrase(phrase).replace("{line}", line).split("{")
    return phone.inbox[-1].startswith(parts[0]) and all(
        part.partition("}")[2].strip() in phone.inbox[-1] for part in parts[1:]
    )


def hours(here: Town) -> list[str]:
    """Who is on call in the day ahead, by shift."""
    names = {person.id: person.name for person in here.services.roster.everyone()}
    now = here.services.switchboard.now()
    return [
        names[turn.specialist] for turn in turns(here.services.shifts.everyone(), moment(now), moment(now + 86400000))
    ]


@on_both
def test_a_shift_is_offered_taken_and_worked_by_who_took_it(here: Town, ana: Phone, bo: Phone) -> None:
    bo.texts("COVER 4821")
    assert was_told(here, bo, "sms_cover_none")
    ana.texts("OFFER 4821").texts("OFFER 4821")
    assert was_told(here, ana, "sms_cover_offered") and hours(here) == ["Ana"], "it stays hers until it is taken"
    bo.texts("COVER 4821")
    assert was_told(here, bo, "sms_cover_list") and "1: Ana, starts " in bo.inbox[-1]
    bo.texts("COVER 1 4821")
    assert was_told(here, bo, "sms_cover_yours") and was_told(here, ana, "sms_cover_taken") and "Bo" in ana.inbox[-1]
    assert hours(here) == ["Bo"]
    here.passes(2 * HOUR + MINUTE)
    assert (here.activity(ana), here.activity(bo)) == ("offline", "available")
    here.passes(HOUR)
    assert here.activity(bo) == "offline"


def test_another_shift_than_the_next_is_offered_by_its_number(here: Town, ana: Phone, bo: Phone) -> None:
    for day in range(1, 4):
        on_shift(here, ana, day * 24 * HOUR + 2 * HOUR, HOUR, uid=f"ana {day}")
    person = here.services.roster.named("Ana").id
    times = covering.coming(here.services, person)
    second = covering.times(here.services, person, times[1])["start"]
    ana.texts("OFFER 2 4821")
    assert was_told(here, ana, "sms_cover_offered") and f"starts {second} is offered" in ana.inbox[-1]
    numbers = re.findall("([0-9]): [a-z]", ana.inbox[-1])
    assert numbers == ["1", "3"] and "text OFFER, its number" in ana.inbox[-1], "of the next three"
    ana.texts("OFFER 3 4821").texts("OFFER 3 4821")
    assert re.findall("([0-9]): [a-z]", ana.inbox[-1]) == ["1"], "what is offered already is not told again"
    ana.texts("OFFER 5 4821")
    assert was_told(here, ana, "sms_cover_no_shift")
    starts = sorted(cover.start for cover in here.services.covers.since(0))
    assert starts == [time.start for time in times[1:3]] and len(times) == 4
    bo.texts("COVER 1 4821")
    assert hours(here) == ["Ana"] and was_told(here, ana, "sms_cover_taken")
    here.passes(26 * HOUR + MINUTE)
    assert (here.activity(ana), here.activity(bo)) == ("offline", "available")


@on_both
def test_of_two_who_take_it_one_gets_it_and_both_are_told(here: Town, ana: Phone, bo: Phone) -> None:
    cy = works(here, "Cy")
    ana.texts("OFFER 4821")
    for phone in (bo, cy):
        phone.does("text", to="+12025550100", body="COVER 1 4821")
    here.settle()
    told = {phone.name: was_told(here, phone, "sms_cover_yours") for phone in (bo, cy)}
    assert sorted(told.values()) == [False, True]
    loser = bo if told["Cy"] else cy
    assert was_told(here, loser, "sms_cover_gone") and hours(here) == [name for name, got in told.items() if got]
    assert len([text for text in ana.inbox if "has taken your shift" in text]) == 1


def test_only_who_can_take_the_same_calls_is_offered_it(here: Town, bo: Phone) -> None:
    both = works(here, "Eva", "en", "es")
    on_shift(here, both, 2 * HOUR, HOUR, uid="eva")
    both.texts("OFFER 4821")
    bo.texts("COVER 4821")
    assert was_told(here, bo, "sms_cover_none")
    bo.texts("COVER 1 4821")
    assert was_told(here, bo, "sms_cover_gone") and hours(here) == ["Eva"]
    works(here, "Flo", "es", "en").texts("COVER 1 4821")
    assert hours(here) == ["Flo"]


def test_nobody_takes_what_they_are_on_call_for_anyway_nor_what_has_begun(here: Town, ana: Phone, bo: Phone) -> None:
    on_shift(here, bo, 2 * HOUR + 30 * MINUTE, 2 * HOUR, uid="bo")
    ana.texts("OFFER 4821")
    bo.texts("COVER 1 4821")
    assert was_told(here, bo, "sms_cover_overlaps")
    cy = works(here, "Cy")
    here.passes(2 * HOUR + MINUTE)
    cy.texts("COVER 1 4821")
    assert was_told(here, cy, "sms_cover_gone") and here.activity(ana) == "available"
    ana.texts("OFFER 4821")
    assert was_told(here, ana, "sms_cover_no_shift")


def test_without_the_right_pin_it_is_anyones_text(here: Town, caller: Phone, ana: Phone, bo: Phone) -> None:
    ana.texts("OFFER 4821")
    for words in ("COVER 1234", "COVER 1 1234", "OFFER 1234"):
        bo.texts(words)
        caller.texts(words)
    here.passes(30)
    assert sorted(bo.inbox) == sorted(caller.inbox) and hours(here) == ["Ana"]


def test_what_is_undone_is_with_who_offered_it_again_and_both_are_told(here: Town, ana: Phone, bo: Phone) -> None:
    ana.texts("OFFER 4821")
    bo.texts("COVER 1 4821")
    (cover,) = here.services.covers.since(0)
    assert covering.undo(here.services, "user:kim", cover) and not covering.undo(here.services, "user:lou", cover)
    here.settle()
    assert was_told(here, ana, "sms_cover_undone") and was_told(here, bo, "sms_cover_undone") and hours(here) == ["Ana"]
    here.passes(2 * HOUR + MINUTE)
    assert (here.activity(ana), here.activity(bo)) == ("available", "offline")
    deeds = [(row.deed.who.partition(":")[0], row.deed.what) for row in here.services.audit.rows()]
    assert deeds == [("specialist", "cover_offered"), ("specialist", "cover_taken"), *[("user", "cover_undone")] * 2]


def test_who_offered_is_told_once_whatever_ended_just_then(here: Town, ana: Phone, bo: Phone) -> None:
    ana.texts("OFFER 4821")
    (cover,) = here.services.covers.since(0)
    person = here.services.roster.named("Bo").id
    here.services.covers.take(cover.id, person, here.services.switchboard.now())  # and nothing after it
    here.passes(HOUR)
    assert was_told(here, ana, "sms_cover_taken")
    here.passes(2 * HOUR)
    assert len([text for text in ana.inbox if "has taken your shift" in text]) == 1


@on_both
def test_both_are_told_once_that_it_was_given_back_whatever_ended_just_then(here: Town, ana: Phone, bo: Phone) -> None:
    ana.texts("OFFER 4821")
    bo.texts("COVER 1 4821")
    (cover,) = here.services.covers.since(0)
    here.services.covers.undo(cover.id, cover.taken_by)  # and nothing after it
    here.passes(HOUR)
    for phone in (ana, bo):
        assert was_told(here, phone, "sms_cover_undone") and "for Ana again" in phone.inbox[-1]
    here.passes(2 * HOUR)
    texts = [text for phone in (ana, bo) for text in phone.inbox if "given a shift back" in text]
    assert len(texts) == 2 and hours(here) == []
    assert rows(here.services.settings.database_url, "covers_undone") == []


def test_whoever_leaves_meanwhile_is_not_told_of_nor_told(here: Town, ana: Phone, bo: Phone) -> None:
    ana.texts("OFFER 4821")
    bo.texts("COVER 1 4821")
    (cover,) = here.services.covers.since(0)
    here.services.covers.undo(cover.id, cover.taken_by)
    here.services.roster.remove(here.services.roster.named("Ana").id, 1)
    here.passes(HOUR)
    assert not [text for phone in (ana, bo) for text in phone.inbox if "given a shift back" in text]
    assert rows(here.services.settings.database_url, "covers_undone") == []
