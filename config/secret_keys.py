"""Read the keys that encryption, digests and sessions derive from, or make the first one.

The file holds one key a line, the newest first, as urlsafe base64 of at least 32 bytes.
"""

import base64
import binascii
import os
import secrets
import tempfile
from pathlib import Path

KEY_BYTES = 32
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


def _make(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode()
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
