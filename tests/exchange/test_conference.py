"""Conferences: who hears whom, when they begin and end, what their callbacks tell."""

import pytest

EVENTS = "statusCallback='/events' statusCallbackEvent='start end join leave mute hold modify announcement'"


def conference(attributes="", action="/after"):
    return f"<Dial action='{action}'><Conference waitUrl='' {attributes}>room</Conference></Dial>"


def told(app):
    return [one.params["StatusCallbackEvent"] for one in app.hooks("/events")]


@pytest.fixture(autouse=True)
def script(app):
    app.says("/events", "<Response/>")
    app.says("/after", "<Say>Over</Say>")


def test_conference_36_starts_with_the_second_and_waits_with_its_document_before(app, net, ana, bo):
    app.says("/voice", "<Dial><Conference waitUrl='/wait'>room</Conference></Dial>")
    app.says("/wait", "<Say>Wait</Say><Pause length='4'/><Redirect>/wait</Redirect>")
    ana.dials()
    net.passes(12)
    assert ana.heard == ["Wait"] * 3
    assert ana.together == []
    bo.dials()
    assert ana.together == [bo.number]
    net.passes(30)
    assert ana.heard == ["Wait"] * 3


def test_conference_36_needs_one_who_starts_it(app, net, ana, bo, cy):
    waits, starts = conference("startConferenceOnEnter='false'"), conference()
    app.says("/voice", waits, waits, starts)
    ana.dials()
    bo.dials()
    assert ana.together == []
    assert net.rest.conferences.list()[0].status == "init"
    cy.dials()
    assert sorted(ana.together) == [bo.number, cy.number]
    assert net.rest.conferences.list()[0].status == "in-progress"


def test_conference_37_the_one_who_ends_it_ends_it_for_all(app, net, ana, bo):
    app.says("/voice", conference(f"endConferenceOnExit='true' participantLabel='caller' {EVENTS}"), conference())
    ana.dials()
    bo.dials()
    net.passes(10)
    ana.hangs_up()
    assert bo.heard == ["Over"]
    after = {one.params["CallSid"]: one.params for one in app.hooks("/after")}
    assert (after[bo.sid]["DialCallStatus"], after[bo.sid]["CallStatus"]) == ("answered", "in-progress")
    assert after[ana.sid]["CallStatus"] == "completed"
    assert "DialCallSid" not in after[bo.sid]
    assert told(app) == [
        "participant-join",
        "participant-join",
        "conference-start",
        "participant-leave",
        "participant-leave",
        "conference-end",
    ]
    events = [one.params for one in app.hooks("/events")]
    assert [one["SequenceNumber"] for one in events] == ["1", "2", "3", "4", "5", "6"]
    assert events[0]["ParticipantLabel"] == "caller"
    assert [one.get("ReasonParticipantLeft") for one in events[3:5]] == [
        "participant_hung_up",
        "moderator_ended_conference",
    ]
    assert events[5]["ReasonConferenceEnded"] == "participant-with-end-conference-on-exit-left"
    assert events[5]["CallSidEndingConference"] == ana.sid
    assert events[5]["ParticipantLabelEndingConference"] == "caller"


def test_conference_37_the_first_participants_callback_wins(app, net, ana, bo):
    app.says("/other", "<Response/>")
    app.says("/voice", conference(EVENTS), conference(EVENTS.replace("/events", "/other")))
    ana.dials()
    bo.dials()
    assert app.hooks("/other") == []
    assert len(app.hooks("/events")) == 3


def test_conference_37_the_last_to_leave_ends_it(app, net, ana, bo):
    app.says("/voice", conference(EVENTS))
    ana.dials()
    bo.dials()
    bo.hangs_up()
    assert ana.together == []
    assert ana.state == "talking"
    ana.hangs_up()
    assert app.hooks("/events")[-1].params["ReasonConferenceEnded"] == "last-participant-left"


def test_a_redirected_participant_leaves_and_its_action_is_not_asked(app, net, ana, bo):
    app.says("/voice", conference(EVENTS))
    ana.dials()
    bo.dials()
    net.rest.calls(ana.sid).update(twiml="<Response><Say>Elsewhere</Say></Response>")
    net.settle()
    assert ana.heard == ["Elsewhere"]
    assert app.hooks("/events")[-1].params["ReasonParticipantLeft"] == "participant_updated_via_api"
    assert app.hooks("/after") == []
    assert bo.together == []


def test_star_takes_out_whoever_may(app, net, ana, bo):
    app.says("/voice", conference().replace("<Dial", "<Dial hangupOnStar='true'"), conference())
    ana.dials()
    bo.dials()
    bo.presses("*")
    assert bo.together == [ana.number]
    ana.presses("*")
    assert ana.heard == ["Over"]


def test_beeps_tell_of_comings_and_goings(app, net, ana, bo, cy):
    app.says("/voice", conference("beep='false'"), conference("beep='false'"), conference())
    ana.dials()
    bo.dials()
    cy.dials()
    cy.hangs_up()
    assert [line["kind"] for line in ana.call["hears"]].count("beep") == 2


def test_a_full_conference_takes_nobody_more(app, net, ana, bo, cy):
    app.says("/voice", conference("maxParticipants='2'"))
    for phone in (ana, bo, cy):
        phone.dials()
    assert app.only("/after")["DialCallStatus"] == "failed"
    assert cy.heard == ["Over"]
    assert ana.together == [bo.number]


def test_a_waiting_document_that_fails_keeps_its_caller_out(app, net, ana, bo):
    app.says("/voice", "<Dial><Conference waitUrl='/missing'>room</Conference></Dial>", conference())
    ana.dials()
    assert "error" in ana.heard[0]
    bo.dials()
    assert bo.together == []


def test_conference_38_mute_and_hold(app, net, ana, bo):
    app.says("/voice", conference(EVENTS))
    app.says("/music", "<Say>On hold</Say>")
    ana.dials()
    bo.dials()
    participant = net.rest.conferences(net.rest.conferences.list()[0].sid).participants(ana.sid)
    assert participant.update(muted=True).muted
    assert ana.call["muted"]
    participant.update(hold=True, hold_url=f"{app.url}/music", hold_method="POST")
    net.passes(3)
    assert (ana.together, bo.together) == ([], [])
    assert ana.heard[:2] == ["On hold", "On hold"]
    participant.update(hold=False, muted=False)
    assert ana.together == [bo.number]
    participant.update(end_conference_on_exit=True)
    net.settle()
    assert told(app)[3:] == [
        "participant-mute",
        "participant-hold",
        "participant-unmute",
        "participant-unhold",
        "participant-modify",
    ]
    before = len(ana.heard)
    net.passes(10)
    assert len(ana.heard) == before


def test_conference_38_announcements_are_heard(app, net, ana, bo):
    app.says("/voice", conference(EVENTS))
    app.says("/announce", "<Say>One minute left</Say>")
    ana.dials()
    bo.dials()
    room = net.rest.conferences(net.rest.conferences.list()[0].sid)
    room.participants(ana.sid).update(announce_url=f"{app.url}/announce")
    net.passes(2)
    assert (ana.heard, bo.heard) == (["One minute left"], [])
    room.update(announce_url=f"{app.url}/announce")
    net.passes(2)
    assert bo.heard == ["One minute left"]
    assert told(app)[3:] == ["announcement-end", "announcement-end"]
    assert ana.together == [bo.number]


def test_conference_38_an_announcement_that_cannot_be_had_is_told_of(app, net, ana, bo):
    app.says("/voice", conference(EVENTS))
    ana.dials()
    bo.dials()
    net.rest.conferences(net.rest.conferences.list()[0].sid).update(announce_url=f"{app.url}/nowhere")
    net.settle()
    assert told(app)[-1] == "announcement-fail"
    assert app.hooks("/events")[-1].params["ReasonAnnouncementFailed"].startswith("11200")
    assert ana.together == [bo.number]


def test_conference_38_a_kicked_participant_goes_on_with_its_action(app, net, ana, bo):
    app.says("/voice", conference(f"participantLabel='{{}}' {EVENTS}".format("caller")), conference())
    ana.dials()
    bo.dials()
    room = net.rest.conferences(net.rest.conferences.list()[0].sid)
    assert room.participants("caller").fetch().call_sid == ana.sid
    room.participants("caller").delete()
    net.settle()
    assert ana.heard == ["Over"]
    assert app.hooks("/after")[0].params["CallStatus"] == "in-progress"


def test_conference_38_ending_it_by_rest(app, net, ana, bo):
    app.says("/voice", conference(EVENTS))
    ana.dials()
    bo.dials()
    room = net.rest.conferences(net.rest.conferences.list()[0].sid)
    assert room.update(status="completed").reason_conference_ended == "conference-ended-via-api"
    net.settle()
    assert (ana.heard, bo.heard) == (["Over"], ["Over"])
    assert app.hooks("/events")[-2].params["ReasonParticipantLeft"] == "conference_ended_via_api"
