"""Keep PINs and passwords: argon2id, with a salt each (RFC 9106; memory and passes as OWASP's cheat sheet asks).

Of its equal choices this takes the least memory, and one at a time in a process: a web process has little left.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from routing.domain.user import Busy

SALT, LENGTH, PASSES, LANES, MEMORY_KIB = 16, 32, 5, 1, 7 * 1024
PATIENCE_S = 1.0  # whoever tries many at once must not keep all threads of a web process waiting

# What nobody's PIN has as its hash: to prove oneself takes as long, and fails, for whoever has none.
NOBODYS = f"$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p={LANES}${'A' * 22}${'A' * 43}"
_one = threading.Lock()


def proves(pin: str, hashed_pin: str) -> bool:
    """Tell whether a PIN is the one that was hashed; without a hash, after as long, it is not. Raises Busy."""
    try:
        with _alone():
            Argon2id.verify_phc_encoded(pin.encode(), hashed_pin or NOBODYS)
    except InvalidKey:
        return False
    return bool(hashed_pin)


def hashed(pin: str) -> str:
    """Return a PIN's hash, in PHC form. Raises Busy."""
    function = Argon2id(salt=os.urandom(SALT), length=LENGTH, iterations=PASSES, lanes=LANES, memory_cost=MEMORY_KIB)
    with _alone():
        return str(function.derive_phc_encoded(pin.encode()))


@contextmanager
def _alone() -> Iterator[None]:
    if not _one.acquire(timeout=PATIENCE_S):
        raise Busy
    try:
        yield
    finally:
        _one.release()
