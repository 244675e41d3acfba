"""Read what the helpline knows of each subject, a file a language, and hold the languages together."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from config.entry import Entry
from config.gsm import sendable, size
from config.layers import Document
from config.lines import check_id
from config.sentences import placeholders, reviews
from config.shapes import LEADS_TO, Fact, Problem, Topic

UNVERIFIED = "unverified"
MOST_SEGMENTS = 2
MOST_WORDS = 100  # forty seconds, at the pace of a calm voice
SPELT_NUMBER = re.compile(r"\d(?:[\s().-]*\d){4,}")


@dataclass(frozen=True)
class Subjects:
    """Hold one language: its topics, and the ids of those that somebody signed off."""

    root: Entry
    topics: Mapping[str, Topic]
    reviewed: frozenset[str]


def read_topics(document: Document, problems: list[Problem]) -> Subjects:
    """Read one language's file: a table each topic, and [review.<id>] with by and on."""
    root = Entry(document, (), document.table, problems)
    tables = {name: table for name, table in document.table.items() if name != "review"}
    topics = {name: _topic(name, Entry(document, (name,), table, problems)) for name, table in tables.items()}
    return Subjects(root, topics, frozenset(reviews(root, topics)))


def judge(subjects: Subjects, facts: Mapping[str, Fact]) -> None:
    """Note every text that names no fact, spells a number out, or is too long to be said or sent."""
    numbers = {fact.id: number for fact in facts.values() if (number := fact.call or fact.text)}
    for topic in subjects.topics.values():
        for form, text in (("said", topic.said), ("sent", topic.sent)):
            _judge(subjects.root, (topic.id, form), text, numbers)


def hold_together(languages: Mapping[str, Subjects]) -> dict[str, Mapping[str, Topic]]:
    """Note every topic that a language lacks, or that nobody gives a source for.

    A topic's source, and where it leads, are the same in every language: the first that says so counts.
    """
    origins: dict[str, str] = {}
    for language, subjects in languages.items():
        for topic in subjects.topics:
            origins.setdefault(topic, language)
    for topic, origin in origins.items():
        for subjects in languages.values():
            if topic not in subjects.topics:
                subjects.root.wrong(topic, "is missing", f"translate it from {origin}")
        if not _first(languages, topic, "source"):
            right = 'write source = "..." with the page or the person that says so'
            languages[origin].root.wrong((topic, "source"), "is missing", right)
    return {language: _completed(languages, subjects.topics) for language, subjects in languages.items()}


def unreviewed(languages: Mapping[str, Subjects]) -> tuple[str, ...]:
    """List the topics that nobody has signed off, as `<language>.topics.<id>`."""
    return tuple(
        f"{language}.topics.{topic}"
        for language, subjects in languages.items()
        for topic in subjects.topics
        if topic not in subjects.reviewed
    )


def _topic(name: str, entry: Entry) -> Topic:
    check_id(entry, name)
    topic = Topic(
        id=name,
        name=entry.text("name", 'write how a menu says it, such as "finding treatment"'),
        keywords=entry.texts("keywords", "write a list of words by which someone names it", required=True),
        said=entry.text("said", "write what is said"),
        sent=" ".join(entry.text("sent", "write what is sent").split()),
        source=entry.optional_text("source", "write the page or the person that says so") or "",
        leads_to=entry.one_of("leads_to", LEADS_TO, "talk") if entry.has("leads_to") else "",
        verified_on=None if entry.says("verified_on", UNVERIFIED) else entry.day("verified_on"),
    )
    if not entry.has("verified_on"):
        entry.wrong("verified_on", "is missing", f'write the day a person checked it, or "{UNVERIFIED}"')
    entry.done()
    return topic


def _judge(root: Entry, path: tuple[str, str], text: str, numbers: Mapping[str, str]) -> None:
    named = placeholders(text)
    if named is None:
        root.wrong(path, "has a brace that is not a placeholder", "write {id} of a fact")
        return
    if SPELT_NUMBER.search(text):
        root.wrong(path, "spells a phone number out", "write {id} of a fact in safety.toml, which holds the number")
    for unknown in sorted(named - numbers.keys()):
        right = f"numbers are known of {', '.join(sorted(filter(str.isidentifier, numbers)))}"
        root.wrong(path, f"has {{{unknown}}}, which is no fact with a number", right)
    if named <= numbers.keys():
        judge_length = _judge_said if path[-1] == "said" else _judge_sent
        judge_length(root, path, text, numbers)


def _judge_said(root: Entry, path: tuple[str, str], text: str, numbers: Mapping[str, str]) -> None:
    spelt = {fact: " ".join(number.replace("-", "")) if "-" in number else number for fact, number in numbers.items()}
    words = len(text.format(**spelt).split())
    if words > MOST_WORDS:
        root.wrong(path, f"takes {words} words, each figure of a long number one", f"say it in {MOST_WORDS} at most")


def _judge_sent(root: Entry, path: tuple[str, str], text: str, numbers: Mapping[str, str]) -> None:
    text = sendable(text.format(**numbers))
    odd = sorted({letter for letter in text if size(letter).encoding != "GSM-7"})
    segments = size(text).segments
    if odd:
        root.wrong(path, f"has {', '.join(odd)}: that makes a text twice as long", "write it with other letters")
    elif segments > MOST_SEGMENTS:
        right = f"write {MOST_SEGMENTS} at most, which hold 306 letters, numbers filled in"
        root.wrong(path, f"takes {segments} segments, {len(text)} letters", right)


def _first(languages: Mapping[str, Subjects], topic: str, what: str) -> str:
    found = (getattr(subjects.topics.get(topic), what, "") for subjects in languages.values())
    return next(filter(None, found), "")


def _completed(languages: Mapping[str, Subjects], topics: Mapping[str, Topic]) -> Mapping[str, Topic]:
    return {
        name: replace(topic, source=_first(languages, name, "source"), leads_to=_first(languages, name, "leads_to"))
        for name, topic in topics.items()
    }
