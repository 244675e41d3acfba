"""Read the tables of `safety.toml` that the emergency gate is made of."""

import enum
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import log
from operator import add

from routing.domain.counts import Counts
from routing.domain.evidence import PAIR, Enough, Key, Scales
from routing.domain.folding import Letters
from routing.domain.tables import read_strings, read_table, read_tables
from routing.domain.wording import NUMBERS, Groups, Machine, Step, read_group, read_phrase

FILE = "safety.toml"
COUNTS, COUNTS_FILE = "counts", "counts/emergency.csv"
_LANGUAGES = ("en", "es")
Spellings = Mapping[str, tuple[str, ...]]


class Alarm(enum.Enum):
    """Name what the first answer must be about."""

    NONE = "none"
    OVERDOSE = "overdose"
    SUICIDE = "suicide"


_NEVER_MET = 0.2  # how many texts of a kind are thought to have had what none of them has
_NONE = (0, 0)  # points
WEIGHED = (Alarm.OVERDOSE, Alarm.SUICIDE)  # in the order in which they are answered


class Kind(enum.Enum):
    """Name what finding a phrase means, after the table that holds it."""

    SIGN = "signs"
    BARE = "bare"
    GUARD = "guards"
    URGENT = "urgent"
    FAMILY = "families"
    EXCEPT = "except"


_ALARMING = frozenset({Kind.SIGN, Kind.BARE, Kind.GUARD})
_EXCEPTING = frozenset({Kind.SIGN, Kind.BARE})


@dataclass(frozen=True, slots=True)
class Rule:
    """Hold what the phrases of one entry stand for; the exceptions of an entry are the rule after it.

    An entry that has points raises nothing alone: it is weighed with the rest of the text; a small one tells nothing,
    and only adds to what does.
    """

    id: str
    kind: Kind
    alarm: Alarm = Alarm.NONE
    points: Mapping[str, int] = field(default_factory=dict[str, int])  # by alarm
    small: bool = False


@dataclass(frozen=True, slots=True)
class Signbook:
    """Hold the safety file's words, checked, with the phrases of all rules in one machine."""

    letters: Letters
    spellings: Spellings
    machine: Machine
    rules: tuple[Rule, ...]
    scales: Scales
    vocabulary: frozenset[str]  # every word that stands in a phrase, or has points that are written in the file
    guard_reach: int
    settled: frozenset[str]
    shortest_alarming: int

    @property
    def alarming(self) -> frozenset[str]:
        """Give the words that raise an alarm by themselves."""
        raising = [n for n, rule in enumerate(self.rules) if rule.kind in {Kind.SIGN, Kind.BARE} and not rule.points]
        return self.machine.alone(raising)

    @classmethod
    def read(cls, data: Mapping[str, object]) -> "Signbook":
        """Read the tables. Raises ValueError with a sentence that names the table and the entry at fault."""
        letters = _letters(read_table(data, "folding", FILE))
        spellings = _spellings(read_table(data, "spellings", FILE), letters)
        phrasing = _Phrasing(letters, spellings, {})
        phrasing.add_groups(read_table(data, "words", FILE))
        rules: list[Rule] = []
        phrases: list[tuple[Sequence[Step], int]] = []
        for rule, where, texts in _entries(data):
            phrases += [(phrasing.read(text, where, rule.kind), len(rules)) for text in texts]
            rules.append(rule)
        machine, written = Machine.build(phrases), _written(data, rules)
        weighed = (word for key in written if isinstance(key, str) for word in key.split(PAIR))
        return cls(
            letters=letters,
            spellings=spellings,
            machine=machine,
            rules=tuple(rules),
            scales=_scales(data, rules, written),
            vocabulary=machine.vocabulary | {word for word in weighed if word.isalnum()},
            guard_reach=_of_gate(data, "guard_reach"),
            settled=frozenset(letters.plain(_text(read_table(data, "everyday", FILE), "words")).split()),
            shortest_alarming=_of_gate(data, "shortest_mended_alone"),
        )


class _Phrasing:
    """Read phrases with the groups and spellings of the file."""

    def __init__(self, letters: Letters, spellings: Spellings, groups: Groups) -> None:
        self._letters, self._spellings, self._groups = letters, spellings, dict(groups)

    def add_groups(self, table: Mapping[str, object]) -> None:
        for name in table:
            with _at(f"[words] {name}"):
                self._groups[name] = read_group(read_strings(table, name, "[words]"), self._groups, self._spell)

    def read(self, text: str, where: str, kind: Kind) -> list[Step]:
        with _at(where):
            steps = read_phrase(text, self._groups, self._spell)
            if kind is Kind.EXCEPT and not all(step.choices for step in steps):
                # "not .. want to die" would be met by "I cannot sleep I want to die"
                raise ValueError(f'"{text}" may hold no ".."; an exception must be exact, or it hides real alarms.')
            return steps

    def _spell(self, word: str) -> tuple[str, ...]:
        plain = self._letters.plain(word)
        # Each word stands in many phrases: it is kept once.
        return self._spellings.get(plain) or (sys.intern(plain.replace("'", "")),)


def _entries(data: Mapping[str, object]) -> Iterator[tuple[Rule, str, list[str]]]:
    """Give each rule, where it stands in the file, and its phrases."""
    for kind in (Kind.SIGN, Kind.BARE, Kind.GUARD, Kind.URGENT, Kind.FAMILY):
        seen: set[object] = set()
        for number, entry in enumerate(read_tables(data, kind.value, FILE), 1):
            name = entry.get("id")
            where = f"[[{kind.value}]] {name or number}"
            if not isinstance(name, str) or name in seen:
                raise ValueError(f"safety.toml, {where}: every entry needs an id of its own; give it one.")
            seen.add(name)
            alarm = _alarm(entry, where) if kind in _ALARMING else Alarm.NONE
            texts = [text for language in _LANGUAGES for text in read_strings(entry, language, where)]
            yield Rule(name, kind, alarm, _points(entry, where), entry.get("small") is True), where, texts
            if excepted := read_strings(entry, "except", where) if kind in _EXCEPTING else []:
                yield Rule(f"{kind.value}.{name}", Kind.EXCEPT), f"{where} except", excepted


def _points(entry: Mapping[str, object], where: str) -> dict[str, int]:
    """Give the points of an entry by alarm."""
    with _at(where):
        return {alarm.value: _number(entry, alarm.value) for alarm in Alarm if alarm.value in entry}


def _written(data: Mapping[str, object], rules: Sequence[Rule]) -> dict[Key, tuple[int, ...]]:
    """Read the points of words: for each alarm a table of points -> words, or pairs as in "not+wake"."""
    evidence = read_table(data, "evidence", FILE)
    by_alarm = [_by_word(evidence, alarm.value) for alarm in WEIGHED]
    points: dict[Key, tuple[int, ...]] = {
        word: tuple(words.get(word, 0) for words in by_alarm) for words in by_alarm for word in words
    }
    for label, rule in enumerate(rules):
        if rule.points:
            points[label] = tuple(rule.points.get(alarm.value, 0) for alarm in WEIGHED)
    return points


def _scales(data: Mapping[str, object], rules: Sequence[Rule], written: Mapping[Key, tuple[int, ...]]) -> Scales:
    """Add to the points that are written those of words, but for small ones, by how many texts they stood in."""
    evidence, points = read_table(data, "evidence", FILE), dict(written)
    with _at("[evidence]"):
        raised_by = tuple(_whole(evidence, f"enough_{alarm.value}") for alarm in WEIGHED)
        enough = Enough(raised_by, _whole(evidence, "enough_telling"), _whole(evidence, "rather_overdose"))
        small = frozenset(_weighed(evidence.get("small")))
        unsaying = frozenset(key for key in points if _is_small(key, rules, small))
        counted = _counted(Counts.read(str(data.get(COUNTS, "")), COUNTS_FILE), _whole(evidence, "counted"))
        for key, more in counted.items():
            if not _is_small(key, rules, small):
                points[key] = tuple(map(add, more, written.get(key, _NONE)))
        return Scales.build(points, enough, unsaying, _whole(evidence, "reach"))


def _counted(counts: Counts, each: int) -> dict[str, tuple[int, ...]]:
    """Give the points of words: `each` for e times as large a share of an alarm's texts as of those without one."""
    every = len(counts.met) * _NEVER_MET
    of = {label: (at, counts.sums[at] + every) for at, label in enumerate(counts.labels)}
    (none, nones), alarms = of[Alarm.NONE.value], [of[alarm.value] for alarm in WEIGHED]

    def points(numbers: Sequence[int]) -> tuple[int, ...]:
        usual = log((numbers[none] + _NEVER_MET) / nones)
        return tuple(round(each * (log((numbers[at] + _NEVER_MET) / sums) - usual)) for at, sums in alarms)

    known = {numbers: points(numbers) for numbers in set(counts.met.values())}
    return {key: known[numbers] for key, numbers in counts.met.items() if any(known[numbers])}


def _is_small(key: str | int, rules: Sequence[Rule], small: frozenset[str]) -> bool:
    """Tell whether everybody writes so: a small family, or nothing but small words and numbers."""
    if isinstance(key, int):
        return rules[key].small
    return all(part in small or part in NUMBERS or part.isdigit() for part in key.split(PAIR))


def _by_word(evidence: Mapping[str, object], alarm: str) -> dict[str, int]:
    points: dict[str, int] = {}
    for name, words in read_table(evidence, alarm, FILE, "evidence.").items():
        with _at(f"[evidence.{alarm}] {name}"):
            for word in _weighed(words):
                if word in points:
                    raise ValueError(f'"{word}" has points already; let it stand once.')
                points[word] = _signed(name)
    return points


def _weighed(words: object) -> list[str]:
    if not isinstance(words, str):
        raise ValueError("must be words in quotes, with spaces between them.")
    for word in words.split():
        if not all(part.isalnum() or part in NUMBERS for part in word.split(PAIR)) or word.count(PAIR) > 1:
            raise ValueError(f'"{word}" is not a word; write letters and figures only, or two words with "+" between.')
    return words.split()


def _signed(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise ValueError("the name before the words is their points, a whole number.") from None


def _number(entry: Mapping[str, object], name: str) -> int:
    value = entry[name]
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError(f"{name} must be a whole number, the entry's points.")
    return value


def _alarm(entry: Mapping[str, object], where: str) -> Alarm:
    try:
        return Alarm(entry.get("alarm"))
    except ValueError:
        raise ValueError(f'safety.toml, {where}: alarm must be "overdose" or "suicide".') from None


def _letters(folding: Mapping[str, object]) -> Letters:
    def read(name: str) -> dict[str, str]:
        table = read_table(folding, name, FILE, "folding.")
        if wrong := [key for key, value in table.items() if not isinstance(value, str)]:
            raise ValueError(f"safety.toml, [folding.{name}] {wrong[0]}: must be text in quotes.")
        return {key: str(value) for key, value in table.items()}

    emoji, figures = read("emoji"), read("figures")
    if long := [sign for sign in (*emoji, *figures) if len(sign) != 1]:
        raise ValueError(f'safety.toml, [folding]: "{long[0]}" must be a single character.')
    return Letters.build(read("lookalikes"), emoji, figures)


def _spellings(table: Mapping[str, object], letters: Letters) -> dict[str, tuple[str, ...]]:
    """Give spelling -> words, from a table of words -> spellings."""
    return {
        letters.plain(spelling): tuple(letters.plain(words).split())
        for words in table
        for spelling in read_strings(table, words, "[spellings]")
    }


@contextmanager
def _at(where: str) -> Iterator[None]:
    try:
        yield
    except ValueError as wrong:
        raise ValueError(f"safety.toml, {where}: {wrong}") from None


def _text(table: Mapping[str, object], name: str) -> str:
    text = table.get(name)
    if not isinstance(text, str):
        raise ValueError(f"safety.toml, [everyday] {name}: must be text in quotes.")
    return text


def _of_gate(data: Mapping[str, object], name: str) -> int:
    with _at("[gate]"):
        return _whole(read_table(data, "gate", FILE), name)


def _whole(table: Mapping[str, object], name: str) -> int:
    value = table.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ValueError(f"{name} must be a whole number above 0.")
    return value
