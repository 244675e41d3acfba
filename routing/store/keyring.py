"""The keys that are derived from the deployment's secrets: one for each use, by HKDF-SHA-256."""

import base64
import hashlib
from collections.abc import Sequence

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_ID = 4


class Keyring:
    """What the secrets open and make, the newest first. `names` are their ids, in hex."""

    def __init__(self, secrets: Sequence[str]) -> None:
        plain = [base64.urlsafe_b64decode(key + "=" * (-len(key) % 4)) for key in secrets]
        self.names = tuple(key_id(secret).hex() for secret in plain)
        ciphers = [(key_id(secret), AESGCM(_derive(secret, "seal"))) for secret in plain]
        self.newest = ciphers[0]
        self.ciphers = dict(reversed(ciphers))
        self.digest_keys = [_derive(secret, "digest") for secret in plain]
        self.signing_keys = {key_id(secret).hex(): _derive(secret, "sign") for secret in reversed(plain)}
        self.shared_key = _derive(plain[0], "shared")


def key_id(secret: bytes) -> bytes:
    """Return what names a secret beside what it has sealed or signed, and tells nothing of it."""
    return hashlib.sha256(secret).digest()[:KEY_ID]


def _derive(secret: bytes, use: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=f"helpline {use}".encode()).derive(secret)
