"""Talking by text: how somebody stands who texts, what a specialist's text asks for, and how long words are divided.

Pure: what is read here is a whole text, as it was written.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

LONGEST_PART = 600  # letters; a carrier may lose what is much longer
Act = Literal["words", "yes", "no", "done", "pass", "call", "shut", "keys", "which", "nobody"]

CALL, TEXT = (
    ("call", "call me", "phone", "phone me", "llamada", "llamar", "llameme", "llamenme"),
    ("text", "texto", "mensaje"),
)
YES: Final = ("yes", "y", "yes please", "yeah", "yep", "ok", "okay", "sure", "si", "sí", "s", "claro")
NO: Final = ("no", "n", "no thanks", "nope", "no gracias")
DONE: Final = ("done", "fin", "terminar")
KEYS: Final = ("keys", "teclas")
COMMANDS: Final[Mapping[str, Act]] = {
    "pass": "pass", "pasar": "pass", "call": "call", "llamar": "call", "shut": "shut", "bloquear": "shut",
}  # fmt: skip
NUMBERED = re.compile(r"\s*#\s*([0-9])[\s:.,]*(.*)", re.ASCII | re.DOTALL)


@dataclass(frozen=True)
class Stands:
    """Say with whom somebody writes who texts; everything empty for whoever nothing is known of.

    `specialist` is whose telephone it is, `asked` the offer that they are asked about by text, and `texts` the offers
    whose people they write with, by number. `contact` is the person's own open contact, with its `stage`, `channel`,
    `mode` and the `offer` of whoever has it. `question` is what the person was asked last, and
    `wrote` the offer of the text that a specialist is just done with, of which nothing was said yet. `unknown`: live
    state does not answer, so all of this may be otherwise.
    """

    specialist: str = ""
    asked: str = ""
    texts: Mapping[int, str] = field(default_factory=dict)
    contact: str = ""
    stage: str = ""
    channel: str = ""
    mode: str = ""
    offer: str = ""
    question: str = ""
    shut_out: bool = False
    wrote: str = ""
    unknown: bool = False

    @property
    def helps(self) -> bool:
        """Tell whether a specialist writes with somebody, or is asked to."""
        return bool(self.asked or self.texts)

    @property
    def talks(self) -> bool:
        """Tell whether a person writes with a specialist."""
        return bool(self.contact) and self.channel == "text" and self.stage == "bridged"

    @property
    def waits(self) -> bool:
        """Tell whether a person waits for somebody to write with."""
        return bool(self.contact) and self.channel == "text" and self.stage == "waiting"

    @property
    def asked_as(self) -> int:
        """Return the number by which a specialist answers an offer: the lowest that is free."""
        return next(number for number in range(1, 100) if number not in self.texts)


@dataclass(frozen=True)
class Said:
    """What a specialist's text asks for. `offer` is the one it is about; `words` are to go on to its person.

    `which` is a text for one of several, who is not named; `nobody` names somebody who is not there.
    """

    act: Act
    offer: str = ""
    words: str = field(default="", repr=False)


def said(words: str, stands: Stands) -> Said | None:
    """Read a specialist's text; None where it has nothing to do with a text under way or asked about."""
    if folded(words) in KEYS:
        return Said("keys")
    numbered = NUMBERED.fullmatch(words)
    if numbered:
        return _numbered(int(numbered[1]), numbered[2].strip(), stands)
    if len(stands.texts) > 1:
        return Said("which")
    if stands.texts:
        return _of_one(words, next(iter(stands.texts.values())))
    return _answered(words, stands.asked)


def _numbered(number: int, rest: str, stands: Stands) -> Said:
    if number in stands.texts:
        return _commanded(rest, stands.texts[number]) or _of_one(rest, stands.texts[number])
    if stands.asked and number == stands.asked_as:
        return _answered(rest, stands.asked) or Said("nobody")
    return Said("nobody")


def _commanded(rest: str, offer: str) -> Said | None:
    """Read what is only a command after a number: PASS, PASS ANA, CALL, SHUT, SHUT YES."""
    first, _, more = " ".join(rest.split()).rstrip(".!").partition(" ")
    act = COMMANDS.get(first.lower())
    if act is None or (more and act == "call") or (more and act == "shut" and folded(more) not in YES):
        return None
    return Said(act, offer, more)


def _of_one(words: str, offer: str) -> Said:
    return Said("done", offer) if folded(words) in DONE else Said("words", offer, words)


def _answered(words: str, offer: str) -> Said | None:
    act: Act | None = "yes" if folded(words) in YES else "no" if folded(words) in NO else None
    return Said(act, offer) if act else None


def folded(words: str) -> str:
    """Return a text as whole words are compared: small letters, no marks at its ends, one space between words."""
    return " ".join(words.lower().strip(" .,!¡¿?\n\t\"'").split())


def parts(words: str) -> Sequence[str]:
    """Divide words that are long for one text, between words where that is possible; each says which it is."""
    room = LONGEST_PART - len(" (10/10)")
    divided: list[str] = []
    rest = words.strip()
    while len(rest) > (LONGEST_PART if not divided else room):
        at = max(rest.rfind(" ", room // 2, room + 1), rest.rfind("\n", room // 2, room + 1))
        at = at if at > 0 else room
        divided.append(rest[:at].rstrip())
        rest = rest[at:].lstrip()
    divided.append(rest)
    if len(divided) == 1:
        return divided
    return [f"{part} ({number}/{len(divided)})" for number, part in enumerate(divided, 1)]
