"""A specialist's conversations by text, as their own page shows them: read there, and answered, as on their telephone.

What was written is there until the two write with each other no more; whoever comes after sees nothing of it.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from routing.domain.contact import Unreadable
from routing.domain.user import User
from routing.flow import auditing, writing
from routing.flow.acts import carry_out
from routing.flow.sending import PURPOSE
from routing.ports import Services

LONGEST = 1000  # letters at a time


@dataclass(frozen=True)
class Conversation:
    """One that a specialist is in: its offer, the number they know it by, and who wrote what, the latest last."""

    offer: str
    number: int
    lines: Sequence[tuple[str, str]] = field(repr=False)

    @property
    def contact(self) -> str:
        return writing.contact_of(self.offer)


def of(s: Services, by: User) -> tuple[Sequence[Conversation], str]:
    """Return the conversations of whoever is signed in, and a version that changes with them. Raises Unavailable."""
    texts = s.switchboard.specialist(by.specialist).get("texts", "").split() if by.specialist else []
    ids = hashlib.sha256()
    found = []
    for offer in texts:
        number, lines = int(s.switchboard.offer(offer).get("slot", 0)), s.switchboard.lines(offer)
        ids.update(" ".join([offer, *(f"{writer} {id}" for writer, id, _ in lines)]).encode())
        found.append(Conversation(offer, number, [*_read(s, number, lines)]))
    return found, ids.hexdigest()[:16]


def _read(s: Services, number: int, lines: Sequence[tuple[str, str, str]]) -> Iterator[tuple[str, str]]:
    for writer, _, sealed in lines:
        try:
            words = s.vault.open(PURPOSE, sealed)
        except Unreadable:
            continue  # of a day whose key is destroyed
        # The telephone is told by a number which of several it is.
        yield writer, words.removeprefix(f"#{number} ") if writer == writing.PERSON else words


def write(s: Services, by: User, offer: str, once: str, words: str) -> bool:
    """Pass on what a specialist writes, once for `once`; tell whether it is on its way. Raises Unavailable."""
    return _is_theirs(s, by, offer) and writing.from_page(s, offer, once, words)


def end(s: Services, by: User, offer: str) -> bool:
    """End a conversation; both are told. Tell whether it was theirs. Raises NotKept and Unavailable."""
    if not _is_theirs(s, by, offer):
        return False
    auditing.by_user(s, by, "conversation_ended", "contact", writing.contact_of(offer))
    return carry_out(s, s.switchboard.end_talk(writing.contact_of(offer), offer)).word == "ended"


def _is_theirs(s: Services, by: User, offer: str) -> bool:
    return bool(by.specialist) and offer in s.switchboard.specialist(by.specialist).get("texts", "").split()
