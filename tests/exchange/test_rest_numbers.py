"""REST: the account's numbers, the settings that route them, and the account itself.

The operations are FetchAccount, ListIncomingPhoneNumber, FetchIncomingPhoneNumber and UpdateIncomingPhoneNumber of the
published API; the `net` fixture holds each request and answer against it.
"""

import pytest

from routing.exchange.serve import Exchange
from tests.exchange.network import LINE, SID, TOKEN, Network, TwilioRestException

OTHER = "+12025550107"


@pytest.fixture
def number(net):
    (found,) = net.rest.incoming_phone_numbers.list(phone_number=LINE)
    return found


def test_a_number_is_found_with_its_settings(app, net, number):
    assert (number.phone_number, number.friendly_name) == (LINE, "Helpline")
    assert (number.voice_url, number.voice_method) == (f"{app.url}/voice", "POST")
    assert (number.status_callback, number.sms_url) == (f"{app.url}/status", f"{app.url}/sms")
    assert (number.voice_fallback_url, number.voice_fallback_method) == (f"{app.url}/fallback", "GET")
    assert number.capabilities == {"voice": True, "sms": True, "mms": False, "fax": False}
    assert number.fetch().sid == number.sid


@pytest.mark.parametrize(
    ("wanted", "found"), [("+120255501**", 1), ("555", 1), ("+12025550100", 1), ("+1303*******", 0), (OTHER, 0)]
)
def test_numbers_are_found_by_a_part_or_a_pattern(net, wanted, found):
    assert len(net.rest.incoming_phone_numbers.list(phone_number=wanted)) == found


def test_numbers_are_found_by_their_name(net):
    assert len(net.rest.incoming_phone_numbers.list(friendly_name="Helpline")) == 1
    assert net.rest.incoming_phone_numbers.list(friendly_name="Another") == []


def test_calls_and_texts_go_where_a_changed_number_says(app, net, number, ana):
    app.says("/new", "<Say>The new one</Say>")
    app.says("/sms/new", "<Message>Hello</Message>")
    changed = number.update(voice_url=f"{app.url}/new", voice_method="GET", sms_url=f"{app.url}/sms/new")
    assert (changed.voice_url, changed.voice_method) == (f"{app.url}/new", "GET")
    ana.dials()
    assert ana.heard == ["The new one"]
    assert app.hooks("/new")[0].method == "GET"
    ana.does("text", to=LINE, body="hi")
    net.settle()
    assert len(app.hooks("/sms/new")) == 1
    assert not app.hooks("/sms")


def test_what_is_not_named_stays_and_an_empty_value_clears(app, net, number):
    changed = number.update(voice_fallback_url="", status_callback="")
    assert (changed.voice_fallback_url, changed.status_callback) == (None, "")
    assert changed.voice_url == f"{app.url}/voice"


def test_an_application_takes_the_place_of_the_urls(app, net, number, ana):
    app.says("/fallback", "<Response/>")
    changed = number.update(voice_application_sid="AP" + "1" * 32, sms_application_sid="AP" + "2" * 32)
    assert (changed.voice_application_sid, changed.sms_application_sid) == ("AP" + "1" * 32, "AP" + "2" * 32)
    ana.dials()
    ana.does("text", to=LINE, body="hi")
    net.settle()
    assert not app.hooks("/voice")
    assert not app.hooks("/sms")


@pytest.mark.parametrize(
    "wrong", [{"voice_url": "/voice"}, {"sms_method": "PUT"}, {"trunk_sid": "TK1"}], ids=["url", "method", "sid"]
)
def test_a_wrong_setting_changes_nothing(net, number, wrong):
    with pytest.raises(TwilioRestException) as refusal:
        number.update(status_callback="https://help.example.org/status", **wrong)
    assert refusal.value.status == 400
    assert number.fetch().status_callback == number.status_callback


def test_an_unknown_number_is_not_found(net):
    with pytest.raises(TwilioRestException) as refusal:
        net.rest.incoming_phone_numbers("PN" + "0" * 32).fetch()
    assert (refusal.value.status, refusal.value.code) == (404, 20404)


@pytest.mark.parametrize("kind", ["Full", "Trial"])
def test_the_account_says_what_kind_it_is(kind):
    exchange = Exchange(SID, TOKEN, account_kind=kind)
    network = Network(exchange.start())
    try:
        account = network.rest.api.v2010.accounts(SID).fetch()
        assert (account.sid, account.status, account.type) == (SID, "active", kind)
    finally:
        exchange.stop()
