"""Another line, dialled for the caller: only a proved number, only until somebody there presses 1."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.stories.lines import SAMHSA, checked
from tests.stories.town import Phone, Town, town


@pytest.fixture
def here(tmp_path: Path, redis_url: str) -> Iterator[Town]:
    """A town whose second line to refer to has been checked by a person."""
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
