"""The webhooks of a person who is called back."""

from flask import Blueprint, Response

from routing.domain.contact import Unavailable
from routing.flow import calling, outside
from routing.web import guard
from routing.web.answers import incoming, noted, nothing, number, services, xml

bp = Blueprint("callback", __name__, url_prefix="/callback/<offer>/<language>")


@bp.post("")
@guard.twilio
def answered(offer: str, language: str) -> Response:
    return xml(calling.hello(services(), offer, language))


@bp.post("/keys")
@guard.twilio
def keys(offer: str, language: str) -> Response:
    s, call = services(), incoming()
    try:
        return xml(calling.keys(s, call, offer, language, number("tries")))
    except Unavailable:
        return xml(outside.begin(s, s.config.line_of(call.caller), language))


@bp.post("/status")
@guard.twilio
def status(offer: str, language: str) -> Response:
    noted(lambda: calling.news(services(), incoming(), offer))
    return nothing()
