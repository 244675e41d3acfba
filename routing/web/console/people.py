"""Who is on the roster: supervisors see them, add one, and set somebody's PIN, as `helpline specialist` does."""

import re
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, request

from routing.domain.audit import Deed
from routing.domain.contact import LAST_IN_ORDER, Person, Unreadable, phone_purpose
from routing.domain.user import IN, SUPERVISOR, Busy, Session
from routing.flow import auditing
from routing.roster import Book, Refused, kept, unnoted
from routing.services import Services
from routing.web.console import door
from routing.web.console.acts import NOBODY
from routing.web.console.live import ACTIVITIES, Words
from routing.web.console.views import BUSY, DIFFERENT

bp = Blueprint("people", __name__)

NO_ORDER = f"Write the order as a number from 1 to {LAST_IN_ORDER}, or none."
# What a person may write between the digits of a number.
BETWEEN = re.compile(r"[ ().-]")


@bp.route("/console/people", methods=["GET", "POST"])
@door.page(IN, role=SUPERVISOR)
def people(s: Services, at: Session | None) -> Response:
    """Show the roster, and put on it whom the form names, off duty."""
    with kept():
        if at is None or request.method == "GET":
            return _shown(s)
        if wrong := _add(s, at):
            return _shown(s, *wrong)
    return door.go("/people")


@bp.route("/console/pin", methods=["GET", "POST"])
@door.page(IN, role=SUPERVISOR)
def pin(s: Services, at: Session | None) -> Response:
    """Have a specialist prove themselves with another PIN."""
    specialist = request.values.get("specialist", "")
    name = s.roster.names().get(specialist)
    if at is None or name is None:
        return door.said(NOBODY, 404, "people")
    if request.method == "POST":
        with kept():
            wrong, status = _set_pin(s, at, specialist)
        return door.show("pin", status, wrong=wrong, specialist=specialist, name=name) if wrong else door.go("/people")
    return door.show("pin", specialist=specialist, name=name)


def _set_pin(s: Services, at: Session, specialist: str) -> tuple[str, int]:
    """Set the PIN that the form holds; return what is wrong with it, or nothing, and the status of that."""
    new = request.form.get("pin", "")
    if new != request.form.get("again"):
        return DIFFERENT, 400
    try:
        there = _book(s, at).set_pin(specialist, new)
    except Refused as why:
        return str(why), 400
    except Busy:
        return BUSY, 503
    return ("", 200) if there else (NOBODY, 404)


def _add(s: Services, at: Session) -> tuple[str, int] | None:
    """Add whom the form names; return what is wrong with it, and the status of that."""
    sent = request.form
    order = sent.get("order", "").strip() or str(LAST_IN_ORDER)
    if not re.fullmatch("[0-9]{1,4}", order) or not 1 <= int(order) <= LAST_IN_ORDER:
        return NO_ORDER, 400
    try:
        _book(s, at).add(
            sent.get("name", "").strip(),
            BETWEEN.sub("", sent.get("phone", "")),
            sent.getlist("language"),
            sent.getlist("skill"),
            pin=sent.get("pin", ""),
            order=int(order),
            call_out="call_out" in sent,
        )
    except Refused as why:
        return str(why), 400
    except Busy:
        return BUSY, 503
    return None


def _book(s: Services, at: Session) -> Book:
    def note(what: str, specialist: str) -> None:
        auditing.note(s, Deed(f"user:{at.user.id}", what, "specialist", specialist), s.switchboard.now())

    return Book(s, note)


def _shown(s: Services, wrong: str = "", status: int = 200) -> Response:
    now = {row["name"]: row["activity"] for row in Book(s, unnoted).listed()}
    return door.show(
        "people",
        status,
        wrong=wrong,
        there=[_told(s, person, now.get(person.name, person.activity)) for person in s.roster.everyone()],
        languages=list(s.config.phrases),
        skills=list(dict.fromkeys(skill for line in s.config.lines.values() for skill in line.skills)),
        sent=request.form,
        last=LAST_IN_ORDER,
        words=Words(s, s.switchboard.now()),
    )


def _told(s: Services, person: Person, activity: str) -> Mapping[str, Any]:
    return {
        "id": person.id,
        "name": person.name,
        "activity": ACTIVITIES.get(activity, activity),
        "languages": person.languages,
        "skills": person.skills,
        "order": "" if person.order == LAST_IN_ORDER else person.order,
        "call_out": person.call_out,
        "has_pin": bool(person.pin),
        "ends": _end(s, person),
    }


def _end(s: Services, person: Person) -> str:
    """Give the last two digits of a specialist's number, by which it is told apart; nobody sees more of it."""
    try:
        return s.vault.open(phone_purpose(person.id), person.phone)[-2:]
    except Unreadable:
        return ""
