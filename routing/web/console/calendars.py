"""The secret addresses of calendars: specialists make their own, supervisors a line's. Each is shown once."""

from flask import Blueprint, Response, request

from routing.domain.user import IN, SUPERVISOR, Session
from routing.feeds import LINE, SPECIALIST, Feeds
from routing.flow import auditing
from routing.roster import kept
from routing.services import Services
from routing.web.console import door
from routing.web.console.acts import NO_LINE
from routing.web.console.live import Words
from routing.web.console.me import NOT_THERE

bp = Blueprint("calendars", __name__)


@bp.route("/console/me/calendar", methods=["GET", "POST"])
@door.page(IN)
def own(s: Services, at: Session | None) -> Response:
    """Show, make or end the address of the calendar of the specialist who is signed in."""
    with kept():
        person = s.roster.of(at.user.specialist) if at and at.user.specialist else None
    if at is None or person is None:
        return door.show("home", 404, at=at, wrong=NOT_THERE)
    return _shown(s, at, SPECIALIST, person.id, title="Your shifts in your calendar", here="/me/calendar", back="/me")


@bp.route("/console/line-calendar", methods=["GET", "POST"])
@door.page(IN, role=SUPERVISOR)
def of_line(s: Services, at: Session | None) -> Response:
    """Show, make or end the address of a line's calendar, which names who is on call."""
    line = s.config.lines.get(request.values.get("line", ""))
    if at is None or line is None:
        return door.said(NO_LINE, 404, "roster")
    title = f"Who is on call for {line.name[line.languages[0]]}, in a calendar"
    return _shown(s, at, LINE, line.id, title=title, here=f"/line-calendar?line={line.id}", back="/roster")


def _shown(s: Services, at: Session, kind: str, id: str, **told: str) -> Response:
    def note(what: str, *about: str) -> None:
        auditing.by_user(s, at.user, what, *about)

    feeds, address = Feeds(s, note), ""
    match request.form.get("do"):
        case "make":
            address = feeds.replace(kind, id)
        case "end":
            feeds.end(kind, id)
    since, words = feeds.since(kind, id), Words(s, s.switchboard.now())
    shown = {"address": address, "since": since, "words": words, "of_line": kind == LINE, **told}
    return door.show("address", 200, **shown)
