"""Read the tables of `safety.toml` that the emergency gate is made of."""

import enum
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from routing.domain.folding import Letters
from routing.domain.tables import read_strings, read_table, read_tables
from routing.domain.together import Together
from routing.domain.wording import Groups, Machine, Step, read_group, read_phrase

FILE = "safety.toml"
_LANGUAGES = ("en", "es")
Spellings = Mapping[str, tuple[str, ...]]


class Alarm(enum.Enum):
    """Name what the first answer must be about."""

    NONE = "none"
    OVERDOSE = "overdose"
    SUICIDE = "suicide"


class Kind(enum.Enum):
    """Name what finding a phrase means, after the table that holds it."""

    SIGN = "signs"
    BARE = "bare"
    GUARD = "guards"
    URGENT = "urgent"
    IDEA = "ideas"
    TOGETHER = "together"
    EXCEPT = "except"


_ALARMING = frozenset({Kind.SIGN, Kind.BARE, Kind.GUARD, Kind.TOGETHER})
_EXCEPTING = frozenset({Kind.SIGN, Kind.BARE, Kind.IDEA})


@dataclass(frozen=True, slots=True)
class Rule:
    """Hold what the phrases of one entry stand for; the exceptions of an entry are the rule after it."""

    id: str
    kind: Kind
    alarm: Alarm = Alarm.NONE


@dataclass(frozen=True, slots=True)
class Signbook:
    """Hold the safety file's words, checked, with the phrases of all rules in one machine."""

    letters: Letters
    spellings: Spellings
    machine: Machine
    rules: tuple[Rule, ...]
    together: tuple[Together, ...]
    guard_reach: int
    settled: frozenset[str]
    shortest_alarming: int

    @property
    def alarming(self) -> frozenset[str]:
        """Give the words that raise an alarm by themselves."""
        return self.machine.alone([n for n, rule in enumerate(self.rules) if rule.kind in {Kind.SIGN, Kind.BARE}])

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
        return cls(
            letters=letters,
            spellings=spellings,
            machine=Machine.build(phrases),
            rules=tuple(rules),
            together=tuple(_together(data, rules)),
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
        return self._spellings.get(plain) or (plain.replace("'", ""),)


def _entries(data: Mapping[str, object]) -> Iterator[tuple[Rule, str, list[str]]]:
    """Give each rule, where it stands in the file, and its phrases."""
    for kind in (Kind.SIGN, Kind.BARE, Kind.GUARD, Kind.URGENT, Kind.IDEA, Kind.TOGETHER):
        seen: set[object] = set()
        for number, entry in enumerate(read_tables(data, kind.value, FILE), 1):
            name = entry.get("id")
            where = f"[[{kind.value}]] {name or number}"
            if not isinstance(name, str) or name in seen:
                raise ValueError(f"safety.toml, {where}: every entry needs an id of its own; give it one.")
            seen.add(name)
            alarm = _alarm(entry, where) if kind in _ALARMING else Alarm.NONE
            texts = [text for language in _LANGUAGES for text in read_strings(entry, language, where)]
            yield Rule(name, kind, alarm), where, texts
            if excepted := read_strings(entry, "except", where) if kind in _EXCEPTING else []:
                yield Rule(f"{kind.value}.{name}", Kind.EXCEPT), f"{where} except", excepted


def _together(data: Mapping[str, object], rules: Sequence[Rule]) -> Iterator[Together]:
    """Give the ideas that raise an alarm together, by the labels of their rules."""
    labels = {(rule.kind, rule.id): label for label, rule in enumerate(rules)}
    for entry in read_tables(data, Kind.TOGETHER.value, FILE):
        where = f"[[together]] {entry['id']}"
        with _at(where):
            ideas = [labels.get((Kind.IDEA, name)) for name in read_strings(entry, "ideas", where)]
            match ideas:
                case [int(one), int(other)] if one != other:
                    label = labels[Kind.TOGETHER, str(entry["id"])]
                    yield Together(label, (one, other), _whole(entry, "within"))
                case _:
                    raise ValueError("ideas must name two entries of [[ideas]].")


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
