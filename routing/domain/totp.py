"""Codes of an authenticator: six digits, every 30 seconds others (RFC 6238)."""

import base64
import re
from urllib.parse import quote

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP

STEP_MS = 30_000
DIGITS = 6
EITHER_WAY = 1  # steps by which a telephone's clock may be wrong


def step_of(secret: bytes, code: str, now_ms: int) -> int:
    """Return the time step whose code this is, the latest first; 0 where it is none of about now."""
    if not re.fullmatch(r"[0-9]{6}", code):
        return 0
    now = now_ms // STEP_MS
    hotp = HOTP(secret, DIGITS, SHA1())  # noqa: S303 (what every authenticator uses; nothing here rests on collisions)
    steps = range(now + EITHER_WAY, now - EITHER_WAY - 1, -1)
    return next((step for step in steps if hotp.generate(step).decode() == code), 0)


def written(secret: bytes) -> str:
    """Return a secret as a person types it into an authenticator, in groups of four."""
    letters = base64.b32encode(secret).decode().rstrip("=")
    return " ".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def address(secret: bytes, name: str, issuer: str) -> str:
    """Return the otpauth address that an authenticator reads from a picture."""
    label = quote(f"{issuer}:{name}")
    return f"otpauth://totp/{label}?secret={written(secret).replace(' ', '')}&issuer={quote(issuer)}"
