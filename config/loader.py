"""Read the files of a deployment into a Config, with every problem of every file at once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeVar

from config import sentences, topics
from config.entry import Entry, nearest
from config.facts import read_facts
from config.layers import Document, document
from config.lines import Known, read_lines
from config.lists import read_lists
from config.menus import read_menus
from config.sentences import Sentences
from config.shapes import Config, Fact, Problem, Topic, WrongConfig
from config.topics import Subjects
from config.voices import read_voices

PACKAGED = files("config")
_FILES = ("line.toml", "safety.toml", "readings.toml")

OneLanguage = TypeVar("OneLanguage")


def load(config_dir: Path | None = None, packaged: Traversable = PACKAGED) -> Config:
    """Read the packaged files, with those of config_dir laid over them. Raises WrongConfig with every problem."""
    return _loaded(config_dir, packaged) if config_dir or packaged is not PACKAGED else _packaged()


@cache
def _packaged() -> Config:
    """Read what cannot change while a process runs, once, for it takes a fifth of a second."""
    return _loaded(None, PACKAGED)


def _loaded(config_dir: Path | None, packaged: Traversable) -> Config:
    config, problems = read(config_dir, packaged)
    if config is None:
        raise WrongConfig(problems)
    return config


def read(config_dir: Path | None = None, packaged: Traversable = PACKAGED) -> tuple[Config | None, tuple[Problem, ...]]:
    """Read like `load`, and return every problem, warnings too; no Config when one of them is more than a warning."""
    problems: list[Problem] = []
    folders = [("config", packaged)] + ([(str(config_dir), config_dir)] if config_dir else [])
    problems += _strangers(config_dir) if config_dir else ()
    files = {name: document(folders, name, problems) for name in _FILES}
    phrases = _by_language(folders, "phrases", sentences.read_sentences, problems)
    subjects = _by_language(folders, "topics", topics.read_topics, problems)
    problems += _untold(phrases, subjects)
    config = _assemble(files, phrases, subjects, problems)
    ordered = tuple(sorted(problems, key=lambda problem: (problem.file, problem.line or 0)))
    wrong = config is None or any(not problem.warning for problem in ordered)
    return (None if wrong else config), ordered


def _assemble(
    files: Mapping[str, Document | None],
    languages: Mapping[str, Sentences | None],
    subjects: Mapping[str, Subjects | None],
    problems: list[Problem],
) -> Config | None:
    line, safety, readings = (files[name] for name in _FILES)
    read = {language: one for language, one in languages.items() if one is not None}
    sentences.hold_together(read)
    phrases = None if len(read) < len(languages) else {name for each in read.values() for name in each.texts}
    facts = None if safety is None else read_facts(Entry(safety, (), safety.table, problems))
    known = {language: one for language, one in subjects.items() if one is not None}
    told = _topics(known, facts)
    if line is None:
        return None
    root = Entry(line, (), line.table, problems)
    lines = read_lines(root, Known(facts, languages.keys(), phrases))
    subject_ids = None if len(known) < len(subjects) else {topic for topics in told.values() for topic in topics}
    menus = read_menus(root, phrases, subject_ids, lines.values())
    voices = read_voices(root, lines.values())
    lists = read_lists(root)
    root.done()
    if facts is None or safety is None or readings is None or phrases is None or len(known) < len(subjects):
        return None
    return Config(
        lines=lines,
        menus=menus,
        voices=voices,
        phrases={language: each.texts for language, each in read.items()},
        topics=told,
        facts=facts,
        safety={**safety.table, "counts": _counts("emergency")},
        readings={**readings.table, "counts": _counts("readings")},
        unreviewed=(*sentences.unreviewed(read), *topics.unreviewed(known)),
        warnings=tuple(problem for problem in problems if problem.warning),
        lists=lists,
    )


def _counts(name: str) -> str:
    """Return how often words stood in texts that people have labelled, which no deployment lays another over."""
    return PACKAGED.joinpath("counts", f"{name}.csv").read_text(encoding="utf-8")


def _topics(known: Mapping[str, Subjects], facts: Mapping[str, Fact] | None) -> dict[str, Mapping[str, Topic]]:
    """Hold the topics together, and to the facts where those could be read."""
    for each in known.values():
        if facts is not None:
            topics.judge(each, facts)
    return topics.hold_together(known)


def _by_language(
    folders: Sequence[tuple[str, Traversable]],
    kind: str,
    read: Callable[[Document, list[Problem]], OneLanguage],
    problems: list[Problem],
) -> dict[str, OneLanguage | None]:
    """Read a kind's file of every language that any folder has; None for one whose file cannot be read."""
    names = {name for _, folder in folders for name in _language_files(folder.joinpath(kind))}
    found: dict[str, OneLanguage | None] = {}
    for name in sorted(names):
        file = document(folders, f"{kind}/{name}", problems)
        found[name.removesuffix(".toml")] = None if file is None else read(file, problems)
    if not found:
        problems.append(Problem(f"config/{kind}", None, f"there are no {kind}", "put them back as they were installed"))
    return found


def _language_files(folder: Traversable) -> list[str]:
    return [file.name for file in folder.iterdir() if file.name.endswith(".toml")] if folder.is_dir() else []


def _untold(phrases: Mapping[str, object], subjects: Mapping[str, object]) -> Iterator[Problem]:
    """Report the languages that have phrases and no topics, or topics and no phrases."""
    for there, missing, kind in ((phrases, subjects, "topics"), (subjects, phrases, "phrases")):
        for language in there.keys() - missing.keys() if missing else ():
            right = f"write it: the language has {'phrases' if kind == 'topics' else 'topics'}"
            yield Problem(f"config/{kind}/{language}.toml", None, "the file is missing", right)


def _strangers(config_dir: Path) -> Iterator[Problem]:
    """Report files that would override nothing: a slip in a name would otherwise go unnoticed."""
    for file in sorted(config_dir.glob("*.toml")):
        if file.name not in _FILES:
            yield Problem(str(file), None, "overrides no file", nearest(file.name, _FILES))
