"""A specialist's number is theirs once the code that a text or a call brought there is told here or to a supervisor."""

from flask import Blueprint, Response, request

from routing.domain.contact import Person, Unreadable
from routing.domain.user import IN, SUPERVISOR, Session
from routing.flow import auditing, verifying
from routing.roster import Book, kept
from routing.services import Services
from routing.web.console import door
from routing.web.console.acts import NOBODY
from routing.web.console.me import NOT_THERE, UNREAD
from routing.web.console.people import end

bp = Blueprint("verifying", __name__)

SENT = "A code is on its way, and holds for 10 minutes."
CALLED = "The telephone rings in a moment. After a 1 it is told a code, which holds for 10 minutes."
WRONG = {
    "wrong": "That is not the code, or no longer. Have another sent.",
    "too_many": "Too many codes. Try again in 15 minutes.",
}


@bp.route("/console/number-check", methods=["GET", "POST"])
@door.page(IN, role=SUPERVISOR)
def number_check(s: Services, at: Session | None) -> Response:
    """Have a code texted to a specialist, and take what they say that it is."""
    with kept():
        person = s.roster.of(request.values.get("specialist", ""))
    if at is None or person is None:
        return door.said(NOBODY, 404, "people")
    return _checked(s, at, person, "/number-check", "/people")


@bp.route("/console/me/number-check", methods=["GET", "POST"])
@door.page(IN)
def own_number_check(s: Services, at: Session | None) -> Response:
    """Have a code texted to the specialist who is signed in, and take what they say that it is."""
    with kept():
        person = s.roster.of(at.user.specialist) if at and at.user.specialist else None
    if at is None or person is None:
        return door.said(NOT_THERE, 404)
    return _checked(s, at, person, "/me/number-check", "/me")


def _checked(s: Services, at: Session, person: Person, here: str, back: str) -> Response:
    try:
        wrong, status = _act(s, at, person)
    except Unreadable:
        wrong, status = UNREAD, 409
    if status == 303:
        return door.go(back)
    told = {"person": person, "ends": end(s, person), "here": here, "back": back}
    return door.show("number_check", status, wrong=wrong if status != 200 else "", said=wrong, **told)


def _act(s: Services, at: Session, person: Person) -> tuple[str, int]:
    """Do what the form asks for; return what is said of it, and its status: 303 once the number is known."""
    if request.method == "GET":
        return "", 200
    if person.verified_at:
        return "", 303
    if request.form.get("do") in ("send", "call"):
        by_call = request.form["do"] == "call"
        _note(s, at, "code_called" if by_call else "code_sent", person.id)
        done = verifying.send(s, person, by_call=by_call)
        return (CALLED if by_call else SENT, 200) if done else (WRONG["too_many"], 429)
    verdict = verifying.proves(s, person, request.form.get("code", "").strip())
    if verdict != "right":
        return WRONG[verdict], 429 if verdict == "too_many" else 400
    with kept():
        Book(s, lambda what, specialist: _note(s, at, what, specialist)).verify(person)
    return "", 303


def _note(s: Services, at: Session, what: str, specialist: str) -> None:
    auditing.by_user(s, at.user, what, "specialist", specialist)
