"""Say, Play, Pause, Redirect, Reject, Hangup."""

import pytest

from routing.exchange import sounds
from tests.exchange.application import Answer
from tests.exchange.network import LINE


def test_say_07_repeats_and_keeps_language_and_words_inside_marks(app, net, ana):
    app.says(
        "/voice", "<Say loop='2' language='es-MX' voice='alice'>Buenas <prosody rate='slow'>tardes</prosody></Say>"
    )
    ana.dials()
    net.passes(10)
    said = [line for line in ana.call["hears"] if line["kind"] == "say"]
    assert [(line["text"], line["language"]) for line in said] == [("Buenas tardes", "es-MX")] * 2


def test_say_07_loop_0_goes_on_until_the_caller_hangs_up(app, net, ana):
    app.says("/voice", "<Say loop='0'>Still here</Say>")
    ana.dials()
    net.passes(30)
    assert len(ana.heard) > 20
    ana.hangs_up()
    assert ana.state == "idle"


def test_say_takes_the_time_that_its_words_take(app, net, ana):
    app.says("/voice", "<Say>" + "word " * 26 + "</Say><Say>Next</Say>")
    ana.dials()
    net.passes(9.9)
    assert len(ana.heard) == 1
    net.passes(0.2)
    assert len(ana.heard) == 2


def test_play_08_repeats_and_sends_digits(app, net, ana):
    app.says("/voice", "<Play loop='2'>/bell.mp3</Play><Play digits='12'/>")
    app.says("/bell.mp3", Answer(content_type="audio/mpeg"))
    ana.dials()
    net.passes(11)
    assert ana.heard == [f"{app.url}/bell.mp3"] * 2 + ["12"]


def test_play_08_a_sound_is_asked_for_and_lasts_as_long_as_it_is(app, net, ana):
    app.says("/voice", "<Play>/note.wav</Play><Say>Over</Say>")
    app.says("/note.wav", Answer(sounds.wav(3, []), content_type="audio/wav"))
    ana.dials()
    net.passes(2.9)
    assert ana.heard == [f"{app.url}/note.wav"]
    net.passes(0.2)
    assert ana.heard[-1] == "Over"
    (asked,) = app.hooks("/note.wav")
    assert (asked.method, asked.params, asked.valid) == ("GET", {}, True)


@pytest.mark.parametrize(
    ("headers", "times"), [({}, 2), ({"Cache-Control": "public, max-age=60"}, 1)], ids=["not kept", "kept"]
)
def test_play_08_a_sound_that_may_be_kept_is_not_asked_for_again(app, net, ana, headers, times):
    app.says("/voice", "<Play>/bell.mp3</Play><Play>/bell.mp3</Play>")
    app.says("/bell.mp3", Answer(content_type="audio/mpeg", headers=headers))
    ana.dials()
    net.passes(10)
    assert len(app.hooks("/bell.mp3")) == times


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (Answer(status=404), "11200"),
        (Answer("words", content_type="text/plain"), "12300"),
        (Answer("x" * 70_000, content_type="audio/mpeg"), ""),
    ],
    ids=["not there", "no sound", "larger than any document"],
)
def test_play_08_what_cannot_be_played_is_an_error_and_the_call_goes_on(app, net, ana, answer, error):
    app.says("/voice", "<Play>/bell.mp3</Play><Say>Still here</Say>")
    app.says("/bell.mp3", answer)
    ana.dials()
    net.passes(5)
    assert ana.heard[-1] == "Still here"
    (asked,) = [one for one in net.get("ledger")["webhooks"] if one["url"].endswith("/bell.mp3")]
    assert (asked["error"] or "").startswith(error) and bool(asked["error"]) == bool(error)


@pytest.mark.parametrize(
    ("text", "path"),
    [("/next", "/next"), ("next?x=1", "/menu/next"), ("{app}/next", "/next")],
    ids=["from the root", "relative", "absolute"],
)
def test_redirect_19_goes_to_absolute_and_relative_urls(app, net, ana, text, path):
    app.says("/voice", "<Redirect>/menu/one</Redirect>")
    app.says("/menu/one", f"<Redirect>{text.replace('{app}', app.url)}</Redirect>")
    app.says(path, "<Say>Here</Say>")
    ana.dials()
    assert ana.heard == ["Here"]


def test_redirect_19_an_empty_one_leads_to_the_same_document(app, net, ana):
    app.wrong_on_purpose = True  # the published table wants a URL; Twilio has always taken none for this one
    app.says("/voice", "<Say>Once</Say><Redirect/>", "<Say>Twice</Say>")
    ana.dials()
    net.passes(1)
    assert ana.heard == ["Once", "Twice"]
    assert len(app.hooks("/voice")) == 2


def test_redirect_19_by_get_puts_everything_into_the_query(app, net, ana):
    app.says("/voice", "<Redirect method='GET'>/next?x=1</Redirect>")
    app.says("/next", "<Say>Here</Say>")
    ana.dials()
    asked = app.hooks("/next")[0]
    assert asked.method == "GET"
    assert asked.params["x"] == "1"
    assert asked.params["From"] == ana.number


@pytest.mark.parametrize(("reason", "status"), [("busy", "busy"), ("rejected", "no-answer")])
def test_reject_20_the_caller_is_never_connected(app, net, ana, reason, status):
    app.says("/voice", f"<Reject reason='{reason}'/>")
    ana.dials()
    assert ana.ended == status
    assert app.only("/status")["CallStatus"] == status
    assert net.get("ledger")["calls"][0]["answered"] is None


def test_hangup_21_ends_the_call_with_a_completed_callback(app, net, ana):
    app.says("/voice", "<Say>Bye</Say><Hangup/>")
    ana.dials()
    net.passes(2)
    assert ana.ended == "completed"
    told = app.only("/status")
    assert told["CallStatus"] == "completed"
    assert told["CallDuration"] == "1"
    assert told["SequenceNumber"] == "0"
    assert told["CallbackSource"] == "call-progress-events"
    assert told["Timestamp"].endswith("+0000")


def test_pause_22_lasts_a_second_by_default_and_answers_nothing(app, net, ana):
    app.says("/voice", "<Pause/><Say>Hello</Say>")
    ana.dials()
    assert ana.state == "dialling"
    net.passes(1)
    assert ana.heard == ["Hello"]
    assert ana.state == "talking"


def test_status_50_a_caller_who_hangs_up_ends_the_call(app, net, ana):
    app.says("/voice", "<Say loop='0'>Hello</Say>")
    ana.dials()
    net.passes(61)
    ana.hangs_up()
    told = app.only("/status")
    assert (told["CallStatus"], told["CallDuration"], told["Duration"]) == ("completed", "61", "2")
    assert told["To"] == LINE


def test_router_60_a_withheld_number_is_shown_as_such(app, net, ana):
    app.says("/voice", "<Say>Hello</Say>")
    ana.dials(from_shown="anonymous")
    assert app.only("/voice")["From"] == "anonymous"


def test_a_call_ends_after_four_hours(app, net, ana):
    app.says("/voice", "<Say>Hi</Say><Pause length='20000'/>")
    ana.dials()
    net.passes(14_399)
    assert ana.state == "talking"
    net.passes(1)
    assert ana.ended == "completed"
