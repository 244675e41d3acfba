"""Keep specialists' PINs: argon2id, with a salt each (RFC 9106; memory and passes as OWASP's cheat sheet asks)."""

import os

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

SALT, LENGTH, PASSES, LANES, MEMORY_KIB = 16, 32, 2, 1, 19 * 1024


# What nobody's PIN has as its hash: to prove oneself takes as long, and fails, for whoever has none.
NOBODYS = f"$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p={LANES}${'A' * 22}${'A' * 43}"


def proves(pin: str, hashed_pin: str) -> bool:
    """Tell whether a PIN is the one that was hashed; without a hash, after as long, it is not."""
    try:
        Argon2id.verify_phc_encoded(pin.encode(), hashed_pin or NOBODYS)
    except InvalidKey:
        return False
    return bool(hashed_pin)


def hashed(pin: str) -> str:
    """Return a PIN's hash, in PHC form."""
    function = Argon2id(salt=os.urandom(SALT), length=LENGTH, iterations=PASSES, lanes=LANES, memory_cost=MEMORY_KIB)
    return str(function.derive_phc_encoded(pin.encode()))
