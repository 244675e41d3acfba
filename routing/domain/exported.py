"""What an export holds: its files, and what each column of them is. Whoever reads it reads this first."""

from collections.abc import Iterator, Mapping

# A spreadsheet would reckon a cell that begins so; with an apostrophe before it, it shows it.
FORMULA = ("=", "+", "-", "@", "\t", "\r")

SPECIALISTS = {
    "id": "names the specialist in the other files",
    "name": "what the organisation calls them",
    "languages": "which they speak, a space between",
    "skills": "which they have, a space between",
    "order": "1 is asked first where a skill goes by order; 999 is last",
    "call_out": "whether they agreed to be asked off duty",
    "has_pin": "whether they have a PIN; the PIN itself is known to nobody",
    "activity": "what was last set by hand",
}
PEOPLE = {
    "name": "as above",
    "phone": "their number in E.164, after an apostrophe, which keeps spreadsheets from changing it",
    "languages": "as above",
    "skills": "as above",
    "order": "as above",
    "call_out": "as above; to be taken again with yes, they need a PIN first",
}
SHIFTS = {
    "id": "names the shift",
    "specialist": "whose it is",
    "name": "their name",
    "zone": "whose clocks times go by that name no zone",
    "calendar": "when, as iCalendar (RFC 5545)",
}
COVERS = {
    "id": "names the offer",
    "shift": "of which shift; or the id of the cover by which somebody has it",
    "specialist": "who offered it",
    "start": "when that time on call begins, in UTC",
    "end": "when it ends",
    "taken_by": "who is on call instead; empty while nobody is",
    "taken_at": "since when it is theirs",
}
HISTORY = {
    "hour": "the hour's start, in UTC",
    "line": "on which line; empty for all of them",
    "queue": "line, skill and language; empty where none was entered",
    "channel": "voice or text",
    "measure": "what was counted",
    "number": "how much; of longest_wait_s and longest_wait_in_vain_s the longest, else the sum",
}
AUDIT = {
    "number": "counts the rows, without a gap",
    "at": "when, in UTC",
    "at_ms": "the same as it was signed, in ms",
    "who": "a user's id, the login of a command, or a specialist's id by text",
    "what": "what they did",
    "kind": "to what kind of thing",
    "id": "to which",
    "why": "why, in staff's own words",
    "previous": "the signature of the row before",
    "signature": "a keyed digest of this row and that signature",
}
CONSENTS = {
    "id": "names the yes",
    "scope": "to what",
    "wording": "which sentence was heard",
    "sentence": "the SHA-256 of its very words",
    "language": "in which language",
    "channel": "by voice or by text",
    "how": "what the person did",
    "given_at": "when, in UTC",
    "expires_at": "when the row is deleted",
    "withdrawn_at": "when it was taken back; empty if it was not",
    "withdrawn_how": "how it was taken back",
}
FILES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "specialists.csv": ("Who is on the roster.", SPECIALISTS),
    "people.csv": (
        "The same with telephone numbers, as `helpline specialist import` reads it. It is here because numbers were "
        "asked for, which stands in the audit.",
        PEOPLE,
    ),
    "shifts.json": ("Every shift as it was written, before covers.", SHIFTS),
    "covers.csv": ("Times on call that one specialist offers, and who has taken them.", COVERS),
    "history.csv": (
        "The anonymous counters. NOT TO BE PUBLISHED or passed on outside the team: a number from 1 to 10 may point to "
        "somebody. What may be shown to everybody is in weeks-for-everybody.csv.",
        HISTORY,
    ),
    "weeks-for-everybody.csv": (
        "Contacts of whole weeks, and how they ended; * stands for a number from 1 to 10, or one that would tell it.",
        {"period": "the week's Monday", "contacts": "how many", "ended_...": "how many of them ended so"},
    ),
    "audit.json": ("Who did what, as it was signed; `helpline audit verify` checks it where it is kept.", AUDIT),
    "consents.csv": ("Every yes that is still kept, without whose it is.", CONSENTS),
}
NOT_IN_IT = (
    "Not in it: whoever has called or written, promises and messages, notes of calls, PINs, passwords and keys, lists "
    "of places, the configuration. A backup of the database holds what can be brought back (docs/operations.md)."
)


def explained(files: Mapping[str, int], when: str) -> Iterator[str]:
    """Give the lines of the file that explains the others; `files` are those there are, with how many rows."""
    yield from ("# What this helpline knows of itself", "", f"Exported at {when} (UTC). Times are UTC's.", "")
    yield from (NOT_IN_IT, "", "A cell that a spreadsheet would reckon has an apostrophe before it.")
    for name, count in files.items():
        about, columns = FILES[name]
        yield from ("", f"## {name}, {count} rows", "", about, "")
        yield from (f"- `{column}`: {meaning}" for column, meaning in columns.items())


def cell(value: object) -> str:
    """Write what stands in a table's cell."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    written = str(value)
    return f"'{written}" if isinstance(value, str) and written.startswith(FORMULA) else written
