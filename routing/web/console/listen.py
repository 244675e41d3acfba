"""The page on which a supervisor has their own telephone rung to listen to a call, and says who is to hear them."""

from flask import Blueprint, Response, request

from routing.domain.audit import LONGEST_WHY
from routing.domain.user import IN, SUPERVISOR, Session
from routing.flow import listening
from routing.services import Services
from routing.web.console import door

bp = Blueprint("listen", __name__)

NO_CALL = (
    "Nobody can listen to this: it is no call under way between two, or the line does not allow it, or the caller has "
    "not heard that somebody may."
)
NO_TELEPHONE = (
    "To listen you need a telephone of your own on the roster, known to be yours. Once it is there, whoever runs the "
    "helpline says that it is yours."
)
BUSY = "Your own telephone is in a call, or rings for one. Listen once that is over."
REFUSED = {"busy": BUSY, "not_now": NO_CALL}
NO_REASON = f"Write why, in at most {LONGEST_WHY} letters, and choose how."
NOT_YOURS = "You do not listen to this call any more."
WAYS = {
    "listen": "Listen: nobody hears you",
    "whisper": "Advise: the specialist alone hears you",
    "barge": "Join: both hear you, once they have been told that you come",
}
STATES = {
    "placing": "Your telephone is about to ring.",
    "ringing": "Your telephone rings: answer, and press 1.",
    "asked": "Press 1 on your telephone.",
    "pressed": "The specialist is being told that you come.",
    "told": "The specialist is being told that you come.",
}


@bp.route("/console/listen", methods=["GET", "POST"])
@door.page(IN, role=SUPERVISOR)
def listen(s: Services, at: Session | None) -> Response:
    """Begin, change or end what this supervisor hears of a call. Each is written down first."""
    contact = request.values.get("contact", "")
    record = s.switchboard.contact(contact)
    ways = listening.ways(s, record)
    if at is None or not ways:
        return door.said(NO_CALL, 409)
    if not listening.has_telephone(s, at.user, record["line"]):
        return door.said(NO_TELEPHONE, 409)
    _, now = listening.of(s, contact)
    if now and now["by"] != at.user.id:
        return door.said(_heard(now), 409)
    if request.method == "POST":
        return _act(s, at, contact, ways, now)
    return _show(contact, ways, now)


def _act(s: Services, at: Session, contact: str, ways: tuple[str, ...], now: dict[str, str]) -> Response:
    do, how, why = (request.form.get(name, "").strip() for name in ("do", "how", "why"))
    if do == "stop":
        return _done(listening.stop(s, at.user, contact))
    if how not in ways or not (0 < len(why) <= LONGEST_WHY and why.isprintable()):
        return _show(contact, ways, now, NO_REASON, 400)
    if do == "change":
        return _done(listening.change(s, at.user, contact, how, why))
    word = listening.begin(s, at.user, contact, how, why)
    if word == "heard":
        return door.said(_heard(listening.of(s, contact)[1]), 409)
    return door.said(REFUSED[word], 409) if word in REFUSED else door.go("")


def _done(done: bool) -> Response:
    return door.go("") if done else door.said(NOT_YOURS, 409)


def _show(contact: str, ways: tuple[str, ...], now: dict[str, str], wrong: str = "", status: int = 200) -> Response:
    stands = STATES.get(now.get("state", ""), "You are in this call.") if now else ""
    told = {"contact": contact, "ways": {way: WAYS[way] for way in ways}, "chosen": now.get("wanted", ways[0])}
    return door.show("listen", status, stands=stands, wrong=wrong, **told)


def _heard(now: dict[str, str]) -> str:
    return f"{now.get('name', 'Somebody')} listens to this call already: one at a time."
