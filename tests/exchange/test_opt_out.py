"""A lone STOP, START or HELP: what the carrier does with it, by the kind of number."""

import pytest

from routing.exchange.serve import Exchange
from tests.exchange import conftest
from tests.exchange.network import LINE, SID, TOKEN, Network, TwilioRestException
from tests.exchange.test_texts import bodies

OTHER_LINE, SERVICE = "+12025550101", "MG" + "b" * 32


@pytest.fixture(autouse=True)
def script(app):
    app.says("/sms", "<Message>We read you</Message>")


@pytest.fixture
def started(app):
    """Start exchanges with lines of some kind."""
    running = []

    def start(*changes):
        exchange = Exchange(SID, TOKEN, lines=[{**conftest.lines(app)[0], **change} for change in changes])
        running.append(exchange)
        return Network(exchange.start())

    yield start
    for exchange in running:
        exchange.stop()


def texts(phone, body, to=LINE):
    """Send a text; gives the first words of each answer, in order."""
    before = len(bodies(phone))
    phone.does("text", to=to, body=body)
    return [" ".join(answer.split()[:3]) for _, answer in bodies(phone)[before + 1 :]]


def sending(net, phone, from_=LINE):
    """Give the error code of a text to this phone, or None."""
    try:
        net.rest.messages.create(to=phone.number, from_=from_, body="Hello")
    except TwilioRestException as refused:
        assert refused.status == 400
        return refused.code
    return None


@pytest.mark.parametrize(
    "word", ["STOP", " stop ", "Stopall", "END", "cancel", "QUIT", "UNSUBSCRIBE", "REVOKE", "OPTOUT"]
)
def test_sms_47_a_stop_word_is_answered_by_the_carrier_and_nothing_else_arrives(app, net, ana, word):
    assert texts(ana, word) == ["You have successfully"]
    assert len(app.hooks("/sms")) == 1
    assert "21610" in net.get("ledger")["webhooks"][-1]["error"]
    assert sending(net, ana) == 21610
    assert texts(ana, "hello?") == []
    assert texts(ana, "stop") == []


@pytest.mark.parametrize("word", ["START", "yes", "Unstop"])
def test_sms_47_a_start_word_brings_texts_back(app, net, ana, word):
    texts(ana, "STOP")
    assert texts(ana, word) == ["You have successfully", "We read you"]
    assert sending(net, ana) is None


def test_sms_47_help_is_answered_by_the_carrier_even_after_stop(app, net, ana):
    assert texts(ana, "HELP") == ["Reply STOP to", "We read you"]
    texts(ana, "STOP")
    assert texts(ana, "info") == ["Reply STOP to"]


@pytest.mark.parametrize("words", ["STOP PLEASE", "please stop", "yes", "HELP ME", "STOP."])
def test_sms_47_only_the_lone_word_counts_and_yes_means_nothing_unasked(app, net, ana, words):
    assert texts(ana, words) == ["We read you"]
    assert "OptOutType" not in app.only("/sms")


def test_sms_47_the_opt_out_is_from_one_line_to_one_person(app, started, bo):
    net = started({}, {"number": OTHER_LINE})
    ana, cy = net.phone("+12025550111"), net.phone("+12025550113")
    texts(ana, "STOP")
    assert [sending(net, ana), sending(net, ana, OTHER_LINE), sending(net, cy)] == [21610, None, None]


def test_sms_47_in_a_messaging_service_it_is_from_all_its_lines(app, started):
    net = started({"messaging_service": SERVICE}, {"number": OTHER_LINE, "messaging_service": SERVICE})
    ana = net.phone("+12025550111")
    texts(ana, "STOP")
    assert sending(net, ana, OTHER_LINE) == 21610
    assert app.only("/sms")["MessagingServiceSid"] == SERVICE


@pytest.mark.parametrize(("word", "meaning"), [("quit", "STOP"), ("help", "HELP"), ("START", "START"), ("hello", None)])
def test_sms_47_advanced_opt_out_tells_what_was_meant(app, started, word, meaning):
    net = started({"keywords": "advanced"})
    texts(net.phone("+12025550111"), word)
    assert app.only("/sms").get("OptOutType") == meaning


@pytest.mark.parametrize(
    ("kind", "word", "blocked"),
    [("toll_free", "QUIT", False), ("toll_free", "STOP", True), ("short_code", "STOP", False)],
)
def test_sms_47_other_kinds_of_number(app, started, kind, word, blocked):
    net = started({"keywords": kind})
    ana = net.phone("+12025550111")
    texts(ana, word)
    assert sending(net, ana) == (21610 if blocked else None)
    texts(ana, "YES")
    assert sending(net, ana) == (21610 if blocked else None)
    texts(ana, "UNSTOP")
    assert sending(net, ana) is None
