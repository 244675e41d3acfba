"""The phones' own API, its stream of events, the clocks, and the command line."""

import json
import subprocess
import sys
import threading

import pytest
import requests

from routing.exchange.serve import Exchange
from tests.exchange import conftest
from tests.exchange.network import LINE, SID, TOKEN, Network


def test_the_state_shows_lines_and_phones(net, ana):
    state = net.get("state")
    assert state["clock"] == "moved"
    assert state["lines"] == [{"number": LINE, "name": "Helpline"}]
    (phone,) = state["handsets"]
    assert phone == {
        "number": ana.number,
        "name": "Ana",
        "role": "caller",
        "state": "idle",
        "call": None,
        "last_call": None,
        "texts": [],
        "lost_texts": [],
        "behaviour": {"answer": "person", "after": 3.0, "texts": "arrive", "texts_after": 0.0},
    }


def test_a_call_shows_all_that_the_phone_may_know(app, net, ana):
    app.says("/voice", "<Say>Hello</Say>")
    ana.dials()
    assert set(ana.view["call"]) == {
        "sid", "direction", "with", "since", "hears", "prompt", "recording", "together", "in", "muted", "hold",
    }  # fmt: skip
    assert ana.view["call"]["in"] == "document"
    net.passes(2)
    last = ana.view["last_call"]
    assert last["ended"] == "completed"
    assert last["ended_at"] == last["since"] + 1


@pytest.mark.parametrize(
    ("act", "body"),
    [
        ("dial", {"to": "+12025550199"}),
        ("keys", {"keys": "1"}),
        ("speech", {"words": "hello"}),
        ("answer", {}),
        ("decline", {}),
        ("hangup", {}),
        ("behaviour", {"answer": "sings"}),
    ],
)
def test_what_cannot_be_done_says_why(net, ana, act, body):
    assert ana.does(act, 409, **body)["error"]


def test_a_phone_on_a_call_cannot_dial(app, net, ana):
    app.says("/voice", "<Say loop='0'>Hello</Say>")
    ana.dials()
    assert "on a call" in ana.does("dial", 409, to=LINE)["error"]


def test_a_phone_can_be_taken_away(app, net, ana):
    app.says("/voice", "<Say loop='0'>Hello</Say>")
    ana.dials()
    assert net.session.delete(f"{net.url}/handsets/api/handsets/{ana.number}", timeout=5).ok
    net.settle()
    assert net.get("state")["handsets"] == []
    assert app.only("/status")["CallStatus"] == "completed"
    net.phone(ana.number)
    net.post("handsets", expect=409, number=ana.number, name="Ana", role="caller")


def test_events_tell_of_every_change(app, net, ana):
    app.says("/voice", "<Say>Hello</Say>")
    with requests.get(f"{net.url}/handsets/api/events", stream=True, timeout=10) as stream:
        events = stream.iter_lines(decode_unicode=True)
        assert next(events) == "event: state"
        assert json.loads(next(events).removeprefix("data: "))["handsets"][0]["state"] == "idle"
        ana.dials()
        seen = (json.loads(line[6:]) for line in events if line.startswith("data: "))
        assert next(state for state in seen if state["handsets"][0]["state"] == "talking")


def test_the_clock_moves_only_when_it_is_told(app, net, ana):
    app.says("/voice", "<Pause length='7'/>")
    before = net.get("clock")
    assert before["next"] is None
    ana.dials()
    assert net.get("clock") == {"now": before["now"], "next": before["now"] + 7, "busy": 0}
    assert net.passes(3.5) == before["now"] + 3.5
    assert net.post("clock/advance", 409, seconds=-1)["error"]


def test_timers_fire_in_order_each_at_its_own_instant(app, net, ana, bo):
    app.says("/voice", "<Pause length='3'/><Redirect>/a</Redirect>", "<Pause length='2'/><Redirect>/b</Redirect>")
    app.says("/a", "<Say>A</Say>")
    app.says("/b", "<Pause length='1'/><Redirect>/c</Redirect>")
    app.says("/c", "<Say>C</Say>")
    start = net.get("clock")["now"]
    ana.dials()
    bo.dials()
    net.passes(60)
    hooks = [hook for hook in net.get("ledger")["webhooks"] if not hook["url"].endswith(("/voice", "/status"))]
    assert [(hook["url"][-1], hook["at"] - start) for hook in hooks] == [("b", 2), ("a", 3), ("c", 3)]


def test_with_the_real_clock_things_happen_by_themselves(app):
    app.says("/voice", "<Pause/><Redirect>/next</Redirect>")
    reached = threading.Event()
    app.says("/next", lambda asked: reached.set() or "<Hangup/>")
    exchange = Exchange(account_sid=SID, auth_token=TOKEN, clock="real", lines=conftest.lines(app))
    net = Network(exchange.start())
    try:
        phone = net.phone("+12025550111").dials()
        assert phone.state == "dialling"
        assert reached.wait(5)
        net.post("clock/advance", 409, seconds=1)
    finally:
        exchange.stop()


def test_an_api_key_signs_in_too(app):
    exchange = Exchange(account_sid=SID, auth_token=TOKEN, api_key="SK" + "1" * 32, api_secret="secret")
    try:
        url = f"{exchange.start()}/2010-04-01/Accounts/{SID}/Calls.json"
        assert requests.get(url, auth=("SK" + "1" * 32, "secret"), timeout=5).ok
    finally:
        exchange.stop()


def test_the_command_line_says_where_it_listens(app, tmp_path):
    lines = tmp_path / "lines.json"
    lines.write_text(json.dumps([{"number": "+12025550101", "name": "Second", "voice_url": f"{app.url}/voice"}]))
    command = [
        sys.executable, "-m", "routing.exchange", "--die-with-parent", "--clock", "moved", "--account-sid", SID,
        "--auth-token", TOKEN, "--number", LINE, "--voice-url", f"{app.url}/voice", "--lines", str(lines),
        "--handset", "+12025550111=Ana=caller",
    ]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            word, url = process.stdout.readline().split()
            state = Network(url).get("state")
        finally:
            process.terminate()
    assert word == "exchange"
    assert [line["number"] for line in state["lines"]] == [LINE, "+12025550101"]
    assert state["handsets"][0]["name"] == "Ana"


def test_the_page_and_its_assets_are_served(net):
    assert requests.get(f"{net.url}/handsets", timeout=5).headers["Content-Type"] == "text/html; charset=utf-8"
    assert requests.get(f"{net.url}/handsets/page/icon.svg", timeout=5).headers["Content-Type"] == "image/svg+xml"
    assert requests.get(f"{net.url}/handsets/page/..%2Fserve.py", timeout=5).status_code == 404


def test_another_site_cannot_have_a_browser_use_the_phones(net, ana):
    url = f"{net.url}/handsets/api/handsets/{ana.number}/dial"
    answers = [
        requests.post(url, json={"to": LINE}, headers={"Origin": origin}) for origin in ("http://e.org", net.url)
    ]
    assert [answer.status_code for answer in answers] == [403, 200]
