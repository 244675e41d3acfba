"""What goes wrong when it is asked to, and the pace at which calls are placed."""

import subprocess
import threading
import time
from collections.abc import Iterator

import pytest
import requests

from routing.exchange.serve import Exchange
from tests.exchange import conftest
from tests.exchange.network import LINE, SID, TOKEN, Network, TwilioRestException

TWIML = "<Response><Say>Hello</Say></Response>"


def place(net, phone, **more):
    return net.rest.calls.create(to=phone.number, from_=LINE, twiml=TWIML, **more)


@pytest.mark.parametrize(("status", "code"), [(429, 20429), (500, 20500)])
def test_rest_requests_are_refused_as_often_as_asked(net, bo, status, code):
    net.post("faults", kind="rest", status=status, match="POST /Calls.json", times=2)
    assert net.rest.calls.list() == []
    for _ in range(2):
        with pytest.raises(TwilioRestException) as excinfo:
            place(net, bo)
        assert (excinfo.value.status, excinfo.value.code) == (status, code)
    assert place(net, bo).status == "queued"


def test_a_dropped_answer_leaves_its_call_placed(net, bo):
    net.post("faults", kind="rest", drop="response", times=1)
    with pytest.raises(requests.exceptions.ConnectionError):
        place(net, bo)
    net.settle()
    assert bo.state == "ringing"
    assert len(net.get("ledger")["calls"]) == 1


def test_a_slow_answer(net, bo):
    net.post("faults", kind="rest", delay=0.3, times=1)
    began = time.monotonic()
    place(net, bo)
    assert time.monotonic() - began >= 0.3


@pytest.mark.parametrize(("mode", "copies"), [("double", 2), ("ten", 10)])
def test_a_webhook_arrives_more_than_once(app, net, ana, mode, copies):
    app.says("/voice", "<Say>Hello</Say>")
    net.post("faults", kind="hooks", mode=mode, match="/voice")
    ana.dials()
    assert ana.heard == ["Hello"]
    assert len(app.hooks("/voice")) == copies
    assert len({one.headers["I-Twilio-Idempotency-Token"] for one in app.hooks("/voice")}) == 1


def test_a_lost_document_asks_the_fallback(app, net, ana):
    app.says("/fallback", "<Say>Sorry</Say>")
    net.post("faults", kind="hooks", mode="lose", match="/voice")
    ana.dials()
    assert app.only("/fallback")["ErrorCode"] == "11205"
    assert app.hooks("/voice") == []


def test_a_lost_status_webhook_is_just_not_sent(app, net, ana):
    app.says("/voice", "<Response/>")
    net.post("faults", kind="hooks", mode="lose", match="/status")
    ana.dials()
    assert app.hooks("/status") == []


def test_a_late_status_webhook_comes_after_later_ones(app, net, bo):
    app.says("/progress", "<Response/>")
    net.post("faults", kind="hooks", mode="late", match="/progress", seconds=5)
    place(net, bo, status_callback=f"{app.url}/progress", status_callback_event=["ringing", "answered"])
    net.settle()
    bo.answers()
    net.passes(5)
    assert [one.params["SequenceNumber"] for one in app.hooks("/progress")] == ["1", "0"]


def test_faults_can_be_taken_back_and_wrong_ones_are_refused(net, bo):
    net.post("faults", kind="rest", status=500, times=100)
    net.post("faults", kind="clear")
    assert place(net, bo).status == "queued"
    assert "kind must be" in net.post("faults", 409, kind="weather")["error"]


@pytest.fixture
def limited(app):
    """Start exchanges with limits."""
    running = []

    def start(**limits):
        running.append(Exchange(account_sid=SID, auth_token=TOKEN, lines=conftest.lines(app), **limits))
        return Network(running[-1].start())

    yield start
    for exchange in running:
        exchange.stop()


def test_rest_44_a_queue_of_more_than_a_day_is_full(limited):
    slow = limited(calls_per_second=1 / 50_000)
    bo = slow.phone("+12025550112")
    waits = [place(slow, bo).queue_time for _ in range(2)]
    assert waits == ["0", "50000000"]
    with pytest.raises(TwilioRestException) as excinfo:
        place(slow, bo)
    assert (excinfo.value.status, excinfo.value.code) == (429, 22005)


def test_too_many_requests_at_once_are_refused(limited):
    busy = limited(requests_at_once=1)
    busy.post("faults", kind="rest", match="GET /Calls.json", delay=0.5)
    slow = threading.Thread(target=busy.rest.calls.list)
    slow.start()
    wait_until(lambda: busy.get("clock")["busy"])
    with pytest.raises(TwilioRestException) as excinfo:
        Network(busy.url).rest.calls("CA" + "0" * 32).fetch()
    assert (excinfo.value.status, excinfo.value.code) == (429, 20429)
    slow.join()
    assert busy.rest.calls.list() == []


def wait_until(true, seconds=5.0):
    """Ask until it is so."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end


def test_rest_44_calls_are_placed_one_a_second(app, limited):
    paced = limited(calls_per_second=1)
    app.says("/progress", "<Response/>")
    phones = [paced.phone(f"+1202555015{number}") for number in range(3)]
    calls = [place(paced, phone, status_callback=f"{app.url}/progress") for phone in phones]
    paced.settle()
    assert [call.queue_time for call in calls] == ["0", "1000", "2000"]
    assert [phone.state for phone in phones] == ["ringing", "idle", "idle"]
    paced.passes(1)
    assert [phone.state for phone in phones] == ["ringing", "ringing", "idle"]
    assert paced.rest.calls(calls[2].sid).update(status="canceled").status == "canceled"
    paced.passes(2)
    assert phones[2].view["last_call"] is None
    assert app.hooks("/progress") == []


@pytest.fixture
def beside(tmp_path) -> Iterator[subprocess.Popen]:
    """A process beside an exchange that may hold it still."""
    process = subprocess.Popen(["sleep", "60"])
    (tmp_path / "pid").write_text(f"{process.pid}\n")
    yield process
    process.kill()
    process.wait()


def is_still(process: subprocess.Popen) -> bool:
    told = subprocess.run(["ps", "-o", "stat=", "-p", str(process.pid)], capture_output=True, text=True, check=True)
    return told.stdout.startswith("T")


@pytest.mark.parametrize("ended", [False, True], ids=["put right", "the exchange ends"])
def test_a_process_beside_is_held_still_until_all_is_put_right_or_the_exchange_ends(beside, tmp_path, ended):
    exchange = Exchange(account_sid=SID, auth_token=TOKEN, beside={"Redis": tmp_path / "pid"})
    net = Network(exchange.start())
    assert net.get("state")["beside"] == ["Redis"]
    net.post("faults", kind="still", process="Redis", name="Redis stops answering")
    wait_until(lambda: is_still(beside))
    assert [fault["name"] for fault in net.get("state")["faults"]] == ["Redis stops answering"]
    if not ended:
        net.post("faults", kind="clear")
        assert not is_still(beside)
        assert net.get("state")["faults"] == []
    exchange.stop()
    wait_until(lambda: not is_still(beside))


def test_only_what_runs_beside_can_be_held_still(net):
    refused = requests.post(f"{net.url}/handsets/api/faults", json={"kind": "still", "process": "init"}, timeout=5)
    assert refused.status_code == 409
    assert "no process init runs beside" in refused.json()["error"]
