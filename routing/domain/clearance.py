"""What a named person signs off: each sentence, each topic, each fact, in exactly the words that it has.

Nothing ships signed off. What was signed off in other words is not any more.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from config.shapes import Config, Fact, Topic

FACT_LIFE = timedelta(days=180)
FACTS, SOURCES = "facts", "sources"
LONGEST_NAME = 80


@dataclass(frozen=True)
class Statement:
    """Something to be signed off, and its words: `en.greeting` or `en.topics.finding`, or to be held to its source:
    `sources.en.finding` or `facts.988`.
    """

    id: str
    words: str

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the words, in hex digits."""
        return hashlib.sha256(self.words.encode()).hexdigest()

    @property
    def part(self) -> str:
        """Say where it belongs: `en`, `en.topics`, `sources.en` or `facts`."""
        return self.id.rpartition(".")[0]


@dataclass(frozen=True)
class Clearance:
    """That a named person has read a statement of this SHA-256, and on which day."""

    statement: str
    digest: str
    by: str
    on: date


def waiting(config: Config, today: date) -> list[Statement]:
    """List what nobody has signed off, and what nobody has held to its source in the last 180 days: topics, facts."""
    topics = [(language, topic) for language, known in config.topics.items() for topic in known.values()]
    facts = [fact for fact in config.facts.values() if not is_fresh(fact.verified_on, today)]
    return [
        *(Statement(id, _words(config, id)) for id in config.unreviewed),
        *(of_source(language, topic) for language, topic in topics if not is_fresh(topic.verified_on, today)),
        *(of_fact(fact) for fact in facts),
    ]


def honoured(config: Config, clearances: Iterable[Clearance]) -> Config:
    """Return the configuration with what is on record as signed off, beside what its files say."""
    known_as: Mapping[tuple[str, str], Clearance] = {(one.statement, one.digest): one for one in clearances}

    def day(statement: Statement) -> date | None:
        found = known_as.get((statement.id, statement.digest))
        return found.on if found else None

    left = tuple(id for id in config.unreviewed if day(Statement(id, _words(config, id))) is None)
    facts = {id: replace(fact, verified_on=_latest(fact, day(of_fact(fact)))) for id, fact in config.facts.items()}
    topics = {
        language: {
            id: replace(topic, verified_on=_latest(topic, day(of_source(language, topic))))
            for id, topic in known.items()
        }
        for language, known in config.topics.items()
    }
    return replace(config, unreviewed=left, facts=facts, topics=topics)


def of_fact(fact: Fact) -> Statement:
    """Return what is signed off of a fact."""
    return Statement(f"{FACTS}.{fact.id}", "\n".join((fact.name, fact.call or "-", fact.text or "-", fact.source)))


def of_source(language: str, topic: Topic) -> Statement:
    """Return what is held to the source of a topic."""
    return Statement(f"{SOURCES}.{language}.{topic.id}", f"{_of_topic(topic)}\n{topic.source}")


def today(config: Config, now: datetime) -> date:
    """Return what day it is where the first line is: the day that a sign-off is given, and held against."""
    return now.astimezone(ZoneInfo(next(iter(config.lines.values())).time_zone)).date()


def is_fresh(verified_on: date | None, today: date) -> bool:
    return verified_on is not None and timedelta(0) <= today - verified_on <= FACT_LIFE


def cleared(given: Iterable[Statement], by: str, on: date) -> list[Clearance]:
    """Return what puts on record that somebody has read these."""
    return [Clearance(statement.id, statement.digest, by, on) for statement in given]


def _latest(kept: Fact | Topic, cleared_on: date | None) -> date | None:
    return max((one for one in (kept.verified_on, cleared_on) if one), default=None)


def _words(config: Config, id: str) -> str:
    language, *kind, name = id.split(".")
    return _of_topic(config.topics[language][name]) if kind else config.phrases[language][name]


def _of_topic(topic: Topic) -> str:
    return "\n".join((topic.name, topic.said, topic.sent))
