"""What supervisors may do from the live page: each has a page of its own that says what will happen, and a button."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, request

from routing.domain.user import IN, SUPERVISOR, Session
from routing.flow import supervising
from routing.flow.onward import BY_STAFF
from routing.services import Services
from routing.web.console import door
from routing.web.console.live import ACTIVITIES, Words

bp = Blueprint("acts", __name__)

LONGEST_WHY = 200
CHANGED = "Nothing of yours was done: it is not as it was when you looked."
NOBODY, NO_LINE = "There is no such specialist.", "There is no such line."
NO_REASON = f"Write why, in at most {LONGEST_WHY} letters. No caller ever hears it."
NO_NUMBER = "No number can be seen: they have left, they showed none, or the line does not allow it."
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
    contact, step = _meant()
    if at is None or step is None:
        return _contact(s, contact, "ahead", minutes=supervising.FURTHER_AHEAD)
    return door.go("") if supervising.move_up(s, at.user, contact, step) else _changed(s, contact)


@bp.route("/console/move", methods=["GET", "POST"])
@door.page(IN, role=SUPERVISOR)
def move(s: Services, at: Session | None) -> Response:
    contact, step = _meant()
    queue = request.form.get("queue", "")
    if at is None or step is None or not queue:
        words, record = Words(s, s.switchboard.now()), supervising.waits(s, contact)
        names = {queue: words.queue(queue) for queue in supervising.queues(s, record.get("line", ""))}
        now = names.pop(_queue(record), "")
        on_duty = {queue: s.switchboard.on_duty(queue) for queue in names}
        return _contact(s, contact, "move", now=now, names=names, on_duty=on_duty)
    return door.go("") if supervising.move(s, at.user, contact, step, queue) else _changed(s, contact)


@bp.route("/console/end", methods=["GET", "POST"])
@door.page(IN, role=SUPERVISOR)
def end(s: Services, at: Session | None) -> Response:
    contact, step = _meant()
    if at is None or step is None:
        record = supervising.waits(s, contact)
        return _contact(s, contact, "end", told=_told_of_end(s, record) if record else "")
    return door.go("") if supervising.end(s, at.user, contact, step) else _changed(s, contact)


@bp.route("/console/number", methods=["GET", "POST"])
@door.page(IN, role=SUPERVISOR)
def number(s: Services, at: Session | None) -> Response:
    """Show whose contact it is, in two steps: why, then that this is meant. It is written down before it is shown."""
    contact, why = request.values.get("contact", ""), request.form.get("why", "").strip()
    if at is None or not supervising.may_see(s, contact):
        return door.said(NO_NUMBER, 409)
    told = {"contact": contact, "why": why, "number": "", "wrong": ""}
    if request.method == "GET":
        return door.show("number", 200, **told | {"why": ""})
    if not _is_reason(why):
        return door.show("number", 400, **told | {"why": "", "wrong": NO_REASON})
    if request.form.get("do") == "show":
        told["number"] = supervising.see(s, at.user, contact, why)
        return door.show("number", 200, **told) if told["number"] else door.said(NO_NUMBER, 409)
    return door.show("number", 200, **told)


def _is_reason(why: str) -> bool:
    return 0 < len(why) <= LONGEST_WHY and why.isprintable()


def _meant() -> tuple[str, int | None]:
    """Return the contact that is meant, and its step when the form was shown; None where none was."""
    step = request.form.get("step", "")
    return request.values.get("contact", ""), int(step) if step.isdecimal() else None


def _contact(s: Services, contact: str, what: str, **told: object) -> Response:
    """Show the page on which somebody who waits is dealt with."""
    record = supervising.waits(s, contact)
    return door.show(what, 200, contact=contact, step=record["step"], **told) if record else _changed(s, contact)


def _told_of_end(s: Services, record: Mapping[str, str]) -> str:
    """Return how the person of a contact is told that its wait is over: a word of the page; empty where nobody can."""
    if not supervising.may_be_told(s, record):
        return ""
    return "call" if supervising.is_on_telephone(record) else "text"


def _changed(s: Services, contact: str) -> Response:
    return door.said(f"{CHANGED} {_now(s, s.switchboard.contact(contact))}", 409)


def _now(s: Services, record: Mapping[str, str]) -> str:
    """Say how a contact stands now, whoever has changed it."""
    stage = record.get("stage", "")
    if BY_STAFF in (record.get("outcome"), record.get("choice")):
        return "A supervisor has ended this wait."
    if stage in supervising.WAITS:
        return f"This person waits in the queue {Words(s, s.switchboard.now()).queue(_queue(record))}."
    if stage in ("accepted", "bridged", "held"):
        return "A specialist has taken them."
    return "They are choosing something else." if stage in ("choosing", "voicemail") else "They have left."


def _queue(record: Mapping[str, str]) -> str:
    return next(iter(record.get("queues", "").split()), "")


def _line(s: Services, named: str, wrong: str = "", status: int = 200) -> Response:
    line, closed = s.config.lines[named], s.switchboard.closed_till(named) is not None
    name = line.name[line.languages[0]]
    return door.show("line", status, line=named, name=name, zone=line.time_zone, closed=closed, wrong=wrong)


def _close(s: Services, at: Session, named: str) -> str:
    """Close a line as the form says; return what is wrong with that, or nothing."""
    why, until = request.form.get("why", "").strip(), request.form.get("until", "")
    if not _is_reason(why):
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
