"""Tell whether a text, or recognised speech, says that somebody may be dying or may end their life.

The gate is a pure function of the words, and needs nothing that can be down. What it knows is in `config/safety.toml`:
signs, which always count, and evidence, which is weighed: signs, words and families of meaning that have points for an
alarm or against it. Bare words ("overdose") count unless a guard around them says that it is past, feared, asked about,
mourned or meant otherwise. A text that raises nothing is read once more with its spelling mended.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from routing.domain.evidence import Key, Scales, Stretch
from routing.domain.folding import BREAK, Folding, Place
from routing.domain.judgement import Bench
from routing.domain.signbook import WEIGHED, Alarm, Signbook
from routing.domain.spelling import Speller
from routing.domain.wording import Found, Machine

__all__ = ["Alarm", "Gate", "Reading"]

# Somebody who may stop breathing within minutes is answered before somebody who thinks of dying.
_URGENCY = {Alarm.OVERDOSE: 0, Alarm.SUICIDE: 1, Alarm.NONE: 2}

EVIDENCE = "evidence"  # the sign of a reading that no single entry raised

How = Literal["as written", "spelling mended"]


@dataclass(frozen=True, slots=True)
class Reading:
    """Say what was read: the alarm, the entry of `safety.toml` that raised it, its words, and how they were read."""

    alarm: Alarm
    sign: str | None = None
    words: tuple[str, ...] = ()
    how: How = "as written"
    points: Mapping[str, int] = field(default_factory=dict[str, int])  # by word, pair or entry, when they were weighed


class _Judged(NamedTuple):
    """Hold what was decided, and what it rests on: a sign that was found, or the stretch with enough evidence."""

    alarm: Alarm
    places: Sequence[Place] = ()
    how: How = "as written"
    sign: Found | None = None
    stretch: Stretch | None = None
    evidence: Sequence[Found] = ()


_NOTHING = _Judged(Alarm.NONE)


@dataclass(frozen=True, slots=True)
class Gate:
    """Read texts; built once from the safety file, and never changed."""

    folding: Folding
    speller: Speller
    machine: Machine
    bench: Bench
    scales: Scales

    @classmethod
    def from_config(cls, data: Mapping[str, object]) -> "Gate":
        """Build the gate from the tables of `safety.toml`. Raises ValueError naming the table and entry at fault."""
        book = Signbook.read(data)
        folding = Folding.build(book.letters, book.vocabulary, book.spellings)
        speller = Speller.build(folding, book.settled, book.alarming, book.shortest_alarming)
        return cls(folding, speller, book.machine, Bench(book.rules, book.guard_reach), book.scales)

    def read(self, text: str) -> Alarm:
        """Give the most urgent alarm that the text raises. Takes time in proportion to the text's length."""
        return self._judged(text).alarm

    def explain(self, text: str) -> Reading:
        """Give the most urgent alarm, and why."""
        alarm, places, how, sign, stretch, evidence = self._judged(text)
        if sign:
            return Reading(alarm, self._name(sign.label), _words(places, sign.start, sign.end), how)
        if stretch:
            parts = self.scales.parts(stretch, places, evidence)
            points: Counter[str] = Counter()
            for key, number in parts.items():  # a sign and a family may share a name
                points[self._name(key)] += number
            return Reading(alarm, EVIDENCE, _words(places, stretch.start, stretch.end), how, points)
        return Reading(alarm)

    def _judged(self, text: str) -> _Judged:
        places = self.folding.fold(text)
        first = self._judge(places, "as written")
        if first.alarm is Alarm.OVERDOSE:
            return first
        mended = [self._judge(way, "spelling mended") for way in self.speller.mend(places)]
        return min((first, *mended), key=_urgency) if mended else first

    def _judge(self, places: Sequence[Place], how: How) -> _Judged:
        found = self.machine.find(places)
        counted = self.bench.counted(found, places)
        by_sign = self._of_signs(counted, places, how)
        if by_sign.alarm is Alarm.OVERDOSE:
            return by_sign
        evidence = counted + self.bench.families(found)
        if not (stretch := self.scales.weigh(places, evidence)):
            return by_sign
        weighed = _Judged(WEIGHED[stretch.alarm], places, how, stretch=stretch, evidence=evidence)
        return min(by_sign, weighed, key=_urgency)

    def _of_signs(self, counted: Iterable[Found], places: Sequence[Place], how: How) -> _Judged:
        rules = self.bench.rules
        signs = [one for one in counted if not rules[one.label].points]
        if not signs:
            return _NOTHING
        first = min(signs, key=lambda one: (_URGENCY[rules[one.label].alarm], one.start, one.end))
        return _Judged(rules[first.label].alarm, places, how, sign=first)

    def _name(self, key: Key) -> str:
        return key if isinstance(key, str) else self.bench.rules[key].id


def _words(places: Sequence[Place], start: int, end: int) -> tuple[str, ...]:
    return tuple(place[0] for place in places[start:end] if place != BREAK)


def _urgency(judged: _Judged) -> int:
    return _URGENCY[judged.alarm]
