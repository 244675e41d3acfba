"""REST: placing calls, looking at them, changing them."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
import requests

from tests.exchange.network import LINE, SID, TOKEN, TwilioRestException

ALL = ["initiated", "ringing", "answered", "completed"]


@pytest.fixture(autouse=True)
def script(app):
    app.says("/hello", "<Say>Hello</Say><Pause length='30'/>")
    app.says("/progress", "<Response/>")


def place(net, app, phone, **more):
    call = net.rest.calls.create(
        to=phone.number,
        from_=LINE,
        url=f"{app.url}/hello",
        status_callback=f"{app.url}/progress",
        status_callback_event=ALL,
        **more,
    )
    net.settle()
    return call


def statuses(app):
    return [one.params["CallStatus"] for one in app.hooks("/progress")]


def refused(excinfo):
    return excinfo.value.status, excinfo.value.code


def test_rest_40_a_call_is_queued_then_rings_then_runs_its_document(app, net, bo):
    call = place(net, app, bo)
    assert call.status == "queued"
    assert call.direction == "outbound-api"
    assert (bo.state, bo.call["with"]) == ("ringing", LINE)
    assert net.rest.calls(call.sid).fetch().status == "ringing"
    bo.answers()
    assert bo.heard == ["Hello"]
    asked = app.only("/hello")
    assert (asked["Direction"], asked["CallStatus"], asked["To"]) == ("outbound-api", "in-progress", bo.number)
    net.passes(40)
    fetched = net.rest.calls(call.sid).fetch()
    assert (fetched.status, fetched.duration) == ("completed", "31")
    assert statuses(app) == ["initiated", "ringing", "in-progress", "completed"]
    assert [one.params["SequenceNumber"] for one in app.hooks("/progress")] == ["0", "1", "2", "3"]


def test_rest_40_a_document_can_come_with_the_request(app, net, bo):
    net.rest.calls.create(to=bo.number, from_=LINE, twiml="<Response><Say>Hello</Say></Response>")
    net.settle()
    bo.answers()
    assert bo.heard == ["Hello"]


def test_rest_40_a_relative_action_in_such_a_document_is_an_error(app, net, bo):
    twiml = "<Response><Gather numDigits='1' action='/menu'/></Response>"
    net.rest.calls.create(to=bo.number, from_=LINE, twiml=twiml)
    net.settle()
    bo.answers().presses("1")
    assert "error" in bo.heard[0]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"to": "", "from_": LINE, "url": "http://127.0.0.1/"}, 21201),
        ({"to": "+12025550112", "from_": "", "url": "http://127.0.0.1/"}, 21213),
        ({"to": "+12025550112", "from_": LINE}, 21205),
        ({"to": "+12025550112", "from_": LINE, "url": "nowhere"}, 21205),
        ({"to": "front desk", "from_": LINE, "url": "http://127.0.0.1/"}, 21211),
        ({"to": "+12025550112", "from_": "+12025550199", "url": "http://127.0.0.1/"}, 21210),
        ({"to": "+12025550112", "from_": LINE, "twiml": "<Response>"}, 12100),
        ({"to": "+12025550112", "from_": LINE, "twiml": f"<Response>{' ' * 4000}</Response>"}, 32018),
    ],
)
def test_rest_40_what_is_wrong_with_a_request(net, given, code):
    with pytest.raises(TwilioRestException) as excinfo:
        net.rest.calls.create(**given)
    assert refused(excinfo) == (400, code)
    assert excinfo.value.uri.endswith("/Calls.json")


def test_rest_40_listing_by_what_is_asked_and_by_page(app, net, ana, bo, cy):
    app.says("/voice", f"<Dial>{cy.number}</Dial>")
    ana.dials()
    place(net, app, bo)
    net.passes(3600)
    place(net, app, bo)
    assert len(net.rest.calls.list()) == 4
    assert [call.to for call in net.rest.calls.list(from_=ana.number)] == [cy.number, LINE]
    assert [call.to for call in net.rest.calls.list(parent_call_sid=ana.sid)] == [cy.number]
    assert [call.status for call in net.rest.calls.list(status="ringing")] == ["ringing"]
    assert len(net.rest.calls.list(to=bo.number, page_size=1)) == 2
    half_way = datetime.fromtimestamp(net.get("clock")["now"], UTC) - timedelta(minutes=30)
    assert len(net.rest.calls.list(start_time_after=half_way)) == 1
    assert len(net.rest.calls.list(start_time_before=half_way)) == 3


def test_rest_41_a_url_or_a_document_replaces_what_runs_in_any_verb(app, net, ana, bo):
    app.says("/new", "<Say>New</Say>")
    documents = ["<Say loop='0'>Old</Say>", "<Gather timeout='60'/>", f"<Dial action='/done'>{bo.number}</Dial>"]
    for document in documents:
        app.says("/voice", document)
        ana.dials()
        net.rest.calls(ana.sid).update(url=f"{app.url}/new", method="POST")
        net.settle()
        assert ana.heard[-1] == "New"
        ana.hangs_up()
    assert bo.ended == "canceled"
    assert app.hooks("/done") == []


def test_rest_41_a_bridged_callee_can_be_redirected_and_the_caller_goes_on(app, net, ana, bo):
    app.says("/voice", f"<Dial action='/done'>{bo.number}</Dial>")
    app.says("/done", "<Say>Over</Say>")
    ana.dials()
    bo.answers()
    net.rest.calls(bo.sid).update(twiml="<Response><Say>Just you</Say><Pause length='60'/></Response>")
    net.settle()
    assert (bo.heard, ana.heard, bo.together) == (["Just you"], ["Over"], [])
    assert app.only("/done")["DialCallStatus"] == "completed"
    assert "DialCallDuration" not in app.only("/done")
    net.passes(10)
    assert bo.state == "talking"


def test_rest_41_completed_hangs_up_and_canceled_stops_the_ringing(app, net, bo):
    call = place(net, app, bo)
    assert net.rest.calls(call.sid).update(status="canceled").status == "canceled"
    net.settle()
    assert bo.state == "idle"
    call = place(net, app, bo)
    bo.answers()
    with pytest.raises(TwilioRestException):
        net.rest.calls(call.sid).update(status="canceled")
    assert net.rest.calls(call.sid).update(status="completed").status == "completed"
    net.settle()
    assert statuses(app)[-1] == "completed"


def test_rest_41_an_ended_or_unanswered_call_cannot_be_redirected(app, net, bo):
    call = place(net, app, bo)
    for _ in range(2):
        with pytest.raises(TwilioRestException) as excinfo:
            net.rest.calls(call.sid).update(twiml="<Response/>")
        assert refused(excinfo) == (400, 21220)
        if bo.state == "ringing":
            bo.does("decline")


def test_rest_41_a_deleted_call_is_gone(app, net, bo):
    call = place(net, app, bo)
    with pytest.raises(TwilioRestException):
        net.rest.calls(call.sid).delete()
    bo.does("decline")
    assert net.rest.calls(call.sid).delete()
    with pytest.raises(TwilioRestException) as excinfo:
        net.rest.calls(call.sid).fetch()
    assert refused(excinfo) == (404, 20404)


@pytest.mark.parametrize(
    ("path", "auth", "status"),
    [
        (f"{SID}/Calls.json", (SID, TOKEN), 200),
        (f"{SID}/Calls.json", ("SK1", "secret"), 401),
        (f"{SID}/Calls.json", (SID, "wrong"), 401),
        (f"{SID}/Calls.json", None, 401),
        (f"AC{'b' * 32}/Calls.json", (SID, TOKEN), 404),
        (f"{SID}/Nothing.json", (SID, TOKEN), 404),
    ],
)
def test_rest_42_who_may_ask(net, path, auth, status):
    answer = requests.get(f"{net.url}/2010-04-01/Accounts/{path}", auth=auth, timeout=5)
    assert answer.status_code == status
    if status != 200:
        assert set(answer.json()) == {"code", "message", "more_info", "status"}


def test_rest_45_ids_dates_and_addresses(app, net, bo):
    call = place(net, app, bo)
    _, answer = net.http.seen[0]
    body = answer.json()
    assert body["uri"] == f"/2010-04-01/Accounts/{SID}/Calls/{call.sid}.json"
    assert body["date_created"].endswith(" +0000")
    assert body["to_formatted"] == "(202) 555-0112"
    assert body["subresource_uris"]["recordings"].endswith(f"{call.sid}/Recordings.json")
    assert net.rest.api.accounts(SID).fetch().status == "active"


@pytest.mark.parametrize(
    ("habit", "ended", "sip"), [("busy", "busy", "486"), ("never", "no-answer", "487"), ("bad", "failed", "404")]
)
def test_status_50_how_a_call_that_is_not_answered_ends(app, net, bo, habit, ended, sip):
    bo.does("behaviour", answer=habit)
    place(net, app, bo, timeout=20)
    net.passes(25)
    last = app.hooks("/progress")[-1].params
    assert (last["CallStatus"], last["SipResponseCode"]) == (ended, sip)
    assert last["CallbackSource"] == "call-progress-events"
    assert "CallDuration" not in last
    assert bo.state == "idle"
    assert app.hooks("/hello") == []


def test_status_50_a_phone_that_is_on_a_call_is_busy(app, net, bo):
    place(net, app, bo)
    bo.answers()
    second = place(net, app, bo)
    assert net.rest.calls(second.sid).fetch().status == "busy"


def test_status_51_a_status_webhook_may_come_without_its_time(app, net, bo):
    net.post("faults", kind="hooks", mode="bare", match="/progress", times=4)
    place(net, app, bo)
    bo.answers().hangs_up()
    told = [one.params for one in app.hooks("/progress")]
    assert [one["CallStatus"] for one in told] == ["initiated", "ringing", "in-progress", "completed"]
    assert not any({"Timestamp", "SequenceNumber", "CallbackSource"} & set(one) for one in told)


def test_a_machine_is_told_to_the_document(app, net, bo):
    bo.does("behaviour", answer="machine", after=2)
    place(net, app, bo, machine_detection="Enable")
    net.passes(2)
    assert app.only("/hello")["AnsweredBy"] == "machine_start"


@pytest.mark.parametrize(
    ("habit", "mode", "who", "took"),
    [
        ("machine", "Enable", "machine_start", "3200"),
        ("machine", "DetectMessageEnd", "machine_end_beep", "6000"),
        ("person", "Enable", "human", "1200"),
    ],
)
def test_who_answered_is_told_to_a_callback_while_the_document_runs(app, net, bo, habit, mode, who, took):
    app.says("/who", "<Response/>")
    bo.does("behaviour", answer=habit, after=0)
    wish = {"async_amd": True, "async_amd_status_callback": f"{app.url}/who"}
    call = place(net, app, bo, machine_detection=mode, **wish)
    net.settle()
    if habit == "person":
        bo.answers()
    net.passes(1)
    assert "AnsweredBy" not in app.only("/hello")
    net.passes(6)
    assert app.only("/who") == {
        "CallSid": call.sid,
        "AccountSid": SID,
        "AnsweredBy": who,
        "MachineDetectionDuration": took,
    }


def test_the_fallback_of_a_placed_call_is_asked_the_way_it_says(app, net, bo):
    app.says("/static", "<Say>Please wait</Say>")
    net.rest.calls.create(
        to=bo.number,
        from_=LINE,
        url=f"{app.url}/broken",
        fallback_url=f"{app.url}/static",
        fallback_method="GET",
    )
    net.settle()
    bo.answers()
    assert bo.heard == ["Please wait"]
    assert app.hooks("/static")[0].method == "GET"


def test_hundreds_of_calls_at_once(app, net):
    phones = [net.phone(f"+1202555{number:04}", answer="machine", after=1) for number in range(1000, 1200)]
    threads = [threading.Thread(target=place_raw, args=(net.url, app.url, phone.number)) for phone in phones]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    net.passes(1)
    assert len(app.hooks("/hello")) == 200
    net.passes(40)
    assert {call["status"] for call in net.get("ledger")["calls"]} == {"completed"}


def place_raw(url, app_url, number):
    form = {"To": number, "From": LINE, "Url": f"{app_url}/hello"}
    requests.post(f"{url}/2010-04-01/Accounts/{SID}/Calls.json", data=form, auth=(SID, TOKEN), timeout=20)
