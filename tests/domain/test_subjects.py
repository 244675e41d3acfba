"""What somebody's words are about."""

import pytest

from config.loader import load
from routing.domain.subjects import about

KNOWN = {"treatment": ["rehab", "methadone clinic"], "medications": ["methadone", "od'd"], "brain": ["memory"]}


@pytest.mark.parametrize(
    ("words", "subject"),
    [
        ("rehab", "treatment"),
        ("is there a REHAB near me?", "treatment"),
        ("what is methadone", "medications"),
        ("a methadone clinic, please", "treatment"),
        ("I od’d once", "medications"),
        ("rehabilitate", None),
        ("methadone memory", "medications"),
        ("", None),
        ("...", None),
    ],
)
def test_the_longest_keyword_counts(words: str, subject: str | None) -> None:
    assert about(words, KNOWN) == subject


@pytest.mark.parametrize(
    ("language", "words", "subject"),
    [
        ("en", "im so dope sick rn what helps", "withdrawal"),
        ("en", "where can I get Narcan", "naloxone"),
        ("en", "my son won't go to rehab", "loved_one"),
        ("en", "what is heroin made of", "what_is_heroin"),
        ("en", "can you get hep C from snorting", "hiv_hepc"),
        ("en", "I want to talk to a real person", "talk"),
        ("en", "looking for a suboxone doctor", "treatment"),
        ("es", "tengo la malilla", "withdrawal"),
        ("es", "¿dónde hay una clínica de metadona?", "treatment"),
        ("es", "quiero hablar con alguien", "talk"),
        ("es", "mi hijo usa drogas, ¿cómo le ayudo?", "loved_one"),
        ("es", "señales", "signs"),
    ],
)
def test_what_people_say_finds_its_topic(language: str, words: str, subject: str) -> None:
    topics = load().topics[language]
    assert about(words, {topic.id: topic.keywords for topic in topics.values()}) == subject
