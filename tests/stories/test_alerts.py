"""Whoever runs the helpline is told what they should know: by text, and by a signed notice to a webhook."""

import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from routing.domain.consent import Consent
from routing.domain.promise import Promise
from routing.services import AtWork
from tests.stories.records import on_both
from tests.stories.town import Phone, Town, town

DAY_S, STORY_S = 86_400, 5 * 3600
COORDINATOR = "+12025550180"
REPLY = "Reply OK to say that you know."
PROMISED = "the recovery helpline: somebody was promised a call more than 10 minutes ago and has not been called yet."
CALLBACK = f"{PROMISED} {REPLY}"
NOBODY = f"the recovery helpline: somebody called and found nobody on call. They may still be waiting. {REPLY}"
KNOWN = "the recovery helpline: thank you. You are told again only if it happens again."


@dataclass
class Receiver:
    """Another service: what it was told, and what it answers."""

    url: str = ""
    status: int = 200
    told: list[tuple[str, str]] = field(default_factory=list)  # signature, body


@contextmanager
def receiving() -> Iterator[Receiver]:
    receiver = Receiver()

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            receiver.told.append((self.headers["X-Helpline-Signature"], body))
            self.send_response(receiver.status)
            self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Answer)
    receiver.url = f"http://127.0.0.1:{server.server_port}/hook"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as found:
        yield found


@pytest.fixture
def build(tmp_path: Path, redis_url: str, database_url: str) -> Iterator[Callable[..., Town]]:
    """Build a town whose line tells a coordinator, and what else it is given."""
    with ExitStack() as stack:

        def make(**line: Any) -> Town:
            def change(services: AtWork) -> AtWork:
                changed = replace(services.config.lines["main"], alerts_to=(COORDINATOR,), **line)
                return replace(services, config=replace(services.config, lines={"main": changed}))

            return stack.enter_context(town(tmp_path, redis_url, change, database_url=database_url))

        yield make


@pytest.fixture
def kim(here: Town) -> Phone:
    return here.outside("Kim", COORDINATOR)


def test_whoever_waits_with_nobody_on_call_is_told_at_once_and_then_hourly(
    here: Town, kim: Phone, caller: Phone
) -> None:
    caller.dials().presses("1")
    here.passes(20)
    assert kim.inbox == [NOBODY]
    here.passes(3500)
    assert kim.inbox == [NOBODY], "not twice in an hour"
    here.passes(150)
    assert kim.inbox == [NOBODY] * 2, "the caller still waits"
    assert here.closes() == ["abandoned"]
    here.passes(8000)
    assert kim.inbox == [NOBODY] * 3, "it was so after the second text, and is no more"


def test_a_coordinator_who_knows_is_not_told_again_of_the_same(here: Town, kim: Phone, caller: Phone) -> None:
    caller.dials().presses("1")
    here.passes(30)
    caller.hangs_up()
    assert here.services.switchboard.acknowledge("nobody-main").word == "acknowledged"
    here.passes(4000)
    assert kim.inbox == [NOBODY]
    caller.dials().presses("1")
    here.passes(30)
    assert kim.inbox == [NOBODY] * 2, "another caller is another matter"


@pytest.mark.parametrize("words", ["OK", "ok.", "Vale"])
def test_whoever_is_alerted_replies_ok_and_is_not_told_again_of_the_same(
    here: Town, kim: Phone, caller: Phone, words: str
) -> None:
    caller.dials().presses("1")
    here.passes(30)
    caller.hangs_up()
    kim.texts(words)
    assert kim.inbox == [NOBODY, KNOWN]
    assert not here.services.switchboard.alerts()
    here.passes(4000)
    caller.dials().presses("1")
    here.passes(30)
    assert kim.inbox == [NOBODY, KNOWN, NOBODY], "another caller is another matter"


def test_an_ok_of_anybody_else_or_about_nothing_is_anyones_text(here: Town, kim: Phone, caller: Phone) -> None:
    menu = here.phrase("sms_menu").partition("{")[0]
    kim.texts("OK")
    assert len(kim.inbox) == 2 and kim.inbox[0].startswith(menu), "nothing was told yet"
    caller.dials().presses("1")
    here.passes(30)
    caller.texts("OK")
    assert caller.inbox[0].startswith(menu)
    kim.texts("ok she wont wake up")
    assert "Call 911 NOW" in kim.inbox[-2], "the gate comes first"
    assert [row["kind"] for row in here.services.switchboard.alerts()] == ["nobody"]


def test_an_ok_that_comes_twice_is_answered_the_same(here: Town, kim: Phone, caller: Phone) -> None:
    caller.dials().presses("1")
    here.passes(30)
    here.goes_wrong(kind="hooks", mode="double", match="/sms", times=1)
    kim.texts("OK")
    assert set(kim.inbox) == {NOBODY, KNOWN}


def test_more_than_is_expected_in_a_day_is_told_until_it_is_known_and_holds_nothing_back(
    build: Callable[..., Town],
) -> None:
    here = build(calls_and_texts_a_day=2)
    kim, ana, caller = here.outside("Kim", COORDINATOR), here.specialist("Ana"), here.caller()
    if (left := DAY_S - here.now % DAY_S) < STORY_S:
        here.passes(left)  # all of this story is of one day, by UTC
    for _ in range(3):
        assert not spent(kim)
        here.passes(301)
        caller.dials().presses("1")
        ana.declines()
        caller.hangs_up()
        here.passes(61)
    here.passes(301)
    assert spent(kim) == 1
    here.passes(3700)
    assert spent(kim) == 2, "nobody knows yet"
    kim.texts("OK")
    here.passes(3700)
    caller.dials().presses("1")
    assert ana.rings, "nothing is held back"
    here.passes(3700)
    assert spent(kim) == 2


def spent(kim: Phone) -> int:
    return sum("more calls and texts" in words for words in kim.inbox)


def test_nothing_is_told_while_somebody_is_on_call(here: Town, kim: Phone, ana: Phone, caller: Phone) -> None:
    caller.dials().presses("1")
    here.passes(5)
    ana.answers().presses("1")
    here.passes(60)
    other = here.caller("Dee")
    other.dials().presses("1")
    here.passes(120)
    assert kim.inbox == []


def test_a_specialist_who_misses_three_calls_is_told_of_the_break_and_so_is_the_coordinator(
    here: Town, kim: Phone, ana: Phone, bo: Phone, caller: Phone
) -> None:
    caller.dials().presses("1")
    for _ in range(60):
        if bo.rings:
            bo.declines()
        here.passes(5)
        if here.activity(ana) == "on_break":
            break
    here.passes(30)
    assert here.activity(ana) == "on_break"
    (told,) = ana.inbox
    assert told.startswith("the recovery helpline: you missed 3 calls in a row")
    assert f"the recovery helpline: a specialist has missed 3 calls in a row. {REPLY}" in kim.inbox
    assert not [words for words in kim.inbox if "Ana" in words or ana.number in words]


def test_a_number_that_cannot_be_called_is_told(here: Town, kim: Phone, ana: Phone, caller: Phone) -> None:
    here.goes_wrong(kind="rest", status=400, code=21211, match="POST /Calls", times=1)
    caller.dials().presses("1")
    here.passes(10)
    assert len(kim.inbox) == 1
    assert "cannot be called" in kim.inbox[0]


def test_one_failure_of_the_carriers_is_nothing_and_several_are_told(
    here: Town, kim: Phone, ana: Phone, caller: Phone
) -> None:
    here.goes_wrong(kind="rest", status=500, match="POST /Calls", times=1)
    caller.dials().presses("1")
    here.passes(40)
    assert kim.inbox == []
    caller.hangs_up()
    here.goes_wrong(kind="rest", status=401, code=20003, match="POST /Calls", times=4)
    caller.dials().presses("1")
    here.passes(60)
    assert [words for words in kim.inbox if "telephone company" in words]


def test_a_webhook_is_told_without_anybodys_number_and_can_tell_who_wrote(
    build: Callable[..., Town], receiver: Receiver
) -> None:
    here = build(alerts_webhook=receiver.url)
    caller = here.caller("Cal")
    caller.dials().presses("1")
    here.passes(30)
    ((signature, body),) = receiver.told
    told = json.loads(body)
    assert {key: told[key] for key in ("alert", "line")} == {"alert": "nobody", "line": "main"}
    assert set(told) == {"id", "alert", "line", "at"}
    at, _, mac = signature.removeprefix("t=").partition(",v1=")
    secret = here.services.vault.secret("alerts").encode()
    assert mac == hmac.new(secret, f"{at}.{body}".encode(), hashlib.sha256).hexdigest()


@pytest.mark.parametrize(("hour", "told"), [(15, True), (23, False)])
@on_both
def test_a_call_that_was_promised_and_not_made_is_told_unless_it_is_night(
    here: Town, kim: Phone, hour: int, told: bool
) -> None:
    zone = ZoneInfo("America/New_York")
    at = datetime.fromtimestamp(here.now, zone)
    start = (at + timedelta(days=1)).replace(hour=hour, minute=0)
    here.post("clock/advance", {"seconds": start.timestamp() - here.now})
    here.settle()
    now = int(start.timestamp() * 1000)
    asked = Promise("p1", "callback", "c1", "main", "general", "en", "", now, 0, now, now + 72 * 3_600_000, person="d")
    yes = Consent("p1", "callback", "callback_safe", "0" * 64, "en", "voice", "key 1", now, now + 1)
    here.services.promises.make(asked, yes)
    here.passes(590)
    assert kim.inbox == []
    here.passes(400)
    assert kim.inbox == ([CALLBACK] if told else [])


@pytest.mark.parametrize("status", [500, 302])
def test_a_webhook_that_fails_is_told_again_and_nobody_waits_for_it(
    build: Callable[..., Town], receiver: Receiver, status: int
) -> None:
    here = build(alerts_webhook=receiver.url)
    receiver.status = status
    kim, caller = here.outside("Kim", COORDINATOR), here.caller("Cal")
    caller.dials().presses("1")
    here.passes(60)
    assert kim.inbox == [NOBODY]
    assert len(receiver.told) >= 2
    receiver.status = 200
    here.passes(90)
    again = len(receiver.told)
    assert len({json.loads(body)["id"] for _, body in receiver.told}) == 1, "the same telling"
    here.passes(600)
    assert len(receiver.told) == again
