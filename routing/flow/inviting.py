"""Let somebody see the pages: they are given a code, by which they choose a password of their own, once."""

import base64
import secrets
from dataclasses import replace

from routing.domain.user import INVITED_FOR_MS, User
from routing.ports import Services

CODE_BYTES, A_GROUP = 10, 4  # 80 bits: sixteen letters


def invite(s: Services, name: str, role: str, specialist: str, now_ms: int) -> tuple[User, str]:
    """Add a user, and return the code that lets them in. Raises NameTaken and NotKept."""
    code = fresh()
    user = User(secrets.token_hex(8), name, role, specialist)
    user = replace(user, code=digest(s, user.id, code), code_until=now_ms + INVITED_FOR_MS)
    s.users.add(user)
    return user, code


def again(s: Services, user: User, now_ms: int) -> str:
    """Let a user in by a code alone, whatever they had lost, and return it. Raises NotKept."""
    code = fresh()
    s.users.invite(user.id, digest(s, user.id, code), now_ms + INVITED_FOR_MS)
    return code


def fresh() -> str:
    """Make up a code, as it is shown."""
    letters = base64.b32encode(secrets.token_bytes(CODE_BYTES)).decode()
    return "-".join(letters[at : at + A_GROUP] for at in range(0, len(letters), A_GROUP))


def digest(s: Services, user: str, code: str) -> str:
    """Return what stands for a user's code, however it was typed, to be kept."""
    return s.vault.newest("user code", f"{user} {plain(code)}")


def digests(s: Services, user: str, code: str) -> tuple[str, ...]:
    """Return what stands for a user's code under each key."""
    return tuple(s.vault.digests("user code", f"{user} {plain(code)}"))


def plain(code: str) -> str:
    """Return a code without what people put between its letters."""
    return "".join(letter for letter in code.upper() if letter.isalnum())
