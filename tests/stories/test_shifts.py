"""A specialist's day by shift: on call at its start, off at its end, told of both, and never against their word."""

from datetime import UTC, datetime, timedelta

import pytest

from routing.domain.shifts import Shift
from tests.stories.records import on_both
from tests.stories.town import Phone, Town

MINUTE, HOUR = 60, 3600


@pytest.fixture
def ana(here: Town) -> Phone:
    return here.specialist("Ana", activity="")


def on_shift(here: Town, phone: Phone, begins_in: float, lasts: float, rule: str = "", uid: str = "u") -> None:
    """Put somebody on call, from so many seconds from now on."""
    start = datetime.fromtimestamp(int(here.now + begins_in), UTC)
    times = f"DTSTART:{start:%Y%m%dT%H%M%SZ}", f"DTEND:{start + timedelta(seconds=lasts):%Y%m%dT%H%M%SZ}"
    lines = "BEGIN:VCALENDAR", "BEGIN:VEVENT", f"UID:{uid}", *times, rule, "END:VEVENT", "END:VCALENDAR", ""
    person = here.services.roster.named(phone.name).id
    here.services.shifts.write({uid: [Shift("", person, "\r\n".join(line for line in lines if line), "UTC")]})
    looked_at(here, phone)


def looked_at(here: Town, phone: Phone) -> None:
    here.services.switchboard.look(here.services.roster.named(phone.name).id)
    here.settle()


def told(here: Town, phone: Phone) -> list[str]:
    """Which of the sentences about shifts a phone has received, in order."""
    names = ("sms_shift_soon", "sms_shift_starts", "sms_shift_on_break", "sms_shift_ends")
    line = here.services.config.lines["main"].name["en"]
    begins = {name: here.phrase(name).replace("{line}", line).partition("{")[0] for name in names}
    return [name for text in phone.inbox for name, begin in begins.items() if text.startswith(begin)]


@on_both
def test_a_shift_puts_a_specialist_on_call_and_off_and_tells_them(here: Town, ana: Phone) -> None:
    on_shift(here, ana, 2 * HOUR, 3 * HOUR)
    here.passes(HOUR - 5)
    assert told(here, ana) == []
    here.passes(10)
    assert told(here, ana) == ["sms_shift_soon"]
    here.passes(HOUR - 10)
    assert here.activity(ana) == "offline"
    here.passes(5)
    assert (here.activity(ana), told(here, ana)) == ("available", ["sms_shift_soon", "sms_shift_starts"])
    here.passes(3 * HOUR - 5)
    assert here.activity(ana) == "available"
    here.passes(10)
    assert (here.activity(ana), told(here, ana)[2:]) == ("offline", ["sms_shift_ends"])
    here.passes(3 * HOUR)
    assert len(ana.inbox) == 3, "each once"


def test_whoever_waits_hears_when_the_next_shift_starts_and_is_the_first_to_be_offered(
    here: Town, caller: Phone, ana: Phone
) -> None:
    on_shift(here, ana, 5 * MINUTE, HOUR)
    caller.dials().presses("1")
    here.passes(10)
    assert caller.hears("next_shift")
    said = next(said for said in caller.heard if "The next shift starts" in said)
    assert any(word in said for word in ("in the morning", "in the afternoon", "in the evening", "at night", "12"))
    here.passes(5 * MINUTE)
    assert ana.rings
    ana.answers().presses("1")
    here.passes(5)
    assert caller.talks_to(ana)
    assert here.closes() == ["bridged"]


def test_the_last_to_leave_leaves_nobody_untold(here: Town, caller: Phone, ana: Phone) -> None:
    on_shift(here, ana, 1, 10 * MINUTE)
    here.passes(2)
    other = here.caller("Dee")
    other.dials().presses("1")
    ana.answers().presses("1")
    here.passes(9 * MINUTE)
    caller.dials().presses("1")
    here.passes(30)
    assert not caller.hears("nobody_on_call")
    other.hangs_up()
    ana.hangs_up()
    here.passes(MINUTE + 10)
    assert here.activity(ana) == "offline"
    here.passes(20)
    assert caller.hears("nobody_on_call")


def test_a_call_under_way_is_never_cut_by_the_end_of_a_shift(here: Town, caller: Phone, ana: Phone) -> None:
    on_shift(here, ana, 1, 5 * MINUTE)
    here.passes(2)
    caller.dials().presses("1")
    ana.answers().presses("1")
    here.passes(6 * MINUTE)
    assert caller.talks_to(ana)
    assert told(here, ana)[-1] == "sms_shift_ends"
    caller.hangs_up()
    here.passes(10)
    ana.hangs_up()
    here.passes(5)
    assert here.activity(ana) == "offline"
    assert here.closes() == ["bridged"]


def test_a_wrap_up_ends_with_the_shift(here: Town, caller: Phone, ana: Phone) -> None:
    on_shift(here, ana, 1, 5 * MINUTE)
    here.passes(2)
    caller.dials().presses("1")
    ana.answers().presses("1")
    here.passes(5 * MINUTE - 30)
    caller.hangs_up()
    ana.hangs_up()
    here.settle()
    assert here.activity(ana) == "wrap_up"
    here.passes(45)
    assert here.activity(ana) == "offline"


def test_a_phone_that_rings_when_its_shift_ends_rings_for_somebody_else(
    here: Town, caller: Phone, ana: Phone, bo: Phone
) -> None:
    here.becomes("Bo", "offline")
    on_shift(here, ana, 1, 5 * MINUTE)
    here.passes(5 * MINUTE - 10)
    caller.dials().presses("1")
    here.becomes("Bo", "available")
    assert ana.rings and not bo.rings
    here.passes(15)
    assert not ana.rings and bo.rings
    assert here.activity(ana) == "offline"
    bo.answers().presses("1")
    here.passes(5)
    assert caller.talks_to(bo)
    assert here.closes() == ["bridged"]


def test_whoever_is_asked_while_their_shift_ends_is_told_so(here: Town, caller: Phone, ana: Phone) -> None:
    on_shift(here, ana, 1, 5 * MINUTE)
    here.passes(5 * MINUTE - 5)
    caller.dials().presses("1")
    ana.answers()
    here.passes(12)
    assert ana.hears("offer_shift_over") and ana.idle
    assert here.activity(ana) == "offline"
    assert here.closes() == ["abandoned"]


def test_a_break_stays_one_when_a_shift_starts_and_ends_with_it(here: Town, ana: Phone) -> None:
    here.becomes("Ana", "on_break")
    on_shift(here, ana, 1, HOUR)
    here.passes(5)
    assert (here.activity(ana), told(here, ana)) == ("on_break", ["sms_shift_on_break"])
    here.passes(HOUR)
    assert (here.activity(ana), told(here, ana)[1:]) == ("offline", ["sms_shift_ends"])


def test_what_is_set_by_hand_holds_until_the_next_start_or_end(here: Town, ana: Phone) -> None:
    on_shift(here, ana, HOUR, 4 * HOUR, "RRULE:FREQ=DAILY")
    here.becomes("Ana", "available")
    here.passes(2 * HOUR)
    assert (here.activity(ana), told(here, ana)[-1]) == ("available", "sms_shift_starts")
    here.becomes("Ana", "offline")
    here.passes(2 * HOUR)
    assert here.activity(ana) == "offline", "the hourly look changes nothing"
    here.passes(HOUR + 30)
    assert told(here, ana).count("sms_shift_ends") == 0, "nothing ended"
    here.becomes("Ana", "available")
    here.passes(2 * HOUR)
    assert here.activity(ana) == "available", "outside of any shift"
    here.becomes("Ana", "offline")
    here.passes(18 * HOUR)
    assert here.activity(ana) == "available", "the next one starts"


@pytest.mark.parametrize(("by_hand", "after"), [("", "available"), ("offline", "offline"), ("on_break", "on_break")])
@on_both
def test_after_a_loss_of_live_state_what_held_holds_again(here: Town, ana: Phone, by_hand: str, after: str) -> None:
    on_shift(here, ana, 1, 5 * HOUR)
    here.passes(HOUR)
    if by_hand:
        here.becomes("Ana", by_hand)
    before = len(ana.inbox)
    here.redis.flushall()
    here.passes(10)
    assert here.activity(ana) == after
    here.passes(2 * HOUR)
    assert (here.activity(ana), len(ana.inbox)) == (after, before), "and nobody is told twice"
    here.passes(2 * HOUR)
    assert here.activity(ana) == "offline"


@on_both
def test_a_start_and_an_end_that_nobody_was_there_for_are_made_up_for(here: Town, ana: Phone) -> None:
    on_shift(here, ana, 10 * MINUTE, HOUR)
    here.working = False
    here.passes(12 * MINUTE)
    here.working = True
    here.settle()
    assert (here.activity(ana), told(here, ana)[-1]) == ("available", "sms_shift_starts")
    here.working = False
    here.passes(2 * HOUR)
    here.redis.flushall()
    here.working = True
    here.passes(10)
    assert here.activity(ana) == "offline"


@on_both
def test_a_shift_that_is_taken_away_while_under_way_ends(here: Town, ana: Phone) -> None:
    on_shift(here, ana, 1, 5 * HOUR)
    here.passes(MINUTE)
    here.services.shifts.write({"u": []})
    looked_at(here, ana)
    assert (here.activity(ana), told(here, ana)[-1]) == ("offline", "sms_shift_ends")


def test_a_shift_that_is_added_while_it_would_be_under_way_starts(here: Town, ana: Phone) -> None:
    on_shift(here, ana, -HOUR, 5 * HOUR)
    assert (here.activity(ana), told(here, ana)) == ("available", ["sms_shift_starts"])


def test_when_shift_follows_shift_without_an_end_none_is_told(here: Town, ana: Phone) -> None:
    on_shift(here, ana, 1, 24 * HOUR, "RRULE:FREQ=DAILY")
    here.passes(5)
    assert (here.activity(ana), told(here, ana)) == ("available", ["sms_shift_starts"])
    assert "ends" not in ana.inbox[0]


def test_the_text_at_the_start_tells_when_the_shift_ends(here: Town, ana: Phone) -> None:
    on_shift(here, ana, 1, 3 * HOUR)
    here.passes(5)
    assert "Your shift ends to" in ana.inbox[0], "today or tomorrow"


def test_a_shift_that_follows_another_is_the_same_time_on_call(here: Town, ana: Phone) -> None:
    on_shift(here, ana, 1, HOUR)
    on_shift(here, ana, HOUR - MINUTE, HOUR + MINUTE, uid="next")
    here.passes(HOUR + MINUTE)
    assert (here.activity(ana), told(here, ana)) == ("available", ["sms_shift_starts"])
    here.passes(HOUR)
    assert here.activity(ana) == "offline"
