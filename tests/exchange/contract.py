"""Hold what was exchanged against Twilio's own contract, where that is at hand."""

import importlib.util
import json
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import requests
from openapi_core import OpenAPI
from openapi_core.testing import MockRequest, MockResponse

SHARED = Path(__file__).parents[3] / "shared" / "twilio"


@cache
def _checker() -> Any:
    spec = importlib.util.spec_from_file_location("check_twiml", SHARED / "check_twiml.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def twiml_problems(documents: list[tuple[str, str]]) -> list[str]:
    """List what Twilio would say of these documents (path, text)."""
    if not SHARED.is_dir():
        return []
    return [
        f"{path}: {problem}"
        for path, text in documents
        for problem in _checker().check(text, channel="messaging" if path.startswith("/sms") else "voice")
    ]


@cache
def _api() -> OpenAPI:
    return OpenAPI.from_dict(json.loads((SHARED / "twilio_api.json").read_text()))


def check_rest(seen: list[tuple[requests.PreparedRequest, requests.Response]]) -> None:
    """Raise when a REST request, or the good answer to it, is not as the API describes it."""
    if not SHARED.is_dir():
        return
    for asked, answered in seen:
        if not answered.ok:
            check_refusal(answered)
            continue
        parts = urlsplit(asked.url)
        body = asked.body.encode() if isinstance(asked.body, str) else asked.body
        request = MockRequest(
            "https://api.twilio.com",
            asked.method.lower(),
            parts.path,
            args=dict(parse_qsl(parts.query)),
            headers=dict(asked.headers),
            data=body,
            content_type=asked.headers.get("Content-Type", ""),
        )
        _api().validate_request(request)
        if answered.status_code != 204:
            response = MockResponse(answered.content, status_code=answered.status_code, content_type="application/json")
            _api().validate_response(request, response)


def check_refusal(answered: requests.Response) -> None:
    """Raise when an error is not worded as Twilio words it."""
    said = answered.json()
    assert set(said) == {"code", "message", "more_info", "status"}, said
    assert (said["status"], said["more_info"][-5:]) == (answered.status_code, str(said["code"])), said


# What only one kind of webhook carries -> that kind; the first that fits.
KINDS = {
    "MessageStatus": "message.statusCallback",
    "SmsMessageSid": "sms.inbound",
    "RecordingStatus": "recordingStatusCallback",
    "StatusCallbackEvent": "conference.statusCallback",
    "CallbackSource": "call.statusCallback",
    "MachineDetectionDuration": "amd.async",
    "DequeingCallSid": "queue.url",
    "QueuePosition": "enqueue.waitUrl",
    "QueueResult": "enqueue.action",
    "DialCallStatus": "dial.action",
    "RecordingUrl": "record.action",
    "CallSid": "voice.inbound",
}


@cache
def _webhooks() -> dict[str, Any]:
    return json.loads((SHARED / "webhooks.json").read_text())["webhooks"]


def webhook_problems(asked: list[tuple[str, dict[str, str]]]) -> list[str]:
    """List what these webhooks (path, parameters) lack, or say in words that Twilio has not."""
    if not SHARED.is_dir():
        return []
    return [f"{path}: {problem}" for path, params in asked if params for problem in _problems(params)]


def _problems(params: dict[str, str]) -> list[str]:
    kind = next((kind for name, kind in KINDS.items() if name in params), None)
    if not kind:
        return [f"no webhook carries only {sorted(params)}"]
    spec = _webhooks()[kind]
    told = spec["params"] | _webhooks().get(spec.get("base", ""), {}).get("params", {})
    lacking = [name for name, about in told.items() if about[1] == "always" and name not in params]
    # Where a webhook adds to another, only its own words are listed: a call that is waiting is not ringing any more.
    words = {name: values for name, values in spec.get("values", {}).items() if isinstance(values, list)}
    if kind == "voice.inbound":
        words = {}
    wrong = [f"{name}={params[name]}" for name, values in words.items() if params.get(name, values[0]) not in values]
    return [f"{kind} without {name}" for name in lacking] + [f"{kind} with {each}" for each in wrong]
