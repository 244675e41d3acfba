"""Read what a text asks for: a pure function of its words and of the question that is open.

The emergency gate comes first, whatever is open. What else is known stands in `config/readings.toml` and in the topics'
keywords; what neither says is read by what it is like (`config/counts/readings.csv`). `why` names what a text was read
by.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from rapidfuzz.distance import OSA

from config.shapes import Topic
from routing.domain.emergency import Alarm, Gate, Reading
from routing.domain.folding import BREAK, Place
from routing.domain.readingbook import Book, Entry
from routing.domain.whereabouts import all_in, places_in
from routing.domain.wording import Found

Pending = Literal["", "consent", "more"]

EMERGENCIES: Final = {Alarm.OVERDOSE: "overdose_emergency", Alarm.SUICIDE: "suicide_crisis"}
SWALLOWED, CHILD = "child_or_pet", "child"  # a sign, and a family of evidence, of safety.toml
UNKNOWN, ZIP_ONLY = "unknown", "zip_only"
CONSENTS: Final = ("consent_yes", "consent_no")
SAYS_NOTHING: Final = frozenset({UNKNOWN, "help", "greeting"})
# What is done for somebody, or answers a question, where it is said; what is only like it is told how to say it.
SAID_ONLY: Final = frozenset({"stop", "start", "erase", *CONSENTS, "more", "language", ZIP_ONLY})
_HOW: Final = {"erase": "privacy"}  # the topic that tells how to say it, where the menu does not
_ZIP_CODE = "<zip>"  # the word that stands for one
LONGEST = 1600  # letters of a text that may come in

_ZIP = re.compile(r"(?<![\w$-])(\d{5})(?:-\d{4})?(?![\w-]|[.,]\d)", re.ASCII)
_FOUND_WORTH = 2  # a phrase shows its language better than a word does


@dataclass(frozen=True, slots=True)
class Meaning:
    """Say what a text was read as, and why.

    `topic` is what answers it, or empty; `language` is empty where the words do not show it; `zip` has five figures or
    none. `child`: with an overdose, a child or a pet is spoken of. `whole`: it was read by all of its words; `certain`:
    whatever else it is like; `likely`: only by what it is like. `places` are words that may name a town, the likeliest
    first; `wants` are words of domain/wishes.py.
    """

    label: str
    why: str
    topic: str = ""
    language: str = ""
    zip: str = ""
    child: bool = False
    whole: bool = False
    certain: bool = False
    likely: bool = False
    places: tuple[str, ...] = ()
    wants: tuple[str, ...] = ()

    @property
    def unsure(self) -> bool:
        """Whether nothing in it was known for certain, so that it may as well be meant for somebody else."""
        return self.likely or self.label == UNKNOWN


@dataclass(frozen=True, slots=True)
class Reader:
    """Read texts; built once from the files, and never changed."""

    gate: Gate
    book: Book
    by_letter: Mapping[str, tuple[str, ...]]  # words long enough to be mended to, by their first letter

    @classmethod
    def build(cls, gate: Gate, data: Mapping[str, object], topics: Mapping[str, Mapping[str, Topic]]) -> "Reader":
        """Build it from the tables of `readings.toml`. Raises ValueError naming the table and entry at fault."""
        spellings = {typed: words for typed, words in gate.folding.known.items() if words != (typed,)}
        book = Book.read(data, topics, gate.folding.letters, spellings)
        by_letter: dict[str, list[str]] = {}
        for word in sorted(book.machine.vocabulary):
            if len(word) >= book.shortest_mended and word.isalpha():
                by_letter.setdefault(word[0], []).append(word)
        return cls(gate, book, {letter: tuple(words) for letter, words in by_letter.items()})

    def read(self, text: str, pending: Pending = "") -> Meaning:
        """Read a text. Takes time in proportion to its length."""
        alarm = self.gate.explain(text)
        places, zip = self.folded(text)
        wants = {one.label for one in self.book.wants.find(places)}
        towns = places_in(text[:LONGEST], self.book.before_towns, self.book.known)
        found = self._meant(places, pending, zip)
        meant = found if alarm.alarm is not Alarm.NONE else self._likelier(found, places, pending)
        meaning = replace(meant, places=towns, wants=tuple(self.book.wishes[one] for one in sorted(wants)))
        if alarm.alarm is not Alarm.NONE:
            weighed = "".join(f", {what} {points:+d}" for what, points in alarm.points.items())
            why = f'"{" ".join(alarm.words)}" (emergency gate: {alarm.sign}, {alarm.how}{weighed})'
            return replace(meaning, label=EMERGENCIES[alarm.alarm], topic="", why=why, child=_is_of_child(alarm))
        return meaning

    def folded(self, text: str) -> tuple[list[Place], str]:
        """Give the words of a text, and its ZIP code, which is none of them."""
        zip, rest = _zip(text)
        return [place for place in self.book.folding.fold(rest) if place != BREAK], zip

    def towns_in(self, text: str) -> tuple[str, ...]:
        """Give what may name a town in a text that says where somebody is, the likeliest first."""
        return all_in(text[:LONGEST], self.book.before_towns, self.book.known)

    def _meant(self, places: Sequence[Place], pending: Pending, zip: str) -> Meaning:
        language = self._language(places, ())
        if meaning := self._of_phrases(places, pending, zip, ""):
            return meaning
        if zip and all(self.book.near.intersection(place) for place in places):
            return Meaning(ZIP_ONLY, "nothing but a ZIP code", "", language, zip, certain=True)
        mended = [self._mended(place) for place in places]
        found = None if mended == places else self._of_phrases(mended, pending, zip, ", spelling mended")
        return found or Meaning(UNKNOWN, "nothing that is known", "", language, zip)

    def _likelier(self, found: Meaning, places: Sequence[Place], pending: Pending) -> Meaning:
        """Read a text by what it is like, where nothing was found in it, or where that is so much likelier."""
        if found.certain:
            return found
        likely = self.book.likeness.of(compared(places, found.zip))
        label, unread, said_only = likely.label, found.label == UNKNOWN, likely.label in SAID_ONLY
        may_be = label != found.label and (unread or label not in SAYS_NOTHING) and _fits(label, found.zip, pending)
        enough = self.book.enough if unread and not said_only else self.book.against
        if not may_be or not likely.words or likely.margin < enough:
            return found
        instead = "" if unread else f", not {found.label} by {found.why}"
        return replace(
            found,
            label=label,
            topic=_HOW.get(label, self.book.own[label]),
            why=f"like texts of {label}: {', '.join(likely.words)}{instead}",
            language=found.language or self._language(places, ()),
            likely=unread or said_only,
        )

    def _of_phrases(self, places: Sequence[Place], pending: Pending, zip: str, how: str) -> Meaning | None:
        found = self.book.machine.find(places)
        starts, ends = self._edges(places)
        counted = [one for one in found if self._counts(self._entry(one), one, pending, starts, ends)]
        if not counted:
            return None
        first = min(counted, key=lambda one: (self._entry(one).rank, one.start - one.end, one.start, one.label))
        entry = self._entry(first)
        words = " ".join(place[0] for place in places[first.start : first.end])
        language = entry.speaks or self._language(places, counted)
        certain = entry.certain or entry.label in SAID_ONLY
        why = f'"{words}" ({entry.id}{how})'
        return Meaning(entry.label, why, entry.topic, language, zip, whole=entry.whole, certain=certain)

    def _entry(self, one: Found) -> Entry:
        return self.book.entries[one.label]

    def _counts(self, entry: Entry, one: Found, pending: Pending, starts: set[int], ends: set[int]) -> bool:
        if (entry.pending and entry.pending != pending) or 0 < entry.most_words < max(ends):
            return False
        if entry.first and one.start not in starts:
            return False
        return not entry.whole or (one.start in starts and one.end in ends)

    def _edges(self, places: Sequence[Place]) -> tuple[set[int], set[int]]:
        """Give where a text may begin and end, politeness taken off."""
        words = tuple(place[0] for place in places)
        starts, ends, first, last = {0}, {len(words)}, 0, len(words)
        while skip := max((len(p) for p in self.book.polite if words[first : first + len(p)] == p), default=0):
            first += skip
            starts.add(first)
        while skip := max((len(p) for p in self.book.polite if words[max(0, last - len(p)) : last] == p), default=0):
            last -= skip
            ends.add(last)
        return starts, ends

    def _language(self, places: Sequence[Place], found: Sequence[Found]) -> str:
        seen = Counter(self._entry(one).language for one in found for _ in range(_FOUND_WORTH))
        for tongue, words in self.book.tongues.items():
            seen[tongue] += sum(not words.isdisjoint(place) for place in places)
        (likely, most), *others = seen.most_common()
        return likely if most and all(count < most for _, count in others) else ""

    def _mended(self, place: Place) -> Place:
        word = place[0]
        if len(word) < self.book.shortest_mended or word in self.book.machine.vocabulary:
            return place
        known = self.by_letter.get(word[0], ())
        near = next((one for one in known if OSA.distance(word, one, score_cutoff=1) <= 1), None)
        return (near,) if near else place


def _is_of_child(reading: Reading) -> bool:
    weighed = reading.alarm is Alarm.OVERDOSE and CHILD in reading.points
    return reading.sign == SWALLOWED or weighed


def _fits(label: str, zip: str, pending: Pending) -> bool:
    """Tell whether a text may be read so by what it is like: an answer only where a question is open."""
    if label == ZIP_ONLY:
        return bool(zip)
    return label not in CONSENTS or pending == "consent"


def compared(places: Sequence[Place], zip: str) -> list[str]:
    """Give what a text is compared by."""
    return [place[0] for place in places] + ([_ZIP_CODE] if zip else [])


def _zip(text: str) -> tuple[str, str]:
    """Give the first ZIP code of a text, and what a text may hold at most, without any."""
    plain = unicodedata.normalize("NFKC", text[:LONGEST])
    found = _ZIP.search(plain)
    return (found[1], _ZIP.sub(" ", plain)) if found else ("", text[:LONGEST])
