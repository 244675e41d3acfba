"""Who may see a page: a browser holds a secret, and live state knows by its digest how far that has come.

A stranger's browser holds one too, of which nothing is kept: each form carries its signature, so that no other site can
have it sent. Every page, also of an error, tells the browser to keep nothing, load nothing from elsewhere, run nothing.
"""

import hmac
from collections.abc import Callable
from functools import wraps
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from flask import Response, g, make_response, redirect, render_template, request
from werkzeug.exceptions import HTTPException

from routing.domain.contact import Unavailable
from routing.domain.promise import NotKept
from routing.domain.user import AUTHENTICATOR, CODE, IN, WELCOME, Session, User
from routing.flow import signing_in
from routing.services import Services
from routing.web.answers import services

ROOT = "/console"
HERE = ("localhost", "127.0.0.1", "::1")
# Where a proxy in front of us may be; whoever comes from anywhere else is who they are.
PROXIES = [
    ip_network(each) for each in ("127.0.0.0/8", "::1", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
]
# What a page may do besides that has a script of ours, or a message to be heard.
WITH_SCRIPT = "; script-src 'self'; connect-src 'self'"
WITH_SOUND = "; media-src 'self'"
KNOWN_FOR_S = 90 * 24 * 3600
A_YEAR_S = 365 * 24 * 3600
# Where somebody belongs who has come so far.
PLACES = {WELCOME: "/password", CODE: "/code", AUTHENTICATOR: "/authenticator", IN: ""}
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
AWAY = "The helpline's live state or its records do not answer, so no page can be shown. Calls and texts go on."
NOT_SAFE = "Passwords are taken over https alone: set PUBLIC_URL to an https address, or open the page on this machine."
NOT_YOURS = "This page is for supervisors."
TOO_OLD = "This form was open for too long, or in another window. Please try again."

MISSING = "There is no such page."
TOO_LONG = "That is too long: a page takes 64 KB at most. Whoever runs the helpline can take a longer file by command."
FAILED = {404: MISSING, 405: MISSING, 413: TOO_LONG}

View = Callable[[Services, Session | None], Response]


def page(*stages: str, role: str = "") -> Callable[[View], Callable[[], Response]]:
    """Let in only browsers that have come to one of these stages, of users in a role where one is named; without any,
    everybody. Forms must be ours.
    """

    def mark(view: View) -> Callable[[], Response]:
        @wraps(view)
        def guarded() -> Response:
            s = services()
            if not _is_safe(s):
                return said(NOT_SAFE, 403)
            held = request.cookies.get(_cookie(s, "session"), "")
            g.browser = held or signing_in.fresh_token()
            try:
                answer = _let_in(s, view, stages, role, held)
            except (Unavailable, NotKept):
                return said(AWAY, 503)
            if g.browser != held:
                _hold(s, answer, "session", g.browser, None)
            return answer

        guarded.guard = " ".join(("page", *(stages or ("stranger",)), *([role] if role else [])))  # type: ignore[attr-defined]
        return guarded

    return mark


def _let_in(s: Services, view: View, stages: tuple[str, ...], role: str, held: str) -> Response:
    at = signing_in.who(s, held) if stages else None
    if stages and (at is None or at.stage not in stages):
        return go(PLACES[at.stage] if at else "/sign-in")
    if role and at and at.user.role != role:
        return said(NOT_YOURS, 403)
    if request.method == "POST" and not (held and _is_ours(s, request.form.get("form", ""))):
        return said(TOO_OLD, 400)
    return view(s, at)


def come_to(s: Services, at: Session) -> Response:
    """Have the browser hold the secret of its next step, and go where that is."""
    hold(s, at)
    return go(PLACES[at.stage])


def hold(s: Services, at: Session) -> None:
    """Have the browser hold the secret of its next step."""
    g.browser = at.token
    g.known = at.user if at.stage == IN else None


def let_go() -> None:
    """Have the browser hold what is nobody's."""
    g.browser = signing_in.fresh_token()


def knock(s: Services) -> signing_in.Knock:
    """Tell who tries: a proxy's own address is nobody's, so there the last that it names counts."""
    peer = request.remote_addr or "0.0.0.0"  # noqa: S104 (no address to listen on)
    named = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    try:
        behind = any(ip_address(peer) in network for network in PROXIES)
        address = ip_address(named if behind and named else peer)
    except ValueError:
        address = ip_address("0.0.0.0")  # noqa: S104 (as above)
    network = ip_network((address, 64 if address.version == 6 else 32), strict=False)  # a household's
    return signing_in.Knock(str(network), request.cookies.get(_cookie(s, "known"), ""))


def show(template: str, status: int = 200, **told: object) -> Response:
    """Show a page."""
    s = services()
    told = {"form": _form(s) if "browser" in g else "", "root": s.settings.public_path + ROOT, **told}
    return make_response(render_template(f"console/{template}.html", **told), status)


def show_with_script(template: str, **told: object) -> Response:
    """Show a page that may run the scripts which are ours, and ask us again."""
    g.may_besides = WITH_SCRIPT
    return show(template, 200, **told)


def show_with_sound(template: str, **told: object) -> Response:
    """Show a page on which a message of ours can be heard."""
    g.may_besides = WITH_SOUND
    return show(template, 200, **told)


def said(words: str, status: int, back: str = "") -> Response:
    """Show a sentence, and nothing that could fail as well; `back` is the page of ours from which to try again."""
    return show("said", status, words=words, back=f"/{back}" if back else "")


def failed(error: Exception) -> Response:
    """Show that a page is not there, or does not work."""
    code = error.code or 500 if isinstance(error, HTTPException) else 500
    answer = said(FAILED.get(code, "This page does not work."), code)
    if isinstance(error, HTTPException):  # such as which methods there are
        answer.headers.extend({name: value for name, value in error.get_headers() if name == "Allow"})
    return answer


def go(place: str) -> Response:
    """Send the browser to one of our own pages; nothing that was sent ever says to which."""
    answer = redirect(services().settings.public_path + ROOT + place, 303)
    return make_response(answer)


def is_page() -> bool:
    """Tell whether the present request is for a page, whether or not there is such a one."""
    return request.path == ROOT or request.path.startswith(f"{ROOT}/")


def protect(answer: Response) -> Response:
    """Put the headers on whatever is answered below /console, and the cookie of a known browser."""
    if not is_page():
        return answer
    s = services()
    for name, value in HEADERS.items():
        answer.headers[name] = value
    answer.headers["Content-Security-Policy"] += g.get("may_besides", "")
    if _is_https(s):
        answer.headers["Strict-Transport-Security"] = f"max-age={A_YEAR_S}"
    user: User | None = g.get("known")
    if user:
        _hold(s, answer, "known", signing_in.known(s, user), KNOWN_FOR_S)
    return answer


def _hold(s: Services, answer: Response, what: str, value: str, seconds: int | None) -> None:
    secure = _is_https(s)
    answer.set_cookie(
        _cookie(s, what), value, max_age=seconds, path="/", secure=secure, httponly=True, samesite="Lax"
    )  # Lax: a link in an alert finds whoever is signed in; whatever changes something is a form


def _cookie(s: Services, what: str) -> str:
    # The prefix has a browser take it from this very host alone, and over https alone.
    return f"__Host-helpline-{what}" if _is_https(s) else f"helpline-{what}"


def _form(s: Services) -> str:
    return s.vault.sign("form", g.browser)


def _is_ours(s: Services, form: str) -> bool:
    return hmac.compare_digest(_form(s).encode(), form.encode())  # as bytes: of text it takes ASCII alone


def _is_https(s: Services) -> bool:
    return s.settings.public_url.startswith("https:")


def _is_safe(s: Services) -> bool:
    return _is_https(s) or urlsplit(s.settings.public_url).hostname in HERE


def held() -> str:
    """Return what the browser holds now."""
    return str(g.browser)
