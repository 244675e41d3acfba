"""Information by topic on the phone: chosen by keys or by words, with a place in line kept, and never a dead end."""

import pytest

from tests.stories.town import Phone, Town

LAST_KEY = 6


def first_words(here: Town, topic: str, language: str = "en") -> str:
    """The first sentence of a topic, as it is said."""
    return here.services.config.topics[language][topic].said.strip().partition("\n")[0].partition("{")[0].strip()


def is_told(caller: Phone, topic: str, language: str = "en") -> bool:
    return any(said.startswith(first_words(caller.town, topic, language)) for said in caller.heard)


def test_a_caller_hears_every_topic_page_by_page(here: Town, caller: Phone) -> None:
    caller.dials().presses("6")
    topics = here.services.config.menus["topics"].topics
    for place, topic in enumerate(topics):
        key = place % 5 + 2
        here.passes(0 if place >= 5 else 8)  # the question, before the first page
        assert f"press {key}" in caller.heard[-1]
        caller.presses(str(key))
        assert is_told(caller, topic), topic
        if topic != "talk":
            caller.presses("9")
        if key == LAST_KEY:
            caller.presses("9")
    here.passes(12)
    assert caller.hears("putting_in_line"), "the last topic, talking with a person, leads there"


@pytest.mark.parametrize(("key", "topic"), [("4", "loved_one")])
@pytest.mark.parametrize("through", ["", "2"])
def test_what_is_asked_for_most_has_a_key_of_its_own_at_once(
    here: Town, caller: Phone, key: str, topic: str, through: str
) -> None:
    caller.dials()
    for pressed in through + key:
        caller.presses(pressed)
    assert is_told(caller, topic)


def test_a_number_is_spelt_out_and_said_again(here: Town, caller: Phone) -> None:
    caller.dials().presses("6").presses("6")
    here.passes(30)
    assert " ".join(caller.heard).count("1, 8 0 0, 6 6 2, 4 3 5 7") == 2


def test_words_choose_a_topic_after_the_gate(here: Town, caller: Phone, ana: Phone) -> None:
    caller.dials().presses("6").speaks("I am so dope sick, what helps")
    assert is_told(caller, "withdrawal")
    caller.presses("9").speaks("he took narcan and he is not breathing")
    assert caller.hears("emergency_steps")
    assert not is_told(caller, "naloxone")
    assert not ana.rings


def test_words_that_ask_for_a_person_lead_to_one(here: Town, caller: Phone, ana: Phone) -> None:
    caller.dials().presses("6").speaks("can I just talk to a real person")
    assert ana.rings


def test_words_that_are_not_understood_twice_lead_to_a_person(here: Town, caller: Phone, ana: Phone) -> None:
    caller.dials().presses("6").speaks("mumble")
    assert caller.hears("not_understood") and not ana.rings
    caller.speaks("mumble mumble")
    assert ana.rings


@pytest.mark.parametrize("keys", ["6", "62", "4"])
def test_whoever_says_nothing_more_is_put_in_line(here: Town, caller: Phone, ana: Phone, keys: str) -> None:
    caller.dials()
    for key in keys:
        caller.presses(key)
    assert ana.rings_within(90)


@pytest.mark.parametrize("keys", ["6", "62", "699"])
def test_zero_one_and_star_work_everywhere(here: Town, caller: Phone, ana: Phone, keys: str) -> None:
    caller.dials()
    for key in keys:
        caller.presses(key)
    said = caller.heard[-1]
    caller.presses("*")
    assert caller.heard[-1] == said
    caller.presses("0")
    assert caller.hears("emergency_steps")
    caller.presses("1")
    assert ana.rings


def test_eight_reads_the_same_on_in_the_other_language(here: Town, caller: Phone) -> None:
    luz = here.specialist("Luz", "es")
    caller.dials().presses("6").presses("9").presses("8")
    assert "Ayudar a alguien que usted quiere: oprima 2." in caller.heard[-1]
    caller.presses("2")
    assert is_told(caller, "loved_one", "es")
    caller.presses("1")
    assert luz.rings


def test_a_caller_who_waits_may_listen_and_keeps_the_place(here: Town, caller: Phone) -> None:
    caller.dials().presses("1")
    here.passes(5)
    later = here.caller("Dee").dials().presses("1")
    here.passes(30)
    caller.presses("5")
    assert caller.hears("information")
    caller.presses("2")
    assert is_told(caller, "withdrawal")
    caller.presses("9").presses("9").presses("9").presses("9").presses("5")
    assert is_told(caller, "daily")
    caller.presses("1")
    assert caller.hears("back_in_line")
    ana = here.specialist("Ana")
    ana.answers().presses("1")
    here.passes(3)
    assert caller.talks_to(ana) and not later.talks_with
    assert here.closes() == ["abandoned", "bridged"]


def test_while_a_caller_listens_nobody_is_rung_and_silence_leads_back(here: Town, caller: Phone) -> None:
    caller.dials().presses("1")
    here.passes(5)
    caller.presses("5").presses("3")
    ana = here.specialist("Ana")
    assert not ana.rings
    assert ana.rings_within(90)
    assert caller.hears("back_in_line")


def test_listening_for_long_keeps_the_place_as_long_as_keys_are_pressed(here: Town, caller: Phone) -> None:
    caller.dials().presses("1")
    here.passes(40)
    caller.presses("5").presses("2")
    for _ in range(10):
        here.passes(25)
        caller.presses("*")
    assert here.contacts()[0]["stage"] == "choosing"
    assert not caller.hears("back_in_line")


def test_an_emergency_while_listening_is_answered_and_the_caller_moves_up(here: Town, caller: Phone) -> None:
    first = here.caller("Dee").dials().presses("1")
    here.passes(60)
    caller.dials().presses("1")
    here.passes(5)
    caller.presses("5").speaks("she is turning blue")
    assert caller.hears("emergency_steps")
    caller.presses("1")
    ana = here.specialist("Ana")
    ana.answers().presses("1")
    here.passes(3)
    assert caller.talks_to(ana) and not first.talks_with


def test_without_live_state_topics_are_told_all_the_same(here: Town, caller: Phone) -> None:
    with here.without_live_state():
        caller.does("dial", to="+12025550100")
        here.post("settle", {})
        caller.does("keys", keys="6")
        here.post("settle", {})
        caller.does("keys", keys="2")
        here.post("settle", {})
        assert is_told(caller, "withdrawal")


@pytest.mark.parametrize("keys", ["621", "62"])
def test_whoever_asks_for_a_person_after_a_topic_is_offered_with_it(
    here: Town, caller: Phone, ana: Phone, keys: str
) -> None:
    caller.dials()
    for key in keys:
        caller.presses(key)
    assert ana.rings_within(60)
    ana.answers()
    here.passes(3)
    assert ana.hears("offer_about", subject=here.services.config.topics["en"]["withdrawal"].name)
    assert ana.hears("offer", spoken="English")


def test_a_topic_is_told_in_the_specialists_language(here: Town, caller: Phone) -> None:
    luz = here.specialist("Luz", "es")
    caller.dials().presses("8").presses("6").presses("2").presses("1")
    luz.answers()
    assert luz.hears("offer_about", "es", subject=here.services.config.topics["es"]["withdrawal"].name)


@pytest.mark.parametrize("keys", ["1", "6291"])
def test_of_whoever_was_told_none_or_went_on_from_it_no_topic_is_told(
    here: Town, caller: Phone, ana: Phone, keys: str
) -> None:
    caller.dials()
    for key in keys:
        caller.presses(key)
    ana.answers()
    assert ana.hears("offer") and not ana.hears("offer_about")
