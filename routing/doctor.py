"""Say what is wrong with a deployment, and what would be right: the checks behind `helpline check`."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Literal

from config import loader
from config.numbers import is_fictional
from config.safety_cases import read_cases
from config.settings import Settings, WrongSettings
from config.shapes import Config, Fact, Line, Problem, Topic
from routing.domain import clearance
from routing.domain.clearance import FACT_LIFE, Clearance, honoured, is_fresh
from routing.domain.emergency import Gate
from routing.domain.readings import Reader

# A wider ring would take longer to place than a caller should wait for the first phone to ring.
RING_ALL_SECONDS = 5


@dataclass(frozen=True)
class Finding:
    """Say what is wrong, where (a variable, or a file with its line), and what would be right.

    An error stops the helpline from working as it should; a warning is for a person to decide.
    """

    level: Literal["error", "warning"]
    where: str
    wrong: str
    right: str

    def __str__(self) -> str:
        return f"{self.level}: {self.where}: {self.wrong}; {self.right}"


Live = Callable[[Settings, Config], Iterable[Finding]]
OnRecord = Callable[[Settings], Iterable[Clearance]]


def examine(
    environ: Mapping[str, str],
    now: datetime,
    *,
    list_unreviewed: bool = False,
    live: Live | None = None,
    on_record: OnRecord | None = None,
) -> list[Finding]:
    """Load the settings and the files that the environment names, and diagnose both in one run.

    What is signed off `on_record` is so beside what the files say.

    `live` looks beyond them, at an account and at addresses; it is asked when there is an account.
    """
    settings: Settings | Sequence[str]
    try:
        settings = Settings.load(environ)
        config_dir = settings.config_dir
    except WrongSettings as wrong:
        settings, config_dir = wrong.problems, wrong.config_dir
    config, problems = loader.read(config_dir)
    if on_record and config and isinstance(settings, Settings):
        config = honoured(config, on_record(settings))
    day = clearance.today(config, now) if config else now.date()
    findings = diagnose(settings, config or problems, day, list_unreviewed=list_unreviewed)
    if live and config and isinstance(settings, Settings) and not settings.uses_exchange:
        findings += live(settings, config)
    return _errors_first(findings)


def diagnose(
    settings: Settings | Sequence[str],
    config: Config | Sequence[Problem],
    today: date,
    *,
    list_unreviewed: bool = False,
    gate: Gate | None = None,
) -> list[Finding]:
    """Judge settings, or the sentences of WrongSettings, and a Config, or the problems of WrongConfig. Errors first.

    With `list_unreviewed`, each sentence that nobody has signed off is a finding of its own, instead of their number.
    A `gate` that was built of this configuration need not be built again.
    """
    findings = [*_of_settings(settings), *_of_files(config)]
    if isinstance(config, Config):
        findings += [
            *_of_readings(config, gate),
            *_of_facts(config.facts, today),
            *_of_unreviewed(config.unreviewed, list_each=list_unreviewed),
            *_of_topics(config.topics, today, list_each=list_unreviewed),
        ]
    if isinstance(settings, Settings) and isinstance(config, Config):
        findings += _of_lines(settings, config.lines.values())
    return _errors_first(findings)


def _errors_first(findings: list[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda finding: finding.level)  # each level keeps its order


def failed(findings: Sequence[Finding]) -> bool:
    """Tell whether any finding is an error, and `check` ends with a non-zero exit."""
    return any(finding.level == "error" for finding in findings)


def as_text(findings: Sequence[Finding]) -> str:
    """Write one line a finding, then how many there are."""
    errors = sum(finding.level == "error" for finding in findings)
    return "\n".join([*map(str, findings), f"{_many(errors, 'error')}, {_many(len(findings) - errors, 'warning')}"])


def as_json(findings: Sequence[Finding]) -> str:
    """Write a list of objects: level, where, wrong, right."""
    return json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=2)


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _of_settings(settings: Settings | Sequence[str]) -> Iterator[Finding]:
    if not isinstance(settings, Settings):
        for sentence in settings:
            variable, _, rest = sentence.partition(" ")
            wrong, _, right = rest.partition("; ")
            yield Finding("error", variable, wrong, right)
        return
    if settings.uses_exchange:
        return
    if settings.fallback_url is None:
        right = (
            "host a static document elsewhere and set its address: it is all that callers hear when the site is down"
        )
        yield Finding("warning", "FALLBACK_URL", "is unset", right)
    if settings.fallback_sms_url is None:
        right = "host the document for texts as well: a text that fails without one is met with silence"
        yield Finding("warning", "FALLBACK_SMS_URL", "is unset", right)
    if settings.reaches_twilio and not settings.public_url.startswith("https://"):
        right = "write the https:// address that Twilio can call"
        yield Finding("warning", "PUBLIC_URL", f"is {settings.public_url}", right)


def _of_files(config: Config | Sequence[Problem]) -> Iterator[Finding]:
    for problem in config.warnings if isinstance(config, Config) else config:
        where = problem.file if problem.line is None else f"{problem.file}:{problem.line}"
        yield Finding("warning" if problem.warning else "error", where, problem.wrong, problem.right)


def _of_readings(config: Config, gate: Gate | None) -> Iterator[Finding]:
    try:
        gate = gate or Gate.from_config(config.safety)
        Reader.build(gate, config.readings, config.topics)
    except ValueError as error:
        where, _, rest = str(error).partition(": ")
        wrong, _, right = rest.partition("; ")
        yield Finding("error", where, wrong, right.removesuffix(".") or "write it as the entries beside it are")
        return
    yield from _of_cases(gate, read_cases())


def _of_cases(gate: Gate, cases: Mapping[str, Sequence[str]]) -> Iterator[Finding]:
    for due, texts in cases.items():
        for text in texts:
            reading = gate.explain(text)
            if reading.alarm.value != due:
                by = f" by the sign {reading.sign}" if reading.sign else ""
                right = f"mend the sign that was changed until it is read as {due}"
                yield Finding("warning", "safety.toml", f'"{text}" is read as {reading.alarm.value}{by}', right)


def _of_facts(facts: Mapping[str, Fact], today: date) -> Iterator[Finding]:
    for fact in facts.values():
        right = (
            f"let a person check it at its source ({fact.source}), then say so at /console/check, "
            f"or `helpline facts verify {fact.id} --by NAME`"
        )
        if fact.verified_on is None:
            yield Finding("warning", "safety.toml", f"fact {fact.id} is unverified", right)
        elif fact.verified_on > today:
            wrong = f"fact {fact.id} was verified on {fact.verified_on}, which is yet to come"
            yield Finding("warning", "safety.toml", wrong, right)
        elif today - fact.verified_on > FACT_LIFE:
            wrong = f"fact {fact.id} was verified on {fact.verified_on}, over {FACT_LIFE.days} days ago"
            yield Finding("warning", "safety.toml", wrong, right)


def _of_topics(topics: Mapping[str, Mapping[str, Topic]], today: date, *, list_each: bool) -> Iterator[Finding]:
    every = [(language, topic) for language, known in topics.items() for topic in known.values()]
    stale = [(language, topic) for language, topic in every if not is_fresh(topic.verified_on, today)]
    if list_each:
        for language, topic in stale:
            right = (
                f"let a person hold it to its source ({topic.source}), then say so at /console/check, or by verified_on"
            )
            yield Finding("warning", f"topics/{language}.toml", f"{topic.id} is unverified", right)
    elif stale:
        wrong = f"{_many(len(stale), 'topic')} not held to a source in the last {FACT_LIFE.days} days"
        yield Finding("warning", "topics", wrong, "list them with `helpline check --unreviewed`")


def _of_unreviewed(sentences: Sequence[str], *, list_each: bool) -> Iterator[Finding]:
    if list_each:
        for sentence in sentences:
            language, *kind, name = sentence.split(".")
            right = f"let a person read it, then sign it off at /console/check, or write [review.{name}] with by and on"
            yield Finding("warning", f"{(*kind, 'phrases')[0]}/{language}.toml", f"{name} has no sign-off", right)
    elif sentences:
        right = (
            "list them with `helpline check --unreviewed`, and let a named person read each, such as at /console/check"
        )
        yield Finding("warning", "phrases, topics", f"{len(sentences)} sentences and topics have no sign-off", right)


def _of_lines(settings: Settings, lines: Iterable[Line]) -> Iterator[Finding]:
    for line in lines:
        yield from _too_wide(line, settings.calls_per_second)
        if settings.reaches_twilio:
            yield from _fictional(line)
        if not settings.uses_exchange and line.texts_proved is None:
            wrong = f"line.{line.id}.texts_proved is not there: texts may not arrive, and no voice promises one"
            right = "register for A2P 10DLC, or verify the toll-free number; see texts arrive; write by and on"
            yield Finding("warning", "line.toml", wrong, right)


def _too_wide(line: Line, calls_per_second: float) -> Iterator[Finding]:
    widest = int(RING_ALL_SECONDS * calls_per_second)
    for skill in line.skills.values():
        if skill.strategy == "ring_all" and skill.ring_at_once > widest:
            wrong = f"line.{line.id}.skill.{skill.id} rings {skill.ring_at_once} specialists at once"
            right = f"ring {widest} at most, as TWILIO_CALLS_PER_SECOND is {calls_per_second:g}, or go by longest_idle"
            yield Finding("error", "line.toml", wrong, right)


def _fictional(line: Line) -> Iterator[Finding]:
    for number in filter(is_fictional, (*line.numbers, *line.fallback_numbers)):
        wrong = f"line.{line.id} has {number}, a number kept for fiction, with a real account"
        yield Finding("warning", "line.toml", wrong, "write a number that can be called")
