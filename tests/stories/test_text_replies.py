"""What somebody who texts is answered: what they ask for, in their language, and an emergency before all else."""

import pytest

from config.gsm import sendable
from routing.flow import topics
from routing.store import keys
from tests.stories.records import held
from tests.stories.town import LINE, Phone, Town

NAMES = {"en": "the recovery helpline", "es": "la linea de ayuda para la recuperacion"}


def phrase(here: Town, name: str, language: str = "en") -> str:
    return sendable(here.phrase(name, language).format(line=here.services.config.lines["main"].name[language]))


def topic(here: Town, name: str, language: str = "en") -> str:
    told = " ".join(sendable(topics.sent(here.services, name, language)).split())
    return f"{told} {phrase(here, 'sms_next', language)}"


def last(caller: Phone) -> str:
    return caller.inbox[-1]


@pytest.mark.parametrize(
    ("words", "name", "language"),
    [
        ("im dope sick", "withdrawal", "en"),
        ("rehab near me", "treatment", "en"),
        ("33401", "treatment", "en"),
        ("MEET 33401", "meetings", "en"),
        ("narcan where to get", "naloxone", "en"),
        ("mi hijo usa drogas como le ayudo", "loved_one", "es"),
        ("necesito tratamiento", "treatment", "es"),
    ],
)
def test_a_first_text_is_answered_with_what_it_asks_for(
    here: Town, caller: Phone, words: str, name: str, language: str
) -> None:
    caller.texts(words)
    assert caller.inbox == [f"{phrase(here, 'sms_first', language)} {topic(here, name, language)}"]
    assert "911" in last(caller) and "auto" in last(caller)


def test_who_is_known_hears_once_that_replies_are_automated(here: Town, caller: Phone) -> None:
    caller.texts("im dope sick").texts("narcan where to get")
    assert last(caller) == topic(here, "naloxone")
    here.redis.delete(*here.redis.scan_iter("*texter:*"))  # as a day later
    caller.texts("narcan where to get")
    assert last(caller).startswith(phrase(here, "sms_first"))


def test_what_nobody_understands_is_answered_with_a_menu_in_the_languages_that_it_may_be_in(
    here: Town, caller: Phone
) -> None:
    caller.texts("???")
    assert caller.inbox == [phrase(here, "sms_menu", "en"), phrase(here, "sms_menu", "es")]


def test_a_language_that_is_asked_for_is_kept_to(here: Town, caller: Phone) -> None:
    caller.texts("espanol")
    assert caller.inbox == [f"{phrase(here, 'sms_menu', 'es')} {phrase(here, 'sms_other_language', 'en')}"]
    caller.texts("33401")
    assert last(caller) == topic(here, "treatment", "es")
    caller.texts("ENGLISH").texts("33401")
    assert last(caller) == topic(here, "treatment", "en")


def test_a_yes_that_nobody_asked_for_is_answered_with_the_menu(here: Town, caller: Phone) -> None:
    caller.texts("hello").texts("Y")
    assert last(caller).startswith(phrase(here, "sms_menu"))


def test_an_emergency_is_answered_again_and_again(here: Town, caller: Phone) -> None:
    for _ in range(2):
        caller.texts("STOP she is not breathing")
    assert caller.inbox == [phrase(here, "sms_overdose", language) for language in ("en", "es")] * 2
    caller.texts("quiero morir")
    assert caller.inbox[-2:] == [phrase(here, "sms_suicide", language) for language in ("es", "en")]


def test_privacy_is_told_with_what_the_line_discloses(here: Town, caller: Phone) -> None:
    caller.texts("PRIVACY")
    assert last(caller) == f"{phrase(here, 'sms_first')} {phrase(here, 'sms_privacy')}"


def test_a_text_that_twilio_tells_of_twice_is_answered_the_same(here: Town, caller: Phone) -> None:
    here.goes_wrong(kind="hooks", mode="double", match="/sms", times=1)
    caller.texts("im dope sick")
    assert set(caller.inbox) == {f"{phrase(here, 'sms_first')} {topic(here, 'withdrawal')}"}


def test_nothing_of_a_text_is_kept_in_the_clear(here: Town, caller: Phone) -> None:
    caller.texts("im dope sick").texts("opt out")
    kept = [
        value
        for name in here.redis.scan_iter("*")
        for value in [name, here.redis.dump(name) or b""]
        if b"dope" in value or b"withdrawal" in value.lower() or caller.number[2:].encode() in value
    ]
    assert not [name for name in kept if b"rq:" not in name]


def test_replies_are_counted_by_the_hour_and_the_last_one_says_so(here: Town, caller: Phone) -> None:
    most = here.services.config.lines["main"].replies_an_hour
    for _ in range(most):
        caller.texts("narcan")
    assert len(caller.inbox) == most + 1
    assert last(caller) == phrase(here, "sms_last")
    caller.texts("narcan")
    assert len(caller.inbox) == most + 1
    caller.texts("he is not breathing")
    assert caller.inbox[-2] == phrase(here, "sms_overdose"), "emergencies are answered, and never counted"
    here.redis.delete(*here.redis.scan_iter("*digest:replies:*"))  # as an hour later
    caller.texts("narcan")
    assert last(caller) == topic(here, "naloxone")


def test_without_live_state_each_text_is_answered_as_a_first(here: Town, caller: Phone) -> None:
    with here.without_live_state():
        for _ in range(2):
            caller.does("text", to=LINE, body="narcan")
        here.post("settle", {})
        assert caller.inbox == [f"{phrase(here, 'sms_first')} {topic(here, 'naloxone')}"] * 2


def test_delete_erases_and_says_so_once_it_is_done(here: Town, caller: Phone) -> None:
    caller.texts("espanol").texts("BORRAR")
    assert last(caller) == phrase(here, "sms_erased", "es")
    assert not list(here.redis.scan_iter(keys.texter("*")))
    with held(here.services.settings.database_url):
        caller.texts("delete my number")
        assert last(caller) == phrase(here, "sms_erase_failed")


def written_with(here: Town, caller: Phone) -> int:
    messages = here.services.carrier._client.messages
    return len(messages.list(to=caller.number)) + len(messages.list(from_=caller.number))


def test_what_was_written_is_deleted_at_the_carrier_too_also_when_that_fails_at_first(
    here: Town, caller: Phone
) -> None:
    dee = here.caller("Dee").texts("narcan")
    caller.texts("narcan").texts("DELETE")
    here.goes_wrong(kind="rest", status=500, code=20500, match="DELETE /Messages/", times=1)
    assert written_with(here, caller) == 4
    here.passes(40)
    assert written_with(here, caller) > 0
    caller.texts("hello again")
    here.passes(70)
    assert written_with(here, caller) == 2, "what was written since then stays"
    assert written_with(here, dee) == 2
    assert here.services.deletions.next() is None
