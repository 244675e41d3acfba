"""Texts from a phone to the line, and the replies that come back."""

import pytest

from tests.exchange.application import Answer
from tests.exchange.network import LINE, SID


def bodies(phone):
    return [(text["from"], text["body"]) for text in phone.view["texts"]]


def test_sms_46_a_text_is_put_to_the_line_and_its_answer_comes_back(app, net, ana):
    app.says("/sms", "<Message>How can we help?</Message>")
    ana.does("text", to=LINE, body=" meetings ¿dónde? ")
    assert bodies(ana) == [(ana.number, " meetings ¿dónde? "), (LINE, "How can we help?")]
    asked = app.only("/sms")
    expected = {
        "AccountSid": SID,
        "From": ana.number,
        "To": LINE,
        "Body": " meetings ¿dónde? ",
        "NumMedia": "0",
        "SmsStatus": "received",
    }
    assert expected.items() <= asked.items()
    assert asked["MessageSid"] == asked["SmsSid"] == ana.view["texts"][0]["sid"]
    assert asked["MessageSid"].startswith("SM")


@pytest.mark.parametrize(
    ("answer", "replies"),
    [
        ("<Message><Body>One</Body></Message><Message>Two</Message>", ["One", "Two"]),
        ("<Redirect>/sms2</Redirect>", ["Elsewhere"]),
        ("<Message action='/sms2'>One</Message><Message>Never</Message>", ["One", "Elsewhere"]),
        (Answer("Plain words", content_type="text/plain"), ["Plain words"]),
        ("<Response/>", []),
        (Answer(status=500), ["In danger? Call 911."]),
    ],
    ids=["body and two messages", "redirect", "action", "plain text", "doc-04 empty", "failure"],
)
def test_sms_46_what_an_answer_may_be(app, net, ana, answer, replies):
    app.says("/sms", answer)
    app.says("/sms2", "<Message>Elsewhere</Message>")
    app.says("/sms-fallback", "<Message>In danger? Call 911.</Message>")
    ana.does("text", to=LINE, body="hello")
    assert [body for from_, body in bodies(ana) if from_ == LINE] == replies


def test_a_reply_may_go_to_another_phone(app, net, ana, bo):
    app.says("/sms", f"<Message to='{bo.number}'>Someone asks for you</Message>")
    ana.does("text", to=LINE, body="hello")
    assert bodies(bo) == [(LINE, "Someone asks for you")]


def test_sms_46_the_action_is_told_of_the_reply_and_where_there_is_no_other_of_what_becomes_of_it(app, net, ana):
    app.says("/sms", "<Message action='/next'>One</Message>")
    app.says("/next", "<Response/>")
    ana.does("text", to=LINE, body="hello")
    (reply,) = [text for text in ana.view["texts"] if text["from"] == LINE]
    told = app.hooks("/next")
    assert {one.params["MessageSid"] for one in told} == {reply["sid"]}
    assert sorted(one.params["MessageStatus"] for one in told) == ["delivered", "queued", "sent"]


def test_sms_46_a_reply_is_an_outbound_text_with_a_status_callback_of_its_own(app, net, ana):
    app.says(
        "/sms", "<Message statusCallback='/progress'><Body>Map</Body><Media>https://e.org/map.png</Media></Message>"
    )
    app.says("/progress", "<Response/>")
    ana.does("text", to=LINE, body="hello")
    assert [one.params["MessageStatus"] for one in app.hooks("/progress")] == ["sent", "delivered"]
    (reply,) = net.rest.messages.list(to=ana.number)
    assert (reply.direction, reply.body, reply.num_media, reply.sid[:2]) == ("outbound-reply", "Map", "1", "MM")


def test_sms_46_eleven_replies_are_one_too_many(app, net, ana):
    app.says("/sms", "<Message>Again</Message>" * 11)
    ana.does("text", to=LINE, body="hello")
    assert len(bodies(ana)) == 1 + 10
    assert "14109" in net.get("ledger")["webhooks"][-1]["error"]


def test_a_text_whose_url_fails_is_put_to_the_fallback(app, net, ana):
    app.says("/sms", Answer(status=500))
    app.says("/sms-fallback", "<Message>In danger? Call 911.</Message>")
    ana.does("text", to=LINE, body="hello")
    asked = app.only("/sms-fallback")
    assert (asked["ErrorCode"], asked["ErrorUrl"], asked["Body"]) == ("11200", f"{app.url}/sms", "hello")
    assert bodies(ana)[-1] == (LINE, "In danger? Call 911.")


def test_a_cookie_comes_back_for_four_hours_between_the_same_two_numbers(app, net, ana, bo):
    app.says("/sms", Answer("<Response/>", headers={"Set-Cookie": "step=2"}))
    for phone, wait in ((ana, 0), (bo, 0), (ana, 4 * 3600 + 1), (ana, 0)):
        phone.does("text", to=LINE, body="hello")
        net.passes(wait)
    assert [one.headers.get("Cookie") for one in app.hooks("/sms")] == [None, None, "step=2", None]


def test_a_text_to_nobody_is_refused(net, ana):
    assert "no line" in ana.does("text", 409, to="+12025550199", body="hello")["error"]
