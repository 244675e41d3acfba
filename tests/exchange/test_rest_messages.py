"""REST: texts are sent, found, emptied, canceled and deleted, and their progress is told."""

from datetime import UTC, datetime, timedelta

import pytest

from routing.exchange.serve import Exchange
from tests.exchange import contract
from tests.exchange.conftest import lines
from tests.exchange.network import LINE, SID, TOKEN, Network, TwilioRestException

SERVICE = "MG" + "b" * 32


def refusal(act):
    with pytest.raises(TwilioRestException) as excinfo:
        act()
    return excinfo.value.status, excinfo.value.code


@pytest.fixture
def service(app):
    """An exchange whose line is in a Messaging Service."""
    exchange = Exchange(SID, TOKEN, lines=[{**lines(app)[0], "messaging_service": SERVICE}])
    network = Network(exchange.start())
    yield network
    exchange.stop()
    contract.check_rest(network.http.seen)


def send(net, phone, **more):
    return net.rest.messages.create(**{"to": phone.number, "from_": LINE, "body": "Hello", **more})


def test_rest_43_a_text_is_queued_then_delivered(app, net, ana):
    sent = send(net, ana)
    assert (sent.status, sent.direction, sent.num_segments, sent.date_sent) == ("queued", "outbound-api", "1", None)
    net.settle()
    arrived = net.rest.messages(sent.sid).fetch()
    assert (arrived.status, arrived.error_code, arrived.body) == ("delivered", None, "Hello")
    (text,) = ana.view["texts"]
    assert (text["body"], text["with"], text["status"]) == ("Hello", LINE, "delivered")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"to": ""}, 21604),
        ({"to": "nobody"}, 21211),
        ({"from_": ""}, 21603),
        ({"from_": "helpline"}, 21212),
        ({"from_": "+12025550199"}, 21606),
        ({"from_": None, "messaging_service_sid": SERVICE}, 21606),
        ({"body": ""}, 21602),
        ({"body": "x" * 1601}, 21617),
    ],
)
def test_rest_43_what_is_wrong_with_a_request(net, ana, given, code):
    assert refusal(lambda: send(net, ana, **given)) == (400, code)
    assert net.rest.messages.list() == []


def test_sms_49_1600_characters_are_sent_and_their_segments_counted(net, ana):
    assert send(net, ana, body="x" * 1600).num_segments == "11"
    assert send(net, ana, body="Más ayuda aquí").num_segments == "1"
    assert send(net, ana, body="á" * 71).num_segments == "2"


def test_rest_43_texts_are_listed_newest_first_by_what_is_asked(app, net, ana, bo):
    app.says("/sms", "<Message>Welcome</Message>")
    ana.does("text", to=LINE, body="hello")
    net.passes(86_400)
    last = send(net, bo)
    net.settle()
    assert [one.body for one in net.rest.messages.list()] == ["Hello", "Welcome", "hello"]
    assert [one.direction for one in net.rest.messages.list(from_=ana.number)] == ["inbound"]
    assert [one.direction for one in net.rest.messages.list(to=ana.number)] == ["outbound-reply"]
    today = net.rest.messages(last.sid).fetch().date_sent
    assert [one.sid for one in net.rest.messages.list(date_sent_after=today)] == [last.sid]
    assert len(net.rest.messages.list(date_sent_before=today - timedelta(hours=1))) == 2


def test_rest_43_a_received_text_is_emptied_and_deleted_and_the_phone_keeps_its_copy(app, net, ana):
    app.says("/sms", "<Response/>")
    ana.does("text", to=LINE, body="ON 4821")
    kept = net.rest.messages(ana.view["texts"][0]["sid"])
    assert kept.fetch().body == "ON 4821"
    assert kept.update(body="").body == ""
    assert refusal(lambda: kept.update(body="other words")) == (400, 20001)
    assert kept.delete()
    assert refusal(kept.fetch) == (404, 20404)
    assert refusal(kept.delete) == (404, 20404)
    assert [text["body"] for text in ana.view["texts"]] == ["ON 4821"]


def test_rest_43_neither_is_possible_while_a_text_is_on_its_way(net, ana):
    ana.does("behaviour", texts_after=10)
    sent = net.rest.messages(send(net, ana).sid)
    net.settle()
    assert sent.fetch().status == "sent"
    assert refusal(sent.delete) == refusal(lambda: sent.update(body="")) == (409, 20009)
    net.passes(10)
    assert sent.update(body="").status == "delivered"
    assert sent.delete()


def test_rest_43_a_text_is_scheduled_and_canceled(app, service):
    ana = service.phone("+12025550111", "Ana")
    at = datetime.fromtimestamp(service.get("clock")["now"], UTC)
    wish = {"from_": None, "messaging_service_sid": SERVICE, "schedule_type": "fixed"}
    assert refusal(lambda: send(service, ana, send_at=at + timedelta(minutes=14), **wish)) == (400, 35114)
    first, second = (send(service, ana, send_at=at + timedelta(minutes=20), **wish) for _ in range(2))
    assert first.status == "scheduled"
    assert service.rest.messages(first.sid).update(status="canceled").status == "canceled"
    service.passes(20 * 60)
    assert [text["sid"] for text in ana.view["texts"]] == [second.sid]
    assert refusal(lambda: service.rest.messages(second.sid).update(status="canceled")) == (409, 30409)


def test_rest_43_a_messaging_service_accepts_first(app, service):
    app.says("/progress", "<Response/>")
    ana = service.phone("+12025550111", "Ana")
    sent = send(service, ana, from_=None, messaging_service_sid=SERVICE, status_callback=f"{app.url}/progress")
    service.settle()
    assert (sent.status, sent.from_, sent.messaging_service_sid) == ("accepted", LINE, SERVICE)
    assert [one.params["MessagingServiceSid"] for one in app.hooks("/progress")] == [SERVICE, SERVICE]


def test_sms_48_progress_is_told_and_the_initial_status_is_not(app, net, ana):
    app.says("/progress", "<Response/>")
    sent = send(net, ana, status_callback=f"{app.url}/progress")
    net.settle()
    told = [one.params for one in app.hooks("/progress")]
    assert [one["MessageStatus"] for one in told] == ["sent", "delivered"]
    expected = {"MessageSid": sent.sid, "SmsSid": sent.sid, "AccountSid": SID, "From": LINE, "To": ana.number}
    assert all(expected.items() <= one.items() for one in told)
    assert "RawDlrDoneDate" in told[1]


def test_sms_48_late_and_doubled_callbacks(app, net, ana):
    app.says("/progress", "<Response/>")
    net.post("faults", kind="hooks", mode="late", match="/progress", seconds=5)
    net.post("faults", kind="hooks", mode="double", match="/progress")
    send(net, ana, status_callback=f"{app.url}/progress")
    net.passes(5)
    assert [one.params["MessageStatus"] for one in app.hooks("/progress")] == ["delivered", "delivered", "sent"]


@pytest.mark.parametrize(
    ("habit", "statuses", "error"),
    [
        ("off", ["sent", "undelivered"], 30003),
        ("blocked", ["sent", "undelivered"], 30004),
        ("unknown", ["sent", "undelivered"], 30005),
        ("landline", ["sent", "undelivered"], 30006),
        ("filtered", ["sent", "undelivered"], 30007),
        ("fails", ["failed"], 30008),
        ("no_receipt", ["sent"], None),
    ],
)
def test_sms_48_what_becomes_of_a_text(app, net, ana, habit, statuses, error):
    app.says("/progress", "<Response/>")
    ana.does("behaviour", texts=habit)
    sent = send(net, ana, status_callback=f"{app.url}/progress")
    net.settle()
    told = [one.params for one in app.hooks("/progress")]
    assert [one["MessageStatus"] for one in told] == statuses
    assert told[-1].get("ErrorCode") == (str(error) if error else None)
    assert net.rest.messages(sent.sid).fetch().error_code == error
    assert len(ana.view["lost_texts" if error else "texts"]) == 1
    assert net.rest.messages(sent.sid).delete()


def test_sms_48_a_number_that_cannot_have_texts(app, net, ana):
    ana.does("behaviour", texts="not_mobile")
    assert refusal(lambda: send(net, ana)) == (400, 21614)
    nobody = net.rest.messages.create(to="+12025550198", from_=LINE, body="Hello")
    net.settle()
    assert net.rest.messages(nobody.sid).fetch().error_code == 30005


def test_a_wish_about_texts_that_nobody_knows_is_refused(net, ana):
    assert "texts must be one of" in ana.does("behaviour", 409, texts="by pigeon")["error"]
