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
