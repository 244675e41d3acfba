"""The webhooks of a specialist who phones the line."""

from collections.abc import Callable

from flask import Blueprint, Response, request

from routing.domain.contact import Unavailable
from routing.domain.replies import Document
from routing.flow import call, duty_call, hearing
from routing.web import guard
from routing.web.answers import incoming, number, services, xml

bp = Blueprint("duty", __name__, url_prefix="/voice/duty/<language>")


def tried(language: str, tell: Callable[[], Document]) -> Response:
    """Answer; while live state does not, whoever calls is helped like anyone."""
    try:
        return xml(tell())
    except Unavailable:
        return xml(call.talk(services(), incoming(), language))


@bp.post("")
@guard.twilio
def begins(language: str) -> Response:
    return tried(language, lambda: duty_call.begin(services(), incoming(), language, request.args.get("pressed", "")))


@bp.post("/pin")
@guard.twilio
def pin(language: str) -> Response:
    return tried(language, lambda: duty_call.prove(services(), incoming(), language, number("tries")))


@bp.post("/proof")
@guard.twilio
def proof(language: str) -> Response:
    looks = number("looks")
    return tried(language, lambda: duty_call.proved(services(), incoming(), language, number("tries"), looks))


@bp.post("/menu")
@guard.twilio
def menu(language: str) -> Response:
    token, silent = request.args["t"], number("silent")
    return tried(language, lambda: duty_call.act(services(), incoming(), language, token, silent))


@bp.post("/messages")
@guard.twilio
def messages(language: str) -> Response:
    """Play the first message, or answer the key after one."""
    token, promise = request.args["t"], request.args.get("promise", "")
    return tried(language, lambda: hearing.act(services(), incoming(), language, token, promise))
