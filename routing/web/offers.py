"""The webhooks of a specialist who is offered a contact, from the first ring to what they press after the talk."""

from collections.abc import Callable

from flask import Blueprint, Response, request

from routing.domain.contact import Unavailable
from routing.domain.replies import LISTENER, Document
from routing.flow import after, brief, listener, offer, transfer
from routing.web import guard
from routing.web.answers import incoming, noted, nothing, number, services, xml

bp = Blueprint("offers", __name__, url_prefix="/offer/<id>")


@bp.post("")
@guard.twilio
def whisper(id: str) -> Response:
    return _answer(lambda: offer.whisper(services(), incoming(), id))


@bp.post("/keys")
@guard.twilio
def keys(id: str) -> Response:
    language, again = request.args["language"], bool(number("again"))
    return _answer(lambda: offer.answer(services(), incoming(), id, language, again))


@bp.post("/connecting")
@guard.twilio
def connecting(id: str) -> Response:
    return xml(offer.connecting(services(), id, request.args["language"], request.args["hears"]))


@bp.post("/ending")
@guard.twilio
def ending(id: str) -> Response:
    return xml(offer.ends_soon(services(), request.args["language"]))


@bp.post("/after")
@guard.twilio
def talked(id: str) -> Response:
    return _answer(lambda: transfer.out(services(), incoming(), _aside(id)))


@bp.post("/aside")
@guard.twilio
def aside(id: str) -> Response:
    return _answer(lambda: transfer.aside(services(), _aside(id)))


@bp.post("/aside/keys")
@guard.twilio
def aside_keys(id: str) -> Response:
    who = [one for one in request.args.get("who", "").split(",") if one]
    return _answer(lambda: transfer.keys(services(), incoming(), _aside(id), request.args["menu"], who))


def _aside(offer_id: str) -> transfer.Aside:
    return transfer.Aside.read(offer_id, request.args)


@bp.post("/to_brief")
@guard.twilio
def to_brief(id: str) -> Response:
    return _answer(lambda: brief.second(services(), id, request.args["language"]))


@bp.post("/briefing")
@guard.twilio
def briefing(id: str) -> Response:
    return xml(brief.waiting(services(), id, request.args["language"]))


@bp.post("/told")
@guard.twilio
def told(id: str) -> Response:
    return _answer(lambda: brief.told(services(), incoming(), id, request.args["language"], n=number("n")))


@bp.post("/briefed")
@guard.twilio
def briefed(id: str) -> Response:
    return _answer(lambda: brief.stands_by(services(), incoming(), id, request.args["language"]))


@bp.post("/brief")
@guard.twilio
def brief_news(id: str) -> Response:
    noted(lambda: brief.joined(services(), incoming(), id))
    return nothing()


@bp.post("/after/keys")
@guard.twilio
def talked_keys(id: str) -> Response:
    language, asked, menu = request.args["language"], number("asked"), request.args.get("menu", "")
    return _answer(lambda: after.answer(services(), incoming(), id, language, asked=asked, menu=menu))


@bp.post("/status")
@guard.twilio
def news(id: str) -> Response:
    noted(lambda: offer.news(services(), incoming(), id))
    return nothing()


@bp.post("/bridge")
@guard.twilio
def bridge_news(id: str) -> Response:
    story = listener.joined if incoming().label == LISTENER else offer.joined
    noted(lambda: story(services(), incoming(), id))
    return nothing()


def _answer(tell: Callable[[], Document]) -> Response:
    try:
        return xml(tell())
    except Unavailable:
        s = services()
        line = s.config.line_of(incoming().caller)
        return xml(offer.told(s, line.languages[0], "offer_unknown"))
