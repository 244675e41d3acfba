"""The text webhooks."""

import structlog
from flask import Blueprint, Response, current_app, request

from routing.channels import sms
from routing.domain.contact import Unavailable
from routing.flow import sending, text
from routing.flow.proof import Texted
from routing.services import Services
from routing.web import guard

log = structlog.get_logger()
bp = Blueprint("sms", __name__)


@bp.post("/sms")
@guard.twilio
def arrives() -> Response:
    s: Services = current_app.extensions["services"]
    message = sms.read(request.form)
    came = Texted(message.id, message.sender, message.words)
    replies = text.replies(s, s.config.line_of(message.number), came)
    return Response(sms.twiml(*replies), mimetype="text/xml")


@bp.post("/sms/sent/<id>")
@guard.twilio
def sent(id: str) -> Response:
    """Take note of what has become of a text that was sent."""
    told = sms.read_news(request.form)
    try:
        sending.news(current_app.extensions["services"], id, told.status, told.error)
    except Unavailable:
        log.info("news_not_noted", route=request.endpoint)  # and its record ends by itself
    return Response(sms.twiml(), mimetype="text/xml")
