"""Limits: a flood of texts or calls costs no more than the line allows, and silences no emergency.

Texts are sent as fast as they are taken; what is answered is what Twilio would be paid for.
"""

from collections.abc import Callable
from dataclasses import replace

import pytest

from config.gsm import sendable
from tests.web.doorstep import CALL, TEXT, Doorstep

MOST = 60
NUMBERS, TEXTS_EACH = 50, 6
EMERGENCY = "my friend is blue and not breathing"


@pytest.fixture
def door(build: Callable[..., Doorstep]) -> Doorstep:
    door = build()
    line = replace(door.services.config.lines["main"], texts_an_hour=MOST)
    door.becomes(replace(door.services, config=replace(door.services.config, lines={"main": line})))
    return door


class Network:
    """Texts that people send, each with a SID of its own."""

    def __init__(self, door: Doorstep) -> None:
        self._door, self._sent = door, 0

    def texts(self, words: str, number: str = TEXT["From"]) -> list[str]:
        """Send a text; return what it is answered."""
        self._sent += 1
        return self._door.says(
            self._door.sends("/sms", {**TEXT, "MessageSid": f"SM{self._sent:032x}", "From": number, "Body": words})
        )


@pytest.fixture
def network(door: Doorstep) -> Network:
    return Network(door)


def number(n: int) -> str:
    return f"+1202555{n:04d}"


def said(door: Doorstep, phrase: str, language: str = "en") -> str:
    return sendable(door.phrase(phrase, language).format(line=door.services.config.lines["main"].name[language]))


def test_a_flood_from_many_numbers_stays_within_the_lines_most_and_silences_no_emergency(
    door: Doorstep, network: Network
) -> None:
    answers = []
    for turn in range(TEXTS_EACH):
        for n in range(NUMBERS):
            answers.append((n, network.texts("narcan", number(n))))
        for n in (turn, NUMBERS + turn):  # one who takes part in the flood, and one who has never texted
            assert said(door, "sms_overdose") in network.texts(EMERGENCY, number(n))
    crowded = [said(door, "sms_crowded", language) for language in ("en", "es")]
    sent = [words for _, texts in answers for words in texts]
    assert MOST - 2 <= len(sent) <= MOST
    told = [n for n, texts in answers if said(door, "sms_crowded") in texts]
    assert told and len(told) == len(set(told)), "each is told once"
    saying_so = [words in crowded for words in sent]
    assert saying_so == sorted(saying_so) and MOST // 6 <= sum(saying_so) <= MOST // 4, "and the last say so"


def test_after_an_hour_everyone_is_answered_again(door: Doorstep, network: Network) -> None:
    for n in range(2 * MOST):
        network.texts("narcan", number(n))
    assert network.texts("narcan", number(900)) == []
    door.redis.delete(*door.redis.scan_iter("*replies:*"), *door.redis.scan_iter("*crowded:*"))
    assert network.texts("narcan", number(0)) != []


def test_what_is_asked_to_be_done_is_done_and_confirmed_in_a_flood_too(door: Doorstep, network: Network) -> None:
    door.written()  # so there are records
    for n in range(2 * MOST):
        network.texts("narcan", number(n))
    assert network.texts("opt out", number(900)) == [said(door, "sms_stop")]


def test_nobody_is_answered_for_ever_by_asking_for_texts_and_for_none(door: Doorstep, network: Network) -> None:
    most = door.services.config.lines["main"].replies_an_hour
    answers = [network.texts(words) for _ in range(most) for words in ("START", "opt out")]
    assert most <= sum(map(len, answers)) <= most + 2
    assert said(door, "sms_overdose") in network.texts(EMERGENCY)


def test_guesses_at_a_pin_count_too(door: Doorstep, network: Network) -> None:
    for n in range(2 * MOST):
        network.texts("ON 1234", number(n))
    texts = list(door.redis.scan_iter("*guess:*"))
    assert texts, "a job answers them"
    assert network.texts("narcan", number(900)) in ([], [said(door, "sms_crowded")])


def test_however_often_somebody_calls_they_hear_the_same_greeting(door: Doorstep) -> None:
    first = door.sends("/voice").data
    for n in range(200):
        assert door.sends("/voice", {**CALL, "CallSid": f"CA{n:032x}"}).data == first
