"""What Twilio says of a text that it has answered itself: noted, and not answered again."""

import pytest

from routing.store.records.migrating import migrate
from tests.web.doorstep import TEXT, Doorstep


@pytest.fixture
def door(door: Doorstep) -> Doorstep:
    migrate(door.settings.database_url)
    return door


def texts(door: Doorstep, body: str, carrier_word: str = "", sid: int = 3) -> list[str]:
    said = {"OptOutType": carrier_word} if carrier_word else {}
    return door.says(door.sends("/sms", {**TEXT, "Body": body, "MessageSid": f"SM{sid:032x}", **said}))


def listed(door: Doorstep) -> bool:
    return door.services.vault.digest("person", TEXT["From"]) in door.services.opt_outs.all()


def test_a_word_of_the_operators_own_that_twilio_takes_for_stop_is_one(door: Doorstep) -> None:
    assert texts(door, "adios amigos", "STOP", sid=1) == []
    assert listed(door)
    assert texts(door, "narcan", sid=2) == []
    assert texts(door, "volver", "START", sid=3) == []
    assert not listed(door)
    assert len(texts(door, "narcan", sid=4)) == 1


def test_help_that_twilio_has_answered_is_not_answered_twice(door: Doorstep) -> None:
    assert texts(door, "HELP", "HELP", sid=1) == []
    assert len(texts(door, "HELP", sid=2)) == 1


@pytest.mark.parametrize("word", ["STOP", "START", "HELP"])
def test_an_emergency_is_answered_whatever_twilio_took_it_for(door: Doorstep, word: str) -> None:
    assert "911" in texts(door, "she is not breathing", word)[0]
    assert not listed(door)


def test_a_text_of_the_same_sid_has_the_same_answer_whatever_has_changed(door: Doorstep) -> None:
    first = texts(door, "narcan", sid=1)
    texts(door, "espanol", sid=2)
    assert texts(door, "narcan", sid=1) == first != texts(door, "narcan", sid=3)


@pytest.mark.parametrize("sender", ["anonymous", "", "12345", "+266696687"])
def test_whoever_shows_no_number_is_answered_and_nothing_is_kept_of_them(door: Doorstep, sender: str) -> None:
    before = door.written()
    for body in ("narcan", "hello", "PRIVACY"):
        assert door.says(door.sends("/sms", {**TEXT, "From": sender, "Body": body}))
    assert door.says(door.sends("/sms", {**TEXT, "From": sender, "Body": "opt out"})) == []
    assert door.written() == before
