"""Sentences: the same in every language, short enough to send, free of what they must not claim."""

import pytest

from config import gsm
from config.loader import load
from config.shapes import Config
from routing.flow.wait import FIRST_CHOICES

LONG_TIME = "on Wednesday, September 24 at 12:30 in the afternoon"
LONG = {
    "activity": "in a call, then on a break",
    "shift": "Your next shift starts " + LONG_TIME,
    "waiting": "100 wait.",
    "ends": "Your shift ends " + LONG_TIME,
    "day": "Wednesday",
    "place": "There are 12 people ahead of you.",
    "wait": "The wait is about 5 to 10 minutes.",
    "next": "The next shift starts tomorrow 12:30 in the afternoon.",
    "opens": "Calls are taken again tomorrow 12:30 in the afternoon.",
    "till": "tomorrow at 12:30 in the afternoon",
    "spoken": "Spanish",
    "words": "1 we talked, 2 told where to find help, 3 an emergency, 4 nobody there, or a wrong number",
    "number": 2,
    "name": "Maximiliana",
    "start": LONG_TIME,
    "end": LONG_TIME,
    "code": "123456",
    "others": "",  # left out as far as there is no room for them
    "offers": f"12: Maximiliana, starts {LONG_TIME}, ends {LONG_TIME}.",
}
FIRST_REPLY = {"sms_menu"}
WORDS_A_MINUTE = 156
# What these say ends with what matters most; nothing comes after it.
LAST_WORD = {"overdose_emergency", "suicide_crisis"}


@pytest.fixture(scope="module")
def config() -> Config:
    return load(None)


def test_every_language_says_the_same_things(config: Config) -> None:
    ids = {language: set(phrases) for language, phrases in config.phrases.items()}
    assert ids["en"] == ids["es"]


def test_texts_fit_their_segments(config: Config) -> None:
    line = config.lines["main"]
    for language, phrases in config.phrases.items():
        for phrase, words in phrases.items():
            if phrase.startswith("sms_"):
                text = words.format(
                    line=line.name[language],
                    samhsa=config.facts["samhsa"].call,
                    poison=config.facts["poison"].call,
                    when=LONG_TIME,
                    until=LONG_TIME,
                    **LONG,
                )
                size = gsm.size(gsm.sendable(text))
                assert size.encoding == "GSM-7", (language, phrase)
                assert size.segments <= (3 if phrase in FIRST_REPLY else 2), (language, phrase)


def test_an_alert_fits_its_segments_with_how_to_reply(config: Config) -> None:
    line = config.lines["main"]
    for language, phrases in config.phrases.items():
        reply = phrases["sms_alert_reply"]
        for phrase in (name for name in phrases if name.startswith("sms_alert_")):
            told = f"{phrases[phrase].format(line=line.name[language])} {reply}"
            assert gsm.size(gsm.sendable(told)).segments <= 2, (language, phrase)


def test_every_topic_fits_its_segments_with_the_next_words_and_as_a_first_reply(config: Config) -> None:
    line = config.lines["main"]
    numbers = {fact.id: fact.call or fact.text or "" for fact in config.facts.values()}
    for language, topics in config.topics.items():
        phrases = config.phrases[language]
        first = phrases["sms_first"].format(line=line.name[language])
        told = {id: " ".join(topic.sent.format(**numbers).split()) for id, topic in topics.items()}
        for id in told.keys() - LAST_WORD:
            told[id] += f" {phrases['sms_next']}"
        for id, text in (told | {"privacy": phrases["sms_privacy"]}).items():
            assert gsm.size(gsm.sendable(text)).segments <= 2, (language, id)
            assert gsm.size(gsm.sendable(f"{first} {text}")).segments <= 3, (language, id)


def test_a_menu_fits_with_the_offer_of_the_other_language(config: Config) -> None:
    line = config.lines["main"]
    for language, other in (("en", "es"), ("es", "en")):
        menu = config.phrases[language]["sms_menu"].format(line=line.name[language])
        offered = f"{menu} {config.phrases[other]['sms_other_language']}"
        assert gsm.size(gsm.sendable(offered)).segments <= 3, language


def test_no_sentence_promises_secrecy(config: Config) -> None:
    for phrases in config.phrases.values():
        # Fellowships are called by their names, which say of them what none of our sentences may say of us.
        said = " ".join(words for id, words in phrases.items() if not id.startswith("fellowship_")).lower()
        for word in ("confidential", "anonymous", "nothing is kept", "confidencial", "anónim", "no guardamos nada"):
            assert word not in said


def test_no_prompt_is_longer_than_a_minute(config: Config) -> None:
    for phrases in config.phrases.values():
        for phrase, words in phrases.items():
            assert len(words.split()) / WORDS_A_MINUTE < 1, phrase


def test_the_first_hearing_of_the_choices_takes_twelve_seconds(config: Config) -> None:
    for phrases in config.phrases.values():
        words = " ".join(phrases[each] for each in FIRST_CHOICES).split()
        assert len(words) / WORDS_A_MINUTE * 60 <= 12
