"""Weigh what was found in a text: a sign always counts, a bare word only when nothing around it says otherwise."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from routing.domain.folding import BREAK, Place
from routing.domain.signbook import Alarm, Kind, Rule
from routing.domain.wording import Found

_RAISING = frozenset({Kind.SIGN, Kind.BARE})


@dataclass(frozen=True, slots=True)
class Bench:
    """Judge by the rules; a guard is looked for `reach` words on either side of a bare word, in its sentence."""

    rules: Sequence[Rule]
    reach: int

    def counted(self, found: Sequence[Found], places: Sequence[Place]) -> list[Found]:
        """Give the signs and bare words that count. Takes time in proportion to places and found phrases."""
        raised = [one for one in found if self.rules[one.label].kind in _RAISING]
        if not raised:
            return []
        exceptions = self._exceptions(found, len(places))
        raised = [one for one in raised if not self._excepted(one, exceptions)]
        signs = self._of(raised, Kind.SIGN)
        if not (bare := self._of(raised, Kind.BARE)):
            return signs
        # "overdose on purpose" is an intent, and the overdose in it is none under way
        meant = Spans((one for one in signs if self._alarm(one) is Alarm.SUICIDE), len(places))
        urgent = Spans(self._of(found, Kind.URGENT), len(places))
        guards = self._of(found, Kind.GUARD)
        guarded = {alarm.name: self._guarded(guards, alarm, places) for alarm in (Alarm.OVERDOSE, Alarm.SUICIDE)}
        return signs + [
            one
            for one in bare
            if not meant.hold(one) and (urgent.hold(one) or not guarded[self._alarm(one).name][one.end - 1])
        ]

    def _of(self, found: Iterable[Found], kind: Kind) -> list[Found]:
        return [one for one in found if self.rules[one.label].kind is kind]

    def _alarm(self, one: Found) -> Alarm:
        return self.rules[one.label].alarm

    def families(self, found: Iterable[Found]) -> list[Found]:
        """Give what speaks for or against an alarm without ever raising one."""
        return self._of(found, Kind.FAMILY)

    def _exceptions(self, found: Sequence[Found], length: int) -> dict[int, "Spans"]:
        by_label: dict[int, list[Found]] = {}
        for one in self._of(found, Kind.EXCEPT):
            by_label.setdefault(one.label, []).append(one)
        return {label: Spans(spans, length) for label, spans in by_label.items()}

    def _excepted(self, one: Found, exceptions: Mapping[int, "Spans"]) -> bool:
        spans = exceptions.get(one.label + 1)  # the exceptions of an entry are the rule after it
        return spans is not None and spans.hold(one)

    def _guarded(self, guards: Sequence[Found], alarm: Alarm, places: Sequence[Place]) -> bytearray:
        """Mark the places in reach of a guard for the alarm, and those of the guard's own phrase."""
        guarded = bytearray(len(places))
        for guard in guards:
            if self._alarm(guard) is not alarm:
                continue
            guarded[guard.start : guard.end] = b"\1" * (guard.end - guard.start)
            for way in (range(guard.start - 1, -1, -1), range(guard.end, len(places))):
                for at in way[: self.reach]:
                    if places[at] == BREAK:
                        break
                    guarded[at] = 1
        return guarded


class Spans:
    """Answer whether the last word of a phrase lies within one of many other phrases."""

    def __init__(self, spans: Iterable[Found], length: int) -> None:
        self._furthest = [0] * (length + 1)  # end of the span reaching furthest, of those begun at or before a place
        for span in spans:
            self._furthest[span.start] = max(self._furthest[span.start], span.end)
        for at in range(1, length + 1):
            self._furthest[at] = max(self._furthest[at], self._furthest[at - 1])

    def hold(self, one: Found) -> bool:
        return self._furthest[one.end - 1] >= one.end
