"""One call, whole; and what a caller hears on the way."""

import pytest

from tests.stories.town import Phone, Town


def test_a_caller_is_answered_put_in_line_and_bridged_with_a_specialist(here: Town, caller: Phone, ana: Phone) -> None:
    caller.dials().presses("1")
    assert ana.rings
    ana.answers()
    assert ana.hears("offer", spoken="English", wait="less than a minute")
    ana.presses("1")
    here.passes(2)
    assert caller.talks_to(ana)
    assert here.activity(ana) == "engaged"

    caller.hangs_up()
    here.passes(8)
    assert ana.hears("wrap_up")
    assert here.activity(ana) == "wrap_up"
    here.passes(61)
    assert here.activity(ana) == "available"
    assert here.closes() == ["bridged"]


def test_the_greeting_says_911_first_and_leaves_nobody_waiting_for_it(here: Town, caller: Phone) -> None:
    caller.dials()
    here.passes(20)
    call = caller.state["call"]
    said = [line for line in call["hears"] if line["kind"] == "say"]
    words = " ".join(line["text"] for line in said[:3])
    assert words == (
        "If someone may be dying, hang up and call 911, or press 0 for what to do. En español, oprima 8. "
        "This is the recovery helpline. To talk with a person, press 1 or stay on the line. "
        "Thinking of suicide? Call 988. Other help, press 2."
    )
    assert [line["language"] for line in said[:3]] == ["en-US", "es-US", "en-US"]
    assert len(words.split()) <= 50
    begun = said[0]["at"]
    assert said[1]["at"] - begun <= 7, "0 is spoken within 7 seconds"
    one = said[2]["text"].index("press 1") / len(said[2]["text"]) * said[2]["seconds"]
    assert said[2]["at"] + one - begun <= 15, "1 is spoken within 15 seconds"
    assert said[2]["at"] + said[2]["seconds"] - begun <= 20


def test_whoever_stays_on_the_line_is_put_in_line(here: Town, caller: Phone, ana: Phone) -> None:
    caller.dials()
    here.passes(30)
    assert ana.rings


@pytest.mark.parametrize("answers", [["7", "7"], ["a dog barks", "more noise"]])
def test_whoever_is_not_understood_twice_is_put_in_line(
    here: Town, caller: Phone, ana: Phone, answers: list[str]
) -> None:
    caller.dials()
    for answer in answers:
        assert not ana.rings
        caller.presses(answer) if answer.isdigit() else caller.speaks(answer)
    assert caller.hears("not_understood")
    assert ana.rings


def test_zero_tells_what_to_do_until_the_caller_asks_for_a_person(here: Town, caller: Phone, ana: Phone) -> None:
    caller.dials().presses("0")
    here.passes(120)
    assert caller.heard.count(here.phrase("emergency_steps")) >= 2
    assert not ana.rings
    caller.presses("1")
    assert ana.rings


def test_after_an_emergency_a_caller_is_next(here: Town, caller: Phone) -> None:
    others = [here.caller(name) for name in ("Dee", "Eve")]
    for other in others:
        other.dials().presses("1")
    here.passes(5)
    caller.dials().presses("0").presses("1")
    ana = here.specialist("Ana")
    ana.answers().presses("1")
    here.passes(3)
    assert caller.talks_to(ana)


@pytest.mark.parametrize(
    ("words", "phrase"),
    [("he is not breathing", "emergency_steps"), ("I want to kill myself", "suicide_help")],
)
def test_what_is_said_passes_the_emergency_gate_first(
    here: Town, caller: Phone, ana: Phone, words: str, phrase: str
) -> None:
    caller.dials().speaks(words)
    assert caller.hears(phrase)
    assert ana.rings == (phrase == "suicide_help")


def test_eight_goes_on_in_spanish_to_someone_who_speaks_it(here: Town, caller: Phone, ana: Phone) -> None:
    luz = here.specialist("Luz", "es", "en")
    caller.dials().presses("8")
    here.passes(12)
    assert "Esta es la línea de ayuda" in " ".join(caller.heard)
    caller.presses("1")
    assert luz.rings and not ana.rings
    luz.answers()
    assert luz.hears("offer", "es", spoken="español")


def test_other_help_and_privacy_lead_back_to_a_person(here: Town, caller: Phone, ana: Phone) -> None:
    caller.dials().presses("2")
    assert caller.hears("other_help")
    caller.presses("5")
    assert any(said.startswith("We do not record this call.") for said in caller.heard)
    caller.presses("*").presses("0")
    assert caller.hears("emergency_steps")
    caller.presses("1")
    assert ana.rings


def test_a_caller_who_never_chooses_is_counted_all_the_same(here: Town) -> None:
    here.caller("Dee").dials().hangs_up()
    patient = here.caller("Eve").dials()
    here.passes(10)
    patient.hangs_up()
    assert here.closes() == ["resources", "short_abandon"]


def test_a_withheld_number_is_served_like_any_other(here: Town, caller: Phone, ana: Phone) -> None:
    caller.dials(from_shown="anonymous").presses("1")
    ana.answers().presses("1")
    here.passes(3)
    assert "Ana" in caller.talks_with


def test_a_text_is_answered_by_the_gate_or_the_menu(here: Town, caller: Phone) -> None:
    answers = {
        "she wont wake up lips blue": ["Call 911 NOW", "Llame al 911 YA"],
        "no respira": ["Llame al 911 YA", "Call 911 NOW"],
        "i want to die": ["Call or text 988 now", "Llame al 988"],
        "???": ["Emergency? Call 911", "Emergencia? Llame al 911"],
        "hello?": ["Emergency? Call 911"],
        "STOP my friend is not breathing": ["Call 911 NOW", "Llame al 911 YA"],
        "STOP": ["You have successfully been unsubscribed"],  # by the carrier, and the helpline adds nothing
    }
    for words, wanted in answers.items():
        before = len(caller.inbox)
        caller.texts(words)
        sent = caller.inbox[before:]
        assert len(sent) == len(wanted) and all(part in text for part, text in zip(wanted, sent, strict=True)), words
