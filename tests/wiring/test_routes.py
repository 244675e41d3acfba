"""Every route says who may come in."""

from pathlib import Path

from config.settings import Settings
from routing.app import create_app
from routing.services import build

GUARDS = {"twilio", "open", "sealed"}


def test_every_route_has_a_guard_and_only_signed_requests_change_anything(tmp_path: Path) -> None:
    app = create_app(build(Settings.load({"HELPLINE_DATA_DIR": str(tmp_path)})))
    routes = [(rule, getattr(app.view_functions[rule.endpoint], "guard", None)) for rule in app.url_map.iter_rules()]
    assert routes
    assert not [rule.rule for rule, guard in routes if guard not in GUARDS]
    writing = {"POST", "PUT", "PATCH", "DELETE"}
    assert not [rule.rule for rule, guard in routes if guard != "twilio" and writing & (rule.methods or set())]
