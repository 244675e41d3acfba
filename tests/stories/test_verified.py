"""Nobody rings a number, or texts more than a code to it, before it is known to be a specialist's."""

import re

import pytest

from routing.flow import duty, verifying
from routing.roster import Book, Refused, unnoted
from tests.stories.test_shifts import on_shift, told
from tests.stories.town import Phone, Town

HOUR = 3600


def test_a_number_is_rung_once_it_is_known_to_be_theirs(here: Town, caller: Phone) -> None:
    dee = here.specialist("Dee", activity="", verified_at=0)
    on_shift(here, dee, 1, HOUR)
    here.passes(5)
    assert duty.set_activity(here.services, here.services.roster.named("Dee").id, "available") == "offline"
    caller.dials().presses("1")
    here.passes(60)
    assert caller.hears("nobody_on_call") and dee.idle
    assert here.rings(dee) == 0 and dee.inbox == []

    person, book = here.services.roster.named("Dee"), Book(here.services, unnoted)
    assert verifying.send(here.services, person)
    here.settle()
    (text,) = dee.inbox
    (code,) = re.findall("[0-9]{6}", text)
    assert verifying.proves(here.services, person, code) == "right"
    assert verifying.proves(here.services, person, code) == "wrong", "it holds once"
    book.verify(person)
    here.passes(5)
    assert told(here, dee) == ["sms_shift_starts"], "the shift that is under way is theirs now"
    assert dee.rings
    dee.answers().presses("1")
    here.passes(5)
    assert caller.talks_to(dee)


def test_nor_after_live_state_was_lost_or_by_command(here: Town, caller: Phone) -> None:
    dee = here.specialist("Dee", activity="", verified_at=0)
    here.services.roster.set_activity(here.services.roster.named("Dee").id, "available", at=1)
    with pytest.raises(Refused, match="number of Dee"):
        Book(here.services, unnoted).set_activity("Dee", "available")
    here.redis.flushdb()
    here.settle()
    duty.recover(here.services)
    caller.dials().presses("1")
    here.passes(30)
    assert caller.hears("nobody_on_call") and here.rings(dee) == 0
    assert dee.inbox == []


def asks_for_a_call(here: Town, phone: Phone) -> bool:
    here.keep_time()
    asked = verifying.send(here.services, here.services.roster.named(phone.name), by_call=True)
    here.settle()
    return asked


def digits(phone: Phone) -> str:
    return "".join(said for said in phone.heard if said.isdigit())


def test_a_code_is_told_by_call_after_a_1_slowly_and_twice_and_again(here: Town) -> None:
    eva = here.specialist("Eva", "es", activity="", verified_at=0)
    assert asks_for_a_call(here, eva) and eva.rings
    eva.answers()
    name = here.services.config.lines["main"].name["es"]
    assert eva.hears("code_call", "es", line=name) and digits(eva) == "", "who calls is said, and the code is not"
    eva.presses("1")
    here.passes(6)
    assert 0 < len(digits(eva)) < 6, "there is time to write each down"
    here.passes(60)
    assert len(digits(eva)) == 12 and digits(eva)[:6] == digits(eva)[6:]
    assert eva.hears("code_is", "es") and eva.hears("code_once_more", "es") and eva.hears("code_repeat", "es")
    assert eva.idle and here.redis.keys("*code_call:*") == [], "and nothing of the call is kept"
    assert eva.inbox == [] and here.rings(eva) == 1
    person = here.services.roster.named("Eva")
    assert verifying.proves(here.services, person, digits(eva)[:6]) == "right"


def test_it_is_told_again_at_a_key_and_not_for_ever(here: Town) -> None:
    dee = here.specialist("Dee", activity="", verified_at=0)
    asks_for_a_call(here, dee)
    dee.answers()
    for times in range(1, 5):
        dee.presses("1")
        here.passes(40)
        assert len(digits(dee)) == 12 * times and len(set(re.findall("[0-9]{6}", digits(dee)))) == 1
    dee.presses("1")
    here.passes(10)
    assert len(digits(dee)) == 48 and dee.hears("duty_goodbye") and dee.idle


@pytest.mark.parametrize("answer", ["machine", "never", "busy", "bad"])
def test_what_nobody_answers_with_a_1_keeps_no_code(here: Town, answer: str) -> None:
    dee = here.specialist("Dee", activity="", verified_at=0).behaves(answer)
    assert asks_for_a_call(here, dee)
    here.passes(11 * 60)
    assert dee.idle and digits(dee) == "" and here.rings(dee) <= 1
    assert here.redis.keys("*code_call:*") == []


def test_another_key_or_none_ends_the_call(here: Town) -> None:
    dee = here.specialist("Dee", activity="", verified_at=0)
    for key in ("2", ""):
        asks_for_a_call(here, dee)
        dee.answers()
        if key:
            dee.presses(key)
        here.passes(30)
        assert dee.idle and dee.hears("duty_goodbye") and digits(dee) == ""


def test_calls_and_texts_with_codes_are_few_together(here: Town) -> None:
    dee = here.specialist("Dee", activity="", verified_at=0)
    person = here.services.roster.named("Dee")
    assert asks_for_a_call(here, dee)
    dee.declines()
    assert verifying.send(here.services, person) and verifying.send(here.services, person)
    assert not asks_for_a_call(here, dee)
    here.settle()
    assert here.rings(dee) == 1 and len(dee.inbox) == 2


def test_while_live_state_does_not_answer_the_call_ends_kindly(here: Town) -> None:
    dee = here.specialist("Dee", activity="", verified_at=0)
    asks_for_a_call(here, dee)
    dee.answers()
    with here.without_live_state():
        dee.presses("1")
        assert dee.hears("duty_goodbye") and digits(dee) == ""
    here.passes(11 * 60)
