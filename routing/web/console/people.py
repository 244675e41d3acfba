"""Who is on the roster: supervisors see them, add one, and set somebody's PIN, as `helpline specialist` does."""

import re
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, request

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
UNREAD = "That is on record, but their number cannot be read: tell whoever runs the helpline."
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


@bp.route("/console/specialist", methods=["GET", "POST"])
@door.page(IN, role=SUPERVISOR)
def specialist(s: Services, at: Session | None) -> Response:
    """Show what a specialist is asked for, and change it as the form says."""
    with kept():
        person = s.roster.of(request.values.get("specialist", ""))
        if at is None or person is None:
            return door.said(NOBODY, 404, "people")
        if request.method == "GET":
            return _changing(s, person)
        if wrong := _change(s, at, person):
            return _changing(s, person, wrong, 400)
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
        there = book_of(s, at).set_pin(specialist, new)
    except Refused as why:
        return str(why), 400
    except Busy:
        return BUSY, 503
    return ("", 200) if there else (NOBODY, 404)


def _change(s: Services, at: Session, person: Person) -> str:
    """Change a specialist as the form says; return what is wrong with it, or nothing."""
    sent = request.form
    order = _order()
    if not order:
        return NO_ORDER
    languages, skills = sent.getlist("language"), sent.getlist("skill")
    try:
        book_of(s, at).change(person, languages, skills, order=order, call_out="call_out" in sent)
    except Refused as why:
        return str(why)
    except Unreadable:
        return UNREAD
    return ""


def _order() -> int:
    """Return the order that the form holds; 0 where it is none."""
    order = request.form.get("order", "").strip() or str(LAST_IN_ORDER)
    return int(order) if re.fullmatch("[0-9]{1,4}", order) and int(order) <= LAST_IN_ORDER else 0


def _add(s: Services, at: Session) -> tuple[str, int] | None:
    """Add whom the form names; return what is wrong with it, and the status of that."""
    sent = request.form
    order = _order()
    if not order:
        return NO_ORDER, 400
    try:
        book_of(s, at).add(
            sent.get("name", "").strip(),
            BETWEEN.sub("", sent.get("phone", "")),
            sent.getlist("language"),
            sent.getlist("skill"),
            pin=sent.get("pin", ""),
            order=order,
            call_out="call_out" in sent,
        )
    except Refused as why:
        return str(why), 400
    except Busy:
        return BUSY, 503
    return None


def book_of(s: Services, at: Session) -> Book:
    """Open the roster for whoever is signed in, who is written down with each change."""

    def note(what: str, specialist: str) -> None:
        auditing.by_user(s, at.user, what, "specialist", specialist)

    return Book(s, note)


def _shown(s: Services, wrong: str = "", status: int = 200) -> Response:
    now = {row["name"]: row["activity"] for row in Book(s, unnoted).listed()}
    return door.show(
        "people",
        status,
        wrong=wrong,
        there=[_told(s, person, now.get(person.name, person.activity)) for person in s.roster.everyone()],
        **_choices(s),
        sent=request.form,
        last=LAST_IN_ORDER,
        words=Words(s, s.switchboard.now()),
    )


def _changing(s: Services, person: Person, wrong: str = "", status: int = 200) -> Response:
    told = {"person": _told(s, person, ""), "words": Words(s, s.switchboard.now()), "last": LAST_IN_ORDER}
    return door.show("specialist", status, wrong=wrong, **_choices(s), **told)


def _choices(s: Services) -> dict[str, list[str]]:
    skills = dict.fromkeys(skill for line in s.config.lines.values() for skill in line.skills)
    return {"languages": list(s.config.phrases), "skills": list(skills)}


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
        "verified": bool(person.verified_at),
        "ends": end(s, person),
    }


def end(s: Services, person: Person) -> str:
    """Give the last two digits of a specialist's number, by which it is told apart; nobody sees more of it."""
    try:
        return s.vault.open(phone_purpose(person.id), person.phone)[-2:]
    except Unreadable:
        return ""
