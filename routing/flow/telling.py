"""Tell both sides of a conversation by text what has happened to it: a job, which a deadline asks for again."""

from collections.abc import Mapping

from routing.flow import talk, writing
from routing.flow.sentences import text
from routing.flow.told import language_of
from routing.ports import Services, Working

ENDS = ("ended", "left", "quiet", "calls", "called")


def tell(s: Working, contact: str) -> None:
    """Tell what is still to be told of a contact: once, in the order in which it happened. Raises Unavailable."""
    record = s.switchboard.contact(contact)
    news = record.get("news", "").split()
    for one in news:
        _tell(s, contact, record, one)
        s.switchboard.told_talk(contact, one)
    if not news:
        s.switchboard.told_talk(contact, "")


def _tell(s: Working, contact: str, record: Mapping[str, str], news: str) -> None:
    number, side, what, offer = news.split(":")
    if side == writing.PERSON:
        words, to = _to_person(s, contact, record, what), record.get("number", "")
    else:
        words, to = _to_specialist(s, offer, what)
    if to:  # whoever has been forgotten has none
        line = writing.Line(offer or f"{contact}-0", writing.US, f"{contact}-{number}", words, to, side)
        writing.pass_on(s, line)


def _to_person(s: Working, contact: str, record: Mapping[str, str], what: str) -> str:
    if what == "alone":
        return " ".join(talk.waits(s, s.config.lines[record["line"]], contact, record["language"]))
    return text(s, f"sms_talk_{what}", record["language"], samhsa=s.config.facts["samhsa"].call or "")


def _to_specialist(s: Working, offer: str, what: str) -> tuple[str, str]:
    """Return the words and the telephone; who writes with several is told of whom."""
    record = s.switchboard.offer(offer)
    theirs = s.switchboard.specialist(record.get("specialist", ""))
    if not theirs:
        return "", ""
    others = [one for one in theirs.get("texts", "").split() if one != offer]
    language = language_of(s, theirs)
    phrase = f"sms_talks_{what}_more" if what == "begins" and others else f"sms_talks_{what}"
    words = text(s, phrase, language, number=record["slot"])
    if others:
        return (words if what == "begins" else f"#{record['slot']}: {words}"), theirs["phone"]
    return (f"{words} {_how(s, offer, language)}" if what in ENDS else words), theirs["phone"]


def _how(s: Services, offer: str, language: str) -> str:
    """Ask a specialist in what word it went; they reply with its number, as they would press it after a call."""
    line = s.config.lines.get(s.switchboard.contact(writing.contact_of(offer)).get("line", ""))
    words = enumerate(line.outcome_words.values() if line else (), 1)
    told = ", ".join(f"{key} {names.get(language) or next(iter(names.values()))}" for key, names in words)
    return text(s, "sms_talks_how", language, words=told) if told else ""
