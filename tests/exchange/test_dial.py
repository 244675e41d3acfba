"""Dial: numbers that ring together or in turn, whispers, what the action is told."""

import pytest

from tests.exchange.network import LINE

WHISPER = "url='/whisper'"
COMPLETED = "statusCallback='/progress'"
PROGRESS = "statusCallback='/progress' statusCallbackEvent='initiated ringing answered completed'"


def numbers(*phones, attributes=""):
    return "".join(f"<Number {attributes}>{phone.number}</Number>" for phone in phones)


@pytest.mark.parametrize("text", ["{number}", "<Number>{number}</Number>"], ids=["plain text", "Number"])
def test_dial_23_a_plain_number_and_a_number_noun_are_called(app, net, ana, bo, text):
    app.says("/voice", f"<Dial callerId='{LINE}' action='/done' method='GET'>{text.format(number=bo.number)}</Dial>")
    app.says("/done", "<Say>Over</Say>")
    ana.dials()
    assert bo.state == "ringing"
    assert bo.call["with"] == LINE
    bo.answers()
    assert ana.together == [bo.number]
    assert bo.together == [ana.number]
    net.passes(63)
    bo.hangs_up()
    asked = app.hooks("/done")[0]
    assert asked.method == "GET"
    expected = {"DialCallStatus": "completed", "DialCallDuration": "63", "DialBridged": "true", "DialCallSid": bo.sid}
    assert expected.items() <= asked.params.items()
    assert asked.params["CallSid"] == ana.sid
    assert ana.heard == ["Over"]


def test_dial_24_several_numbers_ring_together_and_the_others_are_canceled(app, net, ana, bo, cy):
    app.says("/voice", f"<Dial>{numbers(bo, cy, attributes=PROGRESS)}</Dial>")
    app.says("/progress", "<Response/>")
    ana.dials()
    assert (bo.state, cy.state) == ("ringing", "ringing")
    cy.answers()
    assert bo.ended == "canceled"
    told = [one.params for one in app.hooks("/progress") if one.params["CallSid"] == bo.sid]
    assert [one["CallStatus"] for one in told] == ["initiated", "ringing", "canceled"]
    assert ana.together == [cy.number]


@pytest.mark.parametrize("action", ["action='/done'", ""], ids=["with an action", "without"])
def test_dial_25_nobody_answers(app, net, ana, bo, action):
    app.says("/voice", f"<Dial timeout='10' {action}>{bo.number}</Dial><Say>Next</Say>")
    app.says("/done", "<Say>Over</Say>")
    ana.dials()
    net.passes(14.9)
    assert bo.state == "ringing"
    net.passes(0.2)
    assert bo.ended == "no-answer"
    assert ana.heard == ["Over" if action else "Next"]
    if action:
        assert app.only("/done")["DialCallStatus"] == "no-answer"
        assert app.only("/done")["DialBridged"] == "false"


@pytest.mark.parametrize(("habit", "status"), [("busy", "busy"), ("bad", "failed")])
def test_dial_a_number_that_cannot_be_reached(app, net, ana, bo, habit, status):
    bo.does("behaviour", answer=habit)
    app.says("/voice", f"<Dial action='/done'>{numbers(bo, attributes=COMPLETED)}</Dial>")
    app.says("/progress", "<Response/>")
    app.says("/done", "<Say>Over</Say>")
    ana.dials()
    assert app.only("/done")["DialCallStatus"] == status
    assert app.only("/progress")["CallStatus"] == status


def test_dial_a_phone_that_declines_is_busy(app, net, ana, bo):
    app.says("/voice", f"<Dial action='/done'>{bo.number}</Dial>")
    app.says("/done", "<Say>Over</Say>")
    ana.dials()
    bo.does("decline")
    assert app.only("/done")["DialCallStatus"] == "busy"


def test_dial_26_star_drops_the_callee_and_the_caller_goes_on(app, net, ana, bo):
    app.says("/voice", f"<Dial hangupOnStar='true' action='/done'>{bo.number}</Dial>")
    app.says("/done", "<Say>Over</Say>")
    ana.dials()
    bo.answers()
    ana.presses("1*")
    assert bo.state == "idle"
    assert app.only("/done")["DialCallStatus"] == "completed"
    assert ana.heard == ["Over"]


def test_dial_27_the_caller_hangs_up_while_it_rings(app, net, ana, bo):
    app.says("/voice", f"<Dial action='/done'>{bo.number}</Dial>")
    app.says("/done", "<Say>Nobody hears this</Say>")
    ana.dials().hangs_up()
    assert bo.ended == "canceled"
    asked = app.only("/done")
    assert (asked["CallStatus"], asked["DialCallStatus"]) == ("completed", "canceled")
    assert ana.heard == []


def test_dial_28_progress_is_told_in_order(app, net, ana, bo):
    app.says("/voice", f"<Dial>{numbers(bo, attributes=PROGRESS)}</Dial>")
    app.says("/progress", "<Response/>")
    ana.dials()
    bo.answers()
    net.passes(5)
    ana.hangs_up()
    told = [one.params for one in app.hooks("/progress")]
    assert [one["CallStatus"] for one in told] == ["initiated", "ringing", "in-progress", "completed"]
    assert [one["SequenceNumber"] for one in told] == ["0", "1", "2", "3"]
    assert {one["ParentCallSid"] for one in told} == {ana.sid}
    assert {one["Direction"] for one in told} == {"outbound-dial"}
    assert told[-1]["CallDuration"] == "5"


def test_dial_29_the_whisper_runs_before_the_bridge_and_the_caller_hears_ringing(app, net, ana, bo):
    app.says("/voice", f"<Dial answerOnBridge='true'>{numbers(bo, attributes=WHISPER)}</Dial>")
    app.says("/whisper", "<Gather numDigits='1' action='/taken'><Say>Press 1</Say></Gather><Hangup/>")
    app.says("/taken", "<Say>Connecting</Say>")
    ana.dials()
    bo.answers()
    assert (ana.state, ana.together, bo.heard) == ("dialling", [], ["Press 1"])
    assert app.only("/whisper")["ParentCallSid"] == ana.sid
    bo.presses("1")
    net.passes(2)
    assert (ana.state, ana.together) == ("talking", [bo.number])


def test_dial_29_hanging_up_in_the_whisper_declines(app, net, ana, bo):
    app.says("/voice", f"<Dial action='/done'>{numbers(bo, attributes=WHISPER)}</Dial>")
    app.says("/whisper", "<Gather numDigits='1' timeout='3'><Say>Press 1</Say></Gather><Hangup/>")
    app.says("/done", "<Say>Over</Say>")
    ana.dials()
    bo.answers()
    net.passes(4)
    assert bo.state == "idle"
    asked = app.only("/done")
    assert (asked["DialCallStatus"], asked["DialBridged"]) == ("completed", "false")


def test_dial_29_the_first_to_finish_its_whisper_wins(app, net, ana, bo, cy):
    app.says("/voice", f"<Dial>{numbers(bo, cy, attributes=WHISPER)}</Dial>")
    app.says("/whisper", "<Gather numDigits='1' action='/taken'/><Hangup/>")
    app.says("/taken", "<Response/>")
    ana.dials()
    bo.answers()
    cy.answers()
    cy.presses("1")
    assert ana.together == [cy.number]
    assert bo.ended == "completed"


def test_dial_30_in_sequence(app, net, ana, bo, cy):
    app.says("/voice", f"<Dial sequential='true' timeout='10' action='/done'>{numbers(bo, cy)}</Dial>")
    app.says("/done", "<Say>Over</Say>")
    ana.dials()
    assert (bo.state, cy.state) == ("ringing", "idle")
    net.passes(15)
    assert (bo.state, cy.state) == ("idle", "ringing")
    net.passes(15)
    assert app.only("/done")["DialCallStatus"] == "no-answer"


def test_dial_31_an_empty_queue_is_waited_for(app, net, ana, bo):
    app.says(
        "/voice", "<Enqueue waitUrl=''>help</Enqueue>", "<Dial timeout='10' action='/done'><Queue>help</Queue></Dial>"
    )
    app.says("/done", "<Say>Over</Say>")
    ana.dials().hangs_up()
    bo.dials()
    net.passes(9)
    assert app.hooks("/done") == []
    net.passes(1)
    assert app.only("/done")["DialCallStatus"] == "no-answer"


def test_dial_31_an_unknown_queue_fails(app, net, bo):
    app.says("/voice", "<Dial action='/done'><Queue>nowhere</Queue></Dial>")
    app.says("/done", "<Say>Over</Say>")
    bo.dials()
    assert app.only("/done")["DialCallStatus"] == "failed"


def test_a_machine_answers_and_presses_nothing(app, net, ana, bo):
    bo.does("behaviour", answer="machine", after=4)
    app.says("/voice", f"<Dial action='/done'>{numbers(bo, attributes=WHISPER)}</Dial>")
    app.says("/whisper", "<Gather numDigits='1' timeout='10'/><Hangup/>")
    app.says("/done", "<Say>Over</Say>")
    ana.dials()
    net.passes(4)
    assert bo.state == "talking"
    assert "voicemail" in bo.call["hears"][-1]["text"]
    net.passes(10)
    assert app.only("/done")["DialBridged"] == "false"


def test_a_phone_that_drops_the_call_a_second_after_its_answer(app, net, ana, bo):
    bo.does("behaviour", answer="drops", after=2)
    app.says("/voice", f"<Dial action='/done'>{bo.number}</Dial>")
    app.says("/done", "<Say>Over</Say>")
    ana.dials()
    net.passes(2)
    assert ana.together == [bo.number]
    net.passes(1)
    assert app.only("/done")["DialCallDuration"] == "1"


def test_the_ledger_knows_who_talked_to_whom(app, net, ana, bo):
    app.says("/voice", f"<Dial>{bo.number}</Dial>")
    ana.dials()
    bo.answers()
    net.passes(7)
    ana.hangs_up()
    calls = net.get("ledger")["calls"]
    assert [len(call["spans"]) for call in calls] == [1, 1]
    span = calls[0]["spans"][0]
    assert span["with"] == [bo.number]
    assert span["to"] - span["from"] == 7
    assert calls[1]["parent"] == calls[0]["sid"]
