"""Supervisors take a table of people onto the roster: what it would do is shown first."""

import zlib

from flask import Blueprint, Response, request

from routing.domain.contact import Unreadable
from routing.domain.people_file import lines
from routing.domain.user import IN, SUPERVISOR, Session
from routing.flow import auditing
from routing.people import People, Plan
from routing.roster import kept
from routing.services import Services
from routing.web.console import door

bp = Blueprint("people_file", __name__)

LONGEST_NAME = 80
LARGEST = 512 * 1024  # what a file that was sent may unpack to
NO_FILE = "Choose a file."
TOO_LONG = "That is too long for the page: whoever runs the helpline can take a longer table by command."
GONE = "That was looked through too long ago. Choose the file again."
MOST_SEALED = 60_000  # letters: the form comes back with it


@bp.route("/console/people-file", methods=["GET", "POST"])
@door.page(IN, role=SUPERVISOR)
def people_file(s: Services, at: Session | None) -> Response:
    """Look through the file that the form holds; or take the one that was looked through."""
    if at is None or request.method == "GET":
        return door.show("people_file")
    with kept():
        return _take(s, at) if request.form.get("do") == "take" else _look(s, at)


def _look(s: Services, at: Session) -> Response:
    file = request.files.get("file")
    if file is None or not file.filename:
        return door.show("people_file", 400, wrong=NO_FILE)
    name, content = file.filename[:LONGEST_NAME], file.read()
    plan = _people(s, at).plan(name, content)
    # The numbers in it go to the browser and back sealed, for whoever has sent them, and never in a page's words.
    held = s.vault.seal_for_a_day(_purpose(at), zlib.compress(content).hex())
    if len(held) > MOST_SEALED:
        return door.show("people_file", 400, wrong=TOO_LONG)
    return _shown(plan, held, 400 if plan.problems else 200)


def _take(s: Services, at: Session) -> Response:
    try:
        packed = bytes.fromhex(s.vault.open(_purpose(at), request.form.get("held", "")))
    except Unreadable:
        return door.show("people_file", 400, wrong=GONE)
    content = zlib.decompressobj().decompress(packed, LARGEST)
    people = _people(s, at)
    plan = people.plan("the file", content)
    if plan.problems:
        return _shown(plan, "", 409)
    people.take(plan)
    return door.go("/people")


def _shown(plan: Plan, held: str, status: int) -> Response:
    told = {"plan": plan, "added": list(lines(plan.added)), "changed": [person.name for person in plan.changed]}
    return door.show("people_file", status, held=held, **told)


def _people(s: Services, at: Session) -> People:
    def note(what: str, specialist: str) -> None:
        auditing.by_user(s, at.user, what, "specialist", specialist)

    return People(s, note)


def _purpose(at: Session) -> str:
    return f"people file {at.user.id}"
