"""Another line, dialled for the caller: only a proved number, only until somebody there presses 1."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from routing.services import AtWork
from tests.stories.town import Phone, Town, town

SAMHSA = "+18006624357"  # the fact's own number: no call leaves the practice network


@pytest.fixture
def here(tmp_path: Path, redis_url: str) -> Iterator[Town]:
    """A town whose second line to refer to has been checked by a person."""

    def checked(services: AtWork) -> AtWork:
        facts = services.config.facts
        facts = {**facts, "samhsa": replace(facts["samhsa"], verified_on=date(2026, 1, 31))}
        return replace(services, config=replace(services.config, facts=facts))

    with town(tmp_path, redis_url, checked) as made:
        yield made


@pytest.fixture
def line(here: Town) -> Phone:
    return here.outside("The other line", SAMHSA)


def waits(here: Town, caller: Phone) -> Phone:
    here.specialist("Ana", activity="on_break")
    caller.dials().presses("1")
    here.passes(3)
    return caller.presses("4")


def test_a_waiting_caller_is_connected_with_another_line(here: Town, caller: Phone, line: Phone) -> None:
    waits(here, caller)
    here.passes(10)
    assert caller.hears("connecting_line") and line.rings
    line.answers()
    assert line.hears("outside_screen")
    line.presses("1")
    here.passes(400)
    assert caller.talks_to(line)
    here.becomes("Ana", "available")
    here.passes(30)
    assert caller.talks_to(line), "nobody takes them away"
    line.hangs_up()
    here.passes(5)
    assert caller.hears("goodbye")
    assert here.closes() == ["referred"]


@pytest.mark.parametrize("answer", ["never", "busy", "machine", "bad"])
def test_when_nobody_there_takes_it_the_numbers_are_told_and_the_place_is_kept(
    here: Town, caller: Phone, line: Phone, answer: str
) -> None:
    line.behaves(answer)
    waits(here, caller)
    here.passes(90)
    assert caller.hears("line_not_reached")
    assert here.contacts()[0]["stage"] == "waiting"
    here.becomes("Ana", "available")
    ana = next(phone for phone in here.phones.values() if phone.name == "Ana")
    ana.answers().presses("1")
    here.passes(4)
    assert caller.talks_to(ana)
    assert here.closes() == ["bridged"]


@pytest.fixture
def ana(here: Town, caller: Phone, line: Phone) -> Phone:
    """Ana, who has the other line rung for the caller whom she holds."""
    ana = here.specialist("Ana")
    caller.dials().presses("1")
    ana.answers().presses("1")
    here.passes(20)
    ana.presses("*")
    here.passes(16)
    assert ana.hears("hold_menu_line")
    return ana


def refers(here: Town, ana: Phone) -> None:
    ana.presses("4")
    here.passes(10)
    assert ana.hears("asking_line") and not ana.idle


def test_a_specialist_connects_the_caller_with_another_line_and_is_free_once_it_is_taken(
    here: Town, caller: Phone, line: Phone, ana: Phone
) -> None:
    refers(here, ana)
    line.answers()
    here.passes(4)
    assert not ana.hears("wrap_up"), "a machine may have answered"
    line.presses("1")
    here.passes(4)
    assert caller.talks_to(line)
    assert ana.hears("wrap_up")
    here.passes(120)
    assert caller.talks_to(line) and here.activity(ana) == "available"
    assert here.closes() == ["bridged"]


@pytest.mark.parametrize("answer", ["never", "busy", "machine", "bad", "drops"])
def test_when_no_other_line_takes_the_caller_the_specialist_has_them_again(
    here: Town, caller: Phone, line: Phone, ana: Phone, answer: str
) -> None:
    line.behaves(answer)
    ana.presses("4")
    for _ in range(30):
        if caller.talks_with:
            break
        here.passes(2)
    assert ana.hears("transfer_failed")
    assert caller.talks_to(ana)
    assert here.closes() == ["bridged"]


def test_the_specialist_may_take_the_caller_back_while_another_line_is_rung(
    here: Town, caller: Phone, line: Phone, ana: Phone
) -> None:
    refers(here, ana)
    ana.presses("1")
    here.passes(6)
    assert caller.talks_to(ana) and not line.rings
    assert here.closes() == ["bridged"]


@pytest.mark.parametrize("when", ["ringing", "asked", "joined"])
@pytest.mark.parametrize("who", ["caller", "ana"])
def test_whoever_hangs_up_on_the_way_to_another_line_leaves_nobody_alone(
    here: Town, caller: Phone, line: Phone, ana: Phone, when: str, who: str
) -> None:
    refers(here, ana)
    if when != "ringing":
        line.answers()
    if when == "joined":
        line.presses("1")
        here.passes(4)
    {"caller": caller, "ana": ana}[who].hangs_up()
    here.passes(90)
    if who == "caller":
        assert ana.idle and line.idle and here.activity(ana) == "available"
    elif when == "joined":
        assert caller.talks_to(line)
    else:
        assert caller.hears("cut_off"), "the line did not take it, and nobody holds them any more"
    assert here.closes() == ["bridged"]


def test_a_worker_that_is_away_loses_nobody_on_the_way_to_another_line(
    here: Town, caller: Phone, line: Phone, ana: Phone
) -> None:
    here.working = False
    ana.presses("4")
    here.passes(5)
    here.working = True
    assert line.rings_within(20)
    here.working = False
    line.answers().presses("1")
    here.passes(3)
    assert caller.talks_to(line)
    here.working = True
    here.passes(10)
    assert ana.hears("wrap_up") and caller.talks_to(line)
    assert here.closes() == ["bridged"]


def test_a_caller_who_hangs_up_on_another_line_was_referred(here: Town, caller: Phone, line: Phone) -> None:
    waits(here, caller)
    here.passes(10)
    line.answers().presses("1")
    here.passes(5)
    assert caller.talks_to(line)
    caller.hangs_up()
    here.passes(5)
    assert here.closes() == ["referred"]


def test_a_caller_who_hangs_up_while_another_line_rings_was_not(here: Town, caller: Phone, line: Phone) -> None:
    waits(here, caller)
    here.passes(10)
    assert line.rings
    caller.hangs_up()
    here.passes(5)
    assert here.closes() == ["resources"]


def test_a_number_that_nobody_has_checked_is_told_and_not_dialled(here: Town, caller: Phone) -> None:
    here.services.config.facts["samhsa"] = replace(here.services.config.facts["samhsa"], verified_on=None)
    waits(here, caller)
    assert caller.hears("other_lines")
    assert here.contacts()[0]["stage"] == "waiting"
