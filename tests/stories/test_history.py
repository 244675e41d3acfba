"""What the counters tell afterwards is what has happened: as the network saw it, and as the events say."""

from collections import Counter
from collections.abc import Mapping

from routing.domain.counting import tally
from routing.domain.measures import OUTCOMES, figures, together
from routing.flow import counting
from tests.stories.records import on_both
from tests.stories.test_callback import asks_back, becomes, is_called, takes
from tests.stories.town import Phone, Town

LONG_HENCE = 2**50


def counted(here: Town) -> Mapping[str, int]:
    """What is on record once all is counted."""
    here.keep_time()
    counting.count(here.services)
    return here.services.counts.between(0, LONG_HENCE)


def replayed(here: Town) -> Mapping[str, int]:
    """What is counted of all events, anew and in one go."""
    cells = tally(event for _, event in here.services.switchboard.events("0-0", 100_000))
    return together({cell.measure: number} for cell, number in cells.items())


def is_true(here: Town, found: Mapping[str, int]) -> None:
    """The counters say what the events say, and what contacts and the network know."""
    assert found == replayed(here)
    ended = {outcome: number for outcome in OUTCOMES if (number := found.get(f"ended_{outcome}", 0))}
    assert ended == Counter(here.outcomes())
    placed = [call for call in here.ledger()["calls"] if call["direction"].startswith("outbound")]
    assert found.get("offers", 0) + found.get("callback_calls", 0) - found.get("not_rung", 0) == len(placed)


@on_both
def test_an_evening_is_told_afterwards_as_it_was(here: Town, caller: Phone, ana: Phone) -> None:
    caller.dials().presses("1")
    ana.answers().presses("2")
    assert ana.rings_within(70)
    ana.answers().presses("1")
    here.passes(120)
    caller.hangs_up()
    here.passes(10)
    dee, eve = here.caller("Dee"), here.caller("Eve")
    dee.dials().presses("1")  # while Ana wraps up
    here.passes(30)
    dee.hangs_up()
    eve.dials()
    here.passes(12)
    eve.hangs_up()
    eve.texts("hello")
    assert here.closes() == ["abandoned", "bridged", "resources"]
    found = counted(here)
    is_true(here, found)
    told = figures(found)
    assert {name: told[name] for name in ("contacts", "queued", "answered", "abandoned", "declined", "offers")} == {
        "contacts": 3, "queued": 2, "answered": 1, "abandoned": 1, "declined": 1, "offers": 2,
    }  # fmt: skip
    assert 60 <= found["longest_wait_s"] <= 75 and found["answered_120"] == 1
    assert 29 <= found["waited_in_vain_s"] == found["longest_wait_in_vain_s"] <= 31 and found["waited_in_vain"] == 1
    assert 115 <= found["engaged_s"] <= 125 and 59 <= found["wrap_up_s"] <= 61
    assert found["texts_in"] == 1 and found["texts_out"] == len(eve.inbox)


def test_a_callback_is_counted_as_promised_called_and_kept(here: Town, caller: Phone) -> None:
    becomes(here, 12)  # nobody is called back at night
    asks_back(caller)
    ana = here.specialist("Ana")
    assert ana.rings_within(10)
    takes(ana)
    is_called(here, caller, ana)
    caller.hangs_up()
    assert here.closes() == ["bridged"]
    found = counted(here)
    is_true(here, found)
    assert {name: number for name, number in found.items() if name.startswith("callback")} == {
        "callbacks_promised": 1, "callback_calls": 1, "callbacks_reached": 1, "callbacks_kept": 1,
    }  # fmt: skip
    assert figures(found)["answered"] == 0, "nobody's wait in line was ended by it"


def test_a_job_counts_by_itself_and_nothing_twice(here: Town, caller: Phone) -> None:
    caller.dials().presses("1")
    here.passes(20)
    caller.hangs_up()
    here.passes(310)
    found = here.services.counts.between(0, LONG_HENCE)
    assert found["ended_abandoned"] == 1
    here.passes(900)
    assert here.services.counts.between(0, LONG_HENCE) == found == replayed(here)
