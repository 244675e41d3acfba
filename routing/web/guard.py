"""Who may come in: size first, then the signature, then the shape. Nothing is written before all three hold.

Signatures are Twilio's: HMAC-SHA1 over the address that Twilio called (the configured PUBLIC_URL, never the Host
header) and the sorted parameters (twilio.com/docs/usage/security). A JSON body must be covered by `bodySHA256`.
"""

import hmac
import re
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import structlog
from flask import Response, current_app, request
from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict

from routing.web import last_resort

MOST_BYTES = 64 * 1024
MOST_PARAMETERS = 200
FORM = "application/x-www-form-urlencoded"
STATUSES = "queued|initiated|ringing|in-progress|completed|busy|failed|no-answer|canceled"
NEWS = "accepted|scheduled|queued|sending|sent|delivered|undelivered|failed|read|canceled|receiving|received"
# What a parameter must be like where it is there at all.
SHAPES = {
    "CallSid": re.compile(r"CA[0-9a-fA-F]{32}"),
    "MessageSid": re.compile(r"(SM|MM)[0-9a-fA-F]{32}"),
    "RecordingSid": re.compile(r"RE[0-9a-fA-F]{32}"),
    "CallStatus": re.compile(STATUSES),
    "MessageStatus": re.compile(f"{NEWS}|partially_delivered"),
    "RecordingDuration": re.compile(r"-?[0-9]{1,6}"),  # -1: not known yet
}
# What is never missing from a webhook. A signature is the same when a value's first letters are moved into its name, or
# the next parameter into its end; where one of these is lost by that, it shows.
TEXT, NEWS_OF_TEXT, CALL = ("MessageSid", "From", "To", "Body"), ("MessageSid", "MessageStatus"), ("CallSid",)

log = structlog.get_logger()
View = TypeVar("View", bound=Callable[..., Response])


def signed(url: str, params: "MultiDict[str, str] | str", signature: str | None, tokens: tuple[str, ...]) -> bool:
    """Tell whether one of the tokens signed this request; `params` is the form, or the raw text of a JSON body."""
    if not signature:
        return False
    if isinstance(params, str) and "bodySHA256=" not in url:
        return False
    return any(_is_signed(RequestValidator(token), url, params, signature) for token in tokens)


def _is_signed(validator: RequestValidator, url: str, params: "MultiDict[str, str] | str", signature: str) -> bool:
    # As a rule the address is signed as it stands; `validate` reckons it with its port and without, each time.
    if not isinstance(params, str):
        as_it_stands = validator.compute_signature(url, params)
        if hmac.compare_digest(as_it_stands.encode(), signature.encode()):
            return True
    return bool(validator.validate(url, params, signature))


def twilio(view: View) -> View:
    """Let only Twilio's own, well-formed webhooks in."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Response:
        if _too_large():
            return Response(status=413)
        if not _signed():
            return Response(status=403)
        wrong = _misshapen()
        if wrong:
            log.warning("webhook_misshapen", route=request.endpoint, wrong=wrong)
            return last_resort.answer(current_app.extensions["services"])
        return view(*args, **kwargs)

    guarded.guard = "twilio"  # type: ignore[attr-defined]
    return guarded  # type: ignore[return-value]


def sealed(view: View) -> View:
    """Mark a view that answers only to an address that we have sealed, and changes nothing."""
    view.guard = "sealed"  # type: ignore[attr-defined]
    return view


def secret(view: View) -> View:
    """Mark a view that answers only to an address which nobody can guess, counts who tries, and changes nothing."""
    view.guard = "secret"  # type: ignore[attr-defined]
    return view


def anyone(view: View) -> View:
    """Mark a view that tells nothing about anybody and changes nothing."""
    view.guard = "open"  # type: ignore[attr-defined]
    return view


def scraper(view: View) -> View:
    """Let in whoever shows METRICS_TOKEN as a bearer's token; without one in the settings there is nothing here."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Response:
        token = current_app.extensions["services"].settings.metrics_token
        if token is None:
            return Response(status=404)
        shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if not hmac.compare_digest(shown.encode(), token.encode()):
            return Response(status=401, headers={"WWW-Authenticate": "Bearer"})
        return view(*args, **kwargs)

    guarded.guard = "token"  # type: ignore[attr-defined]
    return guarded  # type: ignore[return-value]


def _too_large() -> bool:
    length = request.content_length
    if length is None or length > MOST_BYTES:
        return length is not None or "Transfer-Encoding" in request.headers
    parts = (request.get_data(), request.query_string)
    return sum(part.count(b"&") + 1 for part in parts if part) > MOST_PARAMETERS


def _signed() -> bool:
    settings = current_app.extensions["services"].settings
    query = f"?{request.query_string.decode('latin-1')}" if request.query_string else ""
    url = settings.public_url + request.path + query
    params: MultiDict[str, str] | str = request.form
    if request.mimetype != FORM and request.get_data():
        params = request.get_data(as_text=True)
    return signed(url, params, request.headers.get("X-Twilio-Signature"), settings.auth_tokens)


def _misshapen() -> str:
    form = request.form
    if any(len(values) > 1 for values in form.listvalues()):
        return "a parameter is repeated"
    if missing := [name for name in _needed(request.path) if name not in form]:
        return f"{missing[0]} is missing"
    wrong = [name for name, shape in SHAPES.items() if name in form and not shape.fullmatch(form[name])]
    return f"{wrong[0]} is not one" if wrong else ""


def _needed(path: str) -> tuple[str, ...]:
    if path == "/sms":
        return TEXT
    return NEWS_OF_TEXT if path.startswith("/sms/") else CALL
