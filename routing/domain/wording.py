"""Find phrases in folded words: the notation of `safety.toml`, and the machine that reads it.

In a phrase, words follow each other; `a|b` is either word, `(a|b c)` either wording; a `?` after any of these means
that it may be missing; `..` is up to three words of any kind; `<name>` is any entry of the group of that name.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, product
from typing import Final, NamedTuple

from routing.domain.folding import BREAK, FEW, MANY, YEAR, Place

GAP: Final = ".."
_GAP_WORDS: Final = 3
_ANY: Final = "*"
NUMBERS: Final = (FEW, MANY, YEAR)

_PART: Final = re.compile(r"\([^)]*\)\??|\S+")

Spell = Callable[[str], tuple[str, ...]]
Groups = Mapping[str, Sequence[tuple[str, ...]]]
_Numbers = tuple[int, ...]  # of states or rules: in order, each once


class Found(NamedTuple):
    """Say which phrase's label was found, and at which places (end excluded)."""

    label: int
    start: int
    end: int


class Step(NamedTuple):
    """Hold one part of a phrase: the word sequences of which one must come next."""

    choices: tuple[tuple[str, ...], ...]  # none: a gap
    optional: bool


@dataclass(slots=True)
class _Tree:
    """Hold phrases by their first step, so that those which begin alike are followed as one."""

    onward: dict[Step, "_Tree"] = field(default_factory=dict)
    labels: _Numbers = ()

    def plant(self, steps: Sequence[Step], label: int) -> None:
        tree = self
        for step in steps:
            tree = tree.onward.setdefault(step, _Tree())
        tree.labels = _united(tree.labels, (label,))


@dataclass(slots=True)
class _State:
    """Hold where each next word leads, and the labels of the phrases that end here.

    There are ten thousand while the machine is built, and a tuple takes a quarter of a set's memory.
    """

    edges: dict[str, _Numbers] = field(default_factory=dict)
    labels: _Numbers = ()

    def lead(self, word: str, targets: _Numbers) -> None:
        there = self.edges.get(word)
        self.edges[word] = _united(there, targets) if there else targets

    def absorb(self, other: "_State") -> None:
        self.labels = _united(self.labels, other.labels)
        for word, targets in other.edges.items():
            self.lead(word, targets)


class _States:
    """Number the states: those from which the same leads on are one, so that phrases which end alike share their ends.

    State 0 is kept for where phrases begin.
    """

    def __init__(self) -> None:
        self.every = [_State()]
        self._numbers: dict[int, int] = {}  # by hash: of two states that share one, the second is not shared

    def add(self, state: _State) -> int:
        """Give the number of a state, which is not changed any more."""
        there = self._numbers.setdefault(hash((frozenset(state.edges.items()), state.labels)), len(self.every))
        if there < len(self.every) and self.every[there] == state:
            return there
        self.every.append(state)
        return len(self.every) - 1


@dataclass(frozen=True, slots=True)
class Machine:
    """Find every labelled phrase in one pass over the places of a text. State 0 is where phrases begin."""

    edges: tuple[Mapping[str, int], ...]  # by state: where a word leads
    onward: tuple[int, ...]  # by state: where any word at all leads, 0 for nowhere
    labels: tuple[tuple[int, ...], ...]
    vocabulary: frozenset[str]

    @classmethod
    def build(cls, phrases: Iterable[tuple[Sequence[Step], int]]) -> "Machine":
        """Take phrases, as `read_phrase` gives them, with their labels."""
        return cls._merged(_grown(phrases))

    @classmethod
    def _merged(cls, states: Sequence[_State]) -> "Machine":
        """Make one state of those that the same words lead to, so that each word leads to one only.

        Of those whose words lead to the same places, a third of all, the leads are kept once.
        """
        numbers: dict[_Numbers, int] = {(0,): 0}
        edges: list[Mapping[str, int]] = []
        onward: list[int] = []
        labels: list[tuple[int, ...]] = []
        alike: dict[int, Mapping[str, int]] = {}  # by hash, as the states are
        for group in (waiting := [*numbers]):
            both = _one_of(group, states)
            for targets in both.edges.values():
                if targets not in numbers:
                    numbers[targets] = len(numbers)
                    waiting.append(targets)
            leads = {word: numbers[targets] for word, targets in both.edges.items()}
            onward.append(leads.pop(_ANY, 0))
            there = alike.setdefault(hash(frozenset(leads.items())), leads)
            edges.append(there if there == leads else leads)
            labels.append(both.labels)
        vocabulary = frozenset(word for state in edges for word in state if word.isalnum())
        return cls(tuple(edges), tuple(onward), tuple(labels), vocabulary)

    def find(self, places: Sequence[Place]) -> list[Found]:
        """Give every phrase found. A sentence's end neither helps nor hinders."""
        found: list[Found] = []
        live: set[tuple[int, int]] = set()  # a state, and the place where its phrase began
        edges, onward, labels = self.edges, self.onward, self.labels
        begin = edges[0]
        for at, place in enumerate(places):
            if place == BREAK:
                continue
            ahead: set[tuple[int, int]] = set()
            for state, start in live:
                if after := onward[state]:
                    ahead.add((after, start))
                by_word = edges[state]
                for word in place:
                    if after := by_word.get(word, 0):
                        ahead.add((after, start))
            for word in place:
                if after := begin.get(word, 0):
                    ahead.add((after, at))
            for state, start in ahead:
                if labels[state]:
                    found += [Found(label, start, at + 1) for label in labels[state]]
            live = ahead
        return found

    def alone(self, labels: Collection[int]) -> frozenset[str]:
        """Give the words that are a whole phrase of one of the labels."""
        return frozenset(word for word, to in self.edges[0].items() if not set(labels).isdisjoint(self.labels[to]))


def _united(these: _Numbers, those: _Numbers) -> _Numbers:
    return tuple(sorted({*these, *those})) if those else these


def read_group(entries: Sequence[str], groups: Groups, spell: Spell) -> list[tuple[str, ...]]:
    """Spell out a group, which may name others. Raises ValueError saying what cannot be read."""
    spelt: list[tuple[str, ...]] = []
    for entry in entries:
        steps = read_phrase(entry, groups, spell)
        if any(step.optional or not step.choices for step in steps):
            raise ValueError(f'"{entry}" in a group may hold neither "?" nor ".."; write each form out.')
        spelt += [tuple(chain.from_iterable(way)) for way in product(*(step.choices for step in steps))]
    return spelt


def read_phrase(phrase: str, groups: Groups, spell: Spell) -> list[Step]:
    """Read one phrase in the notation. Raises ValueError saying what cannot be read."""
    steps = [_step(part, phrase, groups, spell) for part in _PART.findall(phrase)]
    if not steps or not any(step.choices and not step.optional for step in steps):
        raise ValueError(f'"{phrase}" would match anything; write at least one word that must be there.')
    if not steps[0].choices or not steps[-1].choices:
        raise ValueError(f'"{phrase}" begins or ends with ".."; let it begin and end with a word.')
    return steps


def _step(part: str, phrase: str, groups: Groups, spell: Spell) -> Step:
    if part == GAP:
        return Step((), optional=False)
    wordings = part.removesuffix("?").removeprefix("(").removesuffix(")").split("|")
    choices = chain.from_iterable(_wording(wording, phrase, groups, spell) for wording in wordings)
    return Step(tuple(choices), part.endswith("?"))


def _wording(wording: str, phrase: str, groups: Groups, spell: Spell) -> Sequence[tuple[str, ...]]:
    """Give every way to say words and groups that follow each other."""
    words = wording.split()
    if not words:
        raise ValueError(f'"{phrase}" has nothing on one side of "|"; write a word there.')
    if len(words) == 1:
        return _ways(words[0], phrase, groups, spell)
    ways = product(*(_ways(word, phrase, groups, spell) for word in words))
    return [tuple(chain.from_iterable(way)) for way in ways]


def _ways(word: str, phrase: str, groups: Groups, spell: Spell) -> Sequence[tuple[str, ...]]:
    if word in NUMBERS:
        return [(word,)]
    if word.startswith("<"):
        if word.strip("<>") not in groups:
            raise ValueError(f'"{phrase}": {word} is no group of [words]; name one written above it.')
        return groups[word.strip("<>")]
    words = spell(word)
    if not all(one.isalnum() for one in words):
        raise ValueError(f'"{phrase}": "{word}" is not a word; write letters and figures only.')
    return [words]


def _grown(phrases: Iterable[tuple[Sequence[Step], int]]) -> list[_State]:
    """Give the states of phrases; state 0 is where they begin. Their tree is gone before anything else is made."""
    tree = _Tree()
    for steps, label in phrases:
        tree.plant(steps, label)
    states = _States()
    states.every[0] = _grow(tree, states)
    return states.every


def _grow(tree: _Tree, states: _States) -> _State:
    """Give the state from which every phrase of the tree begins; the states after it are added."""
    here = _State(labels=tree.labels)
    for step, onward in tree.onward.items():
        after = _grow(onward, states)
        if step.choices:
            _lead(here, step, states.add(after), states)
        if step.optional:
            here.absorb(after)
        if not step.choices:
            here.absorb(_gap(after, states))
    return here


def _lead(here: _State, step: Step, target: int, states: _States) -> None:
    for words in step.choices:
        onward = target
        for word in reversed(words[1:]):
            onward = states.add(_State({word: (onward,)}))
        here.lead(words[0], (onward,))


def _gap(after: _State, states: _States) -> _State:
    here = after
    for _ in range(_GAP_WORDS):
        longer = _State({_ANY: (states.add(here),)})
        longer.absorb(after)
        here = longer
    return here


def _one_of(group: _Numbers, states: Sequence[_State]) -> _State:
    """Give the state that is all of a group's; most groups are of one, which needs no copy."""
    if len(group) == 1:
        return states[group[0]]
    both = _State()
    for state in group:
        both.absorb(states[state])
    return both
