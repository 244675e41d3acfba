"""`helpline twilio connect`: an account's number is set, once, and what stands in the way is said."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import requests
from click.testing import CliRunner, Result

from config.loader import load
from config.settings import PLACED_FALLBACK
from routing.cli import main
from routing.domain.clearance import cleared, waiting
from routing.exchange.serve import Exchange
from routing.store.records.clearances import Clearances
from routing.store.records.migrating import migrate
from tests.exchange.application import Answer, Application
from tests.logged import logged

LINE, SID, TOKEN = "+12025550100", "AC" + "a" * 32, "12345"
PUBLIC = "https://help.example.org"
ACCEPTED = ("--accept-unreviewed",)
Helpline = Callable[..., Result]


@pytest.fixture
def elsewhere() -> Iterator[Application]:
    """Where the operator hosts a document."""
    server = Application(TOKEN)
    server.start()
    server.says("/voice.xml", "<Say>Call 911</Say>")
    server.says(f"/{PLACED_FALLBACK}", "<Say>We will ring you again</Say><Hangup/>")
    yield server
    server.stop()


@pytest.fixture
def account() -> Iterator[Exchange]:
    exchange = Exchange(SID, TOKEN, lines=[{"number": LINE, "voice_url": "https://old.example.org/voice"}])
    exchange.start()
    yield exchange
    exchange.stop()


@pytest.fixture
def connect(account: Exchange, tmp_path: Path) -> Iterator[Helpline]:
    environment = {
        "TWILIO_ACCOUNT_SID": SID,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_API_URL": account.url,
        "PUBLIC_URL": PUBLIC,
        "HELPLINE_DATA_DIR": str(tmp_path / "data"),
        "HELPLINE_CONFIG_DIR": None,
        "FALLBACK_URL": None,
        "FALLBACK_SMS_URL": None,
    }
    with logged():
        yield lambda *words, **more: CliRunner().invoke(main, ["twilio", "connect", *words], env=environment | more)


def numbers(account: Exchange) -> list[dict[str, Any]]:
    """The account's numbers, as anybody sees them who asks."""
    url = f"{account.url}/2010-04-01/Accounts/{SID}/IncomingPhoneNumbers.json"
    return requests.get(url, auth=(SID, TOKEN), timeout=10).json()["incoming_phone_numbers"]


def written(account: Exchange) -> int:
    """How many requests have changed a number."""
    return 0 if numbers(account)[0]["voice_url"] == "https://old.example.org/voice" else 1


def test_a_number_is_set_and_the_second_time_nothing_changes(
    connect: Helpline, account: Exchange, elsewhere: Application
) -> None:
    document = f"{elsewhere.url}/voice.xml"
    elsewhere.says("/text.xml", "<Message>Call 911</Message>")
    hosted = {"FALLBACK_URL": document, "FALLBACK_SMS_URL": f"{elsewhere.url}/text.xml"}
    first = connect(*ACCEPTED, **hosted)
    assert first.exit_code == 0, first.output
    assert "voice_url: https://old.example.org/voice -> https://help.example.org/voice" in first.stdout
    (number,) = numbers(account)
    assert (number["voice_url"], number["voice_method"]) == (f"{PUBLIC}/voice", "POST")
    assert (number["sms_url"], number["status_callback"]) == (f"{PUBLIC}/sms", f"{PUBLIC}/voice/status")
    assert (number["voice_fallback_url"], number["voice_fallback_method"]) == (document, "GET")
    assert (number["sms_fallback_url"], number["sms_fallback_method"]) == (f"{elsewhere.url}/text.xml", "GET")
    # The second time the account refuses every change, and is not asked for any.
    refuse = {"kind": "rest", "match": "POST /IncomingPhoneNumbers", "status": 400, "times": 9}
    requests.post(f"{account.url}/handsets/api/faults", json=refuse, timeout=10)
    second = connect(*ACCEPTED, **hosted)
    assert second.exit_code == 0, second.output
    assert f"{LINE} (line main): nothing to change" in second.stdout


def test_a_dry_run_shows_everything_and_changes_nothing(connect: Helpline, account: Exchange) -> None:
    shown = connect("--dry-run")
    assert shown.exit_code == 0
    assert "sms_url: unset -> https://help.example.org/sms" in shown.stdout
    assert "Nothing was changed" in shown.stdout
    assert numbers(account)[0]["sms_url"] == ""


def test_scripts_read_what_changes_and_what_is_left_to_people(connect: Helpline) -> None:
    told = json.loads(connect("--dry-run", "--json").stdout)
    (number,) = told["numbers"]
    assert (number["line"], number["number"]) == ("main", LINE)
    assert number["changes"]["status_callback"] == {"old": "", "new": f"{PUBLIC}/voice/status"}
    by_hand = " ".join(f"{one['where']} {one['what']}" for one in told["by_hand"])
    for needed in ("geographic permissions", "Advanced Opt-Out", "Retention", "Backup", "A2P"):
        assert needed in by_hand
    assert "en.greeting" in told["unreviewed"]


def test_sentences_without_sign_off_stop_it(connect: Helpline, account: Exchange) -> None:
    stopped = connect()
    assert stopped.exit_code == 1
    assert "No sign-off in en: greeting, " in stopped.stderr
    assert "No sign-off in es: greeting, " in stopped.stderr
    assert len(stopped.stderr.splitlines()) == 3, "it may be hundreds"
    assert "--accept-unreviewed" in stopped.stderr
    assert not written(account)


def test_what_is_signed_off_on_record_does_not_stop_it(connect: Helpline, account: Exchange, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    migrate(url := f"sqlite:///{tmp_path}/data/helpline.sqlite3")
    config, book, today = load(), Clearances(url), date.today()
    for clearance in cleared(waiting(config, today)[20:], "Dr. Roe", today):
        book.give(clearance)
    left = json.loads(connect("--dry-run", "--json").stdout)["unreviewed"]
    assert len(left) == 20 and not written(account) and connect().exit_code == 1
    for clearance in cleared(waiting(config, today)[:20], "Dr. Roe", today):
        book.give(clearance)
    assert connect().exit_code == 0 and written(account)


def test_a_number_that_is_not_the_accounts_stops_it(connect: Helpline, account: Exchange, tmp_path: Path) -> None:
    (tmp_path / "line.toml").write_text('[line.main]\nnumbers = ["+12025550100", "+12025550101"]\n')
    stopped = connect(*ACCEPTED, HELPLINE_CONFIG_DIR=str(tmp_path))
    assert stopped.exit_code == 1
    assert "+12025550101 is not a number of this account" in stopped.stderr
    assert not written(account), "nothing is done by halves"


def test_a_number_that_an_application_answers_is_left_alone(connect: Helpline, account: Exchange) -> None:
    number = f"{account.url}{numbers(account)[0]['uri']}"
    requests.post(number, {"VoiceApplicationSid": "AP" + "1" * 32}, auth=(SID, TOKEN), timeout=10)
    stopped = connect(*ACCEPTED)
    assert "voice_application_sid" in stopped.stderr
    assert not written(account)


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (Answer(status=404), "status 404"),
        (Answer("<html/>", content_type="text/html"), "text/html"),
        (Answer("<Response"), "cannot be read"),
        (Answer("<Response/>"), "no TwiML"),
        (Answer("<Response><Say>" + "x" * 70_000 + "</Say></Response>"), "more than 65536 bytes"),
    ],
)
def test_a_fallback_that_twilio_could_not_use_stops_it(
    connect: Helpline, account: Exchange, elsewhere: Application, answer: Answer, says: str
) -> None:
    elsewhere.says("/voice.xml", answer)
    stopped = connect(*ACCEPTED, FALLBACK_URL=f"{elsewhere.url}/voice.xml")
    assert stopped.exit_code == 1
    assert "FALLBACK_URL" in stopped.stderr
    assert says in stopped.stderr
    assert not written(account)


def test_the_document_for_placed_calls_lies_beside_the_callers(connect: Helpline, elsewhere: Application) -> None:
    elsewhere.says(f"/{PLACED_FALLBACK}", Answer(status=404))
    stopped = connect(*ACCEPTED, FALLBACK_URL=f"{elsewhere.url}/voice.xml")
    assert f"{PLACED_FALLBACK} answers with status 404" in stopped.stderr


def test_a_fallback_that_does_not_answer_stops_it(connect: Helpline) -> None:
    assert "FALLBACK_URL does not answer" in connect(*ACCEPTED, FALLBACK_URL="http://127.0.0.1:1/voice.xml").stderr


@pytest.mark.parametrize("address", ["http://localhost:8000", "http://help.example.org", "https://127.0.0.1"])
def test_an_address_that_twilio_cannot_call_stops_it_before_anything_is_asked(connect: Helpline, address: str) -> None:
    # A name under twilio.com that leads nowhere, so that no real account is ever asked.
    stopped = connect(*ACCEPTED, PUBLIC_URL=address, TWILIO_API_URL="http://nowhere.twilio.com:1")
    assert stopped.exit_code == 1
    assert f"PUBLIC_URL is {address}" in stopped.stderr


def test_wrong_credentials_are_named_and_not_shown(connect: Helpline) -> None:
    stopped = connect(*ACCEPTED, TWILIO_AUTH_TOKEN="wrong-token")
    assert "TWILIO_AUTH_TOKEN" in stopped.stderr
    assert "wrong-token" not in stopped.output


def test_an_account_that_does_not_answer_is_told(connect: Helpline) -> None:
    assert "run this again" in connect(*ACCEPTED, TWILIO_API_URL="http://127.0.0.1:1").stderr


def test_without_an_account_there_is_nothing_to_connect(connect: Helpline) -> None:
    stopped = connect(TWILIO_ACCOUNT_SID=None, TWILIO_AUTH_TOKEN=None)
    assert "TWILIO_ACCOUNT_SID" in stopped.stderr
