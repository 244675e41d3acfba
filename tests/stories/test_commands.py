"""What specialists do by text, with their PIN; and what whoever has no PIN is told, which is the same as everybody."""

import pytest

from routing.store import pins
from tests.stories.test_shifts import HOUR, MINUTE, on_shift
from tests.stories.town import LINE, Phone, Town

PIN = "4821"


@pytest.fixture
def ana(here: Town) -> Phone:
    return here.specialist("Ana", activity="", pin=pins.hashed(PIN))


def duty(here: Town, activity: str, shift: str = "", waiting: str = "waiting_none") -> str:
    name = here.services.config.lines["main"].name["en"]
    said = here.phrase("sms_duty").format(line=name, activity=activity, shift=shift, waiting=here.phrase(waiting))
    return " ".join(said.split())


def test_a_specialist_comes_on_call_and_goes_off(here: Town, caller: Phone, ana: Phone) -> None:
    caller.dials().presses("1")
    here.passes(5)
    ana.texts("STATUS 4821")
    assert ana.inbox == [duty(here, "off call", waiting="waiting_one")]
    ana.texts("on 4821")
    assert ana.rings
    assert ana.inbox[-1] == duty(here, "being rung", waiting="waiting_one")
    ana.answers().presses("1")
    here.passes(3)
    ana.texts("OFF 4821")
    assert ana.inbox[-1] == duty(here, "in a call, then off call")
    assert caller.talks_to(ana), "a call is never cut"
    caller.hangs_up()
    here.passes(70)
    assert here.activity(ana) == "offline"


def test_a_break_ends_by_itself_or_when_they_are_ready(here: Town, ana: Phone) -> None:
    ana.texts("ON 4821").texts("BREAK 15 4821")
    assert here.activity(ana) == "on_break"
    assert ana.inbox[-1].startswith("the recovery helpline: you are on a break until ")
    here.passes(15 * MINUTE - 5)
    assert here.activity(ana) == "on_break"
    here.passes(10)
    assert here.activity(ana) == "available"
    ana.texts("BREAK 60 4821")
    here.passes(MINUTE)
    ana.texts("READY 4821")
    assert here.activity(ana) == "available"
    ana.texts("OFF 4821").texts("READY 4821")
    assert here.activity(ana) == "offline", "ready is for a break, or after a call"


def test_a_break_that_is_asked_for_in_a_call_begins_after_it(here: Town, caller: Phone, ana: Phone) -> None:
    ana.texts("ON 4821")
    caller.dials().presses("1")
    ana.answers().presses("1")
    here.passes(3)
    ana.texts("BREAK 15 4821")
    here.passes(20 * MINUTE)
    caller.hangs_up()
    here.passes(5)
    ana.hangs_up()
    assert here.activity(ana) == "on_break"
    here.passes(14 * MINUTE)
    assert here.activity(ana) == "on_break"
    here.passes(2 * MINUTE)
    assert here.activity(ana) == "available"


def test_a_break_that_would_outlast_the_shift_ends_with_it(here: Town, ana: Phone) -> None:
    on_shift(here, ana, 1, 10 * MINUTE)
    here.passes(MINUTE)
    ana.texts("BREAK 30 4821")
    here.passes(40 * MINUTE)
    assert here.activity(ana) == "offline"


def test_a_status_tells_the_next_shift(here: Town, ana: Phone) -> None:
    on_shift(here, ana, 30 * HOUR, HOUR)
    ana.texts("STATUS 4821")
    # By the hour at which this story is told: "tomorrow at", "on Tuesday", or "in the night from Monday to Tuesday".
    assert any(
        f"Your next shift starts {when} " in ana.inbox[-1] for when in ("tomorrow at", "on", "in the night from")
    )


def test_without_the_right_pin_a_text_is_answered_like_anyones(here: Town, caller: Phone, ana: Phone) -> None:
    words = ("ON 1234", "OFF 0000", "BREAK 15 9999", "STATUS 48210")
    for said in words:
        ana.texts(said)
        caller.texts(said)
    here.passes(30)
    assert here.activity(ana) == "offline"
    assert sorted(ana.inbox) == sorted(caller.inbox) and len(caller.inbox) >= len(words)


def test_the_right_pin_from_another_phone_is_nothing(here: Town, caller: Phone, ana: Phone) -> None:
    caller.texts("ON 4821")
    here.passes(5)
    assert here.activity(ana) == "offline"
    caller.texts("hello")
    assert caller.inbox[0] == caller.inbox[1], "it is what everybody is told"


def test_guesses_are_counted_and_after_five_an_hour_nothing_is_right(here: Town, caller: Phone, ana: Phone) -> None:
    for pin in range(1000, 1005):
        ana.texts(f"ON {pin}")
        caller.texts(f"ON {pin}")
    ana.texts("ON 4821")
    caller.texts("ON 4821")
    here.passes(30)
    assert here.activity(ana) == "offline"
    assert sorted(ana.inbox) == sorted(caller.inbox)
    here.redis.delete(*here.redis.scan_iter("*digest:guesses:*"))  # as an hour later
    ana.texts("ON 4821")
    assert here.activity(ana) == "available"


def test_a_right_pin_is_no_guess(here: Town, ana: Phone) -> None:
    for _ in range(4):
        ana.texts("ON 1111").texts("STATUS 4821").texts("STATUS 4821")
    ana.texts("ON 4821")
    assert here.activity(ana) == "available"


def test_the_emergency_gate_comes_first_for_specialists_too(here: Town, ana: Phone) -> None:
    ana.texts("he is not breathing 4821")
    assert any("Call 911 NOW" in text for text in ana.inbox)


def test_the_text_with_the_pin_is_deleted_at_the_carrier_also_when_that_fails_at_first(here: Town, ana: Phone) -> None:
    here.goes_wrong(kind="rest", status=500, code=20500, match="DELETE /Messages/", times=1)
    ana.texts("ON 4821")
    since = int((here.now - 60) * 1000)
    assert here.services.carrier.texted(LINE, ana.number, "ON 4821", since)
    here.passes(70)
    assert not here.services.carrier.texted(LINE, ana.number, "ON 4821", since)
    assert here.services.deletions.next() is None


def test_nothing_of_a_command_is_kept_in_the_clear(here: Town, ana: Phone) -> None:
    here.working = False
    ana.texts("ON 4821")
    for key in here.redis.scan_iter("{helpline}:guess:*"):
        assert not [value for value in here.redis.hvals(key) if b"4821" in value or ana.number[2:].encode() in value]
    here.working = True
    here.passes(30)
    assert here.activity(ana) == "available", "a job that was late is made up for"


def test_while_live_state_is_away_a_command_is_answered_like_anyones_text(
    here: Town, caller: Phone, ana: Phone
) -> None:
    with here.without_live_state():
        ana.does("text", to=LINE, body="ON 4821")
        caller.does("text", to=LINE, body="ON 4821")
        here.post("settle", {})
        assert ana.inbox == caller.inbox != []
