"""Read the helpline's lines and their skills."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from config.entry import Entry, nearest
from config.numbers import COUNTRIES, E164, NOT_COSTLY, country, is_costly, is_e164
from config.shapes import EARS, MOST_OUTCOME_WORDS, STRATEGIES, Fact, Line, Proof, Skill, Step

WORD = re.compile(r"[a-z][a-z0-9_]*")
NOT_OURS = {
    "fallback_numbers": "write a phone that somebody answers, not the helpline's own",
    "alerts_to": "write the phone of somebody who runs the helpline, not the helpline's own",
}
_WORD_RIGHT = "begin with a lowercase letter, and go on with lowercase letters, digits and _"


@dataclass(frozen=True)
class Known:
    """Hold what lines may name of the other files. None where one could not be read: then nothing is judged by it."""

    facts: Mapping[str, Fact] | None
    languages: Collection[str]
    phrases: Collection[str] | None


def read_lines(root: Entry, known: Known) -> Mapping[str, Line]:
    """Read every [line.<id>], noting every problem."""
    entries = root.tables("line")
    if not entries:
        root.wrong("line", "holds no line", "write [line.main] with its numbers and languages")
    lines = {name: _line(name, entry, known) for name, entry in entries.items()}
    _numbers_apart(lines, entries)
    return lines


def check_id(entry: Entry, name: str) -> None:
    """Note an id that is not a lowercase word: ids are joined by dots in the names of queues."""
    if not WORD.fullmatch(name):
        entry.wrong((), "is not an id", _WORD_RIGHT)


def _line(name: str, entry: Entry, known: Known) -> Line:
    check_id(entry, name)
    languages = _languages(entry, known)
    numbers = _numbers(entry, "numbers", required=True)
    line = Line(
        id=name,
        numbers=numbers,
        languages=languages,
        time_zone=_time_zone(entry),
        fallback_numbers=_numbers(entry, "fallback_numbers", required=False),
        callback_countries=_countries(entry, numbers),
        refer_to=_refer_to(entry, known),
        name=_by_language(entry, "name", languages, "how the line calls itself"),
        disclosure=_by_language(entry, "disclosure", languages, "what callers are told of reporting duties"),
        skills=_skills(entry, languages),
        texts_proved=_proof(entry.table("texts_proved")),
        alerts_to=_numbers(entry, "alerts_to", required=False),
        alerts_webhook=_webhook(entry),
        reminder_minutes=entry.whole("reminder_minutes", 0, 1440, default=60),
        replies_an_hour=entry.whole("replies_an_hour", 3, 100, default=20),
        texts_an_hour=entry.whole("texts_an_hour", 0, 100_000, default=1000),
        break_glass=entry.truth("break_glass", default=False),
        listen=entry.one_of("listen", EARS, "no"),
        takes_messages=entry.truth("takes_messages", default=True),
        outcome_words=_outcome_words(entry, languages),
        calls_and_texts_a_day=entry.whole("calls_and_texts_a_day", 0, 1_000_000, default=1000),
        texts_by_phone=entry.truth("texts_by_phone", default=False),
        text_capacity=entry.whole("text_capacity", 1, 4, default=2),
    )
    if line.texts_by_phone and not line.texts_proved:
        right = "see texts arrive on phones of each carrier, then write [line.NAME.texts_proved] with by and on"
        entry.wrong(
            "texts_by_phone", "is true, and nobody has seen texts arrive: nobody talks by text", right, warning=True
        )
    for language in languages:
        if language in line.name and not line.name[language].strip():
            entry.wrong(("name", language), "is empty", "write how the line calls itself")
        if language in line.disclosure and not line.disclosure[language].strip():
            right = "write what callers must know of reporting duties and minors before they talk"
            entry.wrong(("disclosure", language), "is empty", right, warning=True)
    entry.done()
    return line


def _languages(entry: Entry, known: Known) -> tuple[str, ...]:
    languages = entry.texts("languages", 'write a list, the first spoken first, such as ["en", "es"]', required=True)
    for language in languages:
        if language not in known.languages:
            right = f"write phrases/{language}.toml, or take it out; there are {', '.join(sorted(known.languages))}"
            entry.wrong("languages", f"names {language}, which has no phrases", right)
    return languages


def _numbers(entry: Entry, key: str, *, required: bool) -> tuple[str, ...]:
    numbers = entry.texts(key, 'write a list of numbers, such as ["+12025550100"]', required=required)
    for number in numbers:
        if not is_e164(number):
            entry.wrong(key, f'holds "{number}", which is not a phone number', E164)
        elif is_costly(number):
            entry.wrong(key, f'holds "{number}", which costs whoever calls it', NOT_COSTLY)
    return numbers


def _webhook(entry: Entry) -> str:
    right = "write an address that begins with https://"
    url = entry.optional_text("alerts_webhook", right) or ""
    parts = urlsplit(url)
    # What is told is signed, not secret; but an address may hold a token, which http would show.
    if url and (parts.scheme != "https" or not parts.hostname):
        entry.wrong("alerts_webhook", "is no address that can be told anything", right)
    return url


def _countries(entry: Entry, numbers: tuple[str, ...]) -> tuple[str, ...]:
    right = 'write two letters for each country, such as ["US", "CA"], or leave it out: then it is the line\'s own'
    named = entry.texts("callback_countries", right)
    for name in named:
        if name not in COUNTRIES:
            entry.wrong("callback_countries", f"names {name}, which is no country", right)
    return named or tuple({country(number) for number in numbers if is_e164(number)})


def _time_zone(entry: Entry) -> str:
    right = "write a name of the IANA time zone database, such as America/New_York"
    name = entry.text("time_zone", right)
    try:
        ZoneInfo(name or "UTC")
    except (ValueError, OSError, KeyError):  # a name that is a path, a folder of the database, or not there
        entry.wrong("time_zone", f'is "{name}"', right)
    return name


def _refer_to(entry: Entry, known: Known) -> tuple[str, ...]:
    names = entry.texts("refer_to", 'write a list of ids of facts, such as ["988", "samhsa"]')
    for name in names:
        fact = (known.facts or {}).get(name)
        if known.facts is not None and fact is None:
            entry.wrong("refer_to", f"names {name}, which is no fact of safety.toml", nearest(name, known.facts))
        if fact is not None and not fact.call:
            entry.wrong("refer_to", f"names {name}, which has no number to call", "name a fact that has call")
        if fact is not None and known.phrases is not None and f"fact_{name}" not in known.phrases:
            entry.wrong("refer_to", f"names {name}, which no phrase says", f"write fact_{name} in every language")
    return names


def _by_language(entry: Entry, key: str, languages: tuple[str, ...], what: str) -> Mapping[str, str]:
    texts = entry.by_key(key, f"write [{entry.name}.{key}] with {what}, by language")
    for language in languages:
        if entry.has(key) and not entry.has(key, language):
            entry.wrong((key, language), "is missing", f"write {what}, in that language")
    return texts


def _outcome_words(entry: Entry, languages: tuple[str, ...]) -> Mapping[str, Mapping[str, str]]:
    """Read the words of the list, each with its names; names may stay in the file for words that are not listed."""
    listed = entry.texts("outcome_words", 'write a list of ids, such as ["talked", "emergency"]; [] to ask for none')
    named = entry.tables("outcome_word")
    if len(listed) > MOST_OUTCOME_WORDS:
        right = f"write {MOST_OUTCOME_WORDS} at most: each has a key from 1 on"
        entry.wrong("outcome_words", f"holds {len(listed)} words", right)
    for word, names in named.items():
        check_id(names, word)
    for word in (word for word in listed if word not in named):
        right = f"write [{entry.name}.outcome_word.{word}] with its name in each language"
        entry.wrong("outcome_words", f"names {word}, which has no name", right)
    return {word: _names(named[word], languages) for word in listed if word in named}


def _names(entry: Entry, languages: tuple[str, ...]) -> Mapping[str, str]:
    return {language: entry.text(language, "write how it is called in that language") for language in languages}


def _proof(entry: Entry | None) -> Proof | None:
    if entry is None:
        return None
    if not entry.has("on"):
        entry.wrong("on", "is missing", "write the day, such as 2026-01-31")
    by, on = entry.text("by", "write who has seen it"), entry.day("on")
    entry.done()
    return Proof(by, on) if by.strip() and on else None


def _skills(entry: Entry, languages: tuple[str, ...]) -> Mapping[str, Skill]:
    skills = entry.tables("skill")
    if not skills:
        entry.wrong("skill", "holds no skill", f"write [{entry.name}.skill.general]")
    return {name: _skill(name, skill, skills, languages) for name, skill in skills.items()}


def _skill(name: str, entry: Entry, skills: Collection[str], languages: tuple[str, ...]) -> Skill:
    check_id(entry, name)
    skill = Skill(
        id=name,
        strategy=entry.one_of("strategy", STRATEGIES, "longest_idle"),
        ring_at_once=entry.whole("ring_at_once", 1, 10, default=1),
        ring_seconds=entry.whole("ring_seconds", 5, 60, default=20),
        wrap_up_seconds=entry.whole("wrap_up_seconds", 0, 600, default=60),
        priority=entry.whole("priority", 0, 30, default=0),
        widen=_steps(name, entry, skills),
        name=_by_language(entry, "name", languages, "how specialists hear of it") if entry.has("name") else {},
    )
    if skill.strategy == "ring_all" and skill.ring_at_once == 1:
        entry.wrong("ring_at_once", "is 1, and ring_all rings several", "write a whole number from 2 to 10")
    if skill.strategy != "ring_all" and skill.ring_at_once > 1:
        wrong = f"is {skill.ring_at_once}, and {skill.strategy} rings one after the other"
        entry.wrong("ring_at_once", wrong, 'write 1, or strategy = "ring_all"')
    entry.done()
    return skill


def _steps(name: str, entry: Entry, skills: Collection[str]) -> tuple[Step, ...]:
    steps = [_step(name, step, skills) for step in entry.elements("widen")]
    return tuple(sorted(steps, key=lambda step: step.after))


def _step(name: str, entry: Entry, skills: Collection[str]) -> Step:
    step = Step(entry.whole("after", 0, 3600, default=0), entry.text("queue", "write a skill of this line"))
    if not entry.has("after"):
        entry.wrong("after", "is missing", "write after how many seconds, 0 for from the start")
    if step.queue and step.queue not in skills:
        entry.wrong("queue", f'is "{step.queue}", which is no skill of this line', nearest(step.queue, skills))
    if step.queue == name:
        entry.wrong("queue", "is the skill itself", "name another skill of this line, or take the step out")
    entry.done()
    return step


def _numbers_apart(lines: Mapping[str, Line], entries: Mapping[str, Entry]) -> None:
    owners: dict[str, str] = {}
    for name, line in lines.items():
        for number in line.numbers:
            if owners.setdefault(number, name) != name:
                what = f"holds {number}, which is line {owners[number]}'s"
                entries[name].wrong("numbers", what, "give each number to one line")
    for name, line in lines.items():
        for key, right in NOT_OURS.items():
            for number in getattr(line, key):
                if number in owners:
                    entries[name].wrong(key, f"holds {number}, the number of line {owners[number]}", right)
