"""Keep specialists' PINs: argon2id, with a salt each (RFC 9106; memory and passes as OWASP's cheat sheet asks)."""

import os

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

SALT, LENGTH, PASSES, LANES, MEMORY_KIB = 16, 32, 2, 1, 19 * 1024


def hashed(pin: str) -> str:
    """Return a PIN's hash, in PHC form."""
    function = Argon2id(salt=os.urandom(SALT), length=LENGTH, iterations=PASSES, lanes=LANES, memory_cost=MEMORY_KIB)
    return str(function.derive_phc_encoded(pin.encode()))
