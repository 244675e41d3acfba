"""The web application: blueprints, and the answers of last resort."""

import structlog
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from config.settings import from_environment
from routing.channels import sms as texts
from routing.channels import voice
from routing.domain.replies import Go, Pause, Say
from routing.services import Services, build
from routing.web import guard, health, sms
from routing.web import voice as calls

log = structlog.get_logger()
BREATH_SECONDS = 2


def create_app(services: Services) -> Flask:
    """Return the application; its views find `services` in `extensions`."""
    app = Flask("helpline", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = guard.MOST_BYTES
    app.extensions["services"] = services
    app.extensions["last_resort"] = lambda: _last_resort(services)
    for blueprint in (calls.bp, sms.bp, health.bp):
        app.register_blueprint(blueprint)
    app.register_error_handler(Exception, lambda error: _unexpected(services, error))
    return app


def wsgi() -> Flask:
    """Build the application from the environment; raises WrongSettings or WrongConfig."""
    return create_app(build(from_environment()))


def _unexpected(services: Services, error: Exception) -> Response | HTTPException:
    """Answer in TwiML whatever went wrong, so that a caller is never met by silence."""
    if isinstance(error, HTTPException):
        return error
    # The error's own words may hold a number or what someone said: its type and place are enough to find it.
    log.error("unexpected", route=request.endpoint, error=type(error).__name__, at=_place(error))
    return _last_resort(services)


def _place(error: Exception) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""


def _last_resort(services: Services) -> Response:
    """Say where to get help now, in every language, then begin the call again."""
    if request.path == "/sms":
        return Response(texts.twiml(services.config.phrases["en"]["sms_last_resort"]), mimetype="text/xml")
    if request.path.endswith(("/status", "/bridge")):
        return Response(voice.twiml(()), mimetype="text/xml")
    said = [Say(phrases["last_resort"], language) for language, phrases in services.config.phrases.items()]
    return Response(voice.twiml((*said, Pause(BREATH_SECONDS), Go("/voice"))), mimetype="text/xml")
