"""Read the files of a deployment into a Config, with every problem of every file at once."""

from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from config.entry import Entry, nearest
from config.facts import read_facts
from config.layers import Document, document
from config.lines import Known, read_lines
from config.menus import read_menus
from config.sentences import Sentences, hold_together, read_sentences, unreviewed
from config.shapes import Config, Problem, WrongConfig
from config.voices import read_voices

PACKAGED = files("config")
_FILES = ("line.toml", "safety.toml")


def load(config_dir: Path | None = None, packaged: Traversable = PACKAGED) -> Config:
    """Read the packaged files, with those of config_dir laid over them. Raises WrongConfig with every problem."""
    config, problems = read(config_dir, packaged)
    if config is None:
        raise WrongConfig(problems)
    return config


def read(config_dir: Path | None = None, packaged: Traversable = PACKAGED) -> tuple[Config | None, tuple[Problem, ...]]:
    """Read like `load`, and return every problem, warnings too; no Config when one of them is more than a warning."""
    problems: list[Problem] = []
    folders = [("config", packaged)] + ([(str(config_dir), config_dir)] if config_dir else [])
    problems += _strangers(config_dir) if config_dir else ()
    line, safety = (document(folders, name, problems) for name in _FILES)
    languages = _languages(folders, problems)
    config = _assemble(line, safety, languages, problems)
    ordered = tuple(sorted(problems, key=lambda problem: (problem.file, problem.line or 0)))
    wrong = config is None or any(not problem.warning for problem in ordered)
    return (None if wrong else config), ordered


def _assemble(
    line: Document | None,
    safety: Document | None,
    languages: Mapping[str, Sentences | None],
    problems: list[Problem],
) -> Config | None:
    read = {language: sentences for language, sentences in languages.items() if sentences is not None}
    hold_together(read)
    phrases = None if len(read) < len(languages) else {name for each in read.values() for name in each.texts}
    facts = None if safety is None else read_facts(Entry(safety, (), safety.table, problems))
    if line is None:
        return None
    root = Entry(line, (), line.table, problems)
    lines = read_lines(root, Known(facts, languages.keys(), phrases))
    menus = read_menus(root, phrases, lines.values())
    voices = read_voices(root, lines.values())
    root.done()
    if facts is None or safety is None or phrases is None:
        return None
    return Config(
        lines=lines,
        menus=menus,
        voices=voices,
        phrases={language: each.texts for language, each in read.items()},
        facts=facts,
        safety=safety.table,
        unreviewed=unreviewed(read),
        warnings=tuple(problem for problem in problems if problem.warning),
    )


def _languages(folders: Sequence[tuple[str, Traversable]], problems: list[Problem]) -> dict[str, Sentences | None]:
    """Read the phrases of every language that any folder has; None for one whose file cannot be read."""
    names = {name for _, folder in folders for name in _phrase_files(folder)}
    found: dict[str, Sentences | None] = {}
    for name in sorted(names):
        phrases = document(folders, f"phrases/{name}", problems)
        found[name.removesuffix(".toml")] = None if phrases is None else read_sentences(phrases, problems)
    if not found:
        problems.append(Problem("config/phrases", None, "there are no phrases", "put them back as they were installed"))
    return found


def _phrase_files(folder: Traversable) -> list[str]:
    phrases = folder.joinpath("phrases")
    return [file.name for file in phrases.iterdir() if file.name.endswith(".toml")] if phrases.is_dir() else []


def _strangers(config_dir: Path) -> Iterator[Problem]:
    """Report files that would override nothing: a slip in a name would otherwise go unnoticed."""
    for file in sorted(config_dir.glob("*.toml")):
        if file.name not in _FILES:
            yield Problem(str(file), None, "overrides no file", nearest(file.name, _FILES))
