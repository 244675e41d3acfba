"""What people and specialists write to each other: to whom it goes, in which order, and what is told of it besides."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from routing.domain.closing import Closing
from routing.flow import closing
from routing.store import keys
from tests.stories.talking import asks_to_write, by_phone, how, in_line, nothing_is_left, offered, said, writes_with
from tests.stories.test_text_replies import written_with
from tests.stories.town import LINE, Phone, Town, town

MINUTE = 60


@pytest.fixture
def here(tmp_path: Path, redis_url: str) -> Iterator[Town]:
    with town(tmp_path, redis_url, by_phone()) as made:
        yield made


@pytest.fixture
def two(here: Town, caller: Phone, ana: Phone) -> tuple[Phone, Phone]:
    """Two people write with Ana."""
    dee = here.caller("Dee")
    writes_with(here, caller, ana)
    asks_to_write(dee)
    here.passes(3)
    assert ana.inbox[-1] == offered(here, number=2)
    ana.texts("#2 y")
    here.passes(5)
    assert ana.inbox[-1] == said(here, "sms_talks_begins_more", number=2)
    return caller, dee


def test_two_conversations_are_told_apart_by_number(here: Town, ana: Phone, two: tuple[Phone, Phone]) -> None:
    first, second = two
    first.texts("i am the first")
    here.passes(2)
    second.texts("hello from the second")
    here.passes(2)
    assert ana.inbox[-2:] == ["#1 i am the first", "#2 hello from the second"]
    ana.texts("#1 hello one")
    ana.texts("# 2: hello two")
    here.passes(3)
    assert (first.inbox[-1], second.inbox[-1]) == ("hello one", "hello two")
    ana.texts("to whom?")
    assert ana.inbox[-1] == said(here, "sms_talks_which")
    ana.texts("#3 hello")
    assert ana.inbox[-1] == said(here, "sms_talks_nobody")
    ana.texts("DONE")
    assert ana.inbox[-1] == said(here, "sms_talks_which"), "nobody is guessed"
    ana.texts("#1 done")
    here.passes(3)
    assert first.inbox[-1] == said(here, "sms_talk_ended")
    ana.texts("only you now")
    here.passes(2)
    assert second.inbox[-1] == "only you now"


def test_nobody_is_offered_a_third_text_or_a_call(here: Town, ana: Phone, two: tuple[Phone, Phone]) -> None:
    eve, fay = here.caller("Eve"), here.caller("Fay")
    asks_to_write(eve)
    fay.dials().presses("1")
    here.passes(100)
    assert offered(here, number=3) not in ana.inbox and here.rings(ana) == 0


def test_with_a_call_under_way_no_text_is_offered(here: Town, caller: Phone, ana: Phone) -> None:
    caller.dials().presses("1")
    ana.answers().presses("1")
    here.passes(4)
    asks_to_write(here.caller("Dee"))
    here.passes(30)
    assert caller.talks_to(ana) and not ana.inbox


def test_what_begins_to_be_written_with_one_is_not_taken_for_an_answer_about_another(
    here: Town, caller: Phone, ana: Phone
) -> None:
    dee = here.caller("Dee")
    writes_with(here, caller, ana)
    asks_to_write(dee)
    here.passes(3)
    ana.texts("yes")
    here.passes(2)
    assert caller.inbox[-1] == "yes"
    ana.texts("#2 no")
    assert ana.inbox[-1] == said(here, "sms_offer_passed")
    here.passes(2)
    ana.texts("still yours")
    here.passes(2)
    assert caller.inbox[-1] == "still yours"


def test_an_emergency_is_answered_at_once_and_the_specialist_told_first(here: Town, caller: Phone, ana: Phone) -> None:
    writes_with(here, caller, ana)
    caller.texts("he is not breathing")
    here.passes(3)
    assert caller.inbox[-2:] == [said(here, "sms_overdose", language) for language in ("en", "es")]
    assert ana.inbox[-2:] == [said(here, "sms_talks_emergency"), "he is not breathing"]
    caller.texts("i want to die")
    here.passes(3)
    assert ana.inbox[-2:] == [said(here, "sms_talks_suicide"), "i want to die"]
    ana.texts("is he not breathing?")
    here.passes(3)
    assert caller.inbox[-1] == "is he not breathing?"
    assert ana.inbox[-1] == "i want to die", "a specialist's words are no emergency of theirs"


def test_an_emergency_is_answered_though_it_cannot_be_passed_on(here: Town, caller: Phone, ana: Phone) -> None:
    writes_with(here, caller, ana)
    record = next(key for key in here.redis.scan_iter(keys.specialist("*")) if here.redis.hget(key, "texts"))
    phone = here.redis.hget(record, "phone")
    here.redis.hdel(record, "phone")
    caller.texts("he is not breathing")
    assert caller.inbox[-2:] == [said(here, "sms_overdose", language) for language in ("en", "es")]
    here.redis.hset(record, "phone", phone)


def test_an_emergency_is_answered_without_live_state_too(here: Town, caller: Phone, ana: Phone) -> None:
    writes_with(here, caller, ana)
    before = len(caller.inbox)
    with here.without_live_state():
        caller.does("text", to=LINE, body="he is not breathing")
        caller.does("text", to=LINE, body="are you there")
        here.post("settle", {})
        assert caller.inbox[before : before + 2] == [said(here, "sms_overdose", language) for language in ("en", "es")]
        assert len(caller.inbox) > before + 2, "who cannot be passed on is answered all the same"


def test_words_that_would_end_texts_are_passed_on_unless_they_are_all_there_is(
    here: Town, caller: Phone, ana: Phone
) -> None:
    writes_with(here, caller, ana)
    caller.texts("i never want his texts anymore")
    here.passes(2)
    assert ana.inbox[-1] == "i never want his texts anymore"
    caller.texts("STOP")
    here.passes(3)
    assert ana.inbox[-1] == how(here, "sms_talks_left")
    assert here.outcomes() == ["bridged"]


def test_long_words_are_divided_and_arrive_in_order(here: Town, caller: Phone, ana: Phone) -> None:
    writes_with(here, caller, ana)
    words = " ".join(f"word{number}" for number in range(200))
    caller.texts(words)
    caller.texts("and that is all")
    here.passes(10)
    got = ana.inbox[2:]
    assert [part.rpartition(" (")[0] for part in got[:-1]] and got[-1] == "and that is all"
    assert " ".join(part.rpartition(" (")[0] for part in got[:-1]) == words
    assert all(len(part) <= 600 for part in got)


def test_lines_arrive_in_order_also_when_one_is_refused_at_first(here: Town, caller: Phone, ana: Phone) -> None:
    writes_with(here, caller, ana)
    here.goes_wrong(kind="rest", status=429, code=20429, match="POST /Messages", times=1)
    caller.texts("first")
    caller.texts("second")
    here.passes(60)
    assert ana.inbox[-2:] == ["first", "second"]


def test_who_writes_hears_that_a_text_did_not_arrive(here: Town, caller: Phone, ana: Phone) -> None:
    writes_with(here, caller, ana)
    here.post(f"handsets/{caller.number}/behaviour", {"texts": "off"})
    ana.texts("are you there")
    here.passes(5)
    assert ana.inbox[-1] == said(here, "sms_talks_lost")
    here.post(f"handsets/{caller.number}/behaviour", {"texts": "arrive"})
    here.post(f"handsets/{ana.number}/behaviour", {"texts": "off"})
    caller.texts("i am")
    here.passes(5)
    assert caller.inbox[-1] == said(here, "sms_talk_lost")


def test_who_has_asked_the_carrier_for_no_texts_has_left(here: Town, caller: Phone, ana: Phone) -> None:
    writes_with(here, caller, ana)
    here.goes_wrong(kind="rest", status=400, code=21610, match="POST /Messages", times=1)
    ana.texts("are you there")
    here.passes(5)
    assert ana.inbox[-1] == how(here, "sms_talks_left")
    assert here.outcomes() == ["bridged"]


def test_a_specialist_whose_phone_takes_no_texts_is_asked_about_none_for_a_while(
    here: Town, caller: Phone, ana: Phone, bo: Phone
) -> None:
    here.post(f"handsets/{ana.number}/behaviour", {"texts": "landline"})
    asks_to_write(caller)
    here.passes(10)
    assert bo.inbox == [offered(here)]
    bo.texts("n")
    here.passes(30 * MINUTE)
    assert here.activity(ana) == "available", "it is no fault of theirs, and calls still come"
    assert written_with(here, ana) == 1


def test_a_person_who_is_silent_is_asked_once_and_then_it_ends(here: Town, caller: Phone, ana: Phone) -> None:
    writes_with(here, caller, ana)
    ana.texts("hello, how are you?")
    here.passes(10 * MINUTE + 2)
    assert caller.inbox[-1] == said(here, "sms_talk_nudged")
    caller.texts("here")
    ana.texts("good")
    here.passes(9 * MINUTE)
    assert caller.inbox[-1] == "good"
    here.passes(22 * MINUTE)
    assert caller.inbox[-2:] == [said(here, "sms_talk_nudged"), said(here, "sms_talk_quiet")]
    assert ana.inbox[-1] == how(here, "sms_talks_quiet")
    assert here.outcomes() == ["bridged"]


def test_a_specialist_who_is_silent_is_reminded_and_then_the_person_is_in_line_again(
    here: Town, caller: Phone, ana: Phone
) -> None:
    writes_with(here, caller, ana)
    (before,) = here.contacts()
    ana.texts("hello")
    caller.texts("hi, i need help")
    here.passes(5 * MINUTE + 2)
    assert ana.inbox[-1] == said(here, "sms_talks_nudged")
    bo = here.specialist("Bo")
    here.passes(5 * MINUTE)
    assert caller.inbox[-1] == said(here, "sms_talk_silent")
    assert said(here, "sms_talks_silent") in ana.inbox
    (after,) = here.contacts()
    assert after["entered_at"] == before["entered_at"]
    here.passes(2)
    bo.texts("Y")
    here.passes(2)
    caller.texts("are you new?")
    here.passes(2)
    assert bo.inbox[-1] == "are you new?"


def test_a_conversation_is_passed_to_a_colleague_or_to_the_line(here: Town, caller: Phone, ana: Phone) -> None:
    writes_with(here, caller, ana)
    here.specialist("Bo")
    cy = here.specialist("Cy")
    ana.texts("#1 PASS Nobody")
    assert ana.inbox[-1] == said(here, "sms_talks_unknown")
    ana.texts("#1 pass cy")
    here.passes(4)
    assert caller.inbox[-1] == said(here, "sms_talk_passed")
    assert ana.inbox[-1] == said(here, "sms_talks_passed")
    assert cy.inbox == [offered(here)]
    cy.texts("Y")
    here.passes(4)
    caller.texts("hello cy")
    here.passes(2)
    assert cy.inbox[-1] == "hello cy"
    assert here.closes() == ["bridged"]


def test_a_specialist_offers_a_call_and_the_person_decides(here: Town, caller: Phone, ana: Phone) -> None:
    writes_with(here, caller, ana)
    ana.texts("#1 CALL")
    here.passes(3)
    assert "Is it safe to call you?" in caller.inbox[-1]
    caller.texts("hm, what is that?")
    here.passes(2)
    caller.texts("yes")
    here.passes(2)
    assert ana.inbox[-2:] == ["hm, what is that?", "yes"], "a yes to something else is none"
    ana.texts("#1 CALL")
    here.passes(3)
    caller.texts("YES")
    assert caller.inbox[-1] == said(here, "sms_callback_promised")
    here.passes(3)
    assert ana.inbox[-1] == how(here, "sms_talks_called")
    assert ana.rings_within(70)
    ana.answers().presses("1")
    assert caller.rings_within(5)
    caller.answers().presses("1")
    here.passes(4)
    assert caller.talks_to(ana)
    assert here.closes() == ["bridged"]


def test_a_person_is_shut_out_after_a_second_word(here: Town, caller: Phone, ana: Phone) -> None:
    writes_with(here, caller, ana)
    ana.texts("#1 SHUT")
    assert ana.inbox[-1] == said(here, "sms_talks_shut")
    ana.texts("#1 SHUT YES")
    here.passes(3)
    assert caller.inbox[-1] == said(here, "sms_talk_ended")
    asks_to_write(caller)
    assert caller.inbox[-1] == said(here, "sms_talk_shut_out")
    caller.texts("TALK").texts("CALL")
    assert caller.inbox[-1] == said(here, "sms_talk_shut_out")
    caller.texts("he is not breathing")
    assert "911" in caller.inbox[-2]


def test_delete_ends_and_erases_it(here: Town, caller: Phone, ana: Phone) -> None:
    writes_with(here, caller, ana)
    caller.texts("my secret")
    caller.texts("DELETE")
    assert caller.inbox[-1] == said(here, "sms_erased")
    here.passes(3)
    assert ana.inbox[-1] == how(here, "sms_talks_left")
    here.passes(60)
    assert not any("number" in contact or "person" in contact for contact in here.contacts())
    assert written_with(here, ana) == written_with(here, caller) == 0


def test_once_it_has_ended_no_words_are_kept_here_or_at_the_carrier(here: Town, caller: Phone, ana: Phone) -> None:
    writes_with(here, caller, ana)
    caller.texts("my secret")
    ana.texts("mine too")
    ana.texts("DONE")
    here.passes(40)
    assert nothing_is_left(here)
    assert written_with(here, ana) == written_with(here, caller) == 0


def test_the_end_of_a_shift_or_off_waits_for_the_end(here: Town, caller: Phone, ana: Phone) -> None:
    writes_with(here, caller, ana)
    here.becomes("Ana", "offline")
    assert here.activity(ana) == "engaged"
    asks_to_write(here.caller("Dee"))
    here.passes(10)
    assert ana.inbox[-1] == said(here, "sms_talks_begins"), "one more is not offered"
    ana.texts("DONE")
    here.passes(3)
    assert here.activity(ana) == "offline"


def test_a_line_that_is_closed_keeps_conversations_and_offers_none(here: Town, caller: Phone, ana: Phone) -> None:
    writes_with(here, caller, ana)
    closing.say(here.services, Closing("main", closed=True, said_at=int(here.now * 1000), reason="a story"))
    ana.texts("hello")
    here.passes(2)
    assert caller.inbox[-1] == "hello"
    dee = asks_to_write(here.caller("Dee"))
    assert dee.inbox[-1] == in_line(here, "sms_in_line_closed", opens="")
    here.passes(5)
    assert offered(here, number=2) not in ana.inbox


def test_pictures_are_not_passed_on_and_that_is_said(here: Town, caller: Phone, ana: Phone) -> None:
    writes_with(here, caller, ana)
    caller.does("text", to=LINE, body="look", media=["http://example.com/1.jpg"])
    here.passes(3)
    assert (ana.inbox[-1], caller.inbox[-1]) == ("look", said(here, "sms_no_pictures"))
    ana.does("text", to=LINE, body="", media=["http://example.com/1.jpg"])
    here.passes(3)
    assert ana.inbox[-1] == caller.inbox[-1] == said(here, "sms_no_pictures")
