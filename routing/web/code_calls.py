"""The webhooks of a call that tells somebody a code."""

from collections.abc import Callable

from flask import Blueprint, Response

from routing.domain.contact import Unavailable
from routing.domain.replies import Document
from routing.flow import code_call
from routing.web import guard
from routing.web.answers import incoming, noted, nothing, number, services, xml

bp = Blueprint("code_calls", __name__, url_prefix="/code/<id>")


@bp.post("")
@guard.twilio
def prompt(id: str) -> Response:
    return _answer(lambda: code_call.prompt(services(), id))


@bp.post("/keys")
@guard.twilio
def keys(id: str) -> Response:
    return _answer(lambda: code_call.keys(services(), incoming(), id, number("times")))


@bp.post("/status")
@guard.twilio
def news(id: str) -> Response:
    noted(lambda: code_call.news(services(), incoming(), id))
    return nothing()


def _answer(tell: Callable[[], Document]) -> Response:
    try:
        return xml(tell())
    except Unavailable:
        return xml(code_call.over(services(), {}))
