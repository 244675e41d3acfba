"""The pages by which people sign in, and keep what proves them."""

from collections.abc import Callable
from importlib.resources import files

from flask import Blueprint, Response, request

from config.shapes import Line
from routing.domain import totp
from routing.domain.user import AUTHENTICATOR, CODE, IN, SHORTEST, SUPERVISOR, WELCOME, Busy, Session, weakness
from routing.flow import signing_in
from routing.flow.signing_in import TooMany, Wrong
from routing.services import Services
from routing.web import guard
from routing.web.console import door, live

bp = Blueprint("console", __name__, template_folder="templates")

NOT_RIGHT = "That is not right. Check the name and the rest, and try again."
NO_CODE = "That code is not right, or was used before. Try the next one."
NOT_YOURS = "That password, or that code, is not right."
MANY = "Too many tries. Wait 15 minutes, or use a browser that you have signed in with before."
BUSY = "Too many people sign in just now. Try again in a moment."
WEAK = {
    "short": f"That is too short: take at least {SHORTEST} letters, such as four words.",
    "long": "That is too long: take at most 200 letters.",
    "easy": "That is too easy to guess: not your name, nor the same few letters again and again.",
}
DIFFERENT = "The two are not the same."

Show = Callable[[str, int], Response]


@bp.get("/console/console.css")
@guard.anyone
def style() -> Response:
    return Response((files("routing.web.console") / "console.css").read_bytes(), mimetype="text/css")


@bp.get("/console/live.js")
@guard.anyone
def script() -> Response:
    return Response((files("routing.web.console") / "live.js").read_bytes(), mimetype="text/javascript")


@bp.get("/console")
@door.page(IN)
def home(s: Services, at: Session | None) -> Response:
    """Show supervisors how everything stands; lead specialists to their own page."""
    if at is None or at.user.role != SUPERVISOR:
        if at and at.user.specialist:
            return door.go("/me")
        return door.show("home", at=at)
    return live.show(s, at, request.args.get("have", ""))


@bp.route("/console/sign-in", methods=["GET", "POST"])
@door.page()
def sign_in(s: Services, _at: Session | None) -> Response:
    def show(wrong: str = "", status: int = 200) -> Response:
        return door.show("sign_in", status, wrong=wrong)

    if request.method == "GET":
        return show()
    name, given = _sent("name", "password")
    return _tried(s, lambda before: signing_in.password(s, before, name, given, door.knock(s)), show)


@bp.route("/console/welcome", methods=["GET", "POST"])
@door.page()
def welcome(s: Services, _at: Session | None) -> Response:
    def show(wrong: str = "", status: int = 200) -> Response:
        return door.show("welcome", status, wrong=wrong)

    if request.method == "GET":
        return show()
    name, given = _sent("name", "code")
    return _tried(s, lambda before: signing_in.welcome(s, before, name, given, door.knock(s)), show)


@bp.route("/console/code", methods=["GET", "POST"])
@door.page(CODE)
def code(s: Services, at: Session | None) -> Response:
    def show(wrong: str = "", status: int = 200) -> Response:
        return door.show("code", status, wrong=wrong)

    if request.method == "GET" or at is None:
        return show()
    return _tried(s, lambda _: signing_in.code(s, at, *_sent("code")), show, NO_CODE)


@bp.route("/console/password", methods=["GET", "POST"])
@door.page(WELCOME, IN)
def password(s: Services, at: Session | None) -> Response:
    def show(wrong: str = "", status: int = 200) -> Response:
        return door.show("password", status, wrong=wrong, at=at, shortest=SHORTEST)

    if request.method == "GET" or at is None:
        return show()
    new, again, old = _sent("new", "again", "old")
    if lacks := weakness(new, at.user.name):
        return show(WEAK[lacks], 400)
    if new != again:
        return show(DIFFERENT, 400)
    return _tried(s, lambda _: signing_in.set_password(s, at, new, old), show, NOT_YOURS)


@bp.route("/console/authenticator", methods=["GET", "POST"])
@door.page(AUTHENTICATOR, IN)
def authenticator(s: Services, at: Session | None) -> Response:
    def show(wrong: str = "", status: int = 200) -> Response:
        return _authenticator(s, at, wrong, status)

    if request.method == "GET" or at is None:
        return show()

    codes: list[str] = []

    def act(_: str) -> Session:
        session, told = signing_in.set_authenticator(s, at, *_sent("code", "password"))
        codes.extend(told)
        return session

    answer = _tried(s, act, show, NOT_YOURS)
    return door.show("recovery", codes=codes) if codes else answer


@bp.post("/console/authenticator/later")
@door.page(AUTHENTICATOR)
def later(s: Services, at: Session | None) -> Response:
    """Go in without an authenticator, as specialists may."""
    if at is None or at.user.needs_authenticator:
        return door.go("/authenticator")
    return door.come_to(s, signing_in.without_authenticator(s, at))


@bp.post("/console/sign-out")
@door.page(WELCOME, CODE, AUTHENTICATOR, IN)
def sign_out(s: Services, at: Session | None) -> Response:
    if at:
        signing_in.out(s, at)
    door.let_go()
    return door.go("/sign-in")


def _tried(s: Services, act: Callable[[str], Session], show: Show, wrong: str = NOT_RIGHT) -> Response:
    """Do what proves somebody, and go on, or show why not; `act` is given the secret that the browser holds."""
    try:
        return door.come_to(s, act(door.held()))
    except Wrong:
        return show(wrong, 400)
    except TooMany:
        return show(MANY, 429)
    except Busy:
        return show(BUSY, 503)


def _authenticator(s: Services, at: Session | None, wrong: str, status: int) -> Response:
    if at is None:
        return door.go("/sign-in")
    secret = signing_in.authenticator(s, at)
    address = totp.address(secret, at.user.name, _issuer(s))
    told = {"secret": totp.written(secret), "address": address, "picture": _picture(address)}
    return door.show("authenticator", status, wrong=wrong, at=at, **told)


def _picture(address: str) -> str:
    # Imported here, because it is used by few and seldom, and takes memory that a web process has little of.
    import segno  # noqa: PLC0415

    return str(segno.make(address, error="m").svg_inline(scale=4, border=4, dark="#000", light="#fff"))


def _issuer(s: Services) -> str:
    line: Line = next(iter(s.config.lines.values()))
    return line.name[line.languages[0]]


def _sent(*names: str) -> list[str]:
    return [request.form.get(name, "") for name in names]
