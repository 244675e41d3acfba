"""Tell whether a text, or recognised speech, says that somebody may be dying or may end their life.

The gate is a pure function of the words, and needs nothing that can be down. What it knows is in `config/safety.toml`:
signs, which always count, and bare words ("overdose"), which count unless what is around them says that it is past,
feared, asked about, mourned or meant otherwise. A text that raises nothing is read once more with its spelling mended.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from routing.domain.folding import BREAK, Folding, Place
from routing.domain.judgement import Bench
from routing.domain.signbook import Alarm, Signbook
from routing.domain.spelling import Speller
from routing.domain.wording import Machine

__all__ = ["Alarm", "Gate", "Reading"]

# Somebody who may stop breathing within minutes is answered before somebody who thinks of dying.
_URGENCY = {Alarm.OVERDOSE: 0, Alarm.SUICIDE: 1, Alarm.NONE: 2}

How = Literal["as written", "spelling mended"]


@dataclass(frozen=True, slots=True)
class Reading:
    """Say what was read: the alarm, the entry of `safety.toml` that raised it, its words, and how they were read."""

    alarm: Alarm
    sign: str | None = None
    words: tuple[str, ...] = ()
    how: How = "as written"


@dataclass(frozen=True, slots=True)
class Gate:
    """Read texts; built once from the safety file, and never changed."""

    folding: Folding
    speller: Speller
    machine: Machine
    bench: Bench

    @classmethod
    def from_config(cls, data: Mapping[str, object]) -> "Gate":
        """Build the gate from the tables of `safety.toml`. Raises ValueError naming the table and entry at fault."""
        book = Signbook.read(data)
        folding = Folding.build(book.letters, book.machine.vocabulary, book.spellings)
        speller = Speller.build(folding, book.settled, book.alarming, book.shortest_alarming)
        return cls(folding, speller, book.machine, Bench(book.rules, book.together, book.guard_reach))

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
        counted = self.bench.counted(self.machine.find(places), places)
        rules = self.bench.rules
        first = min(counted, key=lambda one: (_URGENCY[rules[one.label].alarm], one.start, one.end), default=None)
        if first is None:
            return Reading(Alarm.NONE)
        words = tuple(place[0] for place in places[first.start : first.end] if place != BREAK)
        return Reading(rules[first.label].alarm, rules[first.label].id, words, how)


def _urgency(reading: Reading) -> int:
    return _URGENCY[reading.alarm]
