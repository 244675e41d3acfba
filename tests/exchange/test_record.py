"""Record: what ends it, what is kept, and who is told."""

import io
import wave

import pytest
import requests

from tests.exchange.network import SID, TOKEN, TwilioRestException

RECORD = "<Record action='/kept' recordingStatusCallback='/recording' {}/>"
TWENTY_SIX_WORDS = "word " * 26


@pytest.fixture(autouse=True)
def script(app):
    app.says("/voice", RECORD.format(""))
    app.says("/kept", "<Say>Thank you</Say>")
    app.says("/recording", "<Response/>")


def test_record_17_a_key_ends_it_and_the_action_is_told(app, net, ana):
    ana.dials()
    net.passes(1)
    assert [line["kind"] for line in ana.call["hears"]] == ["ring", "beep"]
    ana.says(TWENTY_SIX_WORDS)
    net.passes(10)
    ana.presses("#")
    asked = app.only("/kept")
    assert (asked["RecordingDuration"], asked["Digits"]) == ("10", "#")
    assert asked["RecordingUrl"] == f"{net.url}/2010-04-01/Accounts/{SID}/Recordings/{asked['RecordingSid']}"
    assert ana.heard == ["Thank you"]


def test_record_17_five_seconds_of_silence_end_it(app, net, ana):
    ana.dials()
    net.passes(1)
    ana.says(TWENTY_SIX_WORDS)
    net.passes(14.9)
    assert app.hooks("/kept") == []
    net.passes(0.2)
    assert app.only("/kept")["RecordingDuration"] == "10"


def test_record_17_the_longest_time_ends_it(app, net, ana):
    app.says("/voice", RECORD.format("maxLength='4' playBeep='false'"))
    ana.dials().says(TWENTY_SIX_WORDS)
    net.passes(4)
    assert app.only("/kept")["RecordingDuration"] == "4"


def test_record_17_only_silence_goes_on_to_the_next_verb(app, net, ana):
    absent = RECORD.format("recordingStatusCallbackEvent='completed absent'")
    app.says("/voice", f"{absent}<Say>Nothing was said</Say>")
    ana.dials()
    net.passes(6)
    assert ana.heard == ["Nothing was said"]
    assert app.hooks("/kept") == []
    assert app.only("/recording")["RecordingStatus"] == "absent"


def test_record_17_the_action_is_the_current_url_by_default(app, net, ana):
    app.says("/voice", "<Record playBeep='false'/>", "<Say>Thank you</Say>")
    ana.dials().says("hello").presses("1")
    assert "RecordingSid" in app.hooks("/voice")[1].params


def test_record_17_hanging_up_keeps_what_was_said(app, net, ana):
    ana.dials()
    net.passes(1)
    ana.says(TWENTY_SIX_WORDS)
    net.passes(3)
    ana.hangs_up()
    asked = app.only("/kept")
    assert (asked["Digits"], asked["CallStatus"], asked["RecordingDuration"]) == ("hangup", "completed", "3")


def test_record_18_the_recording_is_told_apart_from_the_action(app, net, ana):
    ana.dials()
    net.passes(1)
    ana.says("hello there").presses("#")
    told = app.only("/recording")
    assert (told["RecordingStatus"], told["RecordingSource"], told["CallSid"]) == ("completed", "RecordVerb", ana.sid)
    assert told["RecordingSid"] == app.only("/kept")["RecordingSid"]


def test_a_recording_can_be_found_heard_and_deleted(app, net, ana):
    ana.dials()
    net.passes(1)
    ana.says(TWENTY_SIX_WORDS)
    net.passes(10)
    ana.presses("#")
    (found,) = net.rest.recordings.list(call_sid=ana.sid)
    assert net.rest.recordings(found.sid).fetch().duration == "10"
    url = app.only("/kept")["RecordingUrl"]
    assert requests.get(url, timeout=5).status_code == 401
    with wave.open(io.BytesIO(requests.get(f"{url}.wav", auth=(SID, TOKEN), timeout=5).content)) as sound:
        assert sound.getnframes() / sound.getframerate() == 10
    assert net.rest.recordings(found.sid).delete()
    with pytest.raises(TwilioRestException) as excinfo:
        net.rest.recordings(found.sid).fetch()
    assert excinfo.value.status == 404
