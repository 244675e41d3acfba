"""The text webhooks."""

from flask import Blueprint, Response, request

from routing.channels import sms
from routing.flow import sending, text
from routing.flow.proof import Texted
from routing.web import guard
from routing.web.answers import noted, services

bp = Blueprint("sms", __name__)


@bp.post("/sms")
@guard.twilio
def arrives() -> Response:
    s = services()
    message = sms.read(request.form)
    came = Texted(message.id, message.sender, message.words, message.carrier_word, message.pictures)
    replies = text.replies(s, s.config.line_of(message.number), came)
    return Response(sms.twiml(*replies), mimetype="text/xml")


@bp.post("/sms/sent/<id>")
@guard.twilio
def sent(id: str) -> Response:
    """Take note of what has become of a text that was sent."""
    told = sms.read_news(request.form)
    noted(lambda: sending.news(services(), id, told.status, told.error))
    return Response(sms.twiml(), mimetype="text/xml")
