"""What a specialist may write, with a PIN: ON 4821, OFF 4821, BREAK 15 4821, READY 4821, STATUS 4821; and what whoever
is alerted may reply.
"""

import re
from dataclasses import dataclass, field

BREAK_MINUTES, MOST_MINUTES = 15, 480
ACTS = {
    "ON": "on", "OFF": "off", "BREAK": "break", "READY": "ready", "STATUS": "status",
    "PAUSA": "break", "LISTO": "ready", "LISTA": "ready", "ESTADO": "status",
}  # fmt: skip
SHAPE = re.compile(rf"({'|'.join(ACTS)})(?:\s+([0-9]{{1,3}}))?\s+([0-9]{{4,8}})", re.ASCII | re.IGNORECASE)

OK = {"ok", "okay", "got it", "vale", "recibido", "entendido", "de acuerdo"}


@dataclass(frozen=True)
class Command:
    """What is asked for: on, off, break, ready or status; for a break, how long. The PIN is yet to be proved."""

    act: str
    minutes: int
    pin: str = field(repr=False)


def read(words: str) -> Command | None:
    """Read a whole text as a command; None for anybody else's words."""
    found = SHAPE.fullmatch(words.strip().rstrip(".!"))
    act = ACTS[found[1].upper()] if found else ""
    if found is None or (found[2] and act != "break"):
        return None
    minutes = min(int(found[2] or BREAK_MINUTES), MOST_MINUTES)
    return Command(act, max(1, minutes), found[3])


def is_ok(words: str) -> bool:
    """Tell whether a whole text says that an alert is known."""
    return " ".join(words.lower().strip(" .!\n").split()) in OK
