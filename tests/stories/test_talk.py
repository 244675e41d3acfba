"""Talking by text: asked for, waited for, taken by a specialist from their own phone, and ended."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from routing.services import AtWork
from tests.stories.talking import asks_to_write, by_phone, how, in_line, nothing_is_left, offered, said, writes_with
from tests.stories.town import Phone, Town, town


@pytest.fixture
def here(tmp_path: Path, redis_url: str) -> Iterator[Town]:
    with town(tmp_path, redis_url, by_phone()) as made:
        yield made


def test_talk_asks_how(here: Town, caller: Phone) -> None:
    caller.texts("TALK")
    assert caller.inbox == [f"{said(here, 'sms_first')} {said(here, 'sms_talk')}"]
    caller.texts("yes")
    assert caller.inbox[-1] == said(here, "sms_talk"), "yes is no answer to it"


def test_a_specialist_takes_a_text_from_their_own_phone_and_both_write(here: Town, caller: Phone, ana: Phone) -> None:
    asks_to_write(caller)
    place = here.phrase("place_next")
    assert caller.inbox[-1] == said(here, "sms_in_line", place=place, wait="")
    here.passes(2)
    assert ana.inbox == [offered(here)]
    assert here.activity(ana) == "ringing"
    ana.texts("y")
    here.passes(2)
    assert caller.inbox[-1] == said(here, "sms_talk_begins")
    assert ana.inbox[-1] == said(here, "sms_talks_begins")
    assert here.activity(ana) == "engaged"
    caller.texts("i am scared")
    assert ana.inbox[-1] == "i am scared"
    ana.texts("I am here. What happened?")
    assert caller.inbox[-1] == "I am here. What happened?"
    caller.texts("where can i get narcan")
    assert ana.inbox[-1] == "where can i get narcan", "the automated replies are silent now"
    assert caller.inbox[-1] == "I am here. What happened?"
    ana.texts("DONE")
    here.passes(2)
    assert caller.inbox[-1] == said(here, "sms_talk_ended")
    assert ana.inbox[-1] == how(here, "sms_talks_ended")
    assert here.activity(ana) == "wrap_up"
    assert here.outcomes() == ["bridged"]
    assert nothing_is_left(here)
    here.passes(70)
    assert here.activity(ana) == "available"


def test_a_specialist_is_told_what_was_asked_about_last(here: Town, caller: Phone, ana: Phone) -> None:
    asks_to_write(caller.texts("whats narcan").texts("PRIVACY"))
    here.passes(2)
    assert ana.inbox == [offered(here, subject=here.services.config.topics["en"]["naloxone"].name)]


def test_no_number_is_seen_by_the_other(here: Town, caller: Phone, ana: Phone) -> None:
    writes_with(here, caller, ana)
    caller.texts("hello")
    ana.texts("hi")
    for phone, other in ((caller, ana), (ana, caller)):
        assert all(other.number not in (text["from"], text["to"]) for text in phone.state["texts"])


def test_a_specialist_passes_and_the_next_is_asked(here: Town, caller: Phone, ana: Phone, bo: Phone) -> None:
    asks_to_write(caller)
    here.passes(2)
    ana.texts("N")
    assert ana.inbox[-1] == said(here, "sms_offer_passed")
    here.passes(2)
    assert bo.inbox == [offered(here)]
    bo.texts("Yes")
    here.passes(2)
    assert caller.inbox[-1] == said(here, "sms_talk_begins")


def test_who_does_not_reply_is_told_and_the_next_is_asked(here: Town, caller: Phone, ana: Phone, bo: Phone) -> None:
    asks_to_write(caller)
    here.passes(125)
    assert ana.inbox == [offered(here), said(here, "sms_offer_missed")]
    assert len(bo.inbox) == 1
    ana.texts("y")
    assert ana.inbox[-1] == said(here, "sms_offer_none")


def test_who_leaves_the_line_is_asked_for_no_more(here: Town, caller: Phone, ana: Phone) -> None:
    asks_to_write(caller)
    here.passes(2)
    caller.texts("done")
    assert caller.inbox[-1] == said(here, "sms_talk_left")
    here.passes(2)
    assert ana.inbox[-1] == said(here, "sms_offer_over")
    assert here.activity(ana) == "available"
    assert here.outcomes() == ["short_abandon"]


def test_whoever_waits_may_go_on_asking_and_hears_how_the_wait_is(here: Town, caller: Phone) -> None:
    asks_to_write(caller)
    assert caller.inbox[-1] == in_line(here, "sms_in_line_nobody", next="")
    caller.texts("where can i get narcan")
    assert "naloxone" in caller.inbox[-1].lower()
    caller.texts("TALK")
    assert caller.inbox[-1] == in_line(here, "sms_in_line_nobody", next="")
    caller.texts("do i let him move back in after he stole from us")
    assert caller.inbox[-1] == in_line(here, "sms_in_line_nobody", next="")


def test_who_waited_while_nobody_was_there_hears_of_the_specialists_own_phone_before_writing(
    here: Town, caller: Phone, ana: Phone
) -> None:
    here.becomes("Ana", "offline")
    asks_to_write(caller)
    here.becomes("Ana", "available")
    here.passes(2)
    ana.texts("Y")
    here.passes(2)
    assert caller.inbox[-1] == said(here, "sms_talk_begins")
    assert "on their own phone" in caller.inbox[-1]


def test_the_wait_has_an_end(here: Town, caller: Phone) -> None:
    asks_to_write(caller)
    here.passes(2 * 3600 + 5)
    assert caller.inbox[-1] == said(here, "sms_talk_lapsed")
    assert here.outcomes() == ["resources"]


def test_the_person_may_end_it(here: Town, caller: Phone, ana: Phone) -> None:
    writes_with(here, caller, ana)
    caller.texts("DONE")
    assert caller.inbox[-1] == said(here, "sms_talk_left")
    here.passes(2)
    assert ana.inbox[-1] == how(here, "sms_talks_left")
    ana.texts("bye")
    assert caller.inbox[-1] == said(here, "sms_talk_left")
    assert here.outcomes() == ["bridged"]


@pytest.mark.parametrize("change", [lambda services: services, by_phone(texts_proved=None)])
def test_text_is_not_offered_where_the_line_does_not_allow_it_or_no_text_is_proved_to_arrive(
    tmp_path: Path, redis_url: str, change: Callable[[AtWork], AtWork]
) -> None:
    with town(tmp_path, redis_url, change) as here:
        here.specialist("Ana")
        caller = here.caller()
        asks_to_write(caller)
        assert caller.inbox == [f"{said(here, 'sms_first')} {said(here, 'sms_talk_call')}", said(here, "sms_talk_call")]
        assert not here.contacts()


def test_a_text_that_twilio_tells_of_twice_goes_on_once(here: Town, caller: Phone, ana: Phone) -> None:
    writes_with(here, caller, ana)
    here.goes_wrong(kind="hooks", mode="double", match="/sms", times=2)
    caller.texts("only once")
    ana.texts("once too")
    assert ana.inbox.count("only once") == caller.inbox.count("once too") == 1
