"""Money cannot be taken by having the helpline call or text numbers that cost: nobody is reached who may not be."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from routing.domain.contact import NotSent, Reason, phone_purpose
from routing.flow import duty, outgoing, sending
from tests.stories.records import rows
from tests.stories.talking import by_phone
from tests.stories.town import LINE, Phone, Town, town

ABROAD, PREMIUM, PERSONAL = "+18765550123", "+19005551234", "+15005550006"


@pytest.fixture
def here(tmp_path: Path, redis_url: str) -> Iterator[Town]:
    with town(tmp_path, redis_url, by_phone()) as made:
        yield made


def placed(here: Town, number: str) -> list[Any]:
    """Every call and text that was placed by us, answers to a text aside."""
    texts = here.services.carrier._client.messages.list(to=number)
    calls = [call for call in here.ledger()["calls"] if call["to"] == number]
    return [*calls, *(text for text in texts if text.direction == "outbound-api")]


@pytest.mark.parametrize("number", [ABROAD, PREMIUM, PERSONAL])
def test_whoever_shows_such_a_number_is_helped_and_promised_nothing(here: Town, number: str, ana: Phone) -> None:
    caller = here.outside("Cal", number)
    here.becomes("Ana", "offline")
    caller.dials().presses("6").speaks("narcan").presses("7")
    assert not caller.hears("text_safe")
    caller.hangs_up()
    caller.dials().presses("1")
    here.passes(3)
    caller.presses("1")
    assert not caller.hears("callback_safe") and not caller.hears("callback_safe_now")
    here.passes(150)
    caller.presses("3").presses("1")
    caller.hangs_up()
    assert rows(here.services.settings.database_url, "promises") == []
    assert placed(here, number) == []


@pytest.mark.parametrize("number", [ABROAD, PREMIUM])
def test_whoever_texts_from_one_is_answered_and_nothing_more(here: Town, number: str, ana: Phone) -> None:
    caller = here.outside("Cal", number)
    for words in ("narcan", "TALK", "TEXT", "CALL", "Y", "ON 1234"):
        caller.texts(words)
    caller.texts("he is not breathing")
    assert here.phrase("sms_overdose") in caller.inbox, "an emergency is answered wherever it comes from"
    here.passes(120)
    assert placed(here, number) == []
    assert here.phrase("sms_overdose") in caller.inbox


def test_what_is_asked_of_the_carrier_is_judged_once_more(here: Town, ana: Phone) -> None:
    line = here.services.config.lines["main"]
    for number in (ABROAD, PREMIUM, PERSONAL, "+911", "+1988", "", "anonymous", "+12025550110@evil.example"):
        with pytest.raises(NotSent) as refused:
            outgoing.ring(here.services, line, number, "/offer/0011-1", 5)
        assert refused.value.reason is Reason.BAD_NUMBER
        to = here.services.vault.seal("phone", number)
        sending.ask(here.services, "t1", "help", "main", to=to, words="hello")
        here.settle()
    assert here.services.carrier._client.messages.list() == []


def test_staff_and_whoever_the_configuration_names_may_be_anywhere(here: Town) -> None:
    person = here.services.roster.add(
        "Cy", here.services.vault.seal(phone_purpose("c"), "+447700900123"), ("en",), ("general",), id="c"
    )
    line = replace(here.services.config.lines["main"], alerts_to=("+447700900456",), fallback_numbers=(PREMIUM,))
    assert not outgoing.may_reach(here.services, line, "+447700900123")
    duty.register(here.services, person)
    assert outgoing.may_reach(here.services, line, "+447700900123")
    assert outgoing.may_reach(here.services, line, "+447700900456")
    assert not outgoing.may_reach(here.services, line, PREMIUM), "but none that costs"
    assert not outgoing.may_reach(here.services, line, "+447700900789")


def test_a_story_in_which_a_stranger_is_called_fails(tmp_path: Path, redis_url: str) -> None:
    with pytest.raises(AssertionError, match="2025550199"), town(tmp_path, redis_url) as here:
        here.services.carrier.ring("+12025550199", LINE, "/offer/0011-1", 5)
