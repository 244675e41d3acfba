"""Gather: keys and words, with their times."""

import pytest

from tests.exchange.application import Answer


def test_gather_09_asks_the_current_url_by_default(app, net, ana):
    app.says("/voice", "<Gather numDigits='1'><Say>Press</Say></Gather>", "<Say>Thanks</Say>")
    ana.dials().presses("1")
    assert app.hooks("/voice")[1].params["Digits"] == "1"
    assert ana.heard == ["Press", "Thanks"]


def test_gather_09_by_get_puts_the_digits_into_the_query(app, net, ana):
    app.says("/voice", "<Gather numDigits='1' action='menu?step=2' method='GET'/>")
    app.says("/menu", "<Say>Thanks</Say>")
    ana.dials().presses("7")
    asked = app.hooks("/menu")[0]
    assert asked.method == "GET"
    assert (asked.params["Digits"], asked.params["step"]) == ("7", "2")


@pytest.mark.parametrize(
    ("action", "path"),
    [("{app}/chosen", "/chosen"), ("/chosen", "/chosen"), ("chosen?x=1", "/menu/chosen")],
    ids=["absolute", "from the root", "relative"],
)
def test_gather_09_the_action_is_found_from_where_its_document_is(app, net, ana, action, path):
    app.says("/voice", "<Redirect>/menu/1</Redirect>")
    app.says("/menu/1", f"<Gather numDigits='1' action='{action.format(app=app.url)}'/>")
    app.says(path, "<Say>Chosen</Say>")
    ana.dials().presses("1")
    assert app.only(path)["Digits"] == "1"


def test_gather_10_times_out_five_seconds_after_the_prompt(app, net, ana):
    app.says("/voice", "<Gather><Say>Press</Say><Pause length='3'/></Gather><Say>Nothing</Say>")
    ana.dials()
    net.passes(8.9)
    assert ana.heard == ["Press"]
    net.passes(0.2)
    assert ana.heard == ["Press", "Nothing"]


def test_gather_10_the_first_key_stops_the_prompt_and_each_key_begins_the_time_anew(app, net, ana):
    app.says("/voice", "<Gather action='/menu'><Say>" + "long " * 50 + "</Say></Gather>")
    app.says("/menu", "<Say>Thanks</Say>")
    ana.dials()
    net.passes(2)
    ana.presses("1")
    assert ana.call["hears"][1]["seconds"] == 2.0
    net.passes(4)
    ana.presses("2")
    net.passes(4)
    assert app.hooks("/menu") == []
    net.passes(1)
    assert app.only("/menu")["Digits"] == "12"


def test_gather_11_hash_ends_it_and_is_no_digit(app, net, ana):
    app.says("/voice", "<Gather action='/menu'/>")
    app.says("/menu", "<Say>Thanks</Say>")
    ana.dials().presses("12#")
    assert app.only("/menu")["Digits"] == "12"
    assert app.only("/menu")["FinishedOnKey"] == "#"


def test_gather_11_an_empty_finish_on_key_makes_hash_a_digit(app, net, ana):
    app.says("/voice", "<Gather action='/menu' finishOnKey='' numDigits='3'/>")
    app.says("/menu", "<Say>Thanks</Say>")
    ana.dials().presses("1#*")
    assert app.only("/menu")["Digits"] == "1#*"


def test_gather_12_the_last_digit_asked_for_ends_it_at_once(app, net, ana):
    app.says("/voice", "<Gather action='/menu' numDigits='2'/>")
    app.says("/menu", "<Say>Thanks</Say>")
    ana.dials().presses("1")
    assert app.hooks("/menu") == []
    ana.presses("2")
    assert app.only("/menu")["Digits"] == "12"


def test_gather_12_without_a_number_of_digits_only_time_or_a_key_ends_it(app, net, ana):
    app.says("/voice", "<Gather action='/chosen'/>")
    app.says("/chosen", "<Say>Chosen</Say>")
    ana.dials().presses("123456789")
    assert app.hooks("/chosen") == []
    net.passes(5)
    assert app.only("/chosen")["Digits"] == "123456789"


def test_gather_13_no_input_goes_on_to_the_next_verb(app, net, ana):
    app.says("/voice", "<Gather action='/menu' timeout='2'/><Say>Nothing</Say>")
    ana.dials()
    net.passes(2)
    assert ana.heard == ["Nothing"]
    assert app.hooks("/menu") == []


def test_gather_13_action_on_empty_result_posts_no_digits(app, net, ana):
    app.says("/voice", "<Gather action='/menu' timeout='2' actionOnEmptyResult='true'/>")
    app.says("/menu", "<Say>Nothing</Say>")
    ana.dials()
    net.passes(2)
    assert app.only("/menu")["Digits"] == ""


def test_gather_13_only_the_finishing_key_is_no_input(app, net, ana):
    app.says("/voice", "<Gather action='/menu'/><Say>Nothing</Say>")
    ana.dials().presses("#")
    assert ana.heard == ["Nothing"]


def test_gather_14_other_verbs_inside_are_passed_over_with_a_warning(app, net, ana):
    app.wrong_on_purpose = True
    app.says("/voice", "<Gather><Say>Press</Say><Dial>+12025550112</Dial></Gather>")
    ana.dials()
    assert net.get("ledger")["webhooks"][0]["error"] == "12200 Gather/Dial is not known"
    net.passes(10)
    assert len(net.get("ledger")["calls"]) == 1


def test_gather_15_an_empty_answer_ends_the_call(app, net, ana):
    app.says("/voice", "<Gather action='/menu' numDigits='1'/>")
    app.says("/menu", Answer("<Response/>"))
    ana.dials().presses("1")
    assert ana.state == "idle"


def test_gather_16_words_are_heard(app, net, ana):
    app.says("/voice", "<Gather input='dtmf speech' language='es-MX' action='/menu'><Say>Speak</Say></Gather>")
    app.says("/menu", "<Say>Thanks</Say>")
    ana.dials().says("necesito ayuda")
    asked = app.only("/menu")
    assert (asked["SpeechResult"], asked["Language"]) == ("necesito ayuda", "es-MX")
    assert 0 < float(asked["Confidence"]) <= 1
    assert "Digits" not in asked


def test_gather_16_confidence_may_be_absent(app, net, ana):
    app.says("/voice", "<Gather input='dtmf speech' action='/chosen'/>")
    app.says("/chosen", "<Say>Chosen</Say>")
    net.post("faults", kind="hooks", mode="bare", match="/chosen")
    ana.dials().says("I need help")
    assert app.only("/chosen")["SpeechResult"] == "I need help"
    assert "Confidence" not in app.only("/chosen")


def test_gather_16_words_after_a_key_are_not_heard(app, net, ana):
    app.says("/voice", "<Gather input='dtmf speech' action='/menu'/>")
    app.says("/menu", "<Say>Thanks</Say>")
    ana.dials().presses("1").says("help")
    net.passes(5)
    assert app.only("/menu")["Digits"] == "1"
    assert "SpeechResult" not in app.only("/menu")


@pytest.mark.parametrize("kind", ["dtmf", "speech"])
def test_the_phone_shows_what_is_asked_for(app, net, ana, kind):
    app.says("/voice", f"<Gather input='{kind}' numDigits='4'/>")
    ana.dials()
    prompt = ana.call["prompt"]
    assert prompt == {"keys": kind == "dtmf", "speech": kind == "speech", "num_digits": 4, "finish_on_key": "#"}


def test_keys_pressed_before_a_gather_are_forgotten(app, net, ana):
    app.says("/voice", "<Say>Wait</Say><Gather numDigits='1' action='/menu'/>")
    ana.dials().presses("9")
    net.passes(2)
    assert app.hooks("/menu") == []


def test_hanging_up_in_a_gather_asks_nothing(app, net, ana):
    app.says("/voice", "<Gather action='/menu' actionOnEmptyResult='true'/>")
    ana.dials().hangs_up()
    net.passes(10)
    assert app.hooks("/menu") == []
