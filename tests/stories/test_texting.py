"""Help by text for whoever waits: only where texts arrive, only when that is safe, and with the place kept."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from config.shapes import Proof
from routing.services import AtWork
from tests.stories.town import Phone, Town, town

PROVED = Proof("Kim", date(2026, 11, 1))


@pytest.fixture
def build(tmp_path: Path, redis_url: str) -> Iterator[Callable[..., Town]]:
    with ExitStack() as stack:

        def make(proof: Proof | None) -> Town:
            def change(services: AtWork) -> AtWork:
                line = replace(services.config.lines["main"], texts_proved=proof)
                return replace(services, config=replace(services.config, lines={"main": line}))

            return stack.enter_context(town(tmp_path, redis_url, change))

        yield make


@pytest.fixture
def here(build: Callable[..., Town]) -> Town:
    return build(PROVED)


def is_asked(here: Town, caller: Phone, **more: str) -> Phone:
    caller.dials(**more).presses("1")
    here.passes(3)
    caller.presses("3")
    here.passes(2)
    return caller


def test_a_yes_sends_the_text_once_and_the_place_is_kept(here: Town, caller: Phone) -> None:
    is_asked(here, caller)
    assert caller.hears("text_safe")
    caller.presses("1")
    here.passes(10)
    assert caller.hears("text_coming_in_line")
    (words,) = caller.inbox
    assert "988" in words and "911" in words and "1-800-662-4357" in words
    bo = here.specialist("Bo")
    assert bo.rings_within(5)
    bo.answers().presses("1")
    here.passes(4)
    assert caller.talks_to(bo)
    assert here.closes() == ["bridged"]


@pytest.mark.parametrize("key", ["2", ""])
def test_without_a_yes_no_text_is_sent(here: Town, caller: Phone, key: str) -> None:
    is_asked(here, caller)
    if key:
        caller.presses(key)
    here.passes(40)
    assert caller.hears("text_back")
    assert caller.inbox == []
    assert here.closes() == ["abandoned"]


def test_asked_for_twice_it_is_one_text(here: Town, caller: Phone) -> None:
    for _ in range(2):
        here.goes_wrong(kind="hooks", mode="double", match="/voice/choice", times=2)
        if caller.idle:
            is_asked(here, caller)
        else:
            caller.presses("3")
            here.passes(3)
        caller.presses("1")
        here.passes(15)
    assert len(caller.inbox) == 1


def test_a_phone_that_takes_no_texts_changes_nothing_for_the_caller(here: Town, caller: Phone) -> None:
    here.post(f"handsets/{caller.number}/behaviour", {"texts": "not_mobile"})
    is_asked(here, caller).presses("1")
    here.passes(30)
    assert caller.inbox == []
    assert [event["detail"] for event in here.events("text_given_up")] == ["help bad_number"]
    assert not caller.idle


def test_whose_number_is_withheld_is_offered_no_text(here: Town, caller: Phone) -> None:
    is_asked(here, caller, from_shown="+266696687")
    assert not caller.hears("choice_text_help")
    assert not caller.hears("text_safe")


def test_it_is_offered_when_nobody_is_on_call(here: Town, caller: Phone) -> None:
    caller.dials().presses("1")
    here.passes(45)
    assert caller.hears("choice_text_help")


def test_where_texts_are_not_proved_to_arrive_none_is_offered(build: Callable[..., Town]) -> None:
    here = build(None)
    caller = is_asked(here, here.caller())
    here.passes(45)
    assert not caller.hears("choice_text_help")
    assert not caller.hears("text_safe")
