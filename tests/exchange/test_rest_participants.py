"""REST: calling people into a conference."""

import pytest

from tests.exchange.network import LINE, TwilioRestException

EVENTS = "statusCallback='/events' statusCallbackEvent='start end join leave'"


@pytest.fixture(autouse=True)
def script(app, ana):
    app.says("/events", "<Response/>")
    app.says("/voice", f"<Dial><Conference waitUrl='' {EVENTS}>room</Conference></Dial>")
    ana.dials()


@pytest.fixture
def room(net):
    return net.rest.conferences(net.rest.conferences.list(friendly_name="room", status="init")[0].sid)


def test_someone_is_called_into_it_by_name_or_id(app, net, ana, bo, cy, room):
    first = room.participants.create(from_=LINE, to=bo.number, label="bo", end_conference_on_exit=True, wait_url="")
    assert (first.label, first.end_conference_on_exit, first.status) == ("bo", True, "queued")
    net.rest.conferences("room").participants.create(from_=LINE, to=cy.number, muted=True)
    net.settle()
    assert bo.state == "ringing"
    assert room.participants("bo") is not None
    bo.answers()
    cy.answers()
    assert ana.together == [bo.number] and sorted(cy.together) == [ana.number, bo.number]
    assert [one.label for one in room.participants.list()] == [None, "bo", None]
    assert [one.call_sid for one in room.participants.list(muted=True)] == [cy.sid]
    bo.hangs_up()
    assert (ana.state, cy.state) == ("idle", "idle")


def test_conference_39_someone_who_does_not_answer(app, net, bo, room):
    bo.does("behaviour", answer="never")
    room.participants.create(from_=LINE, to=bo.number, timeout=10)
    net.passes(5)
    assert room.participants.list()[-1].status == "ringing"
    net.passes(10)
    left = app.hooks("/events")[-1].params
    assert left["StatusCallbackEvent"] == "participant-leave"
    assert left["ReasonParticipantLeft"] == "participant_add_failed"
    assert left["ParticipantCallStatus"] == "no-answer"
    assert len(room.participants.list()) == 1


def test_conference_38_a_label_is_taken_once(net, bo, cy, room):
    room.participants.create(from_=LINE, to=bo.number, label="one")
    with pytest.raises(TwilioRestException) as excinfo:
        room.participants.create(from_=LINE, to=cy.number, label="one")
    assert excinfo.value.code == 16025


def test_conference_38_one_who_was_kicked_is_not_there(app, net, ana, bo, room):
    room.participants.create(from_=LINE, to=bo.number)
    net.settle()
    bo.answers()
    assert room.participants(bo.sid).delete()
    net.settle()
    assert (bo.state, ana.state) == ("idle", "talking")
    with pytest.raises(TwilioRestException) as excinfo:
        room.participants(bo.sid).fetch()
    assert excinfo.value.status == 404


def test_coaching_needs_someone_in_the_conference(net, ana, bo, room):
    room.participants.create(from_=LINE, to=bo.number, coaching=True, call_sid_to_coach=ana.sid)
    net.settle()
    bo.answers()
    assert room.participants(bo.sid).fetch().call_sid_to_coach == ana.sid
    with pytest.raises(TwilioRestException) as excinfo:
        room.participants(bo.sid).update(coaching=True, call_sid_to_coach="CA" + "f" * 32)
    assert excinfo.value.code == 13240


def test_conference_38_a_coach_is_heard_only_by_whoever_is_coached(app, net, ana, bo, cy, room):
    for phone in (bo, cy):
        room.participants.create(from_=LINE, to=phone.number)
        net.settle()
        phone.answers()
    coach = room.participants(cy.sid)
    coach.update(coaching=True, call_sid_to_coach=bo.sid)
    assert (ana.together, sorted(bo.together)) == ([bo.number], sorted([ana.number, cy.number]))
    assert sorted(cy.together) == sorted([ana.number, bo.number])
    coach.update(coaching=False)
    assert cy.number in ana.together
    room.participants(bo.sid).update(hold=True)
    with pytest.raises(TwilioRestException) as excinfo:
        coach.update(coaching=True, call_sid_to_coach=bo.sid, muted=True)
    assert excinfo.value.code == 16027
    assert not coach.fetch().muted


def test_conference_38_leaving_beeps_as_it_is_told_to(app, net, ana, bo, cy, room):
    for phone in (bo, cy):
        room.participants.create(from_=LINE, to=phone.number, beep="false")
        net.settle()
        phone.answers()

    def beeps():
        return [line["kind"] for line in ana.call["hears"]].count("beep")

    room.participants(bo.sid).update(beep_on_exit=True)
    bo.hangs_up()
    assert beeps() == 1
    cy.hangs_up()
    assert beeps() == 1


def test_conference_36_what_is_heard_before_it_begins_can_be_changed(app, net, ana, room):
    app.says("/soon", "<Say>Almost there</Say>")
    room.participants(ana.sid).update(wait_url=f"{app.url}/soon")
    net.passes(2)
    assert ana.heard == ["Almost there"]
