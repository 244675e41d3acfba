"""The webhooks of a supervisor who listens to a call."""

from collections.abc import Callable

from flask import Blueprint, Response

from routing.domain.contact import Unavailable
from routing.domain.replies import Document
from routing.flow import listener
from routing.web import guard
from routing.web.answers import incoming, noted, nothing, services, xml

bp = Blueprint("listeners", __name__, url_prefix="/listen/<id>")


@bp.post("")
@guard.twilio
def prompt(id: str) -> Response:
    return _answer(lambda: listener.prompt(services(), incoming(), id))


@bp.post("/keys")
@guard.twilio
def keys(id: str) -> Response:
    return _answer(lambda: listener.keys(services(), incoming(), id))


@bp.post("/stands")
@guard.twilio
def stands(id: str) -> Response:
    return _answer(lambda: listener.stands(services(), id))


@bp.post("/alone")
@guard.twilio
def alone(id: str) -> Response:
    return _answer(lambda: listener.alone(services(), id))


@bp.post("/after")
@guard.twilio
def after(id: str) -> Response:
    return _answer(lambda: listener.after(services(), incoming(), id))


@bp.post("/said/<what>")
@guard.twilio
def said(id: str, what: str) -> Response:
    """Say in the bridge that somebody listens, or joins; while live state does not answer, nothing."""
    try:
        return xml(listener.said(services(), id, what))
    except Unavailable:
        return nothing()


@bp.post("/status")
@guard.twilio
def news(id: str) -> Response:
    noted(lambda: listener.news(services(), incoming(), id))
    return nothing()


def _answer(tell: Callable[[], Document]) -> Response:
    try:
        return xml(tell())
    except Unavailable:
        return xml(listener.over(services(), next(iter(services().config.voices))))
