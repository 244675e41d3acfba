"""Read the keys that encryption, digests and sessions derive from, or make the first one.

The file holds one key a line, the newest first, as urlsafe base64 of at least 32 bytes.
"""

import base64
import binascii
import os
import secrets
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

KEY_BYTES = 32
LOOKED_AT_S = 1.0
_RIGHT = f"write at least {KEY_BYTES} random bytes as urlsafe base64: openssl rand -base64 32 | tr '+/' '-_'"


def read(text: str) -> tuple[str, ...]:
    """Split keys at commas and line ends, newest first. ValueError says what would be right, and never a key."""
    keys = tuple(text.replace(",", " ").split())
    if not keys:
        raise ValueError(f"holds no key; {_RIGHT}")
    for place, key in enumerate(keys, 1):
        if not _is_long_enough(key):
            raise ValueError(f"key {place} of {len(keys)} is not one; {_RIGHT}")
    if len(set(keys)) < len(keys):
        raise ValueError("holds the same key twice; write each once, the newest first")
    return keys


def kept(file: Path) -> tuple[str, ...]:
    """Read the keys kept in a file; make the file, readable by its owner only, when there is none.

    Raises ValueError when the file holds something else, OSError when it cannot be read or made.
    """
    if not file.exists():
        _make(file)
    return read(file.read_text(encoding="ascii"))


class Watched:
    """Give the keys of a file anew when it has changed; looked at once a second at most.

    While the file is away, or spoilt, the keys stay as they were.
    """

    def __init__(self, file: Path, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._file, self._monotonic = file, monotonic
        self._next = 0.0
        self._seen = self._look()

    def __call__(self) -> tuple[str, ...] | None:
        now = self._monotonic()
        if now < self._next:
            return None
        self._next = now + LOOKED_AT_S
        seen = self._look()
        if seen in (None, self._seen):
            return None
        try:
            found = read(self._file.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return None
        self._seen = seen
        return found

    def _look(self) -> tuple[int, int, int] | None:
        try:
            stat = self._file.stat()
        except OSError:
            return None
        return stat.st_mtime_ns, stat.st_ino, stat.st_size


def write(file: Path, keys: Sequence[str]) -> None:
    """Put these keys, the newest first, in a file's place, whole or not at all. Raises OSError."""
    handle, name = tempfile.mkstemp(dir=file.parent)
    written = Path(name)
    try:
        with os.fdopen(handle, "w") as out:
            out.write("".join(f"{key}\n" for key in keys))
            out.flush()
            os.fsync(out.fileno())
        written.replace(file)
    finally:
        written.unlink(missing_ok=True)


def is_staged(file: Path) -> bool:
    """Tell whether a new key has been made that is not the first yet."""
    return _staged(file).exists()


def stage(file: Path) -> None:
    """Make a new key, and list it where it is read but not yet used. Raises OSError and ValueError."""
    if not is_staged(file):
        _make(_staged(file))
    (key,), keys = kept(_staged(file)), kept(file)
    if key not in keys:
        write(file, (keys[0], key, *keys[1:]))


def promote(file: Path) -> None:
    """Put the key that is staged first. Raises OSError and ValueError."""
    (key,), keys = kept(_staged(file)), kept(file)
    write(file, (key, *(other for other in keys if other != key)))
    _staged(file).unlink()


def _staged(file: Path) -> Path:
    return file.with_name(f"{file.name}.next")


def fresh() -> str:
    """Make a key."""
    return base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def _make(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = fresh()
    handle, name = tempfile.mkstemp(dir=file.parent)  # mkstemp makes files of mode 0600
    written = Path(name)
    try:
        with os.fdopen(handle, "w") as out:
            out.write(f"{key}\n")
            out.flush()
            os.fsync(out.fileno())
        # The web process, the workers and the clock start together. A link never replaces a file and never shows half
        # of one, so the first of them makes the key and the others read the same.
        file.hardlink_to(written)
    except FileExistsError:
        return
    finally:
        written.unlink()


def _is_long_enough(key: str) -> bool:
    try:
        plain = base64.b64decode(key + "=" * (-len(key) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return False
    return len(plain) >= KEY_BYTES
