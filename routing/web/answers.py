"""What webhooks read of the request, and how they answer."""

from collections.abc import Callable

import structlog
from flask import Response, current_app, request

from routing.channels import voice
from routing.domain.contact import Incoming, Unavailable
from routing.domain.replies import Document
from routing.services import Services

log = structlog.get_logger()


def services() -> Services:
    found: Services = current_app.extensions["services"]
    return found


def incoming() -> Incoming:
    return voice.read(request.form)


def number(name: str) -> int:
    return int(request.args.get(name, "0"))


def xml(document: Document) -> Response:
    return Response(voice.twiml(document, services().settings.public_path), mimetype="text/xml")


def nothing() -> Response:
    return xml(())


def noted(act: Callable[[], None]) -> None:
    """Take note of news; without live state it is let go."""
    try:
        act()
    except Unavailable:
        # A deadline asks Twilio for it again once live state is back, or its record ends by itself.
        log.info("news_not_noted", route=request.endpoint)
