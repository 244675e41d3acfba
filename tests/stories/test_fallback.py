"""The whole application is away: callers hear the document that is hosted elsewhere, and go on once it is back."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import requests
from click.testing import CliRunner

from config.loader import load
from config.settings import PLACED_FALLBACK
from routing import fallback
from routing.channels.carrier import Carrier
from routing.cli import main
from routing.services import AtWork
from tests.exchange import contract
from tests.exchange.application import Answer, Application
from tests.logged import logged
from tests.stories.town import ACCOUNT, LINE, TOKEN, Phone, Town, town

OUTSIDE, OTHER_OUTSIDE = "+12025550190", "+12025550191"


@pytest.fixture
def host() -> Iterator[Application]:
    """A web server elsewhere, that knows nothing but files."""
    server = Application(TOKEN)
    server.start()
    yield server
    server.stop()


def put_up(here: Town, host: Application, *outside: str) -> None:
    """Host the documents, and set the line's number to them."""
    here.known |= set(outside)
    line = replace(here.services.config.lines["main"], fallback_numbers=outside)
    for file, words in fallback.documents(here.services.config, line, here.services.settings.public_url).items():
        host.says(f"/{file}", Answer(words))
    numbers = f"{here.network}/2010-04-01/Accounts/{ACCOUNT}/IncomingPhoneNumbers.json"
    (number,) = requests.get(numbers, auth=(ACCOUNT, TOKEN), timeout=10).json()["incoming_phone_numbers"]
    change = {
        "VoiceFallbackUrl": f"{host.url}/{fallback.VOICE}",
        "VoiceFallbackMethod": "GET",
        "SmsFallbackUrl": f"{host.url}/{fallback.TEXT}",
        "SmsFallbackMethod": "GET",
    }
    requests.post(f"{here.network}{number['uri']}", change, auth=(ACCOUNT, TOKEN), timeout=10)


def goes_away(here: Town) -> None:
    for path in ("/voice", "/sms", "/offer"):
        here.goes_wrong(kind="hooks", mode="lose", match=path, times=10_000)


def is_greeted_within(here: Town, caller: Phone, seconds: int) -> bool:
    for _ in range(seconds):
        if any("press 0 for what to do" in said for said in caller.heard):
            return True
        here.passes(1)
    return False


def comes_back(here: Town) -> None:
    here.goes_wrong(kind="clear")


def test_a_caller_hears_where_to_get_help_and_is_greeted_once_the_service_is_back(
    here: Town, host: Application, caller: Phone, ana: Phone
) -> None:
    put_up(here, host)
    goes_away(here)
    caller.dials()
    here.passes(240)
    assert caller.state["state"] == "talking", "nobody is hung up on"
    assert caller.hears("fallback") and caller.hears("fallback", "es") and caller.hears("fallback_steps")
    assert "911" in caller.heard[0] and "988" in caller.heard[0]
    assert "SAMHSA" in caller.heard[0]
    assert not here.silences()
    assert {one.method for one in host.asked} == {"GET"}
    comes_back(here)
    assert is_greeted_within(here, caller, 150)
    caller.presses("1")
    ana.answers().presses("1")
    here.passes(5)
    assert caller.talks_to(ana)


def test_a_caller_in_line_when_the_service_goes_away_is_not_left_alone(
    here: Town, host: Application, caller: Phone
) -> None:
    put_up(here, host)
    caller.dials().presses("1")
    here.passes(10)
    goes_away(here)
    here.passes(120)
    assert caller.state["state"] == "talking"
    assert caller.hears("fallback")
    assert not here.silences()


def test_whoever_presses_a_key_at_a_fallback_number_gets_the_call_and_a_machine_does_not(
    here: Town, host: Application, caller: Phone
) -> None:
    put_up(here, host, OUTSIDE, OTHER_OUTSIDE)
    here.outside("Machine", OUTSIDE).behaves("machine")
    friend = here.outside("Fay", OTHER_OUTSIDE)
    goes_away(here)
    caller.dials()
    assert friend.rings_within(90)
    assert friend.state["call"]["with"] == LINE, "the caller's number is nobody's to see"
    friend.answers()
    assert friend.hears("outside_screen", line="the recovery helpline")
    friend.presses("1")
    here.passes(3)
    assert caller.talks_to(friend)
    friend.hangs_up()
    here.passes(10)
    assert caller.state["state"] == "talking"
    assert all("Machine" not in pair for pair in here.bridges())


def test_a_specialist_who_answers_meanwhile_is_let_go_and_not_put_in_line(
    tmp_path: Path, redis_url: str, host: Application
) -> None:
    def with_fallback(services: AtWork) -> AtWork:
        there = replace(services.settings, fallback_url=f"{host.url}/{fallback.VOICE}")
        return replace(services, carrier=Carrier(there))

    with town(tmp_path, redis_url, with_fallback) as here:
        put_up(here, host, OUTSIDE)
        friend, ana = here.outside("Fay", OUTSIDE), here.specialist("Ana")
        caller = here.caller().dials().presses("1")
        here.passes(3)
        here.goes_wrong(kind="hooks", mode="lose", match="/offer", times=10)
        ana.answers()
        here.passes(15)
        assert ana.hears("offer_unknown") and ana.idle
        assert not friend.rings
        comes_back(here)
        assert ana.rings_within(60)
        ana.answers().presses("1")
        here.passes(5)
        assert caller.talks_to(ana)


def test_a_text_is_answered_in_each_language(here: Town, host: Application, caller: Phone) -> None:
    put_up(here, host)
    goes_away(here)
    caller.texts("he wont wake up")
    assert caller.inbox == [here.phrase("sms_last_resort"), here.phrase("sms_last_resort", "es")]


@pytest.mark.parametrize("outside", [(), (OUTSIDE,), tuple(f"+12025550{n}" for n in range(120, 135))])
def test_the_documents_are_such_as_twilio_runs(outside: tuple[str, ...]) -> None:
    config = load()
    line = replace(config.lines["main"], fallback_numbers=outside)
    written = fallback.documents(config, line, "https://help.example.org")
    voice = [(name, words) for name, words in written.items() if name != fallback.TEXT]
    assert contract.twiml_problems([*voice, ("/sms", written[fallback.TEXT])]) == []
    assert written[fallback.VOICE].count("<Number") == 2 * min(len(outside), 10)


def test_the_command_writes_them_all_and_says_what_to_set(tmp_path: Path) -> None:
    with logged():
        done = CliRunner().invoke(
            main, ["fallback", "--output", str(tmp_path / "www")], env={"HELPLINE_CONFIG_DIR": None}
        )
        assert done.exit_code == 0, done.output
        assert {file.name for file in (tmp_path / "www").iterdir()} == {
            fallback.VOICE,
            fallback.TEXT,
            fallback.SCREEN,
            fallback.TAKEN,
            PLACED_FALLBACK,
        }
        assert "FALLBACK_SMS_URL" in done.stderr
        wrong = CliRunner().invoke(main, ["fallback", "--line", "mian"], env={"HELPLINE_CONFIG_DIR": None})
    assert wrong.exit_code == 1
    assert "no line mian; there is main" in wrong.stderr
