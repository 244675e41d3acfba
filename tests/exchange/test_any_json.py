"""Whatever JSON the exchange is sent: it answers, it never fails, and what it refuses has changed nothing."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from routing.exchange import serve
from routing.exchange.delivery import FATES
from routing.exchange.faults import HOOK_MODES
from routing.exchange.handsets import ACTS
from routing.exchange.pace import Pace
from routing.exchange.phones import HABITS, ROLES
from routing.exchange.serve import Exchange
from routing.exchange.switch import Account, Switch
from tests.anything import bodies
from tests.exchange.application import Application
from tests.exchange.network import LINE, SID, TOKEN, Network, Phone

HELD = "+12025550111"
FORM = "application/x-www-form-urlencoded"
KINDS = ["application/json", "application/json; charset=none", FORM, f"{FORM}; charset=none", "multipart/form-data", ""]
PLACES = {
    "number": HELD, "account": SID, "sid": "CA" + "1" * 32, "conference": "CF" + "1" * 32, "queue": "QU" + "1" * 32,
    "who": "Front",
}  # fmt: skip
# Fields of the phones' API, each with what it may be.
KNOWN: dict[str, list[Any]] = {
    "number": ["+12025550112", "+1", HELD], "name": ["Bo", ""], "role": list(ROLES), "to": [LINE, HELD],
    "from_shown": ["anonymous", "+12025550113"], "keys": ["1", "12#", "x"], "words": ["help"],
    "body": ["hello", "STOP"], "media": [["https://example.org/a"], []], "answer": list(HABITS), "after": [0, 2.5, -1],
    "texts": list(FATES), "texts_after": [0, 30], "seconds": [0, 5, 86400], "times": [1, 3, 0],
    "kind": ["rest", "hooks", "queue", "recording", "still", "clear"], "mode": list(HOOK_MODES), "match": ["/", "GET"],
    "status": [429, 500, 99], "code": [20429], "drop": ["response"], "delay": [0, 0.1], "result": ["system-error"],
    "process": ["Redis"],
}  # fmt: skip


def routes() -> list[tuple[str, str]]:
    """Every route that takes a body, once for each of the things that a phone can do."""
    switch = Switch(Account(SID, TOKEN), "moved", [], {}, Pace())
    found = [(route.method, route.path) for route in serve.routes(switch) if route.method in ("POST", "PUT", "DELETE")]
    acts = [
        (method, path.replace("{act}", act)) for method, path in found for act in (ACTS if "{act}" in path else "-")
    ]
    return sorted(acts)


@pytest.fixture(scope="module")
def net() -> Iterator[Network]:
    application = Application(TOKEN)
    application.says("/voice", "<Gather input='dtmf speech' action='/voice' timeout='30'><Say>Yes?</Say></Gather>")
    application.says("/sms", "<Message>We read you.</Message>")
    application.start()
    line = {"number": LINE, "voice_url": f"{application.url}/voice", "sms_url": f"{application.url}/sms"}
    exchange = Exchange(account_sid=SID, auth_token=TOKEN, lines=[line])
    yield Network(exchange.start())
    exchange.stop()
    application.stop()


@pytest.fixture(scope="module")
def phone(net: Network) -> Phone:
    return net.phone(HELD)


def as_it_is(net: Network) -> Any:
    """All that there is to see, with the phone in a call and nothing going wrong."""
    net.post("faults", kind="clear")
    if all(one["number"] != HELD for one in net.get("state")["handsets"]):
        net.phone(HELD)
    phone = Phone(net, HELD)
    if phone.state == "idle":
        phone.dials()
    return seen(net)


def seen(net: Network) -> Any:
    return net.get("state"), net.get("ledger")


@pytest.mark.parametrize(("method", "path"), routes())
def test_it_answers_and_what_it_refuses_has_changed_nothing(net: Network, phone: Phone, method: str, path: str) -> None:
    url, most = net.url + path.format_map(PLACES), 30 if path.startswith("/handsets") else 8

    @settings(max_examples=most, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(body=bodies(**KNOWN), kind=st.sampled_from(KINDS))
    def sent(body: bytes, kind: str) -> None:
        before = as_it_is(net)
        answer = requests.request(method, url, data=body, headers={"Content-Type": kind}, auth=(SID, TOKEN), timeout=10)
        assert 200 <= answer.status_code < 500, answer.text
        assert answer.ok or seen(net) == before, "refused, and done all the same"

    sent()


def test_there_are_such_routes() -> None:
    assert {"/handsets/api/faults", "/handsets/api/handsets/{number}/dial"} < {path for _, path in routes()}
    assert len(routes()) > 20
