"""Live state down, hanging or emptied; nobody on call; and what callers hear meanwhile."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from routing import embedded
from routing.flow import now
from routing.services import AtWork
from routing.store import keys
from tests.stories.town import Phone, Town, town

OUTSIDE = "+12025550190"


def with_fallback(services: AtWork) -> AtWork:
    line = replace(services.config.lines["main"], fallback_numbers=(OUTSIDE,))
    return replace(services, config=replace(services.config, lines={"main": line}))


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Town]:
    """A town whose live state is its own, so that it can be taken away."""
    with embedded.running(tmp_path / "live") as url, town(tmp_path, url, with_fallback) as made:
        yield made


def test_without_live_state_talk_rings_the_fallback_number(here: Town, caller: Phone) -> None:
    friend = here.outside("Fay", OUTSIDE)
    with here.without_live_state():
        caller.dials()
        assert caller.heard
        caller.presses("1")
        assert caller.hears("trying_person")
        here.passes(6)
        assert friend.rings, (caller.state, here.ledger())
        friend.answers()
        assert friend.hears("outside_screen", line="the recovery helpline")
        friend.presses("1")
        here.passes(2)
        assert caller.talks_to(friend)
        friend.hangs_up()
        here.passes(8)
        assert caller.hears("goodbye")


def test_a_machine_at_the_fallback_number_never_gets_the_caller(here: Town, caller: Phone) -> None:
    here.outside("Fay", OUTSIDE).behaves("machine")
    with here.without_live_state():
        caller.dials().presses("1")
        here.passes(60)
        assert not here.bridges()
        assert any("SAMHSA" in said for said in caller.heard), "numbers are spoken then"
        assert not caller.idle, "and the caller is not hung up on"


def test_menus_emergencies_and_texts_need_no_live_state(here: Town, caller: Phone) -> None:
    with here.without_live_state():
        caller.dials().presses("0")
        assert caller.hears("emergency_steps")
        caller.texts("my friend overdosed and wont wake up")
        assert "911" in caller.inbox[0]


def test_a_caller_who_waits_while_live_state_hangs_is_never_in_silence_and_keeps_the_place(
    here: Town, caller: Phone, ana: Phone
) -> None:
    here.becomes("Ana", "offline")
    caller.dials().presses("1")
    here.passes(10)
    with here.without_live_state():
        here.passes(45)
        assert caller.hears("trouble")
    here.passes(45)
    here.becomes("Ana", "available")
    assert ana.rings_within(30)
    ana.answers().presses("1")
    here.passes(5)
    assert caller.talks_to(ana)


def test_who_asks_for_a_person_while_live_state_is_away_stands_where_they_asked(
    here: Town, caller: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(now, "machine_ms", lambda: int(here.now * 1000))
    ana = here.specialist("Ana", activity="offline")
    with here.without_live_state():
        caller.dials().presses("1")
        here.passes(5)
    later = here.caller("Dee").dials().presses("1")
    here.passes(40)
    here.becomes("Ana", "available")
    assert ana.rings
    ana.answers().presses("1")
    here.passes(5)
    assert caller.talks_to(ana) and later.hears("putting_in_line")


def test_when_live_state_is_emptied_callers_lose_at_most_one_wait_loop(
    here: Town, caller: Phone, ana: Phone, bo: Phone
) -> None:
    talker = here.caller("Tia").dials().presses("1")
    ana.answers().presses("1")
    bo.declines() if bo.rings else here.becomes("Bo", "offline")
    here.passes(3)
    assert talker.talks_to(ana)
    first = here.caller("Dee").dials().presses("1")
    here.passes(5)
    caller.dials().presses("1")
    here.passes(20)
    here.redis.flushall()
    here.settle()
    here.passes(45)
    assert here.rings(ana) == 1, "who is in a call is known to be"
    here.becomes("Bo", "available")
    assert bo.rings
    bo.answers().presses("1")
    here.passes(5)
    assert first.talks_to(bo), "the order is what it was"
    talker.hangs_up()
    here.passes(80)
    assert ana.rings
    ana.answers().presses("1")
    here.passes(5)
    assert caller.talks_to(ana)


def test_a_caller_whom_live_state_has_lost_alone_is_let_in_again(here: Town, caller: Phone, ana: Phone) -> None:
    """A master that falls takes with it what no replica had yet, and all else goes on as if nothing were amiss."""
    here.becomes("Ana", "offline")
    caller.dials().presses("1")
    here.passes(5)
    (lost,) = here.redis.keys(keys.contact("*"))
    here.redis.delete(lost)
    here.passes(45)
    assert not caller.idle, "nobody is hung up on for what we lost"
    here.becomes("Ana", "available")
    ana.answers().presses("1")
    here.passes(5)
    assert caller.talks_to(ana)


def test_an_offer_that_was_lost_hears_that_we_will_ring_again(here: Town, caller: Phone, ana: Phone) -> None:
    caller.dials().presses("1")
    here.passes(3)
    here.redis.flushall()
    here.settle()
    ana.answers()
    assert ana.hears("offer_unknown")
    here.passes(60)
    assert ana.rings
    ana.answers().presses("1")
    here.passes(5)
    assert caller.talks_to(ana)


def test_an_offer_that_was_lost_is_never_taken_for_a_later_one(
    here: Town, caller: Phone, ana: Phone, bo: Phone
) -> None:
    caller.dials().presses("1")
    ana.answers()
    here.redis.flushall()
    here.settle()
    here.passes(25)
    ringing = bo if bo.rings else None
    if ana.state["state"] == "talking":
        ana.presses("1")
        assert not caller.talks_with, "what was offered in a life that is lost cannot be accepted"
    assert ringing is bo
    bo.answers().presses("1")
    here.passes(5)
    assert caller.talks_to(bo)
    assert here.bridges() == [frozenset({"Bo", "Cal"})]


def test_when_live_state_is_emptied_during_a_talk_its_end_finds_nobody_alone(
    here: Town, caller: Phone, ana: Phone, bo: Phone
) -> None:
    caller.dials().presses("1")
    ana.answers().presses("1")
    here.passes(3)
    assert caller.talks_to(ana)
    here.redis.flushall()
    here.settle()
    ana.hangs_up()
    here.passes(3)
    assert caller.hears("putting_in_line", disclosure="")
    assert bo.rings_within(30)
    bo.answers().presses("1")
    here.passes(5)
    assert caller.talks_to(bo)


def test_a_caller_whom_a_fallback_number_has_taken_is_not_torn_away(here: Town, caller: Phone, ana: Phone) -> None:
    friend = here.outside("Fay", OUTSIDE)
    here.becomes("Ana", "offline")
    caller.dials().presses("1")
    here.passes(10)
    with here.without_live_state():
        assert friend.rings_within(110)
        friend.answers().presses("1")
        here.passes(60)
        assert caller.talks_to(friend)
    here.becomes("Ana", "available")
    here.passes(30)
    assert caller.talks_to(friend)
    assert here.outcomes() == ["referred"]


def test_an_ended_contact_is_not_taken_for_a_lost_one(here: Town, caller: Phone, ana: Phone) -> None:
    caller.dials().presses("1")
    here.passes(10)
    caller.hangs_up()
    here.passes(1000)
    assert not ana.rings
    lives = [here.redis.ttl(key) for kind in ("contact", "offer") for key in here.redis.keys(f"*{kind}:*")]
    assert all(0 < life <= 900 for life in lives), "nothing is left fifteen minutes after the end"


def test_nobody_on_call_is_said_at_once_with_other_numbers(here: Town, caller: Phone) -> None:
    caller.dials().presses("1")
    here.passes(15)
    assert caller.hears("nobody_on_call")
    assert any("988" in said and "SAMHSA" in said for said in caller.heard)
    ana = here.specialist("Ana")
    assert ana.rings, "whoever comes on call is rung for the caller who stayed"


def test_when_the_last_one_goes_off_duty_everyone_waiting_is_told(here: Town, caller: Phone, ana: Phone) -> None:
    talker = here.caller("Tia").dials().presses("1")
    ana.answers().presses("1")
    caller.dials().presses("1")
    here.passes(20)
    assert not caller.hears("nobody_on_call")
    here.becomes("Ana", "offline")
    assert talker.talks_to(ana), "a call under way is never cut"
    talker.hangs_up()
    here.passes(60)
    assert caller.hears("nobody_on_call")
    assert here.activity(ana) == "offline"


def test_a_spanish_caller_may_wait_for_an_english_speaker(here: Town, caller: Phone, ana: Phone) -> None:
    caller.dials().presses("8").presses("1")
    here.passes(30)
    assert caller.hears("nobody_on_call", "es") and caller.hears("other_speaker", "es", spoken="inglés")
    assert not ana.rings
    caller.presses("6")
    assert ana.rings
    ana.answers()
    assert ana.hears("offer", "en", spoken="Spanish")
    ana.presses("1")
    here.passes(5)
    assert caller.talks_to(ana)


def test_choices_while_waiting_keep_the_place(here: Town, caller: Phone) -> None:
    caller.dials().presses("1")
    here.passes(60)
    assert caller.hears("choice")
    caller.presses("4")
    assert caller.hears("other_lines")
    caller.presses("9")
    here.passes(30)
    caller.presses("5")
    assert caller.hears("information")
    late = here.caller("Eve").dials().presses("1")
    ana = here.specialist("Ana")
    assert ana.rings, "rung for whoever waits now"
    caller.presses("1")
    assert caller.hears("back_in_line")
    ana.declines()
    here.passes(65)
    ana.answers().presses("1")
    here.passes(5)
    assert caller.talks_to(ana) and not late.talks_with


def test_a_phone_stops_ringing_when_its_caller_chooses_something_else(here: Town, caller: Phone, ana: Phone) -> None:
    caller.dials().presses("1")
    here.passes(6)
    assert ana.rings
    caller.presses("5")
    assert ana.idle and here.activity(ana) == "available"
    here.passes(60)
    assert ana.rings, "an information that is not answered leads back to the place"
