"""Every route says who may come in."""

from pathlib import Path

import pytest
from werkzeug.routing import Rule

from config.settings import Settings
from routing.app import create_app
from routing.services import build

# Everything else is Twilio's alone. Whoever adds a route here lets strangers in, and says why in its view.
# A page is for whoever has come to one of the stages that it names; its forms carry a signature.
PAGES = {
    "/console": "page in",
    "/console/sign-in": "page stranger",
    "/console/welcome": "page stranger",
    "/console/code": "page code",
    "/console/password": "page welcome in",
    "/console/authenticator": "page authenticator in",
    "/console/authenticator/later": "page authenticator",
    "/console/me": "page in",
    "/console/me/pin": "page in",
    "/console/me/talks": "page in",
    "/console/me/calendar": "page in",
    "/console/me/cover": "page in",
    "/console/covers": "page in supervisor",
    "/console/line-calendar": "page in supervisor",
    "/console/activity": "page in supervisor",
    "/console/line": "page in supervisor",
    "/console/ahead": "page in supervisor",
    "/console/move": "page in supervisor",
    "/console/end": "page in supervisor",
    "/console/number": "page in supervisor",
    "/console/listen": "page in supervisor",
    "/console/promises": "page in supervisor",
    "/console/promise": "page in supervisor",
    "/console/message": "page in supervisor",
    "/console/alerts": "page in supervisor",
    "/console/people": "page in supervisor",
    "/console/people-file": "page in supervisor",
    "/console/specialist": "page in supervisor",
    "/console/leaving": "page in supervisor",
    "/console/number-check": "page in supervisor",
    "/console/me/number-check": "page in",
    "/console/pin": "page in supervisor",
    "/console/staffing": "page in supervisor",
    "/console/roster": "page in supervisor",
    "/console/shift": "page in supervisor",
    "/console/calendar": "page in supervisor",
    "/console/export": "page in supervisor",
    "/console/audit": "page in supervisor",
    "/console/history": "page in supervisor",
    "/console/check": "page in supervisor",
    "/console/review": "page in supervisor",
    "/console/directory": "page in supervisor",
    "/console/place": "page in supervisor",
    "/console/notes": "page in supervisor",
    "/console/sign-out": "page welcome code authenticator in",
}
# Of the pages, those that show something and have no form to send to them.
SHOWN_ALONE = {
    "/console",
    "/console/promises",
    "/console/message",
    "/console/audit",
    "/console/check",
    "/console/history",
    "/console/staffing",
}
OTHERS = {
    "/console/console.css": "open",
    "/console/live.js": "open",
    "/console/talks.js": "open",
    "/health": "open",
    "/ready": "open",
    "/hold.wav": "open",
    "/metrics": "token",
    "/voice/sound/<token>": "sealed",
    "/calendar/<secret>.ics": "secret",
}
WRITING = {"POST", "PUT", "PATCH", "DELETE"}


@pytest.fixture
def routes(tmp_path: Path) -> list[tuple[Rule, str | None]]:
    app = create_app(build(Settings.load({"HELPLINE_DATA_DIR": str(tmp_path)})))
    return [(rule, getattr(app.view_functions[rule.endpoint], "guard", None)) for rule in app.url_map.iter_rules()]


def test_every_route_has_a_guard(routes: list[tuple[Rule, str | None]]) -> None:
    assert {"/voice", "/sms", "/voice/status"} < {rule.rule for rule, _ in routes}
    assert {rule.rule: guard for rule, guard in routes if guard != "twilio"} == OTHERS | PAGES


def test_only_signed_requests_and_pages_change_anything(routes: list[tuple[Rule, str | None]]) -> None:
    others = [(rule, guard) for rule, guard in routes if guard != "twilio" and rule.rule not in PAGES]
    assert not [rule.rule for rule, _ in others if WRITING & (rule.methods or set())]
    assert not [rule.rule for rule, guard in routes if guard == "twilio" and {"GET", "HEAD"} & (rule.methods or set())]
