"""Whatever JSON is sent to any address of the helpline's: it is answered, and nothing is written.

No address takes JSON. Twilio's own webhooks may be JSON, which its signature then covers by a hash; none of ours is.
"""

import hashlib
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, settings

from routing.store.records.migrating import migrate
from tests.anything import bodies
from tests.web.browser import Browser, invites
from tests.web.doorstep import CALL, EXAMPLES, PUBLIC, TEXT, TOKEN, Doorstep, sign
from tests.wiring.test_routes import PAGES, SHOWN_ALONE, WRITING

KNOWN: dict[str, list[Any]] = {
    **{name: [value] for name, value in (CALL | TEXT).items()}, "Digits": ["1", "0"], "SpeechResult": ["not breathing"],
    "CallStatus": ["completed"], "name": ["Kim"], "password": ["x"], "code": ["000000"], "form": ["x"],
}  # fmt: skip


def addresses(door: Doorstep) -> list[tuple[str, str]]:
    """Every method and address that takes a body."""
    urls = door.app.url_map.bind("localhost")
    rules = [rule for rule in door.app.url_map.iter_rules() if WRITING & (rule.methods or set())]
    paths = [urls.build(rule.endpoint, {name: EXAMPLES[name] for name in rule.arguments}) for rule in rules]
    return [(how, path) for rule, path in zip(rules, paths, strict=True) for how in WRITING & (rule.methods or set())]


def is_text(body: bytes) -> bool:
    """Tell whether a hash of what is read of it is a hash of it."""
    return body.decode(errors="ignore").encode() == body


def test_every_address_answers_and_nothing_is_written(door: Doorstep) -> None:
    migrate(door.settings.database_url)
    before, asked = door.written(), addresses(door)
    assert len(asked) > 30 and ("POST", "/sms") in asked and ("POST", "/console/sign-in") in asked
    client = door.app.test_client()

    @settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(body=bodies(**KNOWN))
    def sent(body: bytes) -> None:
        for method, path in asked:
            covered = f"{path}?bodySHA256={hashlib.sha256(body).hexdigest()}"
            for url, signature in ((path, "x"), (covered, sign(TOKEN, PUBLIC + covered))):
                headers = {"X-Twilio-Signature": signature}
                answer = client.open(url, method=method, data=body, content_type="application/json", headers=headers)
                assert 200 <= answer.status_code < 500, (method, path)
                if path not in PAGES and url == covered and is_text(body):
                    door.says(answer)
                elif path not in PAGES:
                    assert answer.status_code == 403, (method, url)
        assert door.written() == before

    sent()


def test_nobody_who_is_signed_in_changes_anything_by_it(build: Callable[..., Doorstep]) -> None:
    door = build()
    migrate(door.settings.database_url)
    kim = Browser(door).begins(invites(door))
    kim.sets_authenticator()
    rows = [row.deed for row in door.services.audit.rows()]

    @settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(body=bodies(**KNOWN))
    def sent(body: bytes) -> None:
        for path in PAGES.keys() - SHOWN_ALONE:
            answer = kim.client.post(path, data=body, content_type="application/json", base_url=PUBLIC)
            assert answer.status_code in (303, 400)

    sent()
    assert [row.deed for row in door.services.audit.rows()] == rows
    assert kim.is_in()
