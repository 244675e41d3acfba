"""Say the configured sentences, filled in, in the caller's language."""

from collections.abc import Iterable

from config.shapes import Line
from routing.domain.place import MINUTE
from routing.domain.replies import Say
from routing.ports import Services

OTHER_LANGUAGE = "{other_language}"


def text(s: Services, phrase: str, language: str, **values: str | int) -> str:
    """Return a phrase with its places filled in; an empty value leaves no gap."""
    return " ".join(s.config.phrases[language][phrase].format(**values).split())


def say(s: Services, phrase: str, language: str, **values: str | int) -> Say:
    return voiced(s, text(s, phrase, language, **values), language)


def voiced(s: Services, words: str, language: str) -> Say:
    voice = s.config.voices[language]
    return Say(" ".join(words.split()), voice.tag, voice.name)


def numbers(s: Services, line: Line, language: str) -> str:
    """Return the sentences that tell the other numbers one can call, spoken digit by digit where they are long."""
    told = ((fact, s.config.facts[fact].call or "") for fact in line.refer_to)
    return " ".join(text(s, f"fact_{fact}", language, number=spoken(call)) for fact, call in told)


def spoken(number: str) -> str:
    """Spell a long number, group by group, so that a voice reads it slowly enough to write down."""
    groups = number.split("-")
    return number if len(groups) == 1 else ", ".join(" ".join(group) for group in groups)


def waited(s: Services, seconds: int, language: str) -> str:
    """Tell a specialist how long a caller has waited."""
    minutes = max(0, seconds) // MINUTE
    phrase = ("wait_seconds", "wait_minute")[minutes] if minutes < 2 else "wait_minutes"
    return text(s, phrase, language, **({"minutes": minutes} if minutes >= 2 else {}))


def disclosure(s: Services, line: Line, language: str) -> str:
    """Return what callers are told before they talk: the line's own words, and whether anybody may listen."""
    own = line.disclosure.get(language, "")
    return " ".join((own, text(s, f"may_{line.listen}", language)) if line.listen != "no" else (own,)).strip()


def greeting(s: Services, line: Line, phrase: str, language: str) -> tuple[Say, ...]:
    """Say a menu's phrase; the offer of each other language is spoken in that one, where the phrase has its place."""
    before, _, after = s.config.phrases[language][phrase].partition(OTHER_LANGUAGE)
    others = (other for other in line.languages if other != language)
    values = {
        "line": line.name[language],
        "numbers": numbers(s, line, language),
        "disclosure": disclosure(s, line, language),
    }
    said = [voiced(s, before.format(**values), language)]
    said += _offers(s, others) if OTHER_LANGUAGE in s.config.phrases[language][phrase] else []
    said += [voiced(s, after.format(**values), language)] if after else []
    return tuple(said)


def _offers(s: Services, languages: Iterable[str]) -> list[Say]:
    return [say(s, "offer_language", language) for language in languages]
