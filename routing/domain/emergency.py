"""Tell whether a text, or recognised speech, says that somebody may be dying or may end their life.

The gate is a pure function of the words, and needs nothing that can be down. What it knows is in `config/safety.toml`:
signs, which always count, and evidence, which is weighed: signs, words and families of meaning that have points for an
alarm or against it. Bare words ("overdose") count unless a guard around them says that it is past, feared, asked about,
mourned or meant otherwise. A text that raises nothing is read once more with its spelling mended.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from routing.domain.evidence import Key, Scales
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
        """Give the most urgent alarm that the text raises."""
        return self.explain(text).alarm

    def explain(self, text: str) -> Reading:
        """Give the most urgent alarm, and why. Takes time in proportion to the text's length."""
        places = self.folding.fold(text)
        reading = self._judge(places, "as written")
        if reading.alarm is Alarm.OVERDOSE:
            return reading
        mended = (self._judge(way, "spelling mended") for way in self.speller.mend(places))
        return min((reading, *mended), key=_urgency)

    def _judge(self, places: Sequence[Place], how: How) -> Reading:
        found = self.machine.find(places)
        counted = self.bench.counted(found, places)
        rules = self.bench.rules
        signs = (one for one in counted if not rules[one.label].points)
        first = min(signs, key=lambda one: (_URGENCY[rules[one.label].alarm], one.start, one.end), default=None)
        sign = Reading(Alarm.NONE)
        if first:
            sign = Reading(rules[first.label].alarm, rules[first.label].id, _words(places, first.start, first.end), how)
        if sign.alarm is Alarm.OVERDOSE:
            return sign
        evidence = counted + self.bench.families(found)
        return min((sign, self._weigh(places, evidence, how)), key=_urgency)

    def _weigh(self, places: Sequence[Place], found: Sequence[Found], how: How) -> Reading:
        """Give the more urgent of the alarms that the evidence is enough for."""
        if not (stretch := self.scales.weigh(places, found)):
            return Reading(Alarm.NONE)
        parts = self.scales.parts(stretch, places, found)
        words = _words(places, stretch.start, stretch.end)
        return Reading(WEIGHED[stretch.alarm], EVIDENCE, words, how, {self._name(key): parts[key] for key in parts})

    def _name(self, key: Key) -> str:
        return key if isinstance(key, str) else self.bench.rules[key].id


def _words(places: Sequence[Place], start: int, end: int) -> tuple[str, ...]:
    return tuple(place[0] for place in places[start:end] if place != BREAK)


def _urgency(reading: Reading) -> int:
    return _URGENCY[reading.alarm]
