"""The typed configuration, and the problem that says what to mend in a file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

Strategy = Literal["longest_idle", "in_order", "round_robin", "ring_all"]

STRATEGIES: tuple[Strategy, ...] = ("longest_idle", "in_order", "round_robin", "ring_all")

# What a key may do besides leading to another menu; `talk:family` is to talk with somebody who has that skill,
# and `talk:family+10` the same as if they had called 10 minutes earlier (config/talks.py).
# `send` sends the topic just heard, as a text; a menu that has it is led to only where a text may be promised.
# `next` goes on in what is being read out.
# `erase` forgets what is kept about the caller's number, which a menu that has it has asked about.
ACTS = ("emergency", "talk", "language", "repeat", "send", "erase", "next")
TALK, SEND, ERASE, NEXT = "talk", "send", "erase", "next"

# A key that leads to a topic is written topic:naloxone; the menu of that name is said after a topic.
TOPIC = "topic"
# A key that leads to places near a ZIP code is written near:treatment or near:meeting; the menus of these names ask for
# the code, and are said after the places.
NEAR, NEAR_KINDS = "near", ("treatment", "meeting")
NEAR_ZIP, NEAR_PLACES = "near_zip", "near_places"
CHOICE_KEYS, MORE_KEY = "23456", "9"  # a menu's topics, a page of them after the other

MOST_OUTCOME_WORDS = 8  # each has a key, from 1 on

# Where a topic may lead by itself.
LEADS_TO = ("talk", "emergency")
EARS = ("no", "listen", "whisper", "barge")  # how far a supervisor may go in a call, each with those before it


@dataclass(frozen=True)
class Problem:
    """Say what is wrong with a file, where, and what would be right. A warning does not stop the start."""

    file: str
    line: int | None
    wrong: str
    right: str
    warning: bool = False

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{where}: {self.wrong}; {self.right}"


class WrongConfig(Exception):
    """Stop the start, and show every problem: the files cannot be used as they are."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass(frozen=True)
class Step:
    """Widen the search: whoever has waited `after` seconds stands in the queue of another skill as well."""

    after: int
    queue: str


@dataclass(frozen=True)
class Skill:
    """Say how the queues of one skill find a specialist, and how far ahead its callers stand.

    `name` is how specialists hear of it, by language. Times are in seconds; `priority` counts minutes by which its
    callers are ahead of others in the queues they share.
    """

    id: str
    strategy: Strategy
    ring_at_once: int
    ring_seconds: int
    wrap_up_seconds: int
    priority: int = 0
    widen: tuple[Step, ...] = ()
    name: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Proof:
    """Say who has seen that something works, and on which day."""

    by: str
    on: date


@dataclass(frozen=True)
class Line:
    """Describe one helpline: its numbers (E.164), its languages (the first is spoken first) and its skills (whoever
    asks for none in particular waits for the first).

    `texts_proved` is None until somebody has seen a text arrive: until then a voice must not promise one. Callers are
    called back, and sent what they asked for, in `callback_countries` only. To one number `replies_an_hour` automated
    texts are sent, to all of them `texts_an_hour` (0: no limit), of which the last fifth only say so; emergencies are
    beside both. More than `calls_and_texts_a_day` going out are told; 0 is never. `outcome_words` are how specialists
    may say that a call went: names by language, by id, in the order of their keys.
    With `texts_by_phone` specialists may be asked, by text, to write with somebody: with `text_capacity` at a time.
    With `break_glass` supervisors may see the number of somebody whose life is at risk. `listen` is how far they
    may go in a call whose caller was told of it: one of EARS, each with those before it.
    """

    id: str
    numbers: tuple[str, ...]
    languages: tuple[str, ...]
    time_zone: str
    fallback_numbers: tuple[str, ...]
    callback_countries: tuple[str, ...]
    refer_to: tuple[str, ...]
    name: Mapping[str, str]
    disclosure: Mapping[str, str]
    skills: Mapping[str, Skill]
    texts_proved: Proof | None = None
    alerts_to: tuple[str, ...] = ()
    alerts_webhook: str = ""
    reminder_minutes: int = 60
    replies_an_hour: int = 20
    texts_an_hour: int = 0
    takes_messages: bool = True
    calls_and_texts_a_day: int = 0
    outcome_words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    texts_by_phone: bool = False
    text_capacity: int = 2
    break_glass: bool = False
    listen: str = "no"

    @property
    def texts_at_once(self) -> int:
        """Return how many people a specialist may write with at a time; 0 where nobody talks by text."""
        return self.text_capacity if self.texts_by_phone and self.texts_proved else 0

    def queue(self, skill: str, language: str) -> str:
        """Name the queue of a skill and a language."""
        return f"{self.id}.{skill}.{language}"


@dataclass(frozen=True)
class Voice:
    """Say in what voice a language is spoken: a BCP 47 tag and a voice, as Twilio's <Say> takes them."""

    tag: str
    name: str


@dataclass(frozen=True)
class Menu:
    """Say a phrase, then act by the key pressed. Keys and silence name an act, another menu or `topic:<id>`; `topics`
    are read out after the phrase, page by page.
    """

    id: str
    say: str
    keys: Mapping[str, str]
    silence: str
    topics: tuple[str, ...] = ()


@dataclass(frozen=True)
class ListSource:
    """Say where a list of places is published, and after how many hours it is fetched again."""

    name: str
    url: str
    every_hours: int


@dataclass(frozen=True)
class Fact:
    """Keep a number to call or text, with its source. `verified_on` is the day a person checked it, or None."""

    id: str
    name: str
    call: str | None
    text: str | None
    source: str
    basis: str
    verified_on: date | None


@dataclass(frozen=True)
class Topic:
    """Hold what a language says of a subject: how a menu names it, what is said, what is sent, and by what it is known.

    `said` has a line between pauses; `said` and `sent` name facts in braces. `leads_to` is an act that follows without
    a question, or empty. `verified_on` is the day a person held the words to their source, or None.
    """

    id: str
    name: str
    keywords: tuple[str, ...]
    said: str
    sent: str
    source: str
    leads_to: str
    verified_on: date | None


@dataclass(frozen=True)
class Config:
    """Hold everything that a deployment's files say.

    `lists` are fetched anew by themselves, by name.

    `voices` is by language; `phrases` and `topics` are by language, then by id; `unreviewed` lists the sentences
    (`<language>.<id>`) and topics (`<language>.topics.<id>`) that nobody has signed off; `safety` and
    `readings` are the merged files of those names, by which texts are read, with the text of their `counts`; `warnings`
    are the files' problems that do not stop the start.
    """

    lines: Mapping[str, Line]
    menus: Mapping[str, Menu]
    voices: Mapping[str, Voice]
    phrases: Mapping[str, Mapping[str, str]]
    topics: Mapping[str, Mapping[str, Topic]]
    facts: Mapping[str, Fact]
    safety: Mapping[str, Any]
    readings: Mapping[str, Any]
    unreviewed: tuple[str, ...]
    warnings: tuple[Problem, ...] = ()
    lists: Mapping[str, ListSource] = field(default_factory=dict)

    def line_of(self, number: str) -> Line:
        """Find the line that has this number, else the first line: whoever calls is served."""
        return next((line for line in self.lines.values() if number in line.numbers), next(iter(self.lines.values())))
