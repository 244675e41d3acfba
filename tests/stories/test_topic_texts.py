"""A topic sent to the caller's phone: only where texts arrive, only after a yes, and once."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from config.shapes import Proof
from routing.flow import topics
from routing.services import AtWork
from tests.stories.town import Phone, Town, town


def texts_arrive(services: AtWork) -> AtWork:
    line = replace(services.config.lines["main"], texts_proved=Proof("a story", date(2026, 1, 31)))
    return replace(services, config=replace(services.config, lines={"main": line}))


@pytest.fixture
def build(tmp_path: Path, redis_url: str) -> Iterator[Callable[[], Town]]:
    with ExitStack() as stack:
        yield lambda: stack.enter_context(town(tmp_path, redis_url, texts_arrive))


def wanted(here: Town, topic: str, language: str = "en") -> list[str]:
    asked = here.phrase("sms_asked_by_phone", language)
    return [f"{asked} {topics.sent(here.services, topic, language)}"]


def hears_topic(here: Town, caller: Phone, keys: str) -> None:
    caller.dials()
    for key in keys:
        caller.presses(key)
    here.passes(45)


def test_a_caller_gets_a_topic_as_a_text_after_a_yes(here: Town, caller: Phone) -> None:
    hears_topic(here, caller, "62")
    assert caller.hears("offer_text")
    caller.presses("7")
    assert caller.hears("text_safe") and not caller.inbox
    caller.presses("1")
    assert caller.hears("text_coming")
    assert caller.inbox == wanted(here, "withdrawal")
    here.passes(8)
    assert caller.hears("topics"), "the call goes on"
    assert here.closes() == ["resources"]


def test_nothing_is_sent_after_a_no_nor_when_nothing_is_pressed(here: Town, caller: Phone, ana: Phone) -> None:
    hears_topic(here, caller, "62")
    caller.presses("7").presses("2")
    here.passes(1)
    assert not caller.inbox
    caller.presses("3").presses("7")
    assert ana.rings_within(30), "who says nothing is led to a person"
    assert not caller.inbox


def test_a_wrong_key_asks_the_same_again_for_1_does_not_mean_a_person_there(here: Town, caller: Phone) -> None:
    hears_topic(here, caller, "62")
    caller.presses("7").presses("5")
    here.passes(3)
    assert not caller.hears("not_understood")
    assert caller.heard.count(here.phrase("text_safe")) == 2


def test_a_topic_is_sent_once_a_call_however_often_it_is_asked_for(here: Town, caller: Phone) -> None:
    here.goes_wrong(kind="hooks", mode="double", match="/voice/menu/text", times=9)
    hears_topic(here, caller, "62")
    caller.presses("7").presses("1").presses("2").presses("7").presses("1")
    assert caller.inbox == wanted(here, "withdrawal")


def test_in_spanish_the_text_is_spanish(here: Town, caller: Phone) -> None:
    hears_topic(here, caller, "864")
    caller.presses("7").presses("1")
    (text,) = caller.inbox
    assert text.startswith("Usted lo pidio por") and "sobredosis" in text


def test_whoever_waits_gets_a_text_and_keeps_the_place(here: Town, caller: Phone) -> None:
    caller.dials().presses("1")
    here.passes(6)
    caller.presses("5").presses("3").presses("7").presses("1")
    assert caller.inbox == wanted(here, "naloxone")
    caller.presses("1")
    assert caller.hears("back_in_line")


def test_a_withheld_number_is_offered_no_text(here: Town, caller: Phone) -> None:
    caller.dials(from_shown="anonymous").presses("6").presses("2")
    here.passes(45)
    assert not caller.hears("offer_text")
    caller.presses("7")
    assert not caller.hears("text_safe")


def test_where_texts_are_not_proved_to_arrive_none_is_offered(tmp_path: Path, redis_url: str) -> None:
    with town(tmp_path, redis_url) as here:
        caller = here.caller("Cal")
        hears_topic(here, caller, "62")
        assert not caller.hears("offer_text")
        caller.presses("7")
        assert not caller.hears("text_safe")


def test_without_live_state_a_caller_is_told_that_nothing_is_sent(here: Town, caller: Phone) -> None:
    hears_topic(here, caller, "62")
    caller.presses("7")
    with here.without_live_state():
        caller.does("keys", keys="1")
        here.post("settle", {})
        assert caller.hears("text_not_sent")
        assert not caller.hears("text_coming")
    assert not caller.inbox
