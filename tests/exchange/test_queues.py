"""Queues by REST, and the callers taken out of them."""

import pytest

from tests.exchange.network import LINE, TwilioRestException

ENQUEUE = "<Enqueue waitUrl='' action='/after'>talk</Enqueue>"


@pytest.fixture(autouse=True)
def script(app):
    app.says("/voice", ENQUEUE)
    app.says("/after", "<Response/>")


@pytest.fixture
def talk(net, ana, bo):
    """The queue, in which Ana waits, and ten seconds later Bo."""
    ana.dials()
    net.passes(10)
    bo.dials()
    net.passes(5)
    (queue,) = net.rest.queues.list()
    return net.rest.queues(queue.sid)


def refusal(act):
    with pytest.raises(TwilioRestException) as excinfo:
        act()
    return excinfo.value.status, excinfo.value.code


def test_queue_35_the_url_runs_on_the_waiting_caller_before_the_bridge(app, net, ana, bo, talk, cy):
    app.says("/taken", "<Say>Somebody is here</Say>")
    net.rest.calls.create(
        to=cy.number, from_=LINE, twiml=f"<Response><Dial><Queue url='{app.url}/taken'>talk</Queue></Dial></Response>"
    )
    net.settle()
    cy.answers()
    assert (ana.heard, cy.together) == (["Somebody is here"], [])
    net.passes(2)
    assert (ana.together, cy.together) == ([cy.number], [ana.number])
    asked = app.only("/taken")
    assert (asked["CallSid"], asked["DequeingCallSid"], asked["QueueTime"]) == (ana.sid, cy.sid, "15")
    assert asked["QueueSid"] == net.rest.queues.list()[0].sid
    cy.hangs_up()
    assert app.only("/after")["QueueResult"] == "bridged"


def test_queue_35_members_are_listed_by_place(talk, ana, bo):
    assert [(one.call_sid, one.position, one.wait_time) for one in talk.members.list()] == [
        (ana.sid, 1, 15),
        (bo.sid, 2, 5),
    ]
    assert talk.members("Front").fetch().call_sid == ana.sid
    assert talk.members(bo.sid).fetch().position == 2


@pytest.mark.parametrize("by", ["Front", "id"])
def test_queue_35_a_member_is_taken_out_by_rest(app, net, ana, bo, talk, by):
    app.says("/elsewhere", "<Say>Over here</Say><Pause length='60'/>")
    assert talk.members("Front" if by == "Front" else ana.sid).update(url=f"{app.url}/elsewhere").call_sid == ana.sid
    net.settle()
    assert ana.heard == ["Over here"]
    assert [app.only("/after")[name] for name in ("CallSid", "QueueResult", "QueueTime")] == [
        ana.sid,
        "redirected",
        "15",
    ]
    assert [one.call_sid for one in talk.members.list()] == [bo.sid]
    assert talk.fetch().average_wait_time == 15
    assert refusal(talk.members(ana.sid).fetch) == (404, 20404)


def test_queue_35_the_front_of_an_empty_queue_is_not_there(app, ana, bo, talk):
    ana.hangs_up()
    bo.hangs_up()
    assert refusal(lambda: talk.members("Front").update(url=f"{app.url}/elsewhere")) == (404, 20404)
    assert talk.delete()
    assert refusal(talk.fetch) == (404, 20404)


def test_queue_35_someone_who_is_taken_out_already_is_not_taken_out_again(app, net, ana, bo, talk, cy):
    app.says("/taken", "<Say>Somebody is here</Say>")
    net.rest.calls.create(
        to=cy.number, from_=LINE, twiml=f"<Response><Dial><Queue url='{app.url}/taken'>talk</Queue></Dial></Response>"
    )
    net.settle()
    cy.answers()
    assert refusal(talk.members(ana.sid).fetch) == (404, 20404)
    assert talk.members("Front").fetch().call_sid == bo.sid


def test_enqueue_33_a_queue_is_full_at_its_size(app, net, ana, bo):
    queue = net.rest.queues.create("talk", max_size=1)
    assert (queue.friendly_name, queue.max_size, queue.current_size) == ("talk", 1, 0)
    ana.dials()
    bo.dials()
    assert app.only("/after")["QueueResult"] == "queue-full"
    assert net.rest.queues(queue.sid).fetch().current_size == 1


def test_a_queue_is_renamed_and_a_name_is_taken_once(net, talk):
    assert talk.update(friendly_name="talk-en", max_size=5000).friendly_name == "talk-en"
    assert net.rest.queues.create("talk").current_size == 0
    assert refusal(lambda: net.rest.queues.create("talk-en")) == (400, 22003)
    assert refusal(lambda: net.rest.queues.create("more", max_size=5001)) == (400, 20001)
    assert refusal(lambda: net.rest.queues.create("x" * 65)) == (400, 20001)
    assert refusal(talk.delete) == (400, 22004)
