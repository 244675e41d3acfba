"""A caller on hold for another line: a specialist tells it of the call first, and then it has the caller."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.stories.lines import SAMHSA, checked
from tests.stories.town import LINE, Phone, Town, town

WARNED_AT_S = (3 * 60 + 50) * 60


@pytest.fixture
def here(tmp_path: Path, redis_url: str) -> Iterator[Town]:
    with town(tmp_path, redis_url, checked) as made:
        yield made


@pytest.fixture
def line(here: Town) -> Phone:
    return here.outside("The other line", SAMHSA)


@pytest.fixture
def ana(here: Town, caller: Phone, line: Phone) -> Phone:
    """Ana, who holds the caller."""
    ana = here.specialist("Ana")
    caller.dials().presses("1")
    ana.answers().presses("1")
    here.passes(20)
    assert caller.talks_to(ana)
    ana.presses("*")
    here.passes(3)
    assert caller.hears("hold_begins") and ana.hears("hold_menu")
    return ana


def asks(here: Town, ana: Phone) -> None:
    """The specialist chooses the other line, which rings."""
    ana.presses("4")
    here.passes(2)
    assert ana.hears("transfer_to", name="SAMHSA National Helpline", key=1)
    ana.presses("1")
    here.passes(1)
    assert ana.hears("asking_line")


@pytest.fixture
def told(here: Town, caller: Phone, line: Phone, ana: Phone) -> Phone:
    """The other line, which Ana tells of the caller."""
    asks(here, ana)
    assert line.rings
    line.answers()
    assert line.hears("line_screen")
    line.presses("1")
    here.passes(14)
    assert ana.talks_to(line) and not caller.talks_with
    return line


def decides(here: Town, ana: Phone) -> None:
    ana.presses("*")
    here.passes(3)
    assert ana.hears("brief_menu")


def is_back(here: Town, caller: Phone, ana: Phone) -> None:
    """The specialist is told that nobody took the call, and goes back to the caller."""
    for _ in range(40):
        if ana.hears("line_failed"):
            break
        here.passes(1)
    assert ana.hears("line_failed") and not caller.talks_with
    here.passes(4)
    assert ana.heard[-1] == here.phrase("hold_menu"), "and chooses again"
    ana.presses("1")
    here.passes(6)
    assert caller.talks_to(ana)


def test_a_specialist_tells_another_line_of_the_caller_and_leaves_them_together(
    here: Town, caller: Phone, ana: Phone, told: Phone
) -> None:
    assert [call["from"] for call in here.ledger()["calls"] if call["to"] == SAMHSA] == [LINE]
    decides(here, ana)
    assert not caller.talks_with and not told.talks_with and told.hears("one_moment")
    ana.presses("1")
    here.passes(6)
    assert caller.talks_to(told)
    assert ana.hears("wrap_up") and here.activity(ana) == "wrap_up"
    here.passes(120)
    assert caller.talks_to(told) and here.activity(ana) == "available"
    pairs = [("Ana", "Cal"), ("Ana", "The other line"), ("Cal", "The other line")]
    assert here.bridges() == [frozenset(pair) for pair in pairs]
    caller.hangs_up()
    here.passes(5)
    assert told.hears("call_over") and told.idle
    assert here.closes() == ["referred"]


def test_a_specialist_may_leave_without_a_word_by_hanging_up(
    here: Town, caller: Phone, ana: Phone, line: Phone
) -> None:
    asks(here, ana)
    line.answers().presses("1")
    here.passes(1)
    ana.hangs_up()
    here.passes(20)
    assert caller.talks_to(line)
    assert here.closes() == ["referred"]


def test_a_specialist_who_says_nothing_after_the_brief_has_left_the_caller_to_the_line(
    here: Town, caller: Phone, ana: Phone, told: Phone
) -> None:
    decides(here, ana)
    here.passes(60)
    assert caller.talks_to(told)
    assert here.closes() == ["referred"]


def test_a_specialist_takes_the_caller_back_without_the_line(
    here: Town, caller: Phone, ana: Phone, told: Phone
) -> None:
    decides(here, ana)
    ana.presses("2")
    here.passes(6)
    assert caller.talks_to(ana)
    here.passes(10)
    assert told.idle and told.hears("call_over")
    assert here.closes() == ["bridged"]


@pytest.mark.parametrize("answer", ["never", "busy", "machine", "bad", "drops", "passes"])
def test_when_nobody_there_takes_it_the_specialist_is_told_and_chooses_again(
    here: Town, caller: Phone, line: Phone, ana: Phone, answer: str
) -> None:
    if answer != "passes":
        line.behaves(answer)
    ana.presses("4").presses("1")
    if answer == "passes":
        here.passes(2)
        line.answers().presses("2")
        assert line.hears("call_over")
    is_back(here, caller, ana)
    assert line.idle and frozenset({"Ana", "The other line"}) not in here.bridges()
    assert here.closes() == ["bridged"]


def test_a_line_rings_for_twenty_seconds(here: Town, line: Phone, ana: Phone) -> None:
    asks(here, ana)
    here.passes(17)
    assert line.rings
    here.passes(8)
    assert not line.rings, "the network itself lets a phone ring some 5 s longer"


def test_a_line_that_did_not_answer_may_be_asked_again_or_a_colleague_instead(
    here: Town, caller: Phone, line: Phone, ana: Phone
) -> None:
    line.behaves("busy")
    asks(here, ana)
    here.passes(6)
    assert ana.hears("line_failed")
    line.behaves("person")
    asks(here, ana)
    assert line.rings
    line.declines()
    here.passes(6)
    bo = here.specialist("Bo")
    ana.presses("2").presses("1")
    assert bo.rings
    bo.answers().presses("1")
    here.passes(14)
    assert ana.talks_to(bo)
    decides(here, ana)
    ana.presses("1")
    here.passes(6)
    assert caller.talks_to(bo)
    assert here.closes() == ["bridged"]


@pytest.mark.parametrize("when", ["told", "deciding"])
def test_when_the_line_hangs_up_before_it_has_the_caller_the_specialist_chooses_again(
    here: Town, caller: Phone, ana: Phone, told: Phone, when: str
) -> None:
    if when == "deciding":
        decides(here, ana)
    told.hangs_up()
    is_back(here, caller, ana)
    assert here.closes() == ["bridged"]


def test_the_specialist_may_go_back_while_the_line_is_rung(here: Town, caller: Phone, line: Phone, ana: Phone) -> None:
    asks(here, ana)
    assert line.rings
    ana.presses("1")
    here.passes(6)
    assert caller.talks_to(ana) and not line.rings
    assert here.closes() == ["bridged"]


@pytest.mark.parametrize("when", ["menu", "ringing", "asked", "told", "deciding"])
def test_when_the_caller_leaves_all_ends(here: Town, caller: Phone, line: Phone, ana: Phone, when: str) -> None:
    comes_to(here, line, ana, when)
    caller.hangs_up()
    here.passes(8)
    assert ana.hears("wrap_up")
    here.passes(90)
    assert ana.idle and line.idle and here.activity(ana) == "available"
    assert here.closes() == ["bridged"]


@pytest.mark.parametrize("when", ["menu", "ringing", "asked", "told", "deciding"])
def test_when_the_specialist_drops_the_caller_has_whoever_remains(
    here: Town, caller: Phone, line: Phone, ana: Phone, when: str
) -> None:
    comes_to(here, line, ana, when)
    ana.hangs_up()
    here.passes(40)
    if when in ("told", "deciding"):
        assert caller.talks_to(line)
        assert here.closes() == ["referred"]
    else:
        assert caller.hears("cut_off") and line.idle
        assert here.closes() == ["bridged"]


def comes_to(here: Town, line: Phone, ana: Phone, when: str) -> None:
    """Let a transfer to the line come as far as that."""
    if when != "menu":
        asks(here, ana)
    if when not in ("menu", "ringing"):
        line.answers()
    if when in ("told", "deciding"):
        line.presses("1")
        here.passes(14)
        assert ana.talks_to(line)
    if when == "deciding":
        decides(here, ana)


def test_whoever_does_not_want_to_wait_for_the_line_is_back_in_line(
    here: Town, caller: Phone, ana: Phone, told: Phone
) -> None:
    cy = here.specialist("Cy")
    caller.presses("1")
    assert cy.rings
    here.passes(10)
    assert ana.hears("wrap_up") and told.idle
    cy.answers().presses("1")
    here.passes(4)
    assert caller.talks_to(cy)
    assert here.closes() == ["bridged"]


def handed_over(here: Town, caller: Phone, ana: Phone, told: Phone) -> None:
    decides(here, ana)
    ana.presses("1")
    here.passes(6)
    assert caller.talks_to(told)


def test_a_caller_whom_the_line_has_left_is_asked_whether_they_were_cut_off(
    here: Town, caller: Phone, ana: Phone, told: Phone
) -> None:
    handed_over(here, caller, ana, told)
    here.becomes("Ana", "offline")
    told.hangs_up()
    here.passes(6)
    assert caller.hears("cut_off")
    bo = here.specialist("Bo")
    caller.presses("1")
    assert bo.rings
    bo.answers().presses("1")
    here.passes(4)
    assert caller.talks_to(bo)
    assert here.closes() == ["bridged"], "whoever came back talked with somebody here in the end"


def test_a_caller_who_says_nothing_after_the_line_was_referred(
    here: Town, caller: Phone, ana: Phone, told: Phone
) -> None:
    handed_over(here, caller, ana, told)
    told.hangs_up()
    here.passes(40)
    assert caller.hears("cut_off") and caller.idle
    assert here.closes() == ["referred"]


def test_the_network_ends_a_call_after_four_hours_and_both_are_warned(
    here: Town, caller: Phone, ana: Phone, told: Phone
) -> None:
    handed_over(here, caller, ana, told)
    here.passes(WARNED_AT_S - 120)
    assert not caller.hears("call_ends_soon")
    here.passes(120)
    assert caller.hears("call_ends_soon") and told.hears("call_ends_soon") and caller.talks_to(told)


def test_only_a_line_that_is_still_to_be_referred_to_is_dialled(
    here: Town, caller: Phone, line: Phone, ana: Phone
) -> None:
    here.working = False
    ana.presses("4").presses("1")
    here.services.config.facts["samhsa"] = replace(here.services.config.facts["samhsa"], verified_on=None)
    here.working = True
    here.settle()
    here.passes(4)
    assert here.rings(line) == 0 and ana.hears("line_failed")


def test_without_a_line_that_may_be_dialled_the_key_leads_nowhere(
    here: Town, caller: Phone, line: Phone, ana: Phone
) -> None:
    here.services.config.facts["samhsa"] = replace(here.services.config.facts["samhsa"], verified_on=None)
    ana.presses("4").presses("1")
    here.passes(6)
    assert here.rings(line) == 0 and caller.talks_to(ana)


# What is lost, and whom the caller talks with in the end: a lost answer ends the call that it was for.
LOSSES = [
    ("/told", "The other line"),
    ("/stands", "Ana"),
    ("/aside", ""),
    ("/brief", "The other line"),
    ("/line/", "The other line"),
    ("/status", "The other line"),
    ("/bridge", "The other line"),
]


def in_call(phone: Phone, keys: str) -> None:
    """Press keys on a phone whose call may have been ended by a lost webhook."""
    if not phone.idle:
        phone.presses(keys)


@pytest.mark.parametrize(("lost", "talks"), LOSSES)
@pytest.mark.parametrize("mode", ["lose", "double", "late"])
def test_a_webhook_gone_wrong_leaves_nobody_alone(
    here: Town, caller: Phone, line: Phone, ana: Phone, lost: str, talks: str, mode: str
) -> None:
    here.goes_wrong(kind="hooks", mode=mode, match=lost, times=1, seconds=2)
    for keys in ("4", "1"):
        in_call(ana, keys)
        here.passes(1)
    if line.rings:
        line.answers().presses("1")
    here.passes(30)
    in_call(ana, "*")
    here.passes(8)
    in_call(ana, "1")
    here.passes(40)
    assert caller.talks_with == ({talks} - {""} if mode == "lose" else {"The other line"}), caller.heard
    here.ends()


def test_a_line_whose_key_is_lost_on_the_way_has_taken_nothing(
    here: Town, caller: Phone, line: Phone, ana: Phone
) -> None:
    asks(here, ana)
    line.answers()
    here.goes_wrong(kind="hooks", mode="lose", match="/keys", times=1)
    line.presses("1")
    is_back(here, caller, ana)
    assert here.ends() == ["bridged"]


def test_when_live_state_is_emptied_in_the_brief_the_caller_is_back_in_line(
    here: Town, caller: Phone, ana: Phone, told: Phone
) -> None:
    bo = here.specialist("Bo")
    here.redis.flushall()
    here.settle()
    assert bo.rings_within(45)
    assert ana.talks_to(told)
    bo.answers().presses("1")
    here.passes(5)
    assert caller.talks_to(bo)
    ana.presses("*")
    here.passes(20)
    assert ana.idle and told.idle and caller.talks_to(bo)


def test_when_live_state_is_emptied_while_the_line_has_the_caller_they_talk_on(
    here: Town, caller: Phone, ana: Phone, told: Phone
) -> None:
    handed_over(here, caller, ana, told)
    here.redis.flushall()
    here.settle()
    here.passes(120)
    assert caller.talks_to(told)
    told.hangs_up()
    here.passes(10)
    assert not caller.idle and caller.hears("putting_in_line", disclosure="")
