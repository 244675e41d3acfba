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
        (Answer(status=500), []),
    ],
    ids=["body and two messages", "redirect", "action", "plain text", "doc-04 empty", "failure"],
)
def test_sms_46_what_an_answer_may_be(app, net, ana, answer, replies):
    app.says("/sms", answer)
    app.says("/sms2", "<Message>Elsewhere</Message>")
    ana.does("text", to=LINE, body="hello")
    assert [body for from_, body in bodies(ana) if from_ == LINE] == replies


def test_a_reply_may_go_to_another_phone(app, net, ana, bo):
    app.says("/sms", f"<Message to='{bo.number}'>Someone asks for you</Message>")
    ana.does("text", to=LINE, body="hello")
    assert bodies(bo) == [(LINE, "Someone asks for you")]


def test_a_text_to_nobody_is_refused(net, ana):
    assert "no line" in ana.does("text", 409, to="+12025550199", body="hello")["error"]
