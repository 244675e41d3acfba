"""Texts that the helpline sends by itself: each arrives once, whatever goes wrong on the way."""

import pytest

from routing.flow import sending
from tests.stories.town import Phone, Town

WORDS = "Your shift has begun. To pause, text BREAK."


def sends(here: Town, to: Phone, words: str = WORDS, text: str = "t1") -> None:
    here.keep_time()
    here.known.add(to.number)
    sending.ask(here.services, text, "test", "main", to=here.services.vault.seal("phone", to.number), words=words)
    here.settle()


def kept(here: Town, text: str = "t1") -> dict[bytes, bytes]:
    return here.redis.hgetall(f"{{helpline}}:text:{text}")


def test_a_text_arrives_from_the_lines_number_and_nothing_of_it_is_kept(here: Town, caller: Phone) -> None:
    sends(here, caller)
    here.passes(30)
    assert caller.inbox == [WORDS]
    assert kept(here)[b"state"] == b"delivered"
    assert not {b"to", b"words"} & set(kept(here))


def test_letters_that_would_double_its_length_are_written_otherwise(here: Town, caller: Phone) -> None:
    sends(here, caller, "Su turno empezó. Está de guardia mañana.")
    here.passes(10)
    assert caller.inbox == ["Su turno empezo. Esta de guardia mañana."]


def test_a_text_asked_for_twice_arrives_once(here: Town, caller: Phone) -> None:
    sends(here, caller)
    sends(here, caller)
    here.passes(60)
    sends(here, caller)
    here.passes(60)
    assert caller.inbox == [WORDS]


def test_a_text_whose_sending_stayed_unclear_is_looked_for_before_it_is_sent_again(here: Town, caller: Phone) -> None:
    here.goes_wrong(kind="rest", match="POST /Messages", drop="response", times=1)
    here.goes_wrong(kind="hooks", mode="lose", match="/sms/sent", times=9)
    sends(here, caller)
    assert kept(here)[b"state"] == b"sending"
    here.passes(90)
    assert kept(here)[b"state"] == b"sent"
    assert caller.inbox == [WORDS], "the first request had worked"


def test_a_text_that_never_reached_the_carrier_is_sent_again(here: Town, caller: Phone) -> None:
    here.goes_wrong(kind="rest", match="POST /Messages", status=500, times=1)
    sends(here, caller)
    here.passes(15)
    assert caller.inbox == []
    here.passes(30)
    assert caller.inbox == [WORDS]


def test_while_the_carrier_is_busy_a_text_waits(here: Town, caller: Phone) -> None:
    here.goes_wrong(kind="rest", match="POST /Messages", status=429, times=3)
    sends(here, caller)
    here.passes(120)
    assert caller.inbox == [WORDS]


def test_whoever_wants_no_texts_gets_none(here: Town, caller: Phone) -> None:
    caller.texts("STOP")
    before = caller.inbox
    sends(here, caller)
    here.passes(60)
    assert caller.inbox == before
    assert [event["detail"] for event in here.events("text_given_up")] == ["test opted_out"]


@pytest.mark.parametrize("code", [21211, 21614])
def test_a_number_that_takes_no_texts_is_given_up(here: Town, caller: Phone, code: int) -> None:
    here.goes_wrong(kind="rest", match="POST /Messages", status=400, code=code, times=1)
    sends(here, caller)
    here.passes(60)
    assert caller.inbox == []
    assert [event["detail"] for event in here.events("text_given_up")] == ["test bad_number"]


def test_a_text_that_did_not_arrive_is_told_as_an_event(here: Town, caller: Phone) -> None:
    here.post(f"handsets/{caller.number}/behaviour", {"texts": "off"})
    sends(here, caller)
    here.passes(60)
    assert [event["detail"] for event in here.events("text_undelivered")] == ["test 30003"]


def test_a_text_asked_for_while_no_worker_works_arrives_once_one_does(here: Town, caller: Phone) -> None:
    here.working = False
    sends(here, caller)
    here.passes(60)
    assert caller.inbox == []
    here.working = True
    here.settle()
    here.passes(10)
    assert caller.inbox == [WORDS]
