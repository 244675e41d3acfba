"""Read the phrases, a file a language, and hold the languages together."""

import string
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from config.entry import Entry, nearest
from config.layers import Document
from config.shapes import Problem


@dataclass(frozen=True)
class Sentences:
    """Hold one language: each id's text, the table it stands in, and the ids that somebody signed off."""

    root: Entry
    texts: Mapping[str, str]
    tables: Mapping[str, str]
    reviewed: frozenset[str]

    def wrong(self, sentence: str, what: str, right: str) -> None:
        """Note a problem with one sentence."""
        self.root.wrong((self.tables[sentence], sentence), what, right)


def read_sentences(document: Document, problems: list[Problem]) -> Sentences:
    """Read one language's file: tables of sentences, and [review.<id>] with by and on."""
    root = Entry(document, (), document.table, problems)
    texts: dict[str, str] = {}
    tables: dict[str, str] = {}
    for table in (name for name in document.table if name != "review"):
        for sentence, text in root.by_key(table, f'write [{table}] with sentences, each as id = "text"').items():
            if sentence in texts:
                root.wrong((table, sentence), f"is also in [{tables[sentence]}]", "give each sentence an id of its own")
            texts[sentence], tables[sentence] = text, table
    sentences = Sentences(root, texts, tables, frozenset(reviews(root, texts)))
    for sentence, text in texts.items():
        if not text.strip():
            sentences.wrong(sentence, "is empty", "write what is said")
        if placeholders(text) is None:
            sentences.wrong(sentence, "has a brace that is not a placeholder", "write {name}, or {{ and }} for braces")
    return sentences


def placeholders(text: str) -> frozenset[str] | None:
    """Return the names in braces, or None when a brace is something else."""
    try:
        parts = [part for part in string.Formatter().parse(text) if part[1] is not None]
    except ValueError:
        return None
    if any(not (name or "").isidentifier() or spec or conversion for _, name, spec, conversion in parts):
        return None
    return frozenset(name for _, name, _, _ in parts if name)


def hold_together(languages: Mapping[str, Sentences]) -> None:
    """Note every sentence that a language lacks, and every one whose placeholders differ from the first language's."""
    origins: dict[str, str] = {}
    for language, sentences in languages.items():
        for sentence in sentences.texts:
            origins.setdefault(sentence, language)
    for sentence, origin in origins.items():
        for sentences in languages.values():
            table = languages[origin].tables[sentence]
            if sentence not in sentences.texts and not sentences.root.has(table, sentence):
                sentences.root.wrong((table, sentence), "is missing", f"translate it from {origin}")
            elif sentence in sentences.texts:
                _same_placeholders(sentence, sentences, languages[origin], origin)


def unreviewed(languages: Mapping[str, Sentences]) -> tuple[str, ...]:
    """List the sentences that nobody has signed off, as `<language>.<id>`."""
    return tuple(
        f"{language}.{sentence}"
        for language, sentences in languages.items()
        for sentence in sentences.texts
        if sentence not in sentences.reviewed
    )


def _same_placeholders(sentence: str, ours: Sentences, theirs: Sentences, origin: str) -> None:
    has, right = placeholders(ours.texts[sentence]), placeholders(theirs.texts[sentence])
    if has is not None and right is not None and has != right:
        ours.wrong(sentence, f"has {_braced(has)}", f"write {_braced(right)}, as in {origin}")


def reviews(root: Entry, reviewed: Collection[str]) -> Iterator[str]:
    """Read [review.<id>], by and on, and yield the ids that somebody signed off."""
    for name, review in root.tables("review").items():
        if name not in reviewed:
            root.wrong(("review", name), "is not an entry of this file", nearest(name, reviewed))
        if not review.has("on"):
            review.wrong("on", "is missing", "write the day, such as 2026-01-31")
        by, on = review.text("by", "write who signed it off"), review.day("on")
        review.done()
        if by.strip() and on:
            yield name


def _braced(names: frozenset[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names)) or "no placeholder"
