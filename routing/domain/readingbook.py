"""Read the tables of `readings.toml` that a text is read by when no emergency is raised."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from config.shapes import Topic
from routing.domain.counts import Counts
from routing.domain.folding import Folding, Letters
from routing.domain.likeness import Likeness
from routing.domain.tables import read_strings, read_table, read_tables
from routing.domain.wording import Machine, Step, read_group, read_phrase

FILE = "readings.toml"
COUNTS, COUNTS_FILE = "counts", "counts/readings.csv"
LANGUAGES = ("en", "es")
BEFORE, TOPICS, AFTER = "before", "topics", "after"
INFORMATION = "topic_info"
_FIRST, _THEN, _LAST = range(3)  # entries, keywords of topics, entries

Spellings = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Entry:
    """Say what a phrase means. `rank` orders entries: the least that is found counts. `topic` may be empty."""

    id: str
    rank: tuple[int, int]
    label: str
    topic: str
    language: str
    whole: bool = False
    first: bool = False
    pending: str = ""
    most_words: int = 0  # of a text that it is found in; 0 for any
    speaks: str = ""  # the language that is asked for

    @property
    def certain(self) -> bool:
        """Whether what it says counts whatever the rest of a text is like."""
        return self.whole or self.rank[0] == _FIRST


@dataclass(frozen=True, slots=True)
class Book:
    """Hold the file's words, checked, with every phrase in one machine; a label is an entry's index."""

    folding: Folding
    machine: Machine
    entries: tuple[Entry, ...]
    polite: tuple[tuple[str, ...], ...]
    near: frozenset[str]
    before_towns: frozenset[str]
    known: frozenset[str]  # every word that stands for something, so that alone it names no town
    wants: Machine  # a label is an index of `wishes`
    wishes: tuple[str, ...]
    tongues: Mapping[str, frozenset[str]]
    own: Mapping[str, str]  # a label -> the topic that answers it, or nothing
    likeness: Likeness
    shortest_mended: int
    enough: float  # the margin by which a text is like something, to be read so: where nothing was found in it,
    against: float  # and where something else was

    @classmethod
    def read(
        cls,
        data: Mapping[str, object],
        topics: Mapping[str, Mapping[str, Topic]],
        letters: Letters,
        spellings: Spellings,
    ) -> "Book":
        """Read the tables. Raises ValueError with a sentence that names the table and the entry at fault."""
        own = {label: str(topic) for label, topic in read_table(data, "labels", FILE).items()}
        phrasing = _Phrasing(letters, spellings, read_table(data, "words", FILE))
        found = [*_written(data, own), *_keywords(topics, own)]
        phrases = [
            (phrasing.read(text, entry.id), which) for which, (entry, texts) in enumerate(found) for text in texts
        ]
        machine = Machine.build(phrases)
        wishes = tuple(read_table(data, "wants", FILE))
        wants = Machine.build(phrasing.wanted(read_table(data, "wants", FILE)))
        tongues = {tongue: phrasing.words(read_table(data, "languages", FILE), tongue) for tongue in LANGUAGES}
        polite = tuple(
            phrasing.spelt(words)
            for words in read_strings(read_table(data, "polite", FILE), "phrases", f"{FILE}, [polite]")
        )
        near = phrasing.words(read_table(data, "near", FILE), "words")
        return cls(
            folding=Folding.build(letters, machine.vocabulary | wants.vocabulary, spellings),
            machine=machine,
            entries=tuple(entry for entry, _ in found),
            polite=polite,
            near=near,
            before_towns=phrasing.words(read_table(data, "near", FILE), "before"),
            known=machine.vocabulary | wants.vocabulary | near | {word for words in polite for word in words},
            wants=wants,
            wishes=wishes,
            tongues=tongues,
            own=own,
            likeness=_likeness(data, own),
            shortest_mended=_whole(read_table(data, "reading", FILE), "shortest_mended"),
            enough=_whole(read_table(data, "reading", FILE), "enough"),
            against=_whole(read_table(data, "reading", FILE), "against"),
        )


class _Phrasing:
    """Read phrases with the groups of the file and the spellings of the safety file."""

    def __init__(self, letters: Letters, spellings: Spellings, groups: Mapping[str, object]) -> None:
        self._letters, self._spellings = letters, spellings
        self._groups: dict[str, Sequence[tuple[str, ...]]] = {}
        for name in groups:
            self._groups[name] = read_group(read_strings(groups, name, f"{FILE}, [words]"), self._groups, self.spell)

    def read(self, text: str, where: str) -> Sequence[Step]:
        try:
            return read_phrase(text, self._groups, self.spell)
        except ValueError as wrong:
            raise ValueError(f"readings.toml, {where}: {wrong}") from None

    def wanted(self, table: Mapping[str, object]) -> list[tuple[Sequence[Step], int]]:
        named = enumerate(table)
        return [
            (self.read(text, f"[wants] {wish}"), which)
            for which, wish in named
            for text in read_strings(table, wish, f"{FILE}, [wants]")
        ]

    def spell(self, word: str) -> tuple[str, ...]:
        plain = self._letters.plain(word)
        return self._spellings.get(plain) or (plain.replace("'", ""),)

    def spelt(self, words: str) -> tuple[str, ...]:
        return tuple(part for word in words.split() for part in self.spell(word))

    def words(self, table: Mapping[str, object], name: str) -> frozenset[str]:
        text = table.get(name)
        if not isinstance(text, str):
            raise ValueError(f"readings.toml, {name}: must be text in quotes.")
        return frozenset(self.spelt(text))


def _written(data: Mapping[str, object], own: Mapping[str, str]) -> Iterator[tuple[Entry, list[str]]]:
    """Give the entries of the file, one for each language, with their phrases."""
    for rank, place in ((_FIRST, BEFORE), (_LAST, AFTER)):
        for number, table in enumerate(read_tables(data, place, FILE)):
            where = f"[[{place}]] {table.get('id', number + 1)}"
            label = table.get("label")
            if label not in own:
                raise ValueError(f"readings.toml, {where}: label must be one of {', '.join(own)}.")
            for language in LANGUAGES:
                entry = Entry(
                    id=str(table.get("id")),
                    rank=(rank, number),
                    label=str(label),
                    topic=str(table.get("topic", own[str(label)])),
                    language=language,
                    whole=table.get("whole") is True,
                    first=table.get("first") is True,
                    pending=str(table.get("pending", "")),
                    most_words=_words(table, where),
                    speaks=str(table.get("speaks", "")),
                )
                yield entry, read_strings(table, language, f"{FILE}, {where}")


def _keywords(
    topics: Mapping[str, Mapping[str, Topic]], own: Mapping[str, str]
) -> Iterator[tuple[Entry, Sequence[str]]]:
    """Give the keywords of the topics, ranked as their labels are."""
    labels = {topic: label for label, topic in own.items() if topic}
    order = list(own)
    for language, known in topics.items():
        for topic in known.values():
            label = labels.get(topic.id, INFORMATION)
            rank = (_THEN, order.index(label))
            yield Entry(topic.id, rank, label, topic.id, language), topic.keywords


def _likeness(data: Mapping[str, object], own: Mapping[str, str]) -> Likeness:
    counts = Counts.read(str(data.get(COUNTS, "")), COUNTS_FILE)
    if strangers := set(counts.labels) - own.keys():
        raise ValueError(f"{COUNTS_FILE}: {min(strangers)} is no label of {FILE}; put the file back.")
    return Likeness.build(counts)


def _words(table: Mapping[str, object], where: str) -> int:
    value = table.get("most_words", 0)
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError(f"readings.toml, {where} most_words: must be a whole number.")
    return value


def _whole(table: Mapping[str, object], name: str) -> int:
    value = table.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ValueError(f"readings.toml, [reading] {name}: must be a whole number above 0.")
    return value
