"""What a specialist may write, with a PIN: ON 4821, OFF 4821, BREAK 15 4821, READY 4821, STATUS 4821; COVER 4821 for
what is offered, COVER 3 4821 to take number 3 of it, OFFER 4821 to offer the next shift, OFFER 2 4821 the one after it;
and what who is alerted may reply.
"""

import re
from dataclasses import dataclass, field

BREAK_MINUTES, MOST_MINUTES = 15, 480
ACTS = {
    "ON": "on", "OFF": "off", "BREAK": "break", "READY": "ready", "STATUS": "status",
    "COVER": "cover", "OFFER": "offer", "CUBRIR": "cover", "OFREZCO": "offer",
    "PAUSA": "break", "LISTO": "ready", "LISTA": "ready", "ESTADO": "status",
}  # fmt: skip
NUMBERED = ("break", "cover", "offer")
SHAPE = re.compile(rf"({'|'.join(ACTS)})(?:\s+([0-9]{{1,3}}))?\s+([0-9]{{4,8}})", re.ASCII | re.IGNORECASE)

OK = {"ok", "okay", "got it", "vale", "recibido", "entendido", "de acuerdo"}


@dataclass(frozen=True)
class Command:
    """What is asked for: on, off, break, ready, status, cover or offer; for a break, how long, and of shifts that are
    offered, or to be, which number. The PIN is yet to be proved.
    """

    act: str
    minutes: int
    pin: str = field(repr=False)
    number: int = 0


def read(words: str) -> Command | None:
    """Read a whole text as a command; None for anybody else's words."""
    found = SHAPE.fullmatch(words.strip().rstrip(".!"))
    act = ACTS[found[1].upper()] if found else ""
    if found is None or (found[2] and act not in NUMBERED):
        return None
    if act in ("cover", "offer"):
        return Command(act, 0, found[3], int(found[2] or 0))
    minutes = min(int(found[2] or BREAK_MINUTES), MOST_MINUTES)
    return Command(act, max(1, minutes), found[3])


def is_ok(words: str) -> bool:
    """Tell whether a whole text says that an alert is known."""
    return " ".join(words.lower().strip(" .!\n").split()) in OK
