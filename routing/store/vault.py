"""Keep secrets secret: encryption, and digests that can be looked up but not turned round.

AES-256-GCM with a fresh 96-bit nonce and the purpose as bound context; HMAC-SHA-256 under a key of its own. Both are
derived by HKDF-SHA-256 from the first of the deployment's keys; what older ones have written can still be read.
"""

import base64
import hashlib
import hmac
import json
import os
from collections.abc import Mapping, Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from routing.domain.contact import Unreadable
from routing.store import pins

NONCE = 12
KEY_ID = 4


def _derive(secret: bytes, use: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=f"helpline {use}".encode()).derive(secret)


def key_id(secret: bytes) -> bytes:
    """Return what names a secret beside what it has sealed or signed, and tells nothing of it."""
    return hashlib.sha256(secret).digest()[:KEY_ID]


class Vault:
    """Seal and open short secrets.

    `keys` are the deployment's secrets, newest first, each at least 32 bytes of urlsafe base64.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        secrets = [base64.urlsafe_b64decode(key + "=" * (-len(key) % 4)) for key in keys]
        ciphers = [(key_id(secret), AESGCM(_derive(secret, "seal"))) for secret in secrets]
        self._newest = ciphers[0]
        self._ciphers = dict(reversed(ciphers))
        self._digest_keys = [_derive(secret, "digest") for secret in secrets]
        self._signing_keys = {key_id(secret).hex(): _derive(secret, "sign") for secret in reversed(secrets)}
        self._signs = key_id(secrets[0]).hex()
        self._shared_key = _derive(secrets[0], "shared")

    def seal_bytes(self, purpose: str, secret: bytes) -> bytes:
        """Return `secret` encrypted for `purpose`."""
        key_id, cipher = self._newest
        nonce = os.urandom(NONCE)
        return key_id + nonce + cipher.encrypt(nonce, secret, purpose.encode())

    def open_bytes(self, purpose: str, sealed: bytes) -> bytes:
        """Return what was sealed for `purpose`; raises Unreadable."""
        try:
            cipher = self._ciphers[sealed[:KEY_ID]]
            nonce, body = sealed[KEY_ID : KEY_ID + NONCE], sealed[KEY_ID + NONCE :]
            return cipher.decrypt(nonce, body, purpose.encode())
        except (ValueError, KeyError, InvalidTag) as error:
            raise Unreadable(purpose) from error

    def seal(self, purpose: str, text: str) -> str:
        """Return `text` encrypted for `purpose`, as urlsafe base64."""
        return base64.urlsafe_b64encode(self.seal_bytes(purpose, text.encode())).decode().rstrip("=")

    def open(self, purpose: str, sealed: str) -> str:
        """Return what was sealed for `purpose`; raises Unreadable."""
        try:
            raw = base64.urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4))
            return self.open_bytes(purpose, raw).decode()
        except ValueError as error:
            raise Unreadable(purpose) from error

    def seal_fields(self, purpose: str, fields: Mapping[str, str | int]) -> str:
        return self.seal(purpose, json.dumps(fields, separators=(",", ":")))

    def open_fields(self, purpose: str, sealed: str) -> dict[str, str | int]:
        """Return the fields that were sealed for `purpose`; raises Unreadable."""
        try:
            fields = json.loads(self.open(purpose, sealed))
        except ValueError:
            fields = None
        if not isinstance(fields, dict):
            raise Unreadable(purpose)
        return fields

    def proves(self, pin: str, hashed: str) -> bool:
        """Tell whether a PIN is the one hashed; with an empty hash it takes as long, and is not."""
        return pins.proves(pin, hashed)

    def digest(self, kind: str, value: str) -> str:
        """Return 32 hex digits that stand for `value`, the same each time, useless without the key."""
        return self.digests(kind, value)[0]

    def digests(self, kind: str, value: str) -> tuple[str, ...]:
        """Return what stands for `value` under each key, newest first: for looking up what is kept for long."""
        said = f"{kind}\0{value}".encode()
        return tuple(hmac.new(key, said, hashlib.sha256).hexdigest()[:32] for key in self._digest_keys)

    def sign(self, purpose: str, text: str) -> str:
        """Return 72 hex digits that only who has the key can make of `text`, and of nothing else."""
        return self._signs + self._signature(self._signs, purpose, text)

    def signed(self, purpose: str, text: str, signature: str) -> bool:
        """Tell whether `text` was signed so; raises Unreadable where the key is not one of ours."""
        name, given = signature[: 2 * KEY_ID], signature[2 * KEY_ID :]
        if name not in self._signing_keys:
            raise Unreadable(purpose)
        return hmac.compare_digest(given.encode(), self._signature(name, purpose, text).encode())

    def _signature(self, name: str, purpose: str, text: str) -> str:
        return hmac.new(self._signing_keys[name], f"{purpose}\0{text}".encode(), hashlib.sha256).hexdigest()

    def secret(self, use: str) -> str:
        """Return 64 hex digits to share with another service for one use; they tell nothing of any other secret."""
        return hmac.new(self._shared_key, use.encode(), hashlib.sha256).hexdigest()
