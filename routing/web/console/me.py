"""A specialist's own page: what they do now, their next shifts, their PIN. Nobody else's, and nothing of callers."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from secrets import token_hex
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, request

from routing.domain.contact import Person, Unreadable
from routing.domain.shifts import Turn, turns
from routing.domain.user import IN, SUPERVISOR, Busy, Session, User
from routing.flow import auditing, own, proof
from routing.roster import Book, Refused, kept
from routing.services import Services
from routing.web.console import door
from routing.web.console.live import Words
from routing.web.console.views import BUSY, DIFFERENT

bp = Blueprint("me", __name__)

AHEAD = timedelta(days=14)
NOT_THERE = "You are not on the roster, or live state does not know you yet. Ask a supervisor, or try in a few minutes."
NO_PIN = "You have no PIN yet. A supervisor sets the first."
UNREAD = "Your number cannot be read, so no PIN can be tried. Tell whoever runs the helpline."
WRONG = {
    "wrong": "That is not the PIN you have.",
    "too_many": "Too many wrong PINs. Try again in an hour, or ask a supervisor for a new one.",
}


@bp.route("/console/me", methods=["GET", "POST"])
@door.page(IN)
def me(s: Services, at: Session | None) -> Response:
    """Show what the specialist who is signed in does, and set what the form asks for."""
    person, record = _own(s, at)
    if at is None or person is None:
        return _nobody(at)
    act = request.form.get("do", "")
    if request.method == "POST" and act in own.ACTS:
        own.obey(s, at.user, act)
        return door.go("/me")
    return _shown(s, at.user, person, record, 200 if request.method == "GET" else 400)


@bp.route("/console/me/pin", methods=["GET", "POST"])
@door.page(IN)
def pin(s: Services, at: Session | None) -> Response:
    """Have the specialist who is signed in prove themselves with another PIN, by the one before it."""
    person, _ = _own(s, at)
    if at is None or person is None:
        return _nobody(at)
    wrong, status = (NO_PIN, 409) if not person.pin else ("", 200)
    if request.method == "POST" and not wrong:
        wrong, status = _set_pin(s, at.user, person)
        if not wrong:
            return door.go("/me")
    return door.show("own_pin", status, wrong=wrong, has_pin=bool(person.pin))


def _set_pin(s: Services, by: User, person: Person) -> tuple[str, int]:
    """Set the PIN that the form holds; return what is wrong with it, or nothing, and the status of that."""
    new = request.form.get("pin", "")
    if new != request.form.get("again"):
        return DIFFERENT, 400
    try:
        verdict = proof.by_page(s, token_hex(16), person, request.form.get("old", ""))
        if verdict != "right":
            return WRONG[verdict], 429 if verdict == "too_many" else 400
        with kept():
            Book(s, lambda what, specialist: _note(s, by, what, specialist)).set_pin(person.id, new)
    except Refused as why:
        return str(why), 400
    except Busy:
        return BUSY, 503
    except Unreadable:
        return UNREAD, 409
    return "", 200


def _note(s: Services, by: User, what: str, specialist: str) -> None:
    auditing.by_user(s, by, what, "specialist", specialist)


def _own(s: Services, at: Session | None) -> tuple[Person | None, Mapping[str, str]]:
    """Return who is signed in, on record and live; None for who is not both."""
    if at is None or not at.user.specialist:
        return None, {}
    with kept():
        person, record = s.roster.of(at.user.specialist), s.switchboard.specialist(at.user.specialist)
    return (person if record else None), record


def _nobody(at: Session | None) -> Response:
    return door.show("home", 404, at=at, wrong=NOT_THERE)


def _shown(s: Services, user: User, person: Person, record: Mapping[str, str], status: int) -> Response:
    now = s.switchboard.now()
    moment = datetime.fromtimestamp(now / 1000, UTC)
    zone = next(iter(s.config.lines.values())).time_zone
    with kept():
        shifts = turns(s.shifts.of(person.id), moment, moment + AHEAD)
    return door.show(
        "me",
        status,
        user=user,
        is_supervisor=user.role == SUPERVISOR,
        record=record,
        since=int(record.get("since") or 0),
        break_until=int(record.get("break_until") or 0),
        misses=int(record.get("misses") or 0),
        shifts=[_told(turn, ZoneInfo(zone)) for turn in shifts],
        zone=zone,
        words=Words(s, now),
    )


def _told(turn: Turn, zone: ZoneInfo) -> tuple[str, str]:
    return _moment(turn.start, zone), _moment(turn.end, zone)


def _moment(moment: datetime, zone: ZoneInfo) -> str:
    """Write a time with the name of its clocks, so that an hour which comes twice is told apart."""
    return moment.astimezone(zone).strftime("%A %Y-%m-%d %H:%M %Z")
