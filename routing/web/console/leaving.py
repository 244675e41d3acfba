"""A supervisor takes somebody off the roster, as `helpline specialist remove` does."""

from flask import Blueprint, Response, request

from routing.domain.user import IN, SUPERVISOR, Session
from routing.roster import kept
from routing.services import Services
from routing.web.console import door
from routing.web.console.acts import NOBODY
from routing.web.console.people import book_of

bp = Blueprint("leaving", __name__)


@bp.route("/console/leaving", methods=["GET", "POST"])
@door.page(IN, role=SUPERVISOR)
def leaving(s: Services, at: Session | None) -> Response:
    """Say what becomes of a specialist who leaves, and take them off the roster once that is meant."""
    with kept():
        person = s.roster.of(request.values.get("specialist", ""))
        if at is None or person is None:
            return door.said(NOBODY, 404, "people")
        if request.method == "GET":
            supervises = [
                user for user in s.users.everyone() if user.specialist == person.id and user.role == SUPERVISOR
            ]
            return door.show("leaving", specialist=person.id, name=person.name, supervises=bool(supervises))
        book_of(s, at).remove(person)
    return door.go("/people")
