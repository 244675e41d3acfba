"""What was promised and is still to be kept: supervisors see it, hear messages, say who deals with it, and close it."""

from flask import Blueprint, Response, request

from routing.domain.promise import TAKEN, Promise
from routing.domain.user import IN, SUPERVISOR, Session
from routing.flow import promised
from routing.services import Services
from routing.web.console import door
from routing.web.console.live import Words

bp = Blueprint("promises", __name__)

MOST = 200
KINDS = {"callback": "A call back", "voicemail": "A message"}
CLOSED = "It is closed: somebody has dealt with it, or its time is over. What was promised is erased."
STILL_LEFT = "The message is still being left. Look again in a minute."
CHANGED = "It has changed since you looked, and nothing of yours was done. See below how it is now."
NOBODY = "Choose who deals with it."
NO_MESSAGE = "There is no such message here, or it was opened too long ago. Open it again."


@bp.get("/console/promises")
@door.page(IN, role=SUPERVISOR)
def every(s: Services, at: Session | None) -> Response:
    """List what is still to be kept, the oldest first."""
    there, names = s.promises.still_open(), s.roster.names()
    shown, words = there[:MOST], Words(s, s.switchboard.now())
    return door.show("promises", there=shown, more=len(there) - len(shown), names=names, kinds=KINDS, words=words)


@bp.route("/console/promise", methods=["GET", "POST"])
@door.page(IN, role=SUPERVISOR)
def one(s: Services, at: Session | None) -> Response:
    """Show a promise, and do with it what the form says."""
    found = s.promises.find(request.values.get("promise", ""))
    if at is None or found is None or not found.is_open:
        return door.said(CLOSED, 404 if request.method == "GET" else 409, "promises")
    if found.state == "recording":
        return door.said(STILL_LEFT, 409, "promises")
    match request.form.get("do"):
        case "listen":
            return _listened(s, at, found)
        case "take":
            return _taken(s, at, found)
        case "close":
            return _closed(s, at, found)
    return _shown(s, at, found)


@bp.get("/console/message")
@door.page(IN, role=SUPERVISOR)
def sound(s: Services, at: Session | None) -> Response:
    """Give a message's sound, whole or in pieces, to whom the page was shown on which it is heard."""
    promise, until, proof = (request.args.get(name, "") for name in ("promise", "until", "proof"))
    told = promised.sound(s, at.user, promise, int(until), proof) if at and until.isdecimal() else b""
    if not told:
        return door.said(NO_MESSAGE, 404, "promises")
    answer = Response(told, mimetype="audio/wav")
    answer.make_conditional(request, accept_ranges=True, complete_length=len(told))
    return answer


def _listened(s: Services, at: Session, found: Promise) -> Response:
    until, proof = promised.listen(s, at.user, found.id)
    told = _told(s, at, found) | {"until": until, "proof": proof}
    return door.show_with_sound("promise", **told)


def _taken(s: Services, at: Session, found: Promise) -> Response:
    specialist = request.form.get("specialist", "")
    if specialist not in s.roster.names():
        return _shown(s, at, found, NOBODY, 400)
    now = promised.take(s, at.user, found, specialist)
    if now is None or now.state != TAKEN:
        return door.said(CLOSED, 409, "promises")
    return door.go("/promises") if now.taken_by == specialist else _shown(s, at, now, CHANGED, 409)


def _closed(s: Services, at: Session, found: Promise) -> Response:
    if request.form.get("seen") == promised.as_seen(found) and promised.close(s, at.user, found):
        return door.go("/promises")
    now = s.promises.find(found.id)
    return _shown(s, at, now, CHANGED, 409) if now and now.is_open else door.said(CLOSED, 409, "promises")


def _shown(s: Services, at: Session, found: Promise, wrong: str = "", status: int = 200) -> Response:
    return door.show("promise", status, wrong=wrong, **_told(s, at, found))


def _told(s: Services, at: Session, found: Promise) -> dict[str, object]:
    message = s.messages.find(found.id) if found.kind == "voicemail" else None
    return {
        "promise": found,
        "kind": KINDS.get(found.kind, found.kind),
        "seen": promised.as_seen(found),
        "names": s.roster.names(),
        "mine": at.user.specialist,
        "seconds": message.seconds if message and message.sound else 0,
        "words": Words(s, s.switchboard.now()),
    }
