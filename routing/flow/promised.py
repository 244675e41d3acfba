"""What supervisors do about what was promised: written down first, then done as the command does it.

Every function raises NotKept, when nothing was done, and Unavailable where that is said.
"""

from contextlib import suppress

from routing.domain import message
from routing.domain.contact import Unavailable, Unreadable
from routing.domain.promise import TAKEN, Promise
from routing.domain.user import MINUTE, User
from routing.flow import auditing, keeping
from routing.ports import Services

HEARD_WITHIN_MS = 10 * MINUTE


def take(s: Services, by: User, promise: Promise, specialist: str) -> Promise | None:
    """Have a specialist deal with a promise; return it as it is then, None when it is not there any more.

    The first to take it has it, whom `taken_by` tells. While live state does not answer a phone may ring once more.
    """
    now = s.switchboard.now()
    if promise.state == "open":
        _note(s, by, "promise_taken", promise.id)
        with suppress(Unavailable):
            keeping.take(s, promise.id, specialist, now)
    return s.promises.find(promise.id)


def close(s: Services, by: User, promise: Promise) -> bool:
    """Say that a promise has been dealt with; False, and nothing has changed, where it is not as it was found."""
    _note(s, by, "promise_closed", promise.id)
    return keeping.close(s, promise, s.switchboard.now())


def listen(s: Services, by: User, promise: str) -> tuple[int, str]:
    """Write down that somebody is about to hear a message; return until when they may (ms), and the proof of it."""
    _note(s, by, "message_heard", promise)
    until = s.switchboard.now() + HEARD_WITHIN_MS
    return until, s.vault.sign("message heard", _heard(by, promise, until))


def sound(s: Services, by: User, promise: str, until: int, proof: str) -> bytes:
    """Return a message to whom it was written down for, within ten minutes; empty for anybody else. Raises Unavailable.

    So a browser may ask for it in pieces, and each hearing is written down once.
    """
    try:
        proved = s.vault.signed("message heard", _heard(by, promise, until), proof)
        found = s.messages.find(promise) if proved and s.switchboard.now() <= until else None
        return s.vault.open_bytes(message.purpose(promise), found.sound) if found and found.sound else b""
    except Unreadable:
        return b""


def as_seen(promise: Promise) -> str:
    """Say how a promise stands: whoever acts on it has seen it so."""
    return f"{promise.state} {promise.taken_by if promise.state == TAKEN else ''}".strip()


def _heard(by: User, promise: str, until: int) -> str:
    return f"{by.id} {promise} {until}"


def _note(s: Services, by: User, what: str, promise: str) -> None:
    auditing.by_user(s, by, what, "promise", promise)
