"""Every document that a telephone is given is one that Twilio takes."""

import importlib.util
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, get_args
from urllib.parse import urldefrag
from xml.etree import ElementTree

import pytest

from routing.channels import sms, voice
from routing.domain import replies
from routing.domain.contact import Waiting
from routing.domain.replies import Ask, Dial, Go, Hangup, Join, LeaveQueue, Listen, Pause, Play, Queue, Record, Say
from routing.flow.onward import stands
from routing.flow.sentences import say
from routing.flow.ticket import Ticket
from tests.web.doorstep import Doorstep

CHECKER = Path(__file__).parents[3] / "shared" / "twilio" / "check_twiml.py"
MOST_IN_REST = 4000  # characters of a Twiml parameter (Twilio's REST reference for calls)
BASE = "https://help.example.org"
ADDRESSES = ("action", "waitUrl", "url", "statusCallback", "recordingStatusCallback")

HELLO = Say("Hello & <good> day", "en-US", "Polly.Joanna")
JOINS = {
    "caller": Join("0011-1", "caller", "/voice/alone", "/offer/0011-1/bridge", "/voice/over/0011?t=abc"),
    "specialist": Join("0011-1", "specialist", "/offer/0011-1/connecting", "/offer/0011-1/bridge", "/offer/0011-1/x"),
}
# Verb -> the document, and what it must be written as: elements with the attributes that matter.
WRITTEN: dict[str, tuple[replies.Verb, list[tuple[str, dict[str, str]]]]] = {
    "say": (HELLO, [("Say", {"language": "en-US"})]),
    "say in Spanish": (Say("Hola", "es-US", "Polly.Lupe"), [("Say", {"language": "es-US"})]),
    "play": (Play("/hold.wav"), [("Play", {})]),
    "pause": (Pause(2), [("Pause", {"length": "2"})]),
    "go": (Go("/voice?a=1&b=2"), [("Redirect", {})]),
    "ask": (
        Ask((HELLO, Play("/hold.wav"), Pause(1)), "/next?t=1&n=2", 4),
        [
            ("Gather", {"input": "dtmf", "numDigits": "1", "finishOnKey": "", "timeout": "4"}),
            ("Say", {}), ("Play", {}), ("Pause", {}),
        ],
    ),
    "ask aloud": (
        Ask((HELLO, Say("Hola", "es-US", "Polly.Lupe")), "/next", 4, speech=True),
        [
            ("Gather", {"input": "dtmf speech", "profanityFilter": "false", "language": "es-US"}),
            ("Say", {}), ("Say", {}),
        ],
    ),
    "queue": (Queue("/wait?t=1", "/then?t=1"), [("Enqueue", {"waitUrl": "/wait?t=1", "action": "/then?t=1"})]),
    "leave": (LeaveQueue(), [("Leave", {})]),
    "hang up": (Hangup(), [("Hangup", {})]),
    "join as the caller": (
        JOINS["caller"],
        [("Dial", {}), ("Conference", {"endConferenceOnExit": "true", "participantLabel": "caller"})],
    ),
    "join as the specialist": (
        JOINS["specialist"],
        [("Dial", {}), ("Conference", {"endConferenceOnExit": "true", "beep": "false"})],
    ),
    "listen": (
        Listen("0011-1", "/listen/1/alone", "/offer/0011-1/bridge", "/listen/1/after"),
        [
            ("Dial", {"action": "/listen/1/after"}),
            (
                "Conference",
                {"muted": "true", "startConferenceOnEnter": "false", "endConferenceOnExit": "false", "beep": "false"}
                | {"participantLabel": "listener", "maxParticipants": "3"},
            ),
        ],
    ),
    "record": (
        Record(120, 6, "1234567890*#", "/then?t=1", "/news"),
        [
            (
                "Record",
                {"maxLength": "120", "timeout": "6", "playBeep": "true", "action": "/then?t=1"}
                | {"recordingStatusCallback": "/news", "recordingStatusCallbackEvent": "completed absent"},
            ),
        ],
    ),
    "dial": (
        Dial("+12025550199", "+12025550100", 20, "/screen", "/after"),
        [
            ("Dial", {"callerId": "+12025550100", "timeout": "20", "answerOnBridge": "true", "action": "/after"}),
            ("Number", {"url": "/screen"}),
        ],
    ),
}  # fmt: skip


@cache
def checker() -> Callable[..., list[str]]:
    spec = importlib.util.spec_from_file_location("check_twiml", CHECKER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.check


def elements(document: replies.Document, base: str = "") -> list[Any]:
    return list(ElementTree.fromstring(voice.twiml(document, base)).iter())[1:]


@pytest.mark.parametrize("what", sorted(WRITTEN))
def test_a_verb_is_written_as_twilio_reads_it(what: str) -> None:
    verb, expected = WRITTEN[what]
    written = elements((verb,))
    assert [element.tag for element in written] == [tag for tag, _ in expected]
    for element, (_, attributes) in zip(written, expected, strict=True):
        plain = {name: urldefrag(value).url for name, value in element.items()}
        assert plain.items() >= attributes.items()


def test_every_verb_there_is_is_tried_above() -> None:
    assert {type(verb) for verb, _ in WRITTEN.values()} == set(get_args(replies.Verb))


@pytest.mark.parametrize("base", ["", BASE])
@pytest.mark.parametrize("what", sorted(WRITTEN))
def test_twilio_has_nothing_to_say_against_it(what: str, base: str) -> None:
    if not CHECKER.exists():
        pytest.skip("no Twilio contract beside this project")
    assert checker()(voice.twiml((WRITTEN[what][0],), base)) == []


def test_words_come_out_as_they_went_in() -> None:
    assert [element.text for element in elements((HELLO, Say("¿Está azul?", "es-US", "Polly.Lupe")))] == [
        HELLO.text,
        "¿Está azul?",
    ]


@pytest.mark.parametrize("what", sorted(WRITTEN))
def test_in_a_rest_request_every_address_is_absolute(what: str) -> None:
    for element in elements((WRITTEN[what][0],), BASE):
        given = [element.get(name) for name in ADDRESSES if element.get(name)]
        given += [element.text] if element.tag in ("Redirect", "Play") else []
        assert all(address.startswith(f"{BASE}/") for address in given), element.attrib


@pytest.mark.parametrize("what", sorted(WRITTEN))
def test_twilio_asks_every_webhook_again_when_its_answer_is_lost(what: str) -> None:
    for element in elements((WRITTEN[what][0],), BASE):
        asked = [element.get(name) for name in ADDRESSES if element.get(name)]
        asked += [element.text] if element.tag == "Redirect" else []
        assert all(address.endswith("#rc=2&rt=4000&rp=all") for address in asked), asked


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("stage", ["waiting", "accepted", "bridged", "choosing", "voicemail", "ended"])
def test_a_caller_is_moved_by_a_document_that_fits_in_a_rest_request(door: Doorstep, stage: str, language: str) -> None:
    ticket = Ticket("00112233445566aa", "main", "general", language, "1" * 13, 30, "topic " * 5)
    lost = say(door.services, "lost_specialist", language)
    for choice in ("", "information", "cut_off", "voicemail", "recording", "kept"):
        standing = Waiting(stage, 9, "00112233445566aa-12", choice, 9, 1, 9, 9999, 99)
        document = voice.twiml((lost, *stands(door.services, ticket, standing)), f"{BASE}/{'a' * 60}")
        assert len(document) < MOST_IN_REST


def test_a_text_reply_is_a_message_and_no_reply_is_none() -> None:
    assert ElementTree.fromstring(sms.twiml("Call 911 & stay")).find("Message").text == "Call 911 & stay"
    assert len(ElementTree.fromstring(sms.twiml())) == 0
    if CHECKER.exists():
        assert checker()(sms.twiml("Call 911 & stay"), channel="messaging") == []


def test_what_is_absent_from_a_webhook_is_empty_and_what_is_not_known_is_left_out() -> None:
    call = voice.read({"CallSid": "CA1", "DialBridged": "true", "Brand": "new"})
    assert (call.call, call.caller, call.keys, call.bridged) == ("CA1", "", "", True)
    assert voice.read({"DialBridged": "false"}).bridged is False
    assert sms.read({"Body": " hi "}).words == " hi "


@pytest.mark.parametrize("secret", ["CA" + "1" * 32, "+12025550110", "I took"])
def test_a_webhook_that_is_printed_shows_neither_number_nor_sid_nor_words(secret: str) -> None:
    form = {"CallSid": secret, "From": secret, "SpeechResult": secret, "Body": secret}
    assert secret not in repr(voice.read(form))
    assert secret not in repr(sms.read(form))


def test_behind_a_path_of_a_proxy_every_address_has_that_path(build: Callable[..., Doorstep]) -> None:
    greeting = ElementTree.fromstring(build(PUBLIC_URL="https://help.example.org/line").sends("/voice").data)
    addresses = [value for element in greeting.iter() for name, value in element.items() if name == "action"]
    assert addresses and all(address.startswith("/line/voice/") for address in addresses)
