"""Read the facts of safety.toml: numbers to call or text, each with its source."""

import re
from collections import Counter
from collections.abc import Mapping

from config.entry import Entry
from config.shapes import Fact

# "disputed" is missing on purpose: a number that sources disagree about is not given to anyone.
BASES = ("official", "secondary")

UNVERIFIED = "unverified"

# Written for people who read the file; whoever needs one finds it in `Config.safety`.
REMARKS = ("hours", "languages", "note", "tty", "web")


def read_facts(root: Entry) -> Mapping[str, Fact]:
    """Read [[facts]], noting every problem. A wrong fact is still in the answer: others may name it."""
    _once_each(root)
    facts = [_fact(entry) for entry in root.elements("facts")]
    return {fact.id: fact for fact in facts}


def _fact(entry: Entry) -> Fact:
    fact = Fact(
        id=entry.text("id", "write a word that is this fact's own"),
        name=entry.text("name", "write the name as it is said"),
        call=entry.optional_text("call", "write the number as it is dialled, or take it out"),
        text=entry.optional_text("text", "write what to send to which number, or take it out"),
        source=entry.text("source", "write the page or the person that says so"),
        basis=entry.one_of("basis", BASES, "secondary"),
        verified_on=None if entry.says("verified_on", UNVERIFIED) else entry.day("verified_on"),
    )
    entry.leave(*REMARKS)
    for key, number in (("call", fact.call), ("text", fact.text)):
        if number and not re.search(r"\d", number):
            entry.wrong(key, "has no digit", "write a number to dial or to text")
    entry.done()
    return fact


def _once_each(root: Entry) -> None:
    # Within one file: the same id in an override is a correction.
    for layer in root.document.layers:
        listed = layer.table.get("facts")
        ids = Counter(str(fact.get("id")) for fact in listed or () if isinstance(fact, dict) and "id" in fact)
        for twice in sorted(name for name, count in ids.items() if count > 1):
            root.wrong(("facts", twice), "is there twice", "give each fact an id of its own")
