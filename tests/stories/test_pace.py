"""An account places so many calls a second: nobody's phone is left out, and a refusal is no reason to ask faster."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from routing.flow import sending
from tests.stories.town import LINE, Phone, Town, strategy, town


@pytest.fixture
def paced(tmp_path: Path, redis_url: str) -> Iterator[Callable[..., Town]]:
    """Build a town whose account places one call a second."""
    with ExitStack() as stack:
        yield lambda **skill: stack.enter_context(town(tmp_path, redis_url, strategy(**skill), calls_per_second=1))


def placed(here: Town) -> list[float]:
    """When each call to a specialist was placed."""
    return [call["created"] for call in here.ledger()["calls"] if call["direction"] == "outbound-api"]


def test_five_of_ten_phones_ring_one_a_second_and_none_waits_at_twilio(paced: Callable[..., Town]) -> None:
    here = paced(strategy="ring_all", ring_at_once=5)
    team = [here.specialist(f"S{number}") for number in range(10)]
    caller = here.caller().dials().presses("1")
    here.passes(6)
    ringing = [phone for phone in team if phone.rings]
    assert len(ringing) == 5
    times = placed(here)
    assert len(times) == 5
    # Real time goes by as well while the network's clock stands, so that two may seem to be of one moment.
    assert 2 < times[-1] - times[0] < 5
    ringing[-1].answers().presses("1")
    here.passes(5)
    assert caller.talks_to(ringing[-1])
    assert all(phone.idle for phone in ringing[:-1])
    assert not here.silences()
    assert here.closes() == ["bridged"]


def test_a_phone_whose_turn_has_not_come_never_rings_for_a_caller_who_is_served(paced: Callable[..., Town]) -> None:
    here = paced(strategy="ring_all", ring_at_once=5)
    team = [here.specialist(f"S{number}") for number in range(5)]
    caller = here.caller().dials().presses("1")
    first = next(phone for phone in team if phone.rings)
    first.answers().presses("1")
    here.passes(10)
    assert caller.talks_to(first)
    assert sum(here.rings(phone) for phone in team) <= 2
    assert sum(here.activity(phone) == "available" for phone in team) == 4
    assert here.closes() == ["bridged"]


def test_thirty_seconds_of_refusals_are_asked_less_and_less_and_the_caller_keeps_the_place(
    here: Town, caller: Phone, ana: Phone, bo: Phone
) -> None:
    # A sixth request would be one too many: the fault is used up by then, and the phone would ring.
    here.goes_wrong(kind="rest", match="POST /Calls.json", status=429, times=5)
    caller.dials().presses("1")
    here.passes(17)
    assert not ana.rings and not bo.rings, "five refusals make a pause of 17 seconds at least"
    here.passes(33)
    assert ana.rings or bo.rings, "and of 46 at most"
    assert not here.silences()
    rung = ana if ana.rings else bo
    rung.answers().presses("1")
    here.passes(5)
    assert caller.talks_to(rung)
    assert here.closes() == ["bridged"]


def test_while_twilio_refuses_a_caller_may_still_choose_something_else(here: Town, caller: Phone, ana: Phone) -> None:
    here.goes_wrong(kind="rest", match="POST /Calls.json", status=429, times=50)
    caller.dials().presses("1")
    here.passes(20)
    caller.presses("5")
    assert caller.hears("information")
    here.passes(10)
    assert here.activity(ana) == "available"
    caller.hangs_up()
    here.goes_wrong(kind="clear")
    here.passes(60)
    assert not ana.rings, "nobody is rung for a caller who has left"


def test_answers_that_fail_do_not_make_the_helpline_ask_all_the_faster(here: Town, caller: Phone, ana: Phone) -> None:
    here.goes_wrong(kind="rest", match="POST /Calls.json", status=503, times=3)
    caller.dials().presses("1")
    assert not ana.rings_within(6)
    assert ana.rings_within(60)
    assert not here.silences()


def test_a_crowd_of_texts_is_sent_one_a_second_and_each_arrives_once(here: Town, ana: Phone) -> None:
    sealed = here.services.vault.seal("phone", ana.number)
    for number in range(8):
        sending.ask(here.services, f"text{number}", "alert", "main", to=sealed, words=f"Text {number}")
    here.settle()
    assert len(ana.inbox) <= 3
    here.passes(6)
    assert sorted(ana.inbox) == [f"Text {number}" for number in range(8)]
    sent = [text["at"] for text in ana.state["texts"] if text["from"] == LINE]
    assert max(sent) - min(sent) >= 4
