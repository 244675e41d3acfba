"""What has gone wrong and nobody has said that they know: a supervisor says so."""

from flask import Blueprint, Response, request

from routing.domain.user import IN, SUPERVISOR, Session
from routing.flow import supervising
from routing.services import Services
from routing.web.console import door
from routing.web.console.live import Words

bp = Blueprint("alerts", __name__)

KNOWN = "Somebody has said already that they know, or it has happened anew. See below what is to be seen to now."
# Where what an alert tells of is seen to.
PLACES = {"callback": ("promises", "What is promised"), "voicemail": ("promises", "What is promised")}


@bp.route("/console/alerts", methods=["GET", "POST"])
@door.page(IN, role=SUPERVISOR)
def alerts(s: Services, at: Session | None) -> Response:
    """List what nobody knows of, and take note that somebody does."""
    if at is None or request.method == "GET":
        return _shown(s)
    done = supervising.acknowledge(s, at.user, request.form.get("alert", ""), request.form.get("since", ""))
    return door.go("/alerts") if done else _shown(s, KNOWN, 409)


def _shown(s: Services, wrong: str = "", status: int = 200) -> Response:
    there, words = s.switchboard.alerts(), Words(s, s.switchboard.now())
    return door.show("alerts", status, wrong=wrong, there=there, words=words, places=PLACES)
