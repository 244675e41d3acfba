"""A specialist's conversations by text, as a chat: nobody else's, without a number, and while they go on."""

from importlib.resources import files
from secrets import token_hex

from flask import Blueprint, Response, request

from routing.domain.user import IN, SUPERVISOR, Session
from routing.flow import chat
from routing.services import Services
from routing.web import guard
from routing.web.console import door

bp = Blueprint("talks", __name__)

NOT_YOURS = "This conversation is over, or it is not yours any more. What you wrote was not passed on."
NO_WORDS = f"Write something, at most {chat.LONGEST} letters."


@bp.get("/console/talks.js")
@guard.anyone
def script() -> Response:
    return Response((files("routing.web.console") / "talks.js").read_bytes(), mimetype="text/javascript")


@bp.route("/console/me/talks", methods=["GET", "POST"])
@door.page(IN)
def talks(s: Services, at: Session | None) -> Response:
    """Show the conversations of the specialist who is signed in, pass on what they write, or end one."""
    if at is None or not at.user.specialist:
        return door.show("home", 404, at=at, wrong="You are not on the roster.")
    if request.method == "POST":
        return _act(s, at)
    conversations, version = chat.of(s, at.user)
    have = request.args.get("have", "")
    if have == version:
        return Response(status=204)
    told = {"conversations": conversations, "version": version, "once": token_hex(8), "longest": chat.LONGEST}
    if have:
        return door.show("talks_parts", 200, **told)
    return door.show_with_script("talks", **told, is_supervisor=at.user.role == SUPERVISOR)


def _act(s: Services, at: Session) -> Response:
    offer, once, words = (request.form.get(name, "").strip() for name in ("offer", "once", "words"))
    if request.form.get("do") == "end":
        done = chat.end(s, at.user, offer)
    elif not once or not 0 < len(words) <= chat.LONGEST:
        return door.said(NO_WORDS, 400, "me/talks")
    else:
        done = chat.write(s, at.user, offer, f"page-{at.user.id}-{once}", words)
    return door.go("/me/talks") if done else door.said(NOT_YOURS, 409, "me/talks")
