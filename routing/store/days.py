"""The keys of days: for what lives in live state for a day at most, and is to open nowhere once it is gone there.

They are in a file of the data folder, apart from live state. Tomorrow's is there before it begins, so that every
process can read what any other seals. When the day after its own has ended (in UTC), a key is destroyed.
"""

import base64
import binascii
import fcntl
import os
import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

import structlog
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from routing.store.keyring import key_id

KEY_BYTES, LONGEST = 32, 4096
A_DAY_S = 24 * 3600
LOOKED_AT_S = 1.0

log = structlog.get_logger()


class Days:
    """The keys in a file, as this process knows them. `now` is in seconds since 1970."""

    def __init__(
        self, file: Path, now: Callable[[], float] = time.time, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._file, self._now, self._monotonic = file, now, monotonic
        self._keys: Mapping[str, bytes] = {}
        self._next = 0.0

    def newest(self) -> tuple[bytes, AESGCM] | None:
        """Return today's key, behind its id; None where there is none to be had."""
        _, today, tomorrow = self._held()
        if tomorrow not in self._keys:
            self._look()
        key = self._keys.get(today)
        return (key_id(key), AESGCM(key)) if key else None

    def of(self, id: bytes) -> AESGCM | None:
        """Return the key of an id; None where there is none, or none any more."""
        found = self._known(id)
        if found is None:
            self._look()  # another process may have made the file anew
            found = self._known(id)
        return found

    def turn(self) -> None:
        """Destroy the keys whose time is over, and make tomorrow's."""
        self._next = 0.0
        self._look()

    def _known(self, id: bytes) -> AESGCM | None:
        keys = (self._keys[day] for day in self._held() if day in self._keys)
        return next((AESGCM(key) for key in keys if key_id(key) == id), None)

    def _look(self) -> None:
        if self._monotonic() < self._next:
            return
        self._next = self._monotonic() + LOOKED_AT_S
        try:
            with _alone(self._file) as file:
                self._keys = _turned(file, self._held())
        except OSError as why:
            log.warning("no_keys_of_days", why=type(why).__name__)

    def _held(self) -> tuple[str, str, str]:
        """Return the days whose keys there are to be: yesterday, today and tomorrow."""
        return _around(int(self._now() // A_DAY_S))


@lru_cache(maxsize=1)
def _around(days: int) -> tuple[str, str, str]:
    """Return the day so many after the first of 1970, by UTC, with the one before it and the one after."""
    today = date(1970, 1, 1) + timedelta(days=days)
    return str(today - timedelta(days=1)), str(today), str(today + timedelta(days=1))


@contextmanager
def _alone(path: Path) -> Iterator[int]:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file
    finally:
        os.close(file)


def _turned(file: int, held: tuple[str, str, str]) -> dict[str, bytes]:
    """Have the keys of these days in a file, and no others; yesterday's only if it was there."""
    there = _read(os.pread(file, LONGEST, 0))
    yesterday, *ahead = held
    wanted = {day: there[day] for day in (yesterday,) if day in there}
    wanted |= {day: there.get(day) or secrets.token_bytes(KEY_BYTES) for day in ahead}
    if wanted != there:
        # In its place, not beside it: what is destroyed is overwritten as far as the disk does so.
        lines = "".join(f"{day} {base64.urlsafe_b64encode(key).decode()}\n" for day, key in wanted.items()).encode()
        os.pwrite(file, lines, 0)
        os.ftruncate(file, len(lines))
        os.fsync(file)
    return wanted


def _read(written: bytes) -> dict[str, bytes]:
    """Read days and keys, a line each; what is spoilt is left out."""
    found = {}
    for line in written.splitlines():
        day, _, key = line.partition(b" ")
        try:
            plain = base64.b64decode(key, altchars=b"-_", validate=True)
        except binascii.Error:
            continue
        if len(plain) == KEY_BYTES:
            found[day.decode("ascii", "replace")] = plain
    return found
