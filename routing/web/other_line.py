"""The webhooks of another line that a specialist has rung for a caller on hold."""

from collections.abc import Callable

from flask import Blueprint, Response, request

from routing.domain.contact import Unavailable
from routing.domain.replies import Document
from routing.flow import offer, other_line
from routing.web import guard
from routing.web.answers import incoming, noted, nothing, services, xml

bp = Blueprint("other_line", __name__, url_prefix="/line/<id>")


@bp.post("")
@guard.twilio
def screen(id: str) -> Response:
    return _answer(lambda: other_line.screen(services(), incoming(), id))


@bp.post("/keys")
@guard.twilio
def keys(id: str) -> Response:
    return _answer(lambda: other_line.keys(services(), incoming(), id, request.args["language"]))


@bp.post("/stands")
@guard.twilio
def stands(id: str) -> Response:
    return _answer(lambda: other_line.go_on(services(), incoming(), id, request.args["language"]))


@bp.post("/waiting")
@guard.twilio
def waiting(id: str) -> Response:
    return xml(other_line.waiting(services(), id, request.args["language"]))


@bp.post("/status")
@guard.twilio
def status(id: str) -> Response:
    noted(lambda: offer.news(services(), incoming(), id))
    return nothing()


def _answer(tell: Callable[[], Document]) -> Response:
    try:
        return xml(tell())
    except Unavailable:
        s = services()
        return xml(other_line.over(s, s.config.line_of(incoming().caller).languages[0]))
