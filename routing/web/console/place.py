"""How a place is told: supervisors correct what its list says, or have nobody told of it."""

import hashlib
from collections.abc import Sequence
from dataclasses import astuple

from flask import Blueprint, Response, request

from routing.domain.correction import FIELDS, LONGEST, Correction
from routing.domain.listed import Place
from routing.domain.user import IN, SUPERVISOR, Session
from routing.flow import correcting
from routing.services import Services
from routing.web.console import door

bp = Blueprint("place", __name__)

NO_PLACE = "That place is in no list any more, and nothing is told of it otherwise."
NOT_LISTED = "Its list has it no more since you looked: there is nothing to tell otherwise."
CHANGED = "Somebody else has changed how it is told since you looked. This is how it is now; nothing of yours was done."
NO_WHY = "Write why: who told you, or how you know."
NO_PHONE = "That is no telephone number that may be told: write it with its area code."
TOO_LONG = f"That is too long: {LONGEST} letters at most."
NOTHING = "Write what is to be told otherwise, or that nobody is to be told of it."
LONGEST_WHY = 150
UNDO = "undo"


@bp.route("/console/place", methods=["GET", "POST"])
@door.page(IN, role=SUPERVISOR)
def place(s: Services, at: Session | None) -> Response:
    """Show how a list has a place, and how it is told; change that as the form says."""
    where = request.values.get("list", ""), request.values.get("key", "")
    stands, listed = s.corrections.of(*where), s.lists.as_listed([where]).get(where)
    if at is None or (stands is None and listed is None):
        return door.said(NO_PLACE, 404, "directory")
    if request.method == "GET":
        return _shown(where, stands, listed)
    if request.form.get("seen") != _seen(stands):
        return _shown(where, stands, listed, CHANGED, 409)
    wrong, done = _done(s, at, where[0], stands, listed)
    if wrong:
        return _shown(where, stands, listed, wrong, 400)
    return door.go("/directory") if done else door.said(CHANGED, 409, "directory")


def told_otherwise(s: Services) -> Sequence[tuple[Correction, Place | None]]:
    """Return what is told otherwise than its list has it, each with what the list says of it now. Raises NotKept."""
    every = s.corrections.all()
    listed = s.lists.as_listed([(one.list, one.key) for one in every])
    return [(one, listed.get((one.list, one.key))) for one in every]


def _done(s: Services, at: Session, of: str, stands: Correction | None, listed: Place | None) -> tuple[str, bool]:
    """Do what the form says; return what is wrong with it, or nothing, and whether it was done."""
    why = _written("why")
    if not why or len(why) > LONGEST_WHY:
        return NO_WHY if not why else TOO_LONG, False
    if request.form.get("do") == UNDO:
        return "", stands is None or correcting.undo(s, at.user, stands, why)
    if listed is None:
        return NOT_LISTED, False
    wished = _wished(s, at, of, listed, why)
    if isinstance(wished, str):
        return wished, False
    return "", correcting.correct(s, at.user, stands, wished)


def _wished(s: Services, at: Session, of: str, listed: Place, why: str) -> Correction | str:
    """Return how the form has the place told, or what is wrong with it."""
    sent = {field: _written(field) for field in FIELDS}
    if any(len(words) > LONGEST for words in sent.values()):
        return TOO_LONG
    if sent["phone"]:
        sent["phone"] = correcting.number(sent["phone"])
        if not sent["phone"]:
            return NO_PHONE
    found = correcting.wished(s, at.user, (of, listed), sent, why, hidden="hidden" in request.form)
    return found or NOTHING


def _written(name: str) -> str:
    """Return what the form has under a name, on one line."""
    text = " ".join(request.form.get(name, "").split())
    return "".join(letter for letter in text if letter.isprintable())


def _shown(
    where: tuple[str, str], stands: Correction | None, listed: Place | None, wrong: str = "", status: int = 200
) -> Response:
    return door.show(
        "place",
        status,
        wrong=wrong,
        list=where[0],
        key=where[1],
        stands=stands,
        listed=listed,
        seen=_seen(stands),
        sent=request.form if status == 400 else {},
        longest=LONGEST,
        longest_why=LONGEST_WHY,
        undo=UNDO,
    )


def _seen(stands: Correction | None) -> str:
    return hashlib.sha256(repr(astuple(stands)).encode()).hexdigest() if stands else ""
