"""Whatever is sent to the door: each has one clear answer, and leaves nothing behind.

Compared before and after are live state with every job in it, and the database. Order: size, signature, shape
(routing/web/guard.py); what is not here is in test_guard.py, for every webhook there is.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from werkzeug.test import TestResponse

from tests.web.doorstep import CALL, PUBLIC, TEXT, Doorstep, sign, verbs

NEW, OLD = "the-new-token", "the-old-token"
FORM = "application/x-www-form-urlencoded"
CONTACT = "00112233445566aa"
JSON = b'{"CallSid":"CA11111111111111111111111111111111"}'
COVERED = f"/voice?bodySHA256={hashlib.sha256(JSON).hexdigest()}"
PARTS = b'--x\r\nContent-Disposition: form-data; name="CallSid"\r\n\r\nCA11111111111111111111111111111111\r\n--x--\r\n'


@dataclass(frozen=True)
class Knock:
    """One request. It is signed by `token` for `called`, as Twilio would, unless `signature` is another header."""

    path: str = "/voice"
    form: Mapping[str, str] | bytes = field(default_factory=lambda: CALL)
    method: str = "POST"
    token: str = NEW
    called: str = ""
    signature: str | None = "right"
    kind: str = FORM
    environ: Mapping[str, Any] = field(default_factory=dict)

    def at(self, door: Doorstep) -> TestResponse:
        body = self.form if isinstance(self.form, bytes) else urlencode(self.form).encode()
        signature = self._signed(body) if self.signature == "right" else self.signature
        headers = {} if signature is None else {"X-Twilio-Signature": signature}
        return door.app.test_client().open(
            self.path, method=self.method, data=body, content_type=self.kind, headers=headers,
            environ_overrides=dict(self.environ),
        )  # fmt: skip

    def _signed(self, body: bytes) -> str:
        fields: dict[str, set[str]] = {}
        if self.kind == FORM:
            for name, value in parse_qsl(body.decode("latin-1"), keep_blank_values=True, errors="replace"):
                fields.setdefault(name, set()).add(value)
        joined = {name: name.join(sorted(values)) for name, values in fields.items()}
        return sign(self.token, self.called or PUBLIC + self.path, joined)


def status(code: int, said: bytes | None = None) -> Callable[[Doorstep, TestResponse], bool]:
    return lambda _, answer: answer.status_code == code and (said is None or answer.data == said)


def says(phrase: str) -> Callable[[Doorstep, TestResponse], bool]:
    return lambda door, answer: door.says(answer)[0] == door.phrase(phrase)


def asks(path: str) -> Callable[[Doorstep, TestResponse], bool]:
    return lambda _, answer: verbs(answer.data)[0] == "Gather" and path.encode() in answer.data


TOO_MUCH, STRANGER, NOT_HERE, NOT_SO = status(413, b""), status(403, b""), status(404), status(405)
GREETED, HELPED, TEXTED = asks("/voice/menu/top/en"), says("last_resort"), says("sms_last_resort")
HEEDED_NOT = status(200, b'<?xml version="1.0" encoding="UTF-8"?><Response />')


def without(form: Mapping[str, str], *names: str, **more: str) -> dict[str, str]:
    return {name: value for name, value in {**form, **more}.items() if name not in names}


def raw(form: Mapping[str, str], more: str) -> bytes:
    return f"{urlencode(form)}&{more}".encode()


# What is sent -> the request, and what it must be answered.
KNOCKS: dict[str, tuple[Knock, Callable[[Doorstep, TestResponse], bool]]] = {
    # Too much.
    "a body of more than 64 KB": (Knock(form={**CALL, "SpeechResult": "x" * 65536}), TOO_MUCH),
    "a length that is a lie": (Knock(environ={"CONTENT_LENGTH": str(10**9)}), TOO_MUCH),
    "a length that is no number": (Knock(environ={"CONTENT_LENGTH": "x"}), STRANGER),
    "a length below nothing": (Knock(environ={"CONTENT_LENGTH": "-1"}), STRANGER),
    "more than 200 parameters": (Knock(form={f"p{n}": "1" for n in range(201)}), TOO_MUCH),
    "more than 200 in the address": (Knock(f"/voice?{'&'.join('p=1' for _ in range(201))}"), TOO_MUCH),
    "a body in pieces, of no length": (
        Knock(environ={"HTTP_TRANSFER_ENCODING": "chunked", "CONTENT_LENGTH": None}), TOO_MUCH,
    ),
    # From somebody else.
    "no signature": (Knock(signature=None), STRANGER),
    "an empty signature": (Knock(signature=""), STRANGER),
    "a signature that is no base64": (Knock(signature="!" * 28), STRANGER),
    "two signatures": (Knock(signature=f"{sign(NEW, f'{PUBLIC}/voice', CALL)}, x"), STRANGER),
    "a token that is listed no more": (Knock(token="the-first-token"), STRANGER),
    "the old token, still listed": (Knock(token=OLD), GREETED),
    "an empty token": (Knock(token=""), STRANGER),
    "another host": (Knock(called="https://evil.example/voice"), STRANGER),
    "http for https": (Knock(called="http://help.example.org/voice"), STRANGER),
    "another path": (Knock(called=f"{PUBLIC}/sms"), STRANGER),
    "a query that was not signed": (Knock("/voice?more=1", called=f"{PUBLIC}/voice"), STRANGER),
    "a host of one's own, rightly signed": (Knock(environ={"HTTP_HOST": "evil.example"}), GREETED),
    # No form.
    "JSON that nothing covers": (Knock(form=JSON, kind="application/json"), STRANGER),
    "JSON that its hash covers, which is no call": (Knock(COVERED, JSON, kind="application/json"), HELPED),
    "JSON with another's hash": (Knock(COVERED, JSON + b" ", kind="application/json"), STRANGER),
    "a form in parts": (Knock(form=PARTS, kind="multipart/form-data; boundary=x"), STRANGER),
    "a form in parts without a boundary": (Knock(form=PARTS, kind="multipart/form-data"), STRANGER),
    "a body without a kind": (Knock(form=JSON, kind=""), STRANGER),
    "no body at all": (Knock(form=b""), HELPED),
    # Not shaped like a webhook.
    "a parameter twice": (Knock(form=raw(CALL, "From=%2B12025550111")), HELPED),
    "a parameter twice, the same": (Knock(form=raw(CALL, urlencode({"From": CALL["From"]}))), HELPED),
    "words moved into a name": (Knock("/sms", without(TEXT, "Body", Bodyhello="")), TEXTED),
    "a name moved into words": (Knock("/sms", without(TEXT, "From", Body=f"helloFrom{TEXT['From']}")), TEXTED),
    "a SID moved into its name": (Knock(form=without(CALL, "CallSid", **{f"CallSid{CALL['CallSid']}": ""})), HELPED),
    "a SID that is short": (Knock(form={**CALL, "CallSid": "CA12"}), HELPED),
    "a SID of something else": (Knock(form={**CALL, "CallSid": "RE" + "1" * 32}), HELPED),
    "a SID and a line's end": (Knock(form={**CALL, "CallSid": CALL["CallSid"] + "\n"}), HELPED),
    "a SID in other digits": (Knock(form={**CALL, "CallSid": "CA" + "١" * 32}), HELPED),
    "a text's SID that is a call's": (Knock("/sms", {**TEXT, "MessageSid": CALL["CallSid"]}), TEXTED),
    "a status that is none": (Knock("/voice/menu/top/en", {**CALL, "CallStatus": "dreaming"}), HELPED),
    "news of a status that is none": (Knock("/voice/status", {**CALL, "CallStatus": "dreaming"}), HEEDED_NOT),
    "news of a text that is none": (Knock("/sms/sent/t1", {**TEXT, "MessageStatus": "dreaming"}), HEEDED_NOT),
    "a recording's length that is none": (
        Knock("/voice/message/00112233445566bb/news", {**CALL, "RecordingDuration": "²"}), HEEDED_NOT,
    ),
    "a recording longer than time": (
        Knock("/voice/message/00112233445566bb/news", {**CALL, "RecordingDuration": "9" * 5000}), HEEDED_NOT,
    ),
    # Served like any other.
    "a number that is withheld": (Knock(form={**CALL, "From": "+266696687"}), GREETED),
    "a number that is none": (Knock(form={**CALL, "From": "' OR 1=1 --"}), GREETED),
    "a number without an end": (Knock(form={**CALL, "From": "+1" + "2" * 60000}), GREETED),
    "a line that is none of ours": (Knock(form={**CALL, "To": "+12025550199"}), GREETED),
    "a NUL in what is said": (Knock("/voice/menu/top/en", {**CALL, "SpeechResult": "a\0b"}), GREETED),
    "control characters in what is said": (
        Knock("/voice/menu/top/en", {**CALL, "SpeechResult": "\x1b[31m\r\nSet-Cookie: a=b\x07"}), GREETED,
    ),
    "keys without an end": (Knock("/voice/menu/top/en", {**CALL, "Digits": "7" * 60000}), GREETED),
    "a key of another script": (Knock("/voice/menu/top/en", {**CALL, "Digits": "١"}), GREETED),
    "speech without an end": (Knock("/voice/menu/top/en", {**CALL, "SpeechResult": "x " * 20000}), GREETED),
    "bytes that are no UTF-8": (Knock(form=raw(CALL, "CallerName=%ff%fe%ed%a0%80")), STRANGER),
    "percent signs that mean nothing": (Knock(form=raw(CALL, "CallerName=%zz%")), GREETED),
    "a parameter that nobody knows": (Knock(form={**CALL, "__proto__": "x", "Ñ": "ñ"}), GREETED),
    # Nowhere.
    "an address that is none": (Knock("/admin"), NOT_HERE),
    "a slash too many": (Knock("/voice/"), NOT_HERE),
    "slashes within": (Knock(f"/voice/wait//{CONTACT}"), NOT_HERE),
    "dots in a path": (Knock("/voice/../sms"), NOT_HERE),
    "dots in disguise": (Knock("/voice/%2e%2e/sms"), NOT_HERE),
    "a NUL in a path": (Knock("/voice%00"), NOT_HERE),
    "a line's end in a path": (Knock("/voice%0d%0aX-More:%201"), NOT_HERE),
    "other letters": (Knock("/VOICE"), NOT_HERE),
    "a host in a path": (Knock("//evil.example/%2e%2e//voice"), NOT_HERE),
    "a GET": (Knock(method="GET", form=b"", kind=""), NOT_SO),
    "a PUT": (Knock(method="PUT"), NOT_SO),
    "a DELETE": (Knock(method="DELETE"), NOT_SO),
    "a TRACE": (Knock(method="TRACE"), NOT_SO),
    "a POST to what is only read": (Knock("/health"), NOT_SO),
    "another method in disguise": (Knock("/health", environ={"HTTP_X_HTTP_METHOD_OVERRIDE": "GET"}), NOT_SO),
}  # fmt: skip


@pytest.fixture
def door(build: Callable[..., Doorstep]) -> Doorstep:
    return build(TWILIO_AUTH_TOKEN=f"{NEW}, {OLD}")


@pytest.mark.parametrize("what", KNOCKS)
def test_it_has_a_clear_answer_and_leaves_nothing_behind(door: Doorstep, what: str) -> None:
    knock, is_right = KNOCKS[what]
    before = door.written()
    answer = knock.at(door)
    assert is_right(door, answer), (answer.status, answer.data[:300])
    assert "evil.example" not in f"{answer.headers} {answer.data!r}"
    assert door.written() == before
    assert len(before[1]) > 10, "the database is there to be written to"


def test_what_is_right_would_be_seen_to_be_written(door: Doorstep) -> None:
    before = door.written()
    assert Knock("/voice/again/en").at(door).status_code == 200
    assert Knock("/sms", TEXT).at(door).status_code == 200
    assert door.written() != before
