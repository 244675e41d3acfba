"""The topics that ship: all of them, in every language, short enough, and with no number but those of the facts."""

import json
import re
from pathlib import Path

import pytest

from config import gsm
from config.loader import load
from config.shapes import Config

TEXTS = Path(__file__).parents[3] / "shared" / "texts"
SHORT_NUMBERS = {"911", "988"}
MOST_SPOKEN_S = 41
WORDS_A_MINUTE = 156


@pytest.fixture(scope="module")
def config() -> Config:
    return load()


def forms(config: Config):
    numbers = {fact.id: fact.call or fact.text for fact in config.facts.values()}
    for language, topics in config.topics.items():
        for topic in topics.values():
            yield language, topic, topic.said.format(**numbers), topic.sent.format(**numbers)


def test_every_language_knows_the_same_topics(config: Config) -> None:
    assert list(config.topics["en"]) == list(config.topics["es"])


@pytest.mark.skipif(not TEXTS.exists(), reason="../shared is not here: the inventory of topics is in it")
def test_every_topic_of_the_inventory_is_there(config: Config) -> None:
    inventory = {topic["id"] for topic in json.loads((TEXTS / "topics.json").read_text())["topics"]}
    # "meta" lists the words that steer the texts themselves; what a person asks about those is under "texting".
    assert set(config.topics["en"]) == inventory - {"meta"} | {"texting"}


@pytest.mark.skipif(not TEXTS.exists(), reason="../shared is not here: the numbers that may be told are in it")
def test_no_number_is_told_that_is_not_a_fact(config: Config) -> None:
    facts = json.loads((TEXTS / "facts.json").read_text())["facts"]
    known = SHORT_NUMBERS | set(re.findall(r"\d[\d-]{3,}", " ".join(f"{f.get('call')} {f.get('text')}" for f in facts)))
    for language, topic, said, sent in forms(config):
        told = set(re.findall(r"\d[\d-]{4,}|\b\d11\b|\b988\b", f"{said} {sent}"))
        assert told <= known, (language, topic.id, told - known)


def test_a_topic_fits_two_segments_and_forty_seconds(config: Config) -> None:
    for language, topic, said, sent in forms(config):
        assert gsm.size(gsm.sendable(sent)) in (gsm.Size("GSM-7", 1), gsm.Size("GSM-7", 2)), (language, topic.id)
        first = f"{config.phrases[language]['sms_asked_by_phone']} {sent}"
        assert gsm.size(gsm.sendable(first)).segments <= 3, (language, topic.id)
        assert len(said.split()) / WORDS_A_MINUTE * 60 < MOST_SPOKEN_S, (language, topic.id)


def test_what_may_be_an_emergency_is_told_first(config: Config) -> None:
    for topics in config.topics.values():
        for topic in ("overdose_emergency", "naloxone", "loved_one", "signs"):
            assert re.search(r"(press|oprima) 0", topics[topic].said.strip().partition("\n")[0]), topic


@pytest.mark.parametrize(
    "word",
    ["addict", "junkie", "abuse", "clean", "confidential", "anonymous", "adict", "drogadict", "confidencial", "abuso"],
)
def test_nobody_is_spoken_of_as_an_illness_nor_promised_secrecy(config: Config, word: str) -> None:
    for language, topic, said, sent in forms(config):
        words = re.sub(r"Narcotics Anonymous|Narc[oó]ticos An[oó]nimos", "", f"{topic.name} {said} {sent}")
        assert word not in words.lower(), (language, topic.id)


def test_no_topic_ships_signed_off_or_verified(config: Config) -> None:
    for language, topics in config.topics.items():
        for topic in topics.values():
            assert topic.verified_on is None
            assert f"{language}.topics.{topic.id}" in config.unreviewed
