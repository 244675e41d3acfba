"""Whether the service lives, and whether it is ready; and the music that waiting callers hear."""

import time
from functools import lru_cache

from flask import Blueprint, Response, current_app

from routing.domain.contact import Unavailable
from routing.ports import Roster
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
        whole = bool(s.switchboard.epoch()) and _answers(s.roster, int(time.monotonic()))
    except Unavailable:
        whole = False
    return Response("ready\n" if whole else "not ready\n", 200 if whole else 503, mimetype="text/plain")


# Whoever asks often must not keep this process waiting for a database that hangs.
@lru_cache(maxsize=1)
def _answers(roster: Roster, _second: int) -> bool:
    return roster.answers()


@bp.get("/hold.wav")
@guard.anyone
def hold() -> Response:
    return Response(music.wav(), mimetype="audio/wav", headers={"Cache-Control": "public, max-age=86400"})
