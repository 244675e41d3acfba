"""Enqueue: the wait, and every way out of it."""

import pytest

ENQUEUE = "<Enqueue waitUrl='/wait' action='/out'>help</Enqueue>"


@pytest.fixture(autouse=True)
def script(app):
    app.says("/voice", ENQUEUE)
    app.says("/wait", "<Say>Please hold</Say><Pause length='9'/>")
    app.says("/out", "<Say>Out</Say>")


def test_enqueue_32_the_waiting_document_is_asked_again_with_place_and_time(app, net, ana, bo):
    ana.dials()
    bo.dials()
    net.passes(25)
    asked = [one.params for one in app.hooks("/wait")]
    assert [one["QueueTime"] for one in asked if one["CallSid"] == ana.sid] == ["0", "10", "20"]
    assert {one["QueuePosition"] for one in asked if one["CallSid"] == bo.sid} == {"2"}
    last = asked[-1]
    assert (last["CurrentQueueSize"], last["MaxQueueSize"]) == ("2", "1000")
    assert last["QueueSid"].startswith("QU")
    assert ana.call["in"] == "queue"


def test_enqueue_32_leave_asks_the_action(app, net, ana):
    app.says("/wait", "<Gather numDigits='1' action='/choice' timeout='30'/>")
    app.says("/choice", "<Leave/>")
    ana.dials()
    net.passes(12)
    ana.presses("1")
    asked = app.only("/out")
    assert (asked["QueueResult"], asked["QueueTime"]) == ("leave", "12")
    assert ana.heard == ["Out"]
    assert app.only("/choice")["QueuePosition"] == "1"


def test_enqueue_32_without_an_action_the_next_verb_runs(app, net, ana):
    app.says("/voice", "<Enqueue waitUrl='/wait'>help</Enqueue><Say>Next</Say>")
    app.says("/wait", "<Leave/>")
    ana.dials()
    assert ana.heard == ["Next"]


@pytest.mark.parametrize(("url", "kind"), [("waitUrl=''", "silence"), ("", "music")])
def test_enqueue_an_empty_wait_url_is_silence_and_none_is_music(app, net, ana, url, kind):
    app.says("/voice", f"<Enqueue {url}>help</Enqueue>")
    ana.dials()
    net.passes(100)
    assert [line["kind"] for line in ana.call["hears"]] == ["ring", kind]
    assert app.hooks("/wait") == []


def test_enqueue_33_hanging_up_still_asks_the_action(app, net, ana):
    ana.dials()
    net.passes(4)
    ana.hangs_up()
    asked = app.only("/out")
    assert (asked["QueueResult"], asked["CallStatus"], asked["QueueTime"]) == ("hangup", "completed", "4")
    assert ana.heard == ["Please hold"]


def test_enqueue_33_a_hangup_in_the_waiting_document_ends_the_call(app, net, ana):
    app.says("/wait", "<Hangup/>")
    ana.dials()
    assert app.only("/out")["QueueResult"] == "hangup"
    assert ana.state == "idle"


def test_enqueue_33_a_full_queue(app, net, ana, bo):
    app.says("/voice", ENQUEUE.replace("action", "maxQueueSize='1' action"))
    ana.dials()
    bo.dials()
    assert app.only("/out")["QueueResult"] == "queue-full"
    assert "QueueSid" not in app.only("/out")
    assert bo.heard == ["Out"]


def test_enqueue_33_an_update_by_rest_redirects(app, net, ana):
    app.says("/new", "<Say>Somewhere else</Say>")
    ana.dials()
    net.passes(3)
    net.rest.calls(ana.sid).update(url=f"{app.url}/new")
    net.settle()
    assert app.only("/out")["QueueResult"] == "redirected"
    assert ana.heard == ["Please hold", "Somewhere else"]


def test_enqueue_33_a_bridge_ends_as_bridged(app, net, ana, bo):
    app.says("/voice", ENQUEUE, "<Dial action='/served'><Queue url='/soon'>help</Queue></Dial>")
    app.says("/soon", "<Say>You are connected now</Say>")
    app.says("/served", "<Say>Served</Say>")
    ana.dials()
    net.passes(20)
    bo.dials()
    net.passes(2)
    assert ana.together == [bo.number]
    asked = app.only("/soon")
    assert asked["CallSid"] == ana.sid
    assert asked["DequeingCallSid"] == bo.sid
    assert asked["QueueTime"] == "20"
    net.passes(5)
    bo.hangs_up()
    assert app.only("/out")["QueueResult"] == "bridged"
    assert app.only("/served")["DialCallStatus"] == "completed"
    assert ana.heard[-1] == "Out"


def test_enqueue_33_a_caller_redirected_from_a_bridge(app, net, ana, bo):
    app.says("/voice", ENQUEUE, "<Dial action='/served'><Queue>help</Queue></Dial>")
    app.says("/served", "<Say>Served</Say>")
    ana.dials()
    bo.dials()
    assert bo.together == [ana.number]
    net.rest.calls(ana.sid).update(twiml="<Response><Say>Away</Say></Response>")
    net.settle()
    assert app.only("/out")["QueueResult"] == "redirected-from-bridged"
    assert bo.heard == ["Served"]
    assert ana.heard[-1] == "Away"


@pytest.mark.parametrize("verb", ["<Dial>+12025550199</Dial>", "<Enqueue>other</Enqueue>", "<Reject/>"])
def test_enqueue_34_other_verbs_in_the_waiting_document_are_an_error(app, net, ana, verb):
    app.says("/wait", verb)
    ana.dials()
    assert app.only("/out")["QueueResult"] == "error"
    assert ana.heard == ["Out"]


def test_enqueue_34_a_waiting_document_that_cannot_be_had_is_an_error(app, net, ana):
    app.wrong_on_purpose = True
    app.says("/wait", "<Response>")
    ana.dials()
    assert app.only("/out")["QueueResult"] == "error"


def test_enqueue_a_system_error_can_be_asked_for(app, net, ana):
    net.post("faults", kind="queue", result="system-error")
    ana.dials()
    assert app.only("/out")["QueueResult"] == "system-error"


def test_enqueue_an_empty_waiting_document_is_not_asked_for_without_a_pause(app, net, ana):
    app.says("/wait", "<Response/>")
    ana.dials()
    net.passes(5)
    assert len(app.hooks("/wait")) == 6
