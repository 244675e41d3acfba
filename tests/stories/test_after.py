"""After a call: ready at once or later, a flag for a supervisor, and a person who is shut out for a day."""

from dataclasses import replace
from pathlib import Path

import pytest

from routing.services import AtWork
from tests.stories.town import Phone, Town, town


@pytest.fixture
def ana(here: Town, caller: Phone) -> Phone:
    """Ana, who has just talked with the caller and is still on the line."""
    ana = here.specialist("Ana")
    caller.dials().presses("1")
    ana.answers().presses("1")
    here.passes(30)
    assert caller.talks_to(ana)
    caller.hangs_up()
    here.passes(2)
    assert ana.hears("wrap_up")
    return ana


def test_whoever_presses_1_is_rung_at_once(here: Town, ana: Phone) -> None:
    here.caller("Dee").dials().presses("1")
    here.passes(3)
    assert not ana.rings
    ana.presses("1")
    assert ana.rings_within(6)


def test_whoever_just_hangs_up_has_a_minute(here: Town, ana: Phone) -> None:
    here.passes(5)
    ana.hangs_up()
    here.caller("Dee").dials().presses("1")
    here.passes(52)
    assert here.activity(ana) == "wrap_up" and not ana.rings
    assert ana.rings_within(6)


def test_whoever_says_nothing_is_let_go_and_has_the_minute_all_the_same(here: Town, ana: Phone) -> None:
    here.passes(40)
    assert ana.idle and ana.hears("wrap_up_goes_on")
    assert here.activity(ana) == "wrap_up"
    here.passes(25)
    assert here.activity(ana) == "available"


@pytest.mark.parametrize(("times", "minutes"), [(1, 6), (2, 10), (3, 10)])
def test_five_minutes_more_may_be_had_up_to_ten_in_all(here: Town, ana: Phone, times: int, minutes: int) -> None:
    for _ in range(times):
        ana.presses("2")
    assert ana.hears("wrap_up_longer", minutes=minutes)
    ana.hangs_up()
    here.passes(60 * minutes - 10)
    assert here.activity(ana) == "wrap_up"
    here.passes(11)
    assert here.activity(ana) == "available"


def test_off_duty_while_still_on_the_line_holds_once_it_has_ended(here: Town, ana: Phone) -> None:
    here.becomes("Ana", "offline")
    assert here.activity(ana) == "wrap_up"
    ana.hangs_up()
    assert here.activity(ana) == "offline"


def test_a_flag_is_told_once_with_ids_alone(here: Town, ana: Phone) -> None:
    ana.presses("3").presses("3")
    (event,) = here.events("flagged")
    assert event["contact"] == here.events("ended")[0]["contact"] and event["specialist"]
    assert event["detail"] == ""


def test_how_it_went_is_counted_once_for_the_queue_and_for_nobody(here: Town, ana: Phone) -> None:
    ana.presses("4")
    assert "told where to find help: press 2." in ana.heard[-1]
    ana.presses("2")
    assert ana.hears("outcome_said", word="told where to find help")
    ana.presses("4").presses("1")
    assert not here.events("word"), "the last word holds"
    ana.presses("1")
    here.passes(70)
    (event,) = here.events("word")
    assert event["detail"] == "main.general.en talked"
    assert event["contact"] == event["specialist"] == ""
    assert here.activity(ana) == "available"


@pytest.mark.parametrize("key", ["*", "7", "0"])
def test_whoever_says_nothing_of_it_is_asked_what_they_need_again(here: Town, ana: Phone, key: str) -> None:
    ana.presses("4").presses(key)
    assert ana.heard[-1].count("press 9") == 1
    ana.presses("1")
    assert ana.hears("ready")
    here.passes(5)
    assert not here.events("word")


def test_where_there_are_no_words_none_is_asked_for(tmp_path: Path, redis_url: str) -> None:
    with town(tmp_path, redis_url, wordless) as here:
        ana, caller = here.specialist("Ana"), here.caller().dials().presses("1")
        ana.answers().presses("1")
        here.passes(5)
        caller.hangs_up()
        here.passes(2)
        assert ana.hears("wrap_up") and not ana.hears("wrap_up_words")
        ana.presses("4")
        assert ana.heard[-1].count("press 9") == 1


def wordless(services: AtWork) -> AtWork:
    line = replace(services.config.lines["main"], outcome_words={})
    return replace(services, config=replace(services.config, lines={"main": line}))


def test_a_person_who_is_shut_out_still_hears_what_saves_lives(here: Town, caller: Phone, ana: Phone) -> None:
    ana.presses("9").presses("9")
    assert ana.hears("shut_out_done")
    ana.presses("1")
    here.passes(5)
    caller.dials().speaks("he is not breathing")
    assert caller.hears("emergency_steps"), "the gate comes first"
    caller.presses("1")
    assert caller.hears("shut_out")
    assert "call or text 988" in caller.heard[-1] and "call 911" in caller.heard[-1]
    assert not ana.rings
    caller.presses("0")
    assert caller.hears("emergency_steps")
    caller.hangs_up()
    caller.dials()
    here.passes(90)
    assert caller.hears("goodbye") and caller.idle, "told twice, and let go"
    for words, told in (("he is not breathing", "sms_overdose"), ("I want to die", "sms_suicide")):
        caller.texts(words)
        assert here.phrase(told) in caller.inbox[-2:], "and by text they are answered like anyone"
    other = here.caller("Dee").dials().presses("1")
    assert ana.rings, "nobody else is shut out"
    ana.answers().presses("1")
    here.passes(3)
    assert other.talks_to(ana)
    assert here.closes() == ["bridged", "bridged", "referred", "referred"]


@pytest.mark.parametrize("second", ["1", "2", ""])
def test_one_slip_of_a_finger_shuts_nobody_out(here: Town, caller: Phone, ana: Phone, second: str) -> None:
    ana.presses("9")
    assert ana.hears("shut_out_sure")
    if second:
        ana.presses(second)
    here.passes(400)
    assert not here.events("shut_out")
    caller.dials().presses("1")
    assert ana.rings


def test_a_withheld_number_shuts_out_nobody_else(here: Town) -> None:
    ana, caller = here.specialist("Ana"), here.caller()
    caller.dials(from_shown="anonymous").presses("1")
    ana.answers().presses("1")
    here.passes(5)
    caller.hangs_up()
    here.passes(2)
    ana.presses("9").presses("9")
    assert ana.hears("shut_out_withheld")
    ana.presses("1")
    here.passes(5)
    here.caller("Dee").dials(from_shown="anonymous").presses("1")
    assert ana.rings
