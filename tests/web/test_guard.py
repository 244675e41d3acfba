"""Who may come in: what Twilio signed, and nobody else."""

import base64
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from routing.web import guard
from tests.logged import logged
from tests.web.doorstep import CALL, PUBLIC, TEXT, TOKEN, Doorstep, sign, verbs

SHARED = Path(__file__).parents[3] / "shared" / "twilio"
VECTORS = SHARED / "vectors.json"
FORM = {"Digits": "1", "From": "+12025550110", "To": "+12025550100", "Body": ""}


def vectors() -> list[Any]:
    found = json.loads(VECTORS.read_text()) if VECTORS.exists() else {"token": "", "signatures": []}
    return [pytest.param(found["token"], vector, id=vector["name"]) for vector in found["signatures"]]


@pytest.mark.parametrize(("token", "vector"), vectors() or [pytest.param("", {}, id="none here")])
def test_what_twilio_signed_is_told_from_what_it_did_not(token: str, vector: dict[str, Any]) -> None:
    if not vector:
        pytest.skip("no Twilio contract beside this project")
    form = vector["params"]
    params = form if isinstance(form, str) else MultiDict(form)
    assert guard.signed(vector["url_seen"], params, vector["signature"], (token,)) == vector["expect_valid"]


@pytest.mark.parametrize(
    ("called", "seen", "form", "right"),
    [
        ("https://a.example/x?b=1", "https://a.example/x?b=1", FORM, True),
        ("https://a.example/x", "https://a.example:8443/x", FORM, True),  # voice over HTTPS signs without the port
        ("https://a.example:8443/x", "https://a.example:8443/x", FORM, True),
        ("https://a.example:443/x", "https://a.example/x", FORM, True),
        ("https://a.example/x", "http://a.example/x", FORM, False),
        ("https://a.example/x", "https://b.example/x", FORM, False),
        ("https://a.example/x", "https://a.example/y", FORM, False),
        ("https://a.example/x", "https://a.example/x?more=1", FORM, False),
        ("https://a.example/x", "https://a.example/x", FORM | {"Digits": "2"}, False),
        ("https://a.example/x", "https://a.example/x", FORM | {"More": "1"}, False),
        ("https://a.example/x", "https://a.example/x", {"Digits": "1"}, False),
        ("https://a.example/x", "https://a.example/x", FORM | {"Body": "¿Ayuda? 🆘"}, False),
    ],
)
def test_a_signature_is_for_one_address_and_one_form(called: str, seen: str, form: dict[str, str], right: bool) -> None:
    assert guard.signed(seen, MultiDict(form), sign(TOKEN, called, FORM), (TOKEN,)) is right


def test_a_json_body_counts_only_when_its_hash_is_signed() -> None:
    body = '{"a": 1}'
    covered = f"https://a.example/x?bodySHA256={hashlib.sha256(body.encode()).hexdigest()}"
    assert guard.signed(covered, body, sign(TOKEN, covered), (TOKEN,))
    assert not guard.signed(covered, body + " ", sign(TOKEN, covered), (TOKEN,))
    bare = "https://a.example/x"
    assert not guard.signed(bare, body, sign(TOKEN, bare), (TOKEN,))


@pytest.mark.parametrize("signature", [None, "", "AAAA", "é", "=" * 28, base64.b64encode(b"x" * 20).decode()])
def test_a_missing_or_made_up_signature_is_none(signature: str | None) -> None:
    assert not guard.signed("https://a.example/x", MultiDict(FORM), signature, (TOKEN,))


def test_both_tokens_sign_while_one_replaces_the_other(build: Callable[..., Doorstep]) -> None:
    door = build(TWILIO_AUTH_TOKEN="new-token, old-token")
    assert [door.sends("/voice", token=token).status_code for token in ("new-token", "old-token")] == [200, 200]
    assert door.sends("/voice", token=TOKEN).status_code == 403


def test_without_a_token_nobody_comes_in(build: Callable[..., Doorstep]) -> None:
    door = build(TWILIO_AUTH_TOKEN="", TWILIO_ACCOUNT_SID="")
    assert door.sends("/voice", token="").status_code == 403


@pytest.mark.parametrize("how", ["no header", "empty header", "another's token", "another address", "another form"])
def test_whoever_is_not_twilio_learns_nothing_and_leaves_nothing_behind(door: Doorstep, how: str) -> None:
    form = {**CALL, "MessageSid": TEXT["MessageSid"], "Body": "hello", "Digits": "1", "SpeechResult": "help"}
    before = door.written()
    for route in door.webhooks():
        path = f"{route}?t={door.ticket()}&n=1&step=0&language=en"
        headers = {
            "no header": {},
            "empty header": {"X-Twilio-Signature": ""},
            "another's token": {"X-Twilio-Signature": sign("not-the-token", PUBLIC + path, form)},
            "another address": {"X-Twilio-Signature": sign(TOKEN, PUBLIC + route, form)},
            "another form": {"X-Twilio-Signature": sign(TOKEN, PUBLIC + path, CALL)},
        }[how]
        answer = door.knocks(path, form, headers)
        assert (answer.status_code, answer.data) == (403, b""), path
    assert door.written() == before


def test_the_list_of_webhooks_above_is_not_empty(door: Doorstep) -> None:
    assert {"/voice", "/sms", "/voice/status"} < set(door.webhooks())


@given(body=st.binary(max_size=300), signature=st.text(max_size=40), kind=st.sampled_from(["", "text/plain", "x"]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_no_body_and_no_header_breaks_the_door(door: Doorstep, body: bytes, signature: str, kind: str) -> None:
    header = {"X-Twilio-Signature": signature.encode("utf-8", "ignore").decode("latin-1").translate(NO_LINES)}
    content = kind or "application/x-www-form-urlencoded"
    assert door.knocks("/voice", headers=header, data=body, content_type=content).status_code == 403


NO_LINES = dict.fromkeys((*range(32), 127))


def test_too_much_is_refused_before_its_signature_is_looked_at(door: Doorstep) -> None:
    before = door.written()
    size = len("Body=")
    for path in door.webhooks():
        assert door.knocks(path, data=b"Body=" + b"x" * (64 * 1024 - size + 1)).status_code == 413
        assert door.knocks(path, data="&".join(f"p{n}=1" for n in range(201))).status_code == 413
        chunked = {"HTTP_TRANSFER_ENCODING": "chunked", "CONTENT_LENGTH": None}
        assert door.knocks(path, data=b"x=1", environ_overrides=chunked).status_code == 413
    assert door.written() == before


def test_the_most_that_is_allowed_is_let_in(door: Doorstep) -> None:
    many = {**CALL, **{f"p{n}": "1" for n in range(200 - len(CALL))}}
    assert door.sends("/voice", many).status_code == 200
    assert door.sends("/voice", {**many, "one": "more"}).status_code == 413
    assert door.sends("/voice?a=1", many).status_code == 413
    large = {**TEXT, "Body": ""}
    large["Body"] = "x" * (64 * 1024 - len("&".join(f"{name}={value}" for name, value in large.items())) - 6)
    assert door.sends("/sms", large).status_code == 200


@pytest.mark.parametrize(
    "form",
    [
        "CallSid={sid}&From=%2B12025550110&From=%2B12025550111",
        "CallSid=CA12&From=%2B12025550110",
        "CallSid={sid}%0A",
        "CallSid=PN11111111111111111111111111111111",
        "CallSid={sid}&CallStatus=dreaming",
        "MessageSid=SM12",
    ],
)
def test_what_is_signed_but_not_a_webhook_gets_the_last_resort(door: Doorstep, form: str) -> None:
    body = form.format(sid=CALL["CallSid"])
    before = door.written()
    for path, phrase in (("/voice/again/en", "last_resort"), ("/sms", "sms_last_resort")):
        answer = door.knocks(path, headers={"X-Twilio-Signature": _sign_raw(PUBLIC + path, body)}, data=body)
        assert door.says(answer)[0] == door.phrase(phrase)
    assert door.written() == before


def _sign_raw(url: str, body: str) -> str:
    fields = parse_qs(body, keep_blank_values=True)
    return sign(TOKEN, url, {name: name.join(sorted(set(values))) for name, values in fields.items()})


# Where a webhook goes that is not about a call; "" for those that we have sent to nobody, or to a static document.
ELSEWHERE = {"sms.inbound": "/sms", "message.statusCallback": "/sms/sent/t1", "fallback": "", "debugger": ""}


def test_every_webhook_that_twilio_describes_is_well_shaped(door: Doorstep) -> None:
    if not SHARED.is_dir():
        pytest.skip("no Twilio contract beside this project")
    hooks = json.loads((SHARED / "webhooks.json").read_text())["webhooks"]
    with logged() as log:
        for name, hook in hooks.items():
            shapes = [hook, hooks.get(hook.get("base"), {})]
            form = {
                parameter: told[0] for shape in reversed(shapes) for parameter, told in shape.get("params", {}).items()
            }
            for status in hook.get("values", {}).get("CallStatus", [form.get("CallStatus", "ringing")]):
                path = ELSEWHERE.get(name, "/voice/status")
                if path:
                    assert door.sends(path, form | {"CallStatus": status}).status_code == 200, name
    assert "webhook_misshapen" not in log.getvalue()


def test_parameters_that_are_not_known_are_ignored(door: Doorstep) -> None:
    plain = door.sends("/voice")
    assert (
        door.sends("/voice", {**CALL, "Brand": "new", "StirVerstat": "No-TN-Validation", "Ñ": "ñ"}).data == plain.data
    )


@pytest.mark.parametrize("caller", ["anonymous", "+266696687", "Restricted", "", "' OR 1=1 --", "sip:a@b.example"])
def test_a_caller_whose_number_is_withheld_or_malformed_is_served_like_any_other(door: Doorstep, caller: str) -> None:
    form = {**CALL, "From": caller}
    assert door.sends("/voice", form).data == door.sends("/voice").data
    assert "Enqueue" in verbs(door.sends("/voice/again/en", form).data)
    assert door.says(door.sends("/sms", {**TEXT, "From": caller}))


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "multipart/form-data; boundary=x", ""])
def test_a_body_that_is_no_form_and_not_covered_stays_out(door: Doorstep, content_type: str) -> None:
    signature = sign(TOKEN, f"{PUBLIC}/voice")  # good for an empty form
    answer = door.knocks(
        "/voice", headers={"X-Twilio-Signature": signature}, data=b'{"CallSid": "x"}', content_type=content_type
    )
    assert (answer.status_code, answer.data) == (403, b"")


@pytest.mark.parametrize(
    "public", ["https://help.example.org:8443", "http://10.0.0.7:8000", "https://example.org/helpline"]
)
def test_signatures_are_for_the_public_address_and_never_for_the_host_header(
    build: Callable[..., Doorstep], public: str
) -> None:
    door = build(PUBLIC_URL=public)
    inside = {"base_url": "http://internal:8000", "environ_overrides": {"HTTP_X_FORWARDED_HOST": "evil.example"}}
    assert door.sends("/voice", **inside).status_code == 200
    forged = sign(TOKEN, "http://internal:8000/voice", CALL)
    assert door.knocks("/voice", CALL, {"X-Twilio-Signature": forged}, **inside).status_code == 403
