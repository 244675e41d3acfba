"""Move what is sealed from older keys to the newest, and tell what still rests on the older ones."""

import fcntl
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from config import secret_keys
from routing.domain.consent import DAY_MS
from routing.domain.contact import Unavailable, Unreadable
from routing.domain.deletion import DELETE, RECORDING
from routing.flow import duty
from routing.services import Services
from routing.store.records.sealed import PLACES, Value

# Every process looks at the file once a second: after this each of them knows what is in it.
ALL_KNOW_S = 3 * secret_keys.LOOKED_AT_S
CALLED = {
    "specialists.phone": "specialists' numbers, without which nobody is rung",
    "promises.number": "numbers to call back",
    "recordings.sid": "messages that Twilio still has",
    "recordings.sound": "messages that are to be heard",
    "users.totp": "authenticators, without which supervisors cannot sign in",
    "carrier_deletions.sid": "things that Twilio is to delete",
}


@dataclass(frozen=True)
class Moved:
    """What was moved to the newest key, and what no key opens, counted by column."""

    moved: Mapping[str, int] = field(default_factory=dict)
    unreadable: Mapping[str, int] = field(default_factory=dict)


@contextmanager
def alone(file: Path) -> Iterator[None]:
    """Have one process at a time change a file of keys. Raises OSError."""
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def begin(file: Path, *, another: bool, sleep: Callable[[float], None] = time.sleep) -> bool:
    """Put a new key first in a file, in two steps; tell whether one was made. Begun before and broken off, it goes on.

    All processes can read what is sealed under the new key before any of them seals with it. Where older keys are
    listed already no further one is made, unless `another`. Raises OSError and ValueError.
    """
    with alone(file):
        if len(secret_keys.kept(file)) > 1 and not another and not secret_keys.is_staged(file):
            return False
        secret_keys.stage(file)
        sleep(ALL_KNOW_S)
        secret_keys.promote(file)
        sleep(ALL_KNOW_S)
    return True


def move(s: Services) -> Moved:
    """Seal anew what older keys have sealed, one value at a time; done again, there is nothing left. Raises NotKept."""
    moved, unreadable = Counter[str](), Counter[str]()
    for value in outdated(s):
        try:
            moved[value.place.name] += _moved(s, value)
        except Unreadable:
            unreadable[value.place.name] += 1
    return Moved(moved, unreadable)


def bind(s: Services) -> None:
    """Seal for its row alone what versions before have sealed for any; done again, nothing changes. Raises NotKept."""
    for value in (value for place in PLACES for value in s.sealed.values(place)):
        for before in _before(value):
            with suppress(Unreadable):  # it is bound already, or its key is lost
                s.sealed.replace(value, s.vault.seal(value.purpose, s.vault.open(before, str(value.sealed))))


def _before(value: Value) -> tuple[str, ...]:
    """Return what versions before have sealed such a value for."""
    match value.place.name:
        case "specialists.phone":
            return ("phone",)
        case "recordings.sid":
            return (RECORDING,)
        case "carrier_deletions.sid":
            return (RECORDING, value.purpose.removeprefix(DELETE))
        case _:
            return ()


def outdated(s: Services) -> Iterator[Value]:
    """Go through what is sealed by other keys than the newest. Raises NotKept."""
    for place in PLACES:
        yield from (value for value in s.sealed.values(place) if value.by != s.vault.names[0])


def counted(s: Services, *, new_key: bool) -> Mapping[str, int]:
    """Count by column what is to be moved: with a new key, all of it. Raises NotKept."""
    values = (value for place in PLACES for value in s.sealed.values(place)) if new_key else outdated(s)
    return Counter(value.place.name for value in values)


def _moved(s: Services, value: Value) -> bool:
    whole = s.sealed.whole(value)
    if whole is None:
        return False
    anew: str | bytes
    if isinstance(whole.sealed, bytes):
        anew = s.vault.seal_bytes(whole.purpose, s.vault.open_bytes(whole.purpose, whole.sealed))
    else:
        anew = s.vault.seal(whole.purpose, s.vault.open(whole.purpose, whole.sealed))
    return s.sealed.replace(whole, anew)


def tell_live(s: Services) -> bool:
    """Have live state know the specialists' numbers as they are sealed now; False where it does not answer."""
    try:
        for person in s.roster.everyone():
            with suppress(Unreadable):  # which is told apart
                duty.register(s, person)
    except Unavailable:
        return False
    return True


def rests_on_older(s: Services, now_ms: int) -> dict[str, int]:
    """Count what would be lost with the older keys. Raises NotKept.

    What is live ends within a day; what is found by a digest can be moved only when its person is seen again, and ends
    with its life.
    """
    newest = s.vault.names[0]
    until = s.sealed.since(newest, now_ms) + DAY_MS
    sealed = Counter(value.place.name for value in outdated(s))
    found = s.sealed.found_by(until)
    audit = {"audit": s.sealed.signed_by_others([newest])}
    live = {"live state": int(now_ms < until)}
    return {what: count for what, count in {**sealed, **found, **audit, **live}.items() if count}


def missing(s: Services) -> Mapping[str, int]:
    """Count by column what keys have sealed that are not listed. Raises NotKept."""
    known = set(s.vault.names)
    return Counter(value.place.name for value in outdated(s) if value.by not in known)


def lost(s: Services) -> str:
    """Say in a sentence what is lost for want of a key, and what to do; nothing where all is there. Raises NotKept."""
    counted = missing(s)
    if not counted:
        return ""
    where = "HELPLINE_SECRET_KEYS" if s.settings.secret_keys else str(s.settings.key_file)
    things = "; ".join(f"{count} {CALLED[name]}" for name, count in counted.items())
    return (
        f"{where} lacks a key, and without it these cannot be read: {things}. Add the key from your copy, behind those "
        "that are there; if it is gone for good, see Keys in docs/operations.md."
    )
