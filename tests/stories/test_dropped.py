"""A caller who was cut off while waiting has the place again for five minutes, once."""

from tests.stories.town import Phone, Town


def waits_since(here: Town, caller: Phone) -> float:
    """Call, and tell since when the contact that this makes has its place, in seconds."""
    caller.dials().presses("1")
    (waiting,) = [contact for contact in here.contacts() if contact["stage"] == "waiting"]
    return int(waiting["entered_at"]) / 1000


def test_whoever_is_cut_off_and_calls_again_soon_has_the_place_once(here: Town, caller: Phone) -> None:
    first = waits_since(here, caller)
    here.passes(30)
    caller.hangs_up()
    here.passes(200)
    assert waits_since(here, caller) == first
    other = here.caller("Eve")
    caller.hangs_up()
    assert waits_since(here, other) > first + 200, "a place is its owner's"
    other.hangs_up()
    here.passes(301)
    assert waits_since(here, caller) > first + 500
    assert set(here.closes()) <= {"abandoned", "short_abandon"}


def test_a_withheld_number_keeps_no_place(here: Town, caller: Phone) -> None:
    caller.dials(from_shown="anonymous").presses("1")
    here.passes(30)
    caller.hangs_up()
    here.passes(30)
    began = here.now
    caller.dials(from_shown="anonymous").presses("1")
    (waiting,) = [contact for contact in here.contacts() if contact["stage"] == "waiting"]
    assert int(waiting["entered_at"]) / 1000 >= began
    assert not [key for key in here.redis.keys("*digest:*") if b":kept:" in key or b":person:" in key]


def test_whoever_has_talked_is_a_new_caller(here: Town, caller: Phone, ana: Phone) -> None:
    first = waits_since(here, caller)
    ana.answers().presses("1")
    here.passes(5)
    caller.hangs_up()
    here.passes(20)
    assert waits_since(here, caller) > first
