"""Tell a specialist something by text, in their language."""

from collections.abc import Mapping

from config.shapes import Line
from routing.flow import sending
from routing.flow.sentences import text
from routing.ports import Services


def line_of(s: Services, record: Mapping[str, str]) -> Line:
    """Return the line that a specialist of live state works for; the first of theirs, or of all."""
    return s.config.lines.get(record.get("queues", "").partition(".")[0]) or next(iter(s.config.lines.values()))


def language_of(s: Services, record: Mapping[str, str]) -> str:
    """Return the language to write to a specialist in: the first of theirs that their line speaks, or its own first."""
    line = line_of(s, record)
    return next((one for one in record.get("languages", "").split() if one in line.languages), line.languages[0])


def tell(s: Services, record: Mapping[str, str], kind: str, id: str, phrase: str, **values: str | int) -> None:
    """Ask for a text to a specialist whose number is known to be theirs, once for its id. Raises Unavailable."""
    if record.get("unverified"):
        return
    line, language = line_of(s, record), language_of(s, record)
    words = text(s, phrase, language, line=line.name[language], **values)
    sending.ask(s, id, kind, line.id, to=record["phone"], words=words)
