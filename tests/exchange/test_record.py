"""Record: what ends it, what is kept, and who is told."""

import array
import io
import itertools
import wave
from datetime import date

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


def test_record_17_verbs_after_it_are_not_reached(app, net, ana):
    app.says("/voice", "<Record playBeep='false' action='/kept'/><Say>Never heard</Say>")
    ana.dials().says("hello").presses("#")
    assert ana.heard == ["Thank you"]


def test_record_17_only_the_keys_that_end_it_do(app, net, ana):
    app.says("/voice", RECORD.format("finishOnKey='*' playBeep='false'"))
    ana.dials().says("hello").presses("1#")
    assert app.hooks("/kept") == []
    ana.presses("*")
    assert app.only("/kept")["Digits"] == "*"


@pytest.mark.parametrize(("trim", "seconds"), [("trim-silence", "10"), ("do-not-trim", "15")])
def test_record_17_silence_around_the_words_is_cut_off_unless_it_is_wanted(app, net, ana, trim, seconds):
    app.says("/voice", RECORD.format(f"trim='{trim}' playBeep='false'"))
    ana.dials()
    net.passes(3)
    ana.says(TWENTY_SIX_WORDS)
    net.passes(12)
    ana.presses("#")
    assert app.only("/kept")["RecordingDuration"] == seconds


def test_record_17_a_redirected_call_keeps_what_was_said_and_its_action_is_not_asked(app, net, ana):
    app.says("/voice", RECORD.format("playBeep='false'"))
    ana.dials().says("hello there")
    net.rest.calls(ana.sid).update(twiml="<Response><Say>Over here</Say></Response>")
    net.settle()
    assert ana.heard == ["Over here"]
    assert app.only("/recording")["RecordingStatus"] == "completed"
    assert app.hooks("/kept") == []


def test_record_18_its_beginning_and_its_absence_are_told_to_whoever_asks(app, net, ana):
    events = "recordingStatusCallbackEvent='in-progress completed absent' playBeep='false'"
    app.says("/voice", RECORD.format(events), RECORD.format(events))
    ana.dials()
    (found,) = net.rest.recordings.list()
    assert (found.status, found.duration) == ("in-progress", None)
    assert refusal(found.delete) == 409
    ana.hangs_up()
    assert [one.params["RecordingStatus"] for one in app.hooks("/recording")] == ["in-progress", "absent"]
    assert app.hooks("/recording")[-1].params["ErrorCode"] == "0"
    assert net.rest.recordings.list() == []


def test_record_18_a_sound_that_is_late_is_told_of_late_and_not_there_before(app, net, ana):
    net.post("faults", kind="recording", seconds=30)
    ana.dials()
    net.passes(1)
    ana.says("hello there").presses("#")
    asked = app.only("/kept")
    url = asked["RecordingUrl"]
    assert net.rest.recordings(asked["RecordingSid"]).fetch().status == "processing"
    assert (app.hooks("/recording"), heard(f"{url}.wav").status_code) == ([], 404)
    net.passes(30)
    assert app.only("/recording")["RecordingStatus"] == "completed"
    assert heard(f"{url}.wav").status_code == 200


def test_record_18_a_lost_callback_leaves_the_recording_to_be_found_by_its_call(app, net, ana, bo):
    net.post("faults", kind="hooks", mode="lose", match="/recording")
    for phone in (ana, bo):
        phone.dials()
        net.passes(1)
        phone.says("hello there").presses("#")
    assert [one.params["CallSid"] for one in app.hooks("/recording")] == [bo.sid]
    (found,) = net.rest.recordings.list(call_sid=ana.sid)
    assert found.sid == app.hooks("/kept")[0].params["RecordingSid"]
    assert net.rest.recordings.list(date_created_after=date.fromtimestamp(net.passes(0) + 2 * 86_400)) == []


def test_the_phone_shows_that_it_is_recorded(app, net, ana):
    app.says("/voice", RECORD.format("maxLength='120' playBeep='false'"))
    ana.dials()
    assert ana.call["recording"] == {"since": net.passes(0), "longest": 120, "finish_on_key": "1234567890*#"}
    ana.says("hello").presses("#")
    assert ana.call["recording"] is None


def heard(url):
    return requests.get(url, auth=(SID, TOKEN), timeout=5)


def refusal(act):
    with pytest.raises(TwilioRestException) as excinfo:
        act()
    return excinfo.value.status


def test_a_recording_can_be_found_heard_and_deleted(app, net, ana):
    ana.dials()
    net.passes(1)
    ana.says(TWENTY_SIX_WORDS)
    net.passes(10)
    ana.presses("#")
    (found,) = net.rest.recordings.list(call_sid=ana.sid)
    assert net.rest.recordings(found.sid).fetch().duration == "10"
    url = app.only("/kept")["RecordingUrl"]
    assert requests.get(url, timeout=5).status_code == requests.get(f"{url}.mp3", timeout=5).status_code == 401
    with wave.open(io.BytesIO(heard(f"{url}.wav").content)) as sound:
        assert sound.getnframes() / sound.getframerate() == 10
    assert len(heard(f"{url}.mp3").content) == pytest.approx(10 * 8000 / 8, rel=0.01)
    assert net.rest.recordings(found.sid).delete()
    assert refusal(net.rest.recordings(found.sid).fetch) == 404
    assert [heard(url + kind).status_code for kind in ("", ".wav", ".mp3")] == [404] * 3


def test_the_sound_of_a_recording_is_a_tone_for_each_word(app, net, ana):
    app.says("/voice", RECORD.format("playBeep='false' trim='do-not-trim'"))
    ana.dials()
    net.passes(2)
    ana.says("three words here")
    net.passes(2)
    ana.presses("#")
    with wave.open(io.BytesIO(heard(app.only("/kept")["RecordingUrl"]).content)) as sound:
        samples = array.array("h", sound.readframes(sound.getnframes()))
    loud = [any(samples[at : at + 400]) for at in range(0, len(samples), 400)]
    assert loud.index(True) == 40
    assert sum(1 for before, now in itertools.pairwise(loud) if now and not before) == 3
