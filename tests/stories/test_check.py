"""`helpline check` against a helpline that runs: what is wrong with its account and its address is said."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import requests

from config.settings import Settings
from routing.channels.numbers import Numbers
from routing.connecting import carry_out, plan
from routing.exchange.serve import Exchange
from routing.visit import visit
from tests.exchange.application import Answer, Application
from tests.stories.town import ACCOUNT, LINE, TOKEN, Phone, Town


@pytest.fixture
def stranger() -> Iterator[Application]:
    """Another server than the helpline's."""
    server = Application(TOKEN)
    server.start()
    yield server
    server.stop()


def findings(here: Town, **changes: Any) -> list[tuple[str, str, str]]:
    found = visit(changed(here, **changes), here.services.config)
    assert all(finding.right for finding in found)
    return [(finding.level, finding.where, finding.wrong) for finding in found]


def changed(here: Town, **changes: Any) -> Settings:
    return replace(here.services.settings, **changes)


def test_a_helpline_that_is_connected_has_nothing_to_say(here: Town) -> None:
    assert findings(here) == []
    assert here.contacts() == [], "and what was asked of it leaves nothing behind"


def test_a_number_that_leads_nowhere_takes_calls_and_texts_once_it_is_connected(
    here: Town, caller: Phone, ana: Phone
) -> None:
    settings, config = here.services.settings, here.services.config
    numbers = f"{here.network}/2010-04-01/Accounts/{ACCOUNT}/IncomingPhoneNumbers.json"
    (number,) = requests.get(numbers, auth=(ACCOUNT, TOKEN), timeout=10).json()["incoming_phone_numbers"]
    nothing = {"VoiceUrl": "", "SmsUrl": "", "StatusCallback": ""}
    requests.post(f"{here.network}{number['uri']}", nothing, auth=(ACCOUNT, TOKEN), timeout=10)
    assert any("is not set for this service" in wrong for _, _, wrong in findings(here))
    account = Numbers(settings)
    assert len(list(carry_out(account, plan(settings, config, account)))) == 1
    assert not list(carry_out(account, plan(settings, config, account)))
    assert findings(here) == []
    caller.texts("she wont wake up")
    assert "911" in caller.inbox[0]
    caller.dials().presses("1")
    ana.answers().presses("1")
    here.passes(5)
    assert caller.talks_to(ana)
    assert here.closes() == ["bridged"], "its end was told to the address of the status"


def test_settings_of_a_number_that_differ_are_told_with_what_sets_them(here: Town) -> None:
    numbers = f"{here.network}/2010-04-01/Accounts/{ACCOUNT}/IncomingPhoneNumbers.json"
    (number,) = requests.get(numbers, auth=(ACCOUNT, TOKEN), timeout=10).json()["incoming_phone_numbers"]
    change = {"SmsUrl": "https://old.example.org/sms"}
    requests.post(f"{here.network}{number['uri']}", change, auth=(ACCOUNT, TOKEN), timeout=10)
    (found,) = visit(here.services.settings, here.services.config)
    assert found.wrong == f"{LINE} is not set for this service: sms_url is https://old.example.org/sms"
    assert "helpline twilio connect" in found.right


def test_a_number_that_the_account_lacks_is_told(here: Town) -> None:
    line = replace(here.services.config.lines["main"], numbers=(LINE, "+12025550101"))
    config = replace(here.services.config, lines={"main": line})
    assert [one.wrong for one in visit(here.services.settings, config)] == [
        "+12025550101 is not a number of this account"
    ]


def test_wrong_credentials_are_told_once(here: Town) -> None:
    told = findings(here, auth_tokens=("another-token",))
    assert told.count(("error", "TWILIO_AUTH_TOKEN", "is not known to Twilio")) == 1
    assert any("/voice answers with status 403" in wrong for _, _, wrong in told), "the service has another token"


def test_a_key_that_is_wrong_is_told_apart_from_the_token(here: Town) -> None:
    told = findings(here, api_key="SK" + "0" * 32, api_secret="wrong")
    assert told == [("error", "TWILIO_API_KEY", "is not known to Twilio")]


def test_an_address_where_nothing_answers_is_told_with_all_the_rest(here: Town) -> None:
    told = findings(here, public_url="http://127.0.0.1:1", fallback_url="http://127.0.0.1:1/voice.xml")
    assert ("error", "PUBLIC_URL", "http://127.0.0.1:1/health does not answer (ConnectionError)") in told
    assert ("error", "FALLBACK_URL", "does not answer (ConnectionError)") in told
    assert sum("voice_url" in wrong for _, _, wrong in told) == 1


def test_an_address_that_lets_everyone_in_is_told(here: Town, stranger: Application) -> None:
    stranger.says("/health", Answer("ok"))
    stranger.says("/voice", "<Say>Hello</Say>")
    told = findings(here, public_url=stranger.url)
    assert ("error", "PUBLIC_URL", f"{stranger.url}/voice answers whoever asks, with status 200") in told


def test_an_account_that_does_not_answer_is_told(here: Town) -> None:
    assert findings(here, api_url="http://127.0.0.1:1") == [
        ("error", "TWILIO_API_URL", "Twilio does not answer (ConnectionError)")
    ]


def test_a_trial_account_is_told(here: Town) -> None:
    trial = Exchange(ACCOUNT, TOKEN, lines=[{"number": LINE}], account_kind="Trial")
    try:
        told = findings(here, api_url=trial.start())
    finally:
        trial.stop()
    assert any("on trial" in wrong for _, _, wrong in told)
