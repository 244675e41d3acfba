"""Asking by text to be called: promised on record before it is said, and then a callback like any other."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from routing.domain.consent import fingerprint
from routing.domain.contact import Unavailable
from routing.services import AtWork
from routing.store.records.database import connect
from routing.store.records.models import Consent
from tests.stories.records import held
from tests.stories.talking import asks_to_write, by_phone, how, said, writes_with
from tests.stories.town import Phone, Town, town


@pytest.fixture
def here(tmp_path: Path, redis_url: str) -> Iterator[Town]:
    with town(tmp_path, redis_url, by_phone()) as made:
        yield made


def asks_to_be_called(caller: Phone) -> Phone:
    return caller.texts("TALK").texts("CALL")


def is_asked(here: Town, caller: Phone) -> bool:
    asked = (said(here, phrase, day="Someday") for phrase in ("sms_callback_safe", "sms_callback_safe_now"))
    return any(re.fullmatch(re.escape(each).replace("Someday", r"\w+day"), caller.inbox[-1]) for each in asked)


def consents(here: Town) -> list[Consent]:
    with connect(here.services.settings.database_url).connect() as connection:
        return list(connection.execute(select(Consent.channel, Consent.how, Consent.sentence, Consent.scope)))


def test_a_call_is_asked_about_then_promised_and_kept(here: Town, caller: Phone, ana: Phone) -> None:
    asks_to_be_called(caller)
    assert is_asked(here, caller)
    question = caller.inbox[-1]
    caller.texts("yes")
    assert caller.inbox[-1] == said(here, "sms_callback_promised")
    ((channel, how, sentence, scope),) = consents(here)
    assert (channel, how, scope) == ("text", "text yes", "callback")
    assert sentence == fingerprint(question)
    assert ana.rings_within(60)
    ana.answers().presses("1")
    assert caller.rings_within(10)
    caller.answers()
    assert caller.hears("callback_hello")
    caller.presses("1")
    here.passes(4)
    assert caller.talks_to(ana)
    assert here.services.promises.still_open() == []


def test_whoever_calls_back_is_told_what_was_asked_about(here: Town, caller: Phone, ana: Phone) -> None:
    asks_to_be_called(caller.texts("whats narcan")).texts("yes")
    assert ana.rings_within(60)
    ana.answers()
    here.passes(3)
    assert ana.hears("offer_about", subject=here.services.config.topics["en"]["naloxone"].name)


def test_no_is_no_promise(here: Town, caller: Phone) -> None:
    asks_to_be_called(caller).texts("no")
    assert caller.inbox[-1] == said(here, "sms_callback_declined")
    assert not here.services.promises.still_open() and not here.contacts()


class Forgetless:
    """Live state that does not answer when what was asked is to be forgotten."""

    def __init__(self, whole: Any) -> None:
        self._whole = whole

    def __getattr__(self, name: str) -> Any:
        return getattr(self._whole, name)

    def asks(self, person: str, question: str) -> None:
        if not question:
            raise Unavailable("del")
        self._whole.asks(person, question)


def test_what_is_promised_is_said_though_live_state_fails_after_it(tmp_path: Path, redis_url: str) -> None:
    def change(services: AtWork) -> AtWork:
        whole: Any = Forgetless(services.switchboard)
        return replace(by_phone()(services), switchboard=whole)

    with town(tmp_path, redis_url, change) as here:
        caller = here.caller()
        asks_to_be_called(caller).texts("yes")
        assert caller.inbox[-1] == said(here, "sms_callback_promised")
        assert len(here.services.promises.still_open()) == 1


def test_words_are_deleted_on_both_ways_where_a_call_takes_over(here: Town, caller: Phone, ana: Phone) -> None:
    writes_with(here, caller, ana)
    caller.texts("plumbago")
    ana.texts("#1 CALL")
    here.passes(2)
    caller.texts("yes")
    assert caller.inbox[-1] == said(here, "sms_callback_promised")
    here.passes(120)
    assert not [text for text in here.services.carrier._client.messages.list() if "plumbago" in text.body]


def test_asking_twice_is_one_promise(here: Town, caller: Phone) -> None:
    asks_to_be_called(caller).texts("yes")
    asks_to_be_called(caller)
    assert caller.inbox[-1] == said(here, "sms_callback_promised")
    caller.texts("TALK").texts("TEXT")
    assert caller.inbox[-1] == said(here, "sms_callback_promised")
    assert len(here.services.promises.still_open()) == len(here.contacts()) == 1


def test_what_is_not_on_record_is_not_promised_and_nobody_is_called(here: Town, caller: Phone, ana: Phone) -> None:
    asks_to_be_called(caller)
    with held(here.services.settings.database_url):
        caller.texts("yes")
        assert caller.inbox[-1] == said(here, "sms_callback_not_kept")
    here.passes(700)
    assert not caller.rings and here.rings(caller) == 0
    asks_to_be_called(caller).texts("yes")
    assert caller.inbox[-1] == said(here, "sms_callback_promised")
    assert ana.rings_within(60)


def test_whoever_waits_to_write_may_be_called_at_the_same_place(here: Town, caller: Phone) -> None:
    asks_to_write(caller)
    (before,) = here.contacts()
    here.passes(30)
    caller.texts("CALL").texts("Yes")
    assert caller.inbox[-1] == said(here, "sms_callback_promised")
    (after,) = here.contacts()
    assert (after["entered_at"], after["channel"], after["mode"]) == (before["entered_at"], "voice", "callback")


def test_whoever_waits_to_write_and_calls_has_that_place(here: Town, caller: Phone, ana: Phone) -> None:
    here.becomes("Ana", "offline")
    asks_to_write(caller)
    here.passes(20)
    caller.dials().presses("1")
    here.becomes("Ana", "available")
    assert ana.rings_within(5)
    ana.answers().presses("1")
    here.passes(4)
    assert caller.talks_to(ana)
    assert len(here.contacts()) == 1


def test_whoever_writes_with_somebody_and_calls_ends_the_writing(here: Town, caller: Phone, ana: Phone) -> None:
    writes_with(here, caller, ana)
    caller.dials().presses("1")
    here.passes(2)
    assert ana.inbox[-1] == how(here, "sms_talks_calls")
    assert here.outcomes() == ["bridged"]
    assert ana.rings_within(70)


def test_who_is_on_the_phone_is_told_to_stay_there(here: Town, caller: Phone) -> None:
    caller.dials().presses("1")
    caller.texts("TALK").texts("TEXT")
    assert caller.inbox[-1] == said(here, "sms_on_phone")
    caller.texts("TALK").texts("CALL")
    assert caller.inbox[-1] == said(here, "sms_on_phone")
    assert len(here.contacts()) == 1
