"""Twilio's own trouble: webhooks doubled, late, reordered and lost; requests refused, or answered into the void."""

import pytest

from tests.stories.town import Phone, Town


@pytest.mark.parametrize("mode", ["double", "ten"])
def test_repeated_webhooks_change_nothing(here: Town, caller: Phone, ana: Phone, bo: Phone, mode: str) -> None:
    here.goes_wrong(kind="hooks", mode=mode, match="/", times=1000)
    caller.dials().presses("1")
    assert [ana.rings, bo.rings] == [True, False]
    assert len(here.contacts()) == 1
    ana.answers().presses("1")
    here.passes(5)
    assert caller.talks_to(ana)
    assert len(here.bridges()) == 1 and here.rings(ana) == 1 and here.rings(bo) == 0
    ana.hangs_up()
    here.passes(3)
    caller.presses("1")
    assert bo.rings
    assert here.closes() == ["bridged"]


def test_status_news_that_comes_late_and_out_of_order_harms_nobody(here: Town, caller: Phone, ana: Phone) -> None:
    here.goes_wrong(kind="hooks", mode="late", match="/status", times=2, seconds=40)
    caller.dials().presses("1")
    ana.answers().presses("1")
    here.passes(60)
    assert caller.talks_to(ana)
    assert here.closes() == ["bridged"]


def test_news_of_an_ended_call_that_comes_ten_minutes_late_is_old_news(here: Town, caller: Phone, ana: Phone) -> None:
    caller.dials().presses("1")
    here.goes_wrong(kind="hooks", mode="late", match="/status", times=1, seconds=600)
    ana.declines()
    here.passes(100)
    ana.answers().presses("1")
    here.passes(600)
    assert caller.talks_to(ana)
    assert here.closes() == ["bridged"]


def test_news_without_its_time_is_news_all_the_same(here: Town, caller: Phone, ana: Phone, bo: Phone) -> None:
    here.goes_wrong(kind="hooks", mode="bare", match="/", times=1000)
    caller.dials().presses("1")
    ana.declines()
    here.passes(3)
    bo.answers().presses("1")
    here.passes(5)
    assert caller.talks_to(bo)
    bo.hangs_up()
    here.passes(3)
    assert here.closes() == ["bridged"]


def test_every_news_of_an_offer_lost_for_ever_still_leads_to_a_person(here: Town, caller: Phone, ana: Phone) -> None:
    here.goes_wrong(kind="hooks", mode="lose", match="/status", times=4)
    caller.dials().presses("1")
    ana.answers().presses("1")
    here.passes(10)
    assert caller.talks_to(ana)
    assert here.closes() == ["bridged"]


@pytest.mark.parametrize("status", [429, 500])
def test_a_refused_request_is_made_again(here: Town, caller: Phone, ana: Phone, status: int) -> None:
    here.goes_wrong(kind="rest", status=status, code=20000 + status, match="POST /Calls.json", times=3)
    caller.dials().presses("1")
    assert not ana.rings
    for _ in range(20):
        if not ana.rings:
            here.passes(2)
    assert ana.rings
    assert here.rings(ana) == 1
    assert here.events("missed") == [] and here.events("failed") == [], "it is nobody's fault"
    ana.answers().presses("1")
    here.passes(5)
    assert caller.talks_to(ana)


def test_a_call_that_was_placed_though_the_answer_was_lost_is_not_placed_again(
    here: Town, caller: Phone, ana: Phone
) -> None:
    here.goes_wrong(kind="rest", drop="response", match="POST /Calls.json", times=1)
    caller.dials().presses("1")
    assert ana.rings
    here.passes(15)
    assert here.rings(ana) == 1
    ana.answers().presses("1")
    here.passes(5)
    assert caller.talks_to(ana)


def test_a_call_placed_into_silence_with_all_its_news_lost_is_found_by_asking(
    here: Town, caller: Phone, ana: Phone
) -> None:
    here.goes_wrong(kind="rest", drop="response", match="POST /Calls.json", times=1)
    here.goes_wrong(kind="hooks", mode="lose", match="/status", times=2)
    caller.dials().presses("1")
    here.passes(10)
    assert here.rings(ana) == 1
    ana.answers().presses("1")
    here.passes(5)
    assert caller.talks_to(ana)
    assert here.closes() == ["bridged"]


@pytest.mark.parametrize("result", ["queue-full", "error", "system-error"])
def test_whom_twilios_queue_does_not_take_waits_all_the_same(here: Town, result: str) -> None:
    callers = [here.caller(f"caller {number}") for number in range(3)]
    callers[0].dials().presses("1")
    here.passes(6)
    here.goes_wrong(kind="queue", result=result, times=2)
    for caller in callers[1:]:
        caller.dials().presses("1")
        here.passes(1)
    here.passes(60)
    callers[2].presses("5")
    assert callers[2].hears("information")
    here.passes(60)
    assert [contact["stage"] for contact in here.contacts()] == ["waiting"] * 3
    ana = here.specialist("Ana")
    for _ in range(3):
        ana.answers().presses("1")
        here.passes(5)
        first = next(caller for caller in callers if caller.talks_with)
        assert first is callers[0], "in order"
        callers.remove(first)
        first.hangs_up()
        here.passes(75)
    assert here.closes() == ["bridged"] * 3


def test_a_phone_that_cannot_be_made_to_stop_ringing_is_told_whoever_answers(
    here: Town, caller: Phone, ana: Phone
) -> None:
    caller.dials().presses("1")
    assert ana.rings
    here.passes(6)
    here.goes_wrong(kind="rest", status=429, match="POST /Calls/", times=2)
    caller.hangs_up()
    assert ana.rings, "the request to end it was refused"
    here.passes(4)
    ana.answers()
    assert ana.hears("offer_gone")
    here.passes(8)
    assert ana.idle and here.activity(ana) == "available"
    assert here.closes() == ["abandoned"]


def test_a_refused_end_is_asked_for_again_until_the_phone_is_still(here: Town, caller: Phone, ana: Phone) -> None:
    caller.dials().presses("1")
    here.goes_wrong(kind="rest", status=429, match="POST /Calls/", times=2)
    caller.hangs_up()
    here.passes(19)
    assert ana.idle, "before it would have stopped by itself"
    second = here.caller("Dee").dials().presses("1")
    here.passes(10)
    assert here.rings(ana) == 2
    ana.answers().presses("1")
    here.passes(3)
    assert second.talks_to(ana)


def test_credentials_revoked_in_the_middle_of_a_talk_end_nobodys_call(here: Town, caller: Phone, ana: Phone) -> None:
    caller.dials().presses("1")
    ana.answers().presses("1")
    here.passes(5)
    waiting = here.caller("Dee").dials().presses("1")
    here.goes_wrong(kind="rest", status=401, code=20003, match="", times=100_000)
    here.passes(660)
    assert caller.talks_to(ana), "who talks goes on talking"
    assert not waiting.idle, "and who waits goes on waiting"
    assert sorted(contact["stage"] for contact in here.contacts() if "outcome" not in contact) == ["bridged", "waiting"]
    caller.hangs_up()
    here.passes(90)
    here.goes_wrong(kind="clear")
    assert ana.rings_within(120)
    ana.answers().presses("1")
    here.passes(5)
    assert waiting.talks_to(ana)
    assert here.closes() == ["bridged"] * 2
