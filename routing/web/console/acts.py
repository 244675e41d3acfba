"""What supervisors may do from the live page: each has a page of its own that says what will happen, and a button."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, request

from routing.domain.user import IN, SUPERVISOR, Session
from routing.flow import supervising
from routing.services import Services
from routing.web.console import door
from routing.web.console.live import ACTIVITIES

bp = Blueprint("acts", __name__)

LONGEST_WHY = 200
GONE = "That person does not wait any more as they did when you looked: nothing was changed."
NOBODY, NO_LINE = "There is no such specialist.", "There is no such line."
NO_REASON = f"Write why, in at most {LONGEST_WHY} letters. No caller ever hears it."
NO_TIME = "Write a time ahead, or none."


@bp.route("/console/activity", methods=["GET", "POST"])
@door.page(IN, role=SUPERVISOR)
def activity(s: Services, at: Session | None) -> Response:
    specialist, wanted = request.values.get("specialist", ""), request.form.get("activity", "")
    record = s.switchboard.specialist(specialist)
    if at is None or not record:
        return door.said(NOBODY, 404)
    if wanted not in supervising.ACTIVITIES:
        choices = [(each, ACTIVITIES[each]) for each in supervising.ACTIVITIES]
        told = {"name": record["name"], "now": ACTIVITIES.get(record["activity"], ""), "choices": choices}
        return door.show("activity", 200 if request.method == "GET" else 400, specialist=specialist, **told)
    supervising.set_activity(s, at.user, specialist, wanted)
    return door.go("")


@bp.route("/console/line", methods=["GET", "POST"])
@door.page(IN, role=SUPERVISOR)
def line(s: Services, at: Session | None) -> Response:
    """Close a line, or open it, as the form says."""
    named = request.values.get("line", "")
    if at is None or named not in s.config.lines:
        return door.said(NO_LINE, 404)
    match request.form.get("do"):
        case "open":
            supervising.open_line(s, at.user, named)
        case "close":
            if wrong := _close(s, at, named):
                return _line(s, named, wrong, 400)
        case _:
            return _line(s, named)
    return door.go("")


@bp.route("/console/ahead", methods=["GET", "POST"])
@door.page(IN, role=SUPERVISOR)
def ahead(s: Services, at: Session | None) -> Response:
    contact, step = request.values.get("contact", ""), request.form.get("step", "")
    if at is None or not step.isdecimal():
        return _contact(s, contact, "ahead")
    return door.go("") if supervising.move_up(s, at.user, contact, int(step)) else door.said(GONE, 409)


@bp.route("/console/end", methods=["GET", "POST"])
@door.page(IN, role=SUPERVISOR)
def end(s: Services, at: Session | None) -> Response:
    contact, step = request.values.get("contact", ""), request.form.get("step", "")
    if at is None or not step.isdecimal():
        return _contact(s, contact, "end")
    return door.go("") if supervising.end(s, at.user, contact, int(step)) else door.said(GONE, 409)


def _contact(s: Services, contact: str, what: str) -> Response:
    record = supervising.waits(s, contact)
    if not record:
        return door.said(GONE, 409)
    return door.show(what, contact=contact, step=record["step"], minutes=supervising.FURTHER_AHEAD)


def _line(s: Services, named: str, wrong: str = "", status: int = 200) -> Response:
    line, closed = s.config.lines[named], s.switchboard.closed_till(named) is not None
    name = line.name[line.languages[0]]
    return door.show("line", status, line=named, name=name, zone=line.time_zone, closed=closed, wrong=wrong)


def _close(s: Services, at: Session, named: str) -> str:
    """Close a line as the form says; return what is wrong with that, or nothing."""
    why, until = request.form.get("why", "").strip(), request.form.get("until", "")
    if not 0 < len(why) <= LONGEST_WHY or not why.isprintable():
        return NO_REASON
    try:
        there = (
            datetime.fromisoformat(until).replace(tzinfo=ZoneInfo(s.config.lines[named].time_zone)) if until else None
        )
    except ValueError:
        return NO_TIME
    till = int(there.timestamp() * 1000) if there else 0
    if there and till <= s.switchboard.now():
        return NO_TIME
    supervising.close_line(s, at.user, named, why, till)
    return ""
