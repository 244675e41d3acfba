"""Every route says who may come in."""

from pathlib import Path

import pytest
from werkzeug.routing import Rule

from config.settings import Settings
from routing.app import create_app
from routing.services import build

# Everything else is Twilio's alone. Whoever adds a route here lets strangers in, and says why in its view.
OTHERS = {"/health": "open", "/ready": "open", "/hold.wav": "open", "/voice/sound/<token>": "sealed"}
WRITING = {"POST", "PUT", "PATCH", "DELETE"}


@pytest.fixture
def routes(tmp_path: Path) -> list[tuple[Rule, str | None]]:
    app = create_app(build(Settings.load({"HELPLINE_DATA_DIR": str(tmp_path)})))
    return [(rule, getattr(app.view_functions[rule.endpoint], "guard", None)) for rule in app.url_map.iter_rules()]


def test_every_route_has_a_guard(routes: list[tuple[Rule, str | None]]) -> None:
    assert {"/voice", "/sms", "/voice/status"} < {rule.rule for rule, _ in routes}
    assert {rule.rule: guard for rule, guard in routes if guard != "twilio"} == OTHERS


def test_only_signed_requests_change_anything(routes: list[tuple[Rule, str | None]]) -> None:
    assert not [rule.rule for rule, guard in routes if guard != "twilio" and WRITING & (rule.methods or set())]
    assert not [rule.rule for rule, guard in routes if guard == "twilio" and {"GET", "HEAD"} & (rule.methods or set())]
