"""The web application: blueprints, and an answer to whatever goes wrong in them."""

import structlog
from flask import Flask, Response, request
from werkzeug.exceptions import BadRequestKeyError, HTTPException

from config.settings import from_environment
from routing import logs
from routing.services import Services, build
from routing.web import (
    callback,
    code_calls,
    duty,
    feeds,
    guard,
    health,
    last_resort,
    listeners,
    metrics,
    offers,
    other_line,
    sms,
    voice,
)
from routing.web.console import (
    acts,
    alerts,
    audit,
    calendars,
    check,
    cover,
    directory,
    door,
    export,
    history,
    leaving,
    listen,
    me,
    notes,
    people,
    people_file,
    place,
    promises,
    roster,
    staffing,
    talks,
    verifying,
    views,
)

log = structlog.get_logger()
WEBHOOKS = (voice.bp, offers.bp, other_line.bp, callback.bp, listeners.bp, code_calls.bp, duty.bp, sms.bp)
PAGES = (
    views.bp,
    me.bp,
    talks.bp,
    calendars.bp,
    cover.bp,
    acts.bp,
    listen.bp,
    promises.bp,
    alerts.bp,
    people.bp,
    people_file.bp,
    leaving.bp,
    verifying.bp,
    roster.bp,
    staffing.bp,
    history.bp,
    directory.bp,
    place.bp,
    notes.bp,
    audit.bp,
    export.bp,
    check.bp,
)


def create_app(services: Services) -> Flask:
    """Return the application; its views find `services` in `extensions`."""
    _ = services.reader  # and the gate within it: built now, not when the first frightened text waits for it
    app = Flask("helpline", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = guard.MOST_BYTES
    # An address that is nearly one of ours is none: a redirect to the right one would name whatever host was asked for.
    app.url_map.merge_slashes = False
    app.extensions["services"] = services
    for blueprint in (*WEBHOOKS, feeds.bp, health.bp, metrics.bp, *PAGES):
        app.register_blueprint(blueprint)
    app.after_request(door.protect)
    app.register_error_handler(Exception, lambda error: _unexpected(services, error))
    return app


def wsgi() -> Flask:
    """Build the application from the environment; raises WrongSettings or WrongConfig."""
    logs.set_up()
    return create_app(build(from_environment()))


def _unexpected(services: Services, error: Exception) -> Response | HTTPException:
    """Answer in TwiML whatever went wrong, so that a caller is never met by silence; a browser is shown a page."""
    if door.is_page():
        if not isinstance(error, HTTPException):
            log.error("page_failed", route=request.endpoint, error=type(error).__name__, at=logs.where(error))
        return door.failed(error)
    # A parameter that a view misses is a fault like any other; what else Flask raises is no webhook of ours.
    if isinstance(error, HTTPException) and not isinstance(error, BadRequestKeyError):
        return error
    # The error's own words may hold a number or what someone said: its type and place are enough to find it.
    log.error("unexpected", route=request.endpoint, error=type(error).__name__, at=logs.where(error))
    return last_resort.answer(services)
