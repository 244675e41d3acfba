"""Read the voices: one for each language that a line speaks."""

from collections.abc import Collection, Mapping

from config.entry import Entry
from config.shapes import Line, Voice


def read_voices(root: Entry, lines: Collection[Line]) -> Mapping[str, Voice]:
    """Read every [voice.<language>], noting every problem."""
    entries = root.tables("voice")
    for language in dict.fromkeys(language for line in lines for language in line.languages):
        if language not in entries:
            root.wrong(("voice", language), "is missing", f"write [voice.{language}] with its tag and name")
    return {language: _voice(entry) for language, entry in entries.items()}


def _voice(entry: Entry) -> Voice:
    voice = Voice(
        tag=entry.text("tag", 'write the language as Twilio names it, such as "en-US"'),
        name=entry.text("name", 'write one of Twilio\'s voices, such as "Polly.Joanna-Neural"'),
    )
    entry.done()
    return voice
