"""What the counters tell of a time: by hour, day or week for whoever runs the helpline, by week for everybody."""

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from routing.domain.counting import EVERYTHING, Part
from routing.domain.measures import OUTCOMES, Counted, figures, together, words
from routing.domain.periods import periods
from routing.domain.suppression import shown
from routing.ports import Counts

ALL = "all"  # the row of all periods together
PERIOD, CONTACTS = "period", "contacts"

Public = Mapping[str, int | None]
Row = Mapping[str, str | int | float | None]


@dataclass(frozen=True)
class Wanted:
    """What is asked for: a time (ms, before `until_ms`); hours, days or weeks; of which part of all."""

    since_ms: int
    until_ms: int
    zone: ZoneInfo
    by: str
    part: Part = EVERYTHING


def history(counts: Counts, wanted: Wanted) -> Mapping[str, Counted]:
    """Return what was counted in each period, by measure, the first first, and at the end in all. Raises NotKept."""
    spans = periods(wanted.since_ms, wanted.until_ms, wanted.zone, wanted.by)
    found = {name: counts.between(*each, wanted.part) for name, each in spans.items()}
    return {**found, ALL: together(found.values())}


def rows(counted: Mapping[str, Counted], part: Part) -> list[Row]:
    """Return every measure of each period, and how often each word was said of how a contact went."""
    return [{PERIOD: name, **figures(each, part), **_words(each)} for name, each in counted.items()]


def _words(counted: Counted) -> dict[str, int]:
    return {f"word_{word}": number for word, number in words(counted).items()}


def for_everybody(counts: Counts, weeks: Wanted) -> Mapping[str, Public]:
    """Return of each week how many contacts there were, and how they ended; None for what is not to be shown.

    What is shown of a week depends on nothing else, and there is no total of weeks, so nothing can be subtracted but
    what is in one row: `weeks` are to be whole, of all lines, and over (periods: settled_weeks). Raises NotKept.
    """
    return {name: _public(counted) for name, counted in history(counts, weeks).items() if name != ALL}


def _public(counted: Counted) -> Public:
    total, ended = shown({f"ended_{outcome}": counted.get(f"ended_{outcome}", 0) for outcome in OUTCOMES})
    return {CONTACTS: total, **ended}
