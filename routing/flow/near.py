"""Answer by text what somebody asks for nearby: treatment or meetings, where, and what else there is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from config.gsm import sendable
from routing.domain.asked import Asked, asked_in
from routing.domain.contact import Unreadable
from routing.domain.listed import FEATURES, MEETING, TREATMENT
from routing.domain.nearby import COUNT, Found, NotNow, Town, Unclear, WhichCity
from routing.domain.readings import ZIP_ONLY, Meaning
from routing.domain.wishes import wanted
from routing.flow import now, topics
from routing.flow.listing import To, listing
from routing.flow.sentences import text
from routing.flow.times import moment
from routing.ports import Services

PURPOSE = "asked 1"  # another shape of domain/asked.py is another number
KINDS = {"treatment": TREATMENT, "meetings": MEETING}
TOPICS = {kind: topic for topic, kind in KINDS.items()}
OF_TREATMENT = frozenset(FEATURES)
NOT_OF_MEETINGS = frozenset({"detox", "methadone", "buprenorphine", "free"})
MORE: Final = "more"
FIRST = ("stop", "start", "erase")  # whatever is asked
LONGEST_STATE = 24  # letters
MOST_NAMED = 4  # states, of those that have a city


@dataclass(frozen=True)
class Told:
    """What is sent, and what is remembered of it."""

    words: str
    asked: Asked


@dataclass(frozen=True)
class Question:
    """A text that may ask for something nearby: its words, what they were read as, and what was asked for before.

    `first` is what the answer begins with.
    """

    words: str
    meaning: Meaning
    language: str
    before: Asked | None
    first: str = ""

    @property
    def wishes(self) -> Asked | None:
        """What is asked for, before it is known where; None where nothing nearby is."""
        last = self.before
        if last and last.asks_where and self.meaning.unsure:
            return Asked(last.kind, last.wants)
        if kind := KINDS.get(self.meaning.label):
            return Asked(kind, tuple(one for one in self.meaning.wants if _is_of(kind, one)))
        if self.meaning.label == ZIP_ONLY:
            return Asked(last.kind, last.wants) if last else Asked(TREATMENT)
        return None

    @property
    def answers(self) -> bool:
        """Whether it is read as the answer to where they are."""
        asked = self.before is not None and self.before.asks_where
        return asked and (self.meaning.unsure or self.meaning.label not in KINDS)


def asked_before(s: Services, person: str, sealed: str) -> Asked | None:
    """Open what was remembered of somebody, by the digest of their number."""
    try:
        return asked_in(s.vault.open(f"{PURPOSE} {person}", sealed)) if sealed else None
    except Unreadable:  # a key that is gone, or an older version's shape: as an hour later
        return None


def sealed(s: Services, person: str, asked: Asked | None) -> str:
    """Seal what is to be remembered of somebody; empty is nothing new."""
    return s.vault.seal_for_a_day(f"{PURPOSE} {person}", asked.as_text()) if asked else ""


def answer(s: Services, question: Question) -> Told | None:
    """Answer what is asked for nearby; None where nothing is, or where it cannot be looked up now."""
    try:
        if question.before and not question.before.asks_where and _wants_more(s, question.words):
            return _more(s, question, question.before)
        if told := _state_told(s, question):
            return told
        if asked := question.wishes:
            return _near(s, question, asked)
    except NotNow:
        pass
    return None


def open_question(s: Services, question: Question) -> Asked | None:
    """Give what is asked for, where it can be told once somebody says where; None where it cannot."""
    asked = question.wishes
    try:
        return asked if asked and s.nearby.has(asked.kind) else None
    except NotNow:
        return None


def _is_of(kind: str, wish: str) -> bool:
    return wish in OF_TREATMENT if kind == TREATMENT else wish not in NOT_OF_MEETINGS


def _wants_more(s: Services, words: str) -> bool:
    return s.reader.read(words, MORE).label == MORE


def _state_told(s: Services, question: Question) -> Told | None:
    """Read a text as the state that was asked for: two letters of some mean other things elsewhere."""
    last = question.before
    said = question.meaning.label in FIRST and not question.meaning.likely
    if last and last.which and not said and len(question.words) <= LONGEST_STATE:
        try:
            town = s.nearby.town_of(f"{last.where}, {question.words.strip(' .!')}")
        except Unclear:
            return None
        asked = Asked(last.kind, last.wants, f"{town.name}, {town.state}")
        return _told(s, question, town, asked)
    return None


def _places(s: Services, question: Question) -> Sequence[str]:
    if question.meaning.zip:
        return (question.meaning.zip,)
    return s.reader.towns_in(question.words) if question.answers else question.meaning.places


def _near(s: Services, question: Question, asked: Asked) -> Told | None:
    which: tuple[str, WhichCity] | None = None
    for place in _places(s, question):
        try:
            return _told(s, question, s.nearby.town_of(place), replace(asked, where=place))
        except WhichCity as several:
            which = which or (place, several)
        except Unclear:
            continue
    if which is None:
        return None
    words = _join(question.first, _which(s, which[1], question.language))
    return Told(words, replace(asked, where=which[0], which=True))


def _which(s: Services, several: WhichCity, language: str) -> str:
    """Ask which state is meant: the cities of a name are named by their size, and not all of them."""
    largest = sorted(several.towns, key=lambda town: -town.zips)[:MOST_NAMED]
    *most, last = (town.state for town in largest)
    towns = f"{largest[0].name}, {', '.join(most)} {text(s, 'list_or', language)} {last}"
    return text(s, "list_which", language, towns=towns)


def _told(s: Services, question: Question, town: Town, asked: Asked) -> Told | None:
    asked = replace(asked, at=now.ms(s))
    found = _found(s, town, asked)
    if not found and not s.nearby.has(asked.kind):
        return None
    if not found:
        known = topics.sent(s, TOPICS[asked.kind], question.language)
        return Told(_join(question.first, text(s, "list_none", question.language), known), asked)
    return _listed(s, question, town, found, asked)


def _more(s: Services, question: Question, asked: Asked) -> Told:
    town = s.nearby.town_of(asked.where)
    found = _found(s, town, asked) if asked.shown else ()
    if not found:
        samhsa = s.config.facts["samhsa"].call or ""
        return Told(_join(question.first, text(s, "list_no_more", question.language, samhsa=samhsa)), asked)
    return _listed(s, question, town, found, asked)


def _listed(s: Services, question: Question, town: Town, found: Sequence[Found], asked: Asked) -> Told:
    to = To(question.language, town, moment(now.ms(s)), asked.wants)
    more = text(s, "list_more", question.language) if len(found) == COUNT else ""
    told = listing(s, found, to, before=question.first, after=more)
    return Told(told.words, asked.told(told.count))


def _found(s: Services, town: Town, asked: Asked) -> Sequence[Found]:
    """Find the next ones; where none has what was asked for on that day, those of other days."""
    wish, at = wanted(asked.wants, asked.kind), moment(asked.at)
    found = s.nearby.near(town, wish, at, asked.shown)
    if found or wish.ahead is None:
        return found
    return s.nearby.near(town, replace(wish, ahead=None), at, asked.shown)


def _join(*parts: str) -> str:
    return " ".join(sendable(" ".join(parts)).split())
