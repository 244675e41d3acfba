"""A small deployment that has no problem, for tests to spoil."""

from pathlib import Path

import pytest

LINE = """\
[line.main]
numbers = ["+12025550100"]
languages = ["en", "es"]
time_zone = "America/New_York"
fallback_numbers = ["+12025550190"]
refer_to = ["988"]
[line.main.name]
en = "the helpline"
es = "la línea"
[line.main.disclosure]
en = "We must report abuse."
es = "Debemos informar del abuso."
[line.main.skill.general]
strategy = "longest_idle"
ring_at_once = 1
ring_seconds = 20
wrap_up_seconds = 60

[menu.top]
say = "greeting"
keys = { "0" = "emergency", "1" = "talk", "2" = "other", "8" = "language", "*" = "repeat" }
silence = "talk"
[menu.other]
say = "other_help"
keys = { "0" = "emergency", "1" = "talk" }
silence = "top"

[voice.en]
tag = "en-US"
name = "Polly.Joanna"
[voice.es]
tag = "es-US"
name = "Polly.Lupe"
"""

SAFETY = """\
[signs]
breathing = ["not breathing"]

[[facts]]
id = "988"
name = "988 Lifeline"
call = "988"
source = "988lifeline.org"
basis = "official"
verified_on = 2026-01-31

[[facts]]
id = "lifeline"
name = "Lifeline"
call = "1-202-555-0142"
source = "988lifeline.org"
basis = "official"
verified_on = 2026-01-31

[[facts]]
id = "finder"
name = "FindTreatment.gov"
source = "findtreatment.gov"
basis = "official"
verified_on = "unverified"
hours = "24/7"
"""

ENGLISH = """\
[voice]
greeting = "This is {line}."
other_help = "Other help."
[numbers]
fact_988 = "Call {number}."
"""

SPANISH = """\
[voice]
greeting = "Esta es {line}."
other_help = "Otra ayuda."
[numbers]
fact_988 = "Llame al {number}."
"""

TOPICS = """\
[finding]
name = "finding help"
keywords = ["help", "where"]
said = '''
Call {lifeline}.
Look around.'''
sent = "Call {lifeline} now."
source = "988lifeline.org"
leads_to = "talk"
verified_on = 2026-01-31
[waiting]
name = "waiting"
keywords = ["wait"]
said = "It takes a while."
sent = "It takes a while."
source = "our own practice"
verified_on = "unverified"
"""

TEMAS = """\
[finding]
name = "encontrar ayuda"
keywords = ["ayuda"]
said = "Llame al {lifeline}."
sent = "Llame ya al {lifeline}. ¿Está bien?"
verified_on = 2026-01-31
[waiting]
name = "esperar"
keywords = ["esperar"]
said = "Tarda un poco."
sent = "Tarda un poco."
verified_on = 2026-01-31
"""

READINGS = """\
[labels]
help = ""
"""

GOOD = {
    "line.toml": LINE,
    "safety.toml": SAFETY,
    "readings.toml": READINGS,
    "phrases/en.toml": ENGLISH,
    "phrases/es.toml": SPANISH,
    "topics/en.toml": TOPICS,
    "topics/es.toml": TEMAS,
}


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def packaged(tmp_path) -> Path:
    """The folder of files that are installed."""
    return write(tmp_path / "packaged", GOOD)


@pytest.fixture
def ours(tmp_path) -> Path:
    """The folder of a deployment's own files."""
    folder = tmp_path / "ours"
    folder.mkdir()
    return folder
