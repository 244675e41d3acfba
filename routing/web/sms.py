"""The text webhook."""

from flask import Blueprint, Response, current_app, request

from routing.channels import sms
from routing.flow import text
from routing.services import Services
from routing.web import guard

bp = Blueprint("sms", __name__)


@bp.post("/sms")
@guard.twilio
def arrives() -> Response:
    s: Services = current_app.extensions["services"]
    message = sms.read(request.form)
    replies = text.replies(s, s.config.line_of(message.number), message.words)
    return Response(sms.twiml(*replies), mimetype="text/xml")
