"""Whoever wants no texts gets none, is told so once with where to find help, and gets them again when they ask."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from routing.store import keys
from tests.stories.records import held, on_both
from tests.stories.test_text_replies import last, phrase, topic
from tests.stories.test_topic_texts import hears_topic, texts_arrive
from tests.stories.town import LINE, Phone, Town, town


@pytest.fixture
def build(tmp_path: Path, redis_url: str, database_url: str) -> Iterator[Callable[[], Town]]:
    with ExitStack() as stack:
        yield lambda: stack.enter_context(town(tmp_path, redis_url, texts_arrive, database_url=database_url))


def on_record(here: Town, caller: Phone) -> bool:
    return here.services.vault.digest("person", caller.number) in here.services.opt_outs.all()


def wanted_by_carrier(here: Town, caller: Phone) -> list[str]:
    return [text for text in caller.inbox if text.startswith("You have successfully")]


@on_both
@pytest.mark.parametrize("words", ["opt out", "Please stop texting me", "ya no me manden mensajes"])
def test_whoever_wants_no_texts_is_told_once_and_gets_none(here: Town, caller: Phone, words: str) -> None:
    language = "es" if "manden" in words else "en"
    caller.texts(words)
    assert caller.inbox == [phrase(here, "sms_stop", language)]
    assert all(word in last(caller) for word in ("911", "988", "START"))
    assert on_record(here, caller)
    caller.texts(words).texts("im dope sick").texts("HELLO")
    assert len(caller.inbox) == 1


@pytest.mark.parametrize("words", ["STOP", "quit", "END", "cancel", "revoke"])
def test_a_carriers_word_is_confirmed_by_the_carrier_alone(here: Town, caller: Phone, words: str) -> None:
    caller.texts(words)
    assert caller.inbox == wanted_by_carrier(here, caller) and len(caller.inbox) == 1
    assert on_record(here, caller)


@pytest.mark.parametrize(
    ("words", "how"),
    [("no more of these messages to my phone ok", "STOP"), ("can all my texts be gotten rid of", "DELETE")],
)
def test_what_is_only_like_a_wish_is_not_done_and_how_to_ask_is_told(
    here: Town, caller: Phone, words: str, how: str
) -> None:
    caller.texts(words)
    assert how in last(caller)
    assert not on_record(here, caller)
    caller.texts("meetings")
    assert last(caller).startswith(topic(here, "meetings")[:20])


@pytest.mark.parametrize("words", ["i want to quit heroin", "STOP the pain how do i get rehab", "when will it end"])
def test_a_carriers_word_within_a_text_is_no_wish(here: Town, caller: Phone, words: str) -> None:
    caller.texts(words)
    assert not on_record(here, caller)
    assert caller.inbox


@on_both
@pytest.mark.parametrize("words", ["START", "YES", "unstop", "Yes"])
def test_they_get_texts_again_when_they_ask(here: Town, caller: Phone, words: str) -> None:
    caller.texts("opt out").texts(words)
    assert not on_record(here, caller)
    assert last(caller).startswith(phrase(here, "sms_menu"))
    caller.texts("narcan")
    assert last(caller) == topic(here, "naloxone")


def test_an_emergency_is_answered_whoever_wants_no_texts(here: Town, caller: Phone) -> None:
    caller.texts("opt out").texts("my friend is blue and wont wake up")
    assert caller.inbox[1:] == [phrase(here, "sms_overdose", language) for language in ("en", "es")]


def test_who_is_forgotten_still_wants_no_texts(here: Town, caller: Phone) -> None:
    caller.texts("opt out").texts("DELETE").texts("narcan")
    assert len(caller.inbox) == 1
    assert on_record(here, caller)


def test_no_text_is_promised_in_a_call_to_whoever_wants_none(here: Town, caller: Phone) -> None:
    caller.texts("opt out")
    hears_topic(here, caller, "62")
    caller.presses("7").presses("1")
    assert caller.hears("text_opted_out") and not caller.hears("text_coming")
    assert len(caller.inbox) == 1


def test_a_refusal_by_the_carrier_is_put_on_record(here: Town, caller: Phone) -> None:
    caller.texts("STOP")
    here.services.opt_outs.end([here.services.vault.digest("person", caller.number)])
    here.redis.delete(keys.opt_outs())  # as if the webhook had never come
    hears_topic(here, caller, "62")
    caller.presses("7").presses("1")
    here.passes(10)
    assert on_record(here, caller)
    assert here.services.switchboard.opted_out([here.services.vault.digest("person", caller.number)])


@on_both
def test_a_wish_outlives_a_loss_of_live_state(here: Town, caller: Phone) -> None:
    caller.texts("opt out")
    here.redis.flushall()
    here.settle()
    here.passes(30)
    caller.texts("narcan")
    assert len(caller.inbox) == 1


@on_both
def test_nothing_is_said_to_be_kept_before_it_is_and_it_is_kept_as_soon_as_can_be(here: Town, caller: Phone) -> None:
    with held(here.services.settings.database_url):
        caller.texts("opt out")
        assert caller.inbox == [phrase(here, "sms_stop_not_kept")]
        caller.texts("narcan")
        assert len(caller.inbox) == 1, "no text is sent all the same"
    here.passes(30)
    assert on_record(here, caller)


def test_without_live_state_a_wish_is_on_record(here: Town, caller: Phone) -> None:
    with here.without_live_state():
        caller.does("text", to=LINE, body="opt out")
        here.post("settle", {})
        assert caller.inbox == [phrase(here, "sms_stop")]
    assert on_record(here, caller)
    here.passes(400)
    caller.texts("narcan")
    assert len(caller.inbox) == 1
