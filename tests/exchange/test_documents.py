"""Documents: what runs, what is an error, what the fallback is told."""

import pytest

from tests.exchange.application import Answer
from tests.exchange.network import LINE, SID


def test_doc_01_verbs_run_from_top_to_bottom_and_stop_at_redirect(app, net, ana):
    app.says("/voice", "<Say>One</Say><Pause length='2'/><Redirect>/next</Redirect>")
    app.says("/next", "<Say>Two</Say>")
    ana.dials()
    assert ana.heard == ["One"]
    net.passes(10)
    assert ana.heard == ["One", "Two"]
    assert ana.state == "idle"
    assert ana.ended == "completed"
    assert app.only("/next")["CallStatus"] == "in-progress"


@pytest.mark.parametrize("stop", ["<Redirect>/next</Redirect>", "<Hangup/>"])
def test_doc_01_nothing_runs_after_a_verb_that_goes_away(app, net, ana, stop):
    app.says("/voice", f"<Say>One</Say>{stop}<Say>Never</Say>")
    app.says("/next", "<Say>Two</Say>")
    ana.dials()
    net.passes(10)
    assert "Never" not in ana.heard


def test_doc_01_the_voice_webhook_carries_what_twilio_sends(app, net, ana):
    app.says("/voice", "<Say>Hello</Say>")
    ana.dials()
    asked = app.hooks("/voice")[0]
    expected = {
        "AccountSid": SID,
        "From": ana.number,
        "Caller": ana.number,
        "To": LINE,
        "Called": LINE,
        "CallStatus": "ringing",
        "Direction": "inbound",
        "ApiVersion": "2010-04-01",
        "FromCountry": "US",
    }
    assert expected.items() <= asked.params.items()
    assert asked.params["CallSid"] == ana.sid
    assert len(ana.sid) == 34
    assert asked.headers["User-Agent"] == "TwilioProxy/1.1"
    assert asked.headers["I-Twilio-Idempotency-Token"]
    assert asked.headers["Content-Type"] == "application/x-www-form-urlencoded; charset=UTF-8"


@pytest.mark.parametrize(
    "answer",
    [
        Answer("<Response><Say>Hello</Response>"),
        Answer("<Speech/>"),
        Answer(""),
    ],
    ids=["not closed", "another root", "empty"],
)
def test_doc_02_a_broken_document_is_12100_and_asks_the_fallback_by_get(app, net, ana, answer):
    app.wrong_on_purpose = True
    app.says("/voice", answer)
    app.says("/fallback", "<Say>Please call 988</Say>")
    ana.dials()
    net.passes(5)
    assert ana.heard == ["Please call 988"]
    asked = app.hooks("/fallback")[0]
    assert asked.method == "GET"
    assert asked.params["ErrorCode"] == "12100"
    assert asked.params["ErrorUrl"] == f"{app.url}/voice"
    assert asked.params["CallSid"] == ana.sid


def test_doc_02_without_a_working_fallback_the_call_ends(app, net, ana):
    app.says("/voice", Answer(status=500))
    ana.dials()
    net.passes(10)
    assert ana.state == "idle"
    assert "error" in ana.heard[0]
    errors = [hook["error"] for hook in net.get("ledger")["webhooks"]]
    assert errors[:2] == ["11200 status 500", "11200 status 404"]


def test_doc_03_an_unknown_verb_or_attribute_is_a_warning_and_the_rest_runs(app, net, ana):
    app.wrong_on_purpose = True
    app.says("/voice", "<Sing>La</Sing><Say colour='red'>Hello</Say>")
    ana.dials()
    net.passes(5)
    assert ana.heard == ["Hello"]
    assert net.get("ledger")["webhooks"][0]["error"] == (
        "12200 Response/Sing is not known; 12200 Say@colour is not known"
    )


def test_doc_04_an_empty_response_ends_the_call(app, net, ana):
    app.says("/voice", "<Response/>")
    ana.dials()
    assert ana.state == "idle"
    assert ana.heard == []


def test_doc_05_eleven_redirects_ask_the_fallback(app, net, ana):
    app.says("/voice", Answer(status=302, headers={"Location": "/voice"}))
    app.says("/fallback", "<Say>Sorry</Say>")
    ana.dials()
    assert len(app.hooks("/voice")) == 11
    assert app.only("/fallback")["ErrorCode"] == "11215"


def test_doc_05_a_retry_carries_the_same_token_when_the_url_asks_for_one(app, net, ana):
    app.says("/voice", "<Redirect>/fails#rc=2&amp;rp=5xx</Redirect>")
    app.says("/fails", Answer(status=503), Answer(status=503), "<Say>At last</Say>")
    ana.dials()
    assert ana.heard == ["At last"]
    assert len({one.headers["I-Twilio-Idempotency-Token"] for one in app.hooks("/fails")}) == 1
    assert len(app.hooks("/fails")) == 3


def test_doc_05_a_failed_connection_is_tried_again_then_the_fallback_is_asked(app, net, ana):
    app.says("/voice", "<Redirect>http://127.0.0.1:9/nobody</Redirect>")
    app.says("/fallback", "<Say>Sorry</Say>")
    ana.dials()
    assert app.only("/fallback")["ErrorCode"] == "11205"


def test_doc_05_an_answer_that_takes_too_long_asks_the_fallback(app, net, ana):
    app.says("/voice", "<Redirect>/slow#tt=200</Redirect>")
    app.says("/slow", lambda asked: "<Say>Late</Say>" if app.gate.wait(5) else "")
    app.says("/fallback", "<Say>Sorry</Say>")
    ana.dials()
    app.gate.set()
    assert app.only("/fallback")["ErrorCode"] == "11200"


def test_doc_06_a_cookie_comes_back_on_later_requests_of_the_same_call_only(app, net, ana, bo):
    app.says("/voice", Answer("<Response><Redirect>/next</Redirect></Response>", headers={"Set-Cookie": "step=1"}))
    app.says("/next", "<Say>Hello</Say>")
    ana.dials()
    bo.dials()
    assert "Cookie" not in app.hooks("/voice")[1].headers
    assert app.hooks("/next")[0].headers["Cookie"] == "step=1"


def test_text_plain_is_spoken(app, net, ana):
    app.says("/voice", Answer("Good evening", content_type="text/plain"))
    ana.dials()
    net.passes(5)
    assert ana.heard == ["Good evening"]
    assert ana.state == "idle"


def test_any_other_type_is_an_error(app, net, ana):
    app.says("/voice", Answer("{}", content_type="application/json"))
    app.says("/fallback", "<Say>Sorry</Say>")
    ana.dials()
    assert app.only("/fallback")["ErrorCode"] == "12300"


def test_documents_that_go_round_without_a_word_do_not_stop_the_clock(app, net, ana):
    app.says("/voice", "<Redirect/>")
    app.wrong_on_purpose = True
    ana.dials()
    net.passes(3)
    assert ana.state == "dialling"
    assert len(app.hooks("/voice")) < 100
