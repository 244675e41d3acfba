"""Keep secrets secret: encryption, and digests that can be looked up but not turned round.

AES-256-GCM with a fresh 96-bit nonce and the purpose as bound context; HMAC-SHA-256 under a key of its own. Both are
derived by HKDF-SHA-256 from the first of the deployment's keys; what older ones have written can still be read.
"""

import base64
import hashlib
import hmac
import json
import os
from collections.abc import Callable, Mapping, Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from routing.domain.contact import Unreadable
from routing.store import pins
from routing.store.days import Days
from routing.store.keyring import KEY_ID, Keyring

NONCE = 12

Fresh = Callable[[], Sequence[str] | None]
Known = Callable[[str, Sequence[str]], str]


def _never() -> None:
    return None


def _newest(_kind: str, digests: Sequence[str]) -> str:
    return digests[0]


def _sealed(key: tuple[bytes, AESGCM], purpose: str, secret: bytes) -> bytes:
    (id, cipher), nonce = key, os.urandom(NONCE)
    return id + nonce + cipher.encrypt(nonce, secret, purpose.encode())


def _written(sealed: bytes) -> str:
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def sealed_by(sealed: str | bytes) -> str:
    """Return the id of the key that has sealed something, in hex; empty for what is no sealed value."""
    try:
        raw = sealed if isinstance(sealed, bytes) else base64.urlsafe_b64decode(sealed[:8])
    except ValueError:
        return ""
    return raw[:KEY_ID].hex()


class Vault:
    """Seal and open short secrets.

    `keys` are the deployment's secrets, newest first, each at least 32 bytes of urlsafe base64. `fresh` gives them anew
    when they have changed; `known` chooses among the digests of one thing that which live state goes by; `days` has the
    keys that are destroyed, None where there are none.
    """

    def __init__(
        self, keys: Sequence[str], fresh: Fresh = _never, known: Known = _newest, days: Days | None = None
    ) -> None:
        self._keyring = Keyring(keys)
        self._fresh, self._known, self._days = fresh, known, days

    @property
    def _keys(self) -> Keyring:
        if changed := self._fresh():
            self._keyring = Keyring(changed)
        return self._keyring

    @property
    def names(self) -> Sequence[str]:
        """The ids of the keys, in hex, the newest first."""
        return self._keys.names

    def seal_bytes(self, purpose: str, secret: bytes) -> bytes:
        """Return `secret` encrypted for `purpose`."""
        return _sealed(self._keys.newest, purpose, secret)

    def open_bytes(self, purpose: str, sealed: bytes) -> bytes:
        """Return what was sealed for `purpose`; raises Unreadable."""
        try:
            cipher = self._cipher(sealed[:KEY_ID])
            nonce, body = sealed[KEY_ID : KEY_ID + NONCE], sealed[KEY_ID + NONCE :]
            return cipher.decrypt(nonce, body, purpose.encode())
        except (ValueError, KeyError, InvalidTag) as error:
            raise Unreadable(purpose) from error

    def seal(self, purpose: str, text: str) -> str:
        """Return `text` encrypted for `purpose`, as urlsafe base64."""
        return _written(self.seal_bytes(purpose, text.encode()))

    def seal_for_a_day(self, purpose: str, text: str) -> str:
        """Return `text` encrypted for `purpose` under today's key, which is destroyed when tomorrow has ended (in UTC).

        For what lives in live state for a day at most. Where no key of today is to be had, the newest key seals it.
        """
        today = self._days.newest() if self._days else None
        return _written(_sealed(today or self._keys.newest, purpose, text.encode()))

    def forget_days(self) -> None:
        """Destroy the keys of days that are over."""
        if self._days:
            self._days.turn()

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

    def hashed(self, pin: str) -> str:
        """Return what proves a PIN or a password later. Raises Busy, as `proves` does."""
        return pins.hashed(pin)

    def digest(self, kind: str, value: str) -> str:
        """Return 32 hex digits that stand for `value`, the same for as long as live state knows them, useless without
        the key.
        """
        return self.digests(kind, value)[0]

    def digests(self, kind: str, value: str) -> tuple[str, ...]:
        """Return what stands for `value` under each key, for looking it up: first what live state goes by."""
        all_ = self._digests(kind, value)
        first = self._known(kind, all_)
        return (first, *(digest for digest in all_ if digest != first))

    def newest(self, kind: str, value: str) -> str:
        """Return what stands for `value` under the newest key: for what is kept for long."""
        return self._digests(kind, value)[0]

    def _digests(self, kind: str, value: str) -> tuple[str, ...]:
        said = f"{kind}\0{value}".encode()
        return tuple(hmac.new(key, said, hashlib.sha256).hexdigest()[:32] for key in self._keys.digest_keys)

    def sign(self, purpose: str, text: str) -> str:
        """Return 72 hex digits that only who has the key can make of `text`, and of nothing else."""
        name = self._keys.names[0]
        return name + self._signature(name, purpose, text)

    def signed(self, purpose: str, text: str, signature: str) -> bool:
        """Tell whether `text` was signed so; raises Unreadable where the key is not one of ours."""
        name, given = signature[: 2 * KEY_ID], signature[2 * KEY_ID :]
        if name not in self._keys.signing_keys:
            raise Unreadable(purpose)
        return hmac.compare_digest(given.encode(), self._signature(name, purpose, text).encode())

    def _signature(self, name: str, purpose: str, text: str) -> str:
        return hmac.new(self._keys.signing_keys[name], f"{purpose}\0{text}".encode(), hashlib.sha256).hexdigest()

    def _cipher(self, id: bytes) -> AESGCM:
        """Return the key of an id; raises KeyError."""
        found = self._keys.ciphers.get(id) or (self._days.of(id) if self._days else None)
        if found is None:
            raise KeyError(id.hex())
        return found

    def secret(self, use: str) -> str:
        """Return 64 hex digits to share with another service for one use; they tell nothing of any other secret."""
        return hmac.new(self._keys.shared_key, use.encode(), hashlib.sha256).hexdigest()
