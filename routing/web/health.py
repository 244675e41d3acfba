"""Whether the service lives, and whether it is ready; and the music that waiting callers hear."""

from flask import Blueprint, Response, current_app

from routing.domain.contact import Unavailable
from routing.services import Services
from routing.web import guard, music

bp = Blueprint("health", __name__)


@bp.get("/health")
@guard.anyone
def health() -> Response:
    return Response("ok\n", mimetype="text/plain")


@bp.get("/ready")
@guard.anyone
def ready() -> Response:
    """Answer 200 once live state and the database answer and are whole, else 503."""
    s: Services = current_app.extensions["services"]
    try:
        whole = bool(s.switchboard.epoch()) and s.roster.answers()
    except Unavailable:
        whole = False
    return Response("ready\n" if whole else "not ready\n", 200 if whole else 503, mimetype="text/plain")


@bp.get("/hold.wav")
@guard.anyone
def hold() -> Response:
    return Response(music.wav(), mimetype="audio/wav", headers={"Cache-Control": "public, max-age=86400"})
