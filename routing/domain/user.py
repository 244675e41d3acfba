"""Who may see the pages: supervisors and specialists, each with a name, a password, and mostly an authenticator."""

from dataclasses import dataclass

MINUTE, HOUR = 60_000, 3_600_000
SUPERVISOR, SPECIALIST = "supervisor", "specialist"
ROLES = (SUPERVISOR, SPECIALIST)
SHORTEST, LONGEST = 12, 200  # letters of a password

# How far somebody has come: invited, about to give a code, about to set an authenticator up, or in.
WELCOME, CODE, AUTHENTICATOR, IN = "welcome", "code", "authenticator", "in"
ALL_OF_IT_MS, IDLE_MS = 12 * HOUR, 30 * MINUTE
ON_THE_WAY_MS = 15 * MINUTE  # between two steps of signing in
INVITED_FOR_MS = 24 * HOUR


class Busy(Exception):
    """Raised when too many prove themselves at once: ask them to try again in a moment."""


class NameTaken(Exception):
    """Raised when a user of that name is on record already: choose another name."""


@dataclass(frozen=True)
class User:
    """Somebody who may sign in. `specialist` is the id of who they are on the roster, or empty.

    The password is hashed, `totp` the authenticator's secret, encrypted; both are empty until they are set. Codes of
    the time step `totp_used` and before are not taken again. Sessions hold for one `version`. `code` is the digest of
    an invitation that holds until `code_until`; `ended_at` is 0 while they may sign in (times in ms).
    """

    id: str
    name: str
    role: str
    specialist: str = ""
    password: str = ""
    totp: str = ""
    totp_used: int = 0
    version: int = 1
    code: str = ""
    code_until: int = 0
    ended_at: int = 0

    @property
    def state(self) -> str:
        """In a word: deactivated, invited (no password yet) or active."""
        if self.ended_at:
            return "deactivated"
        return "active" if self.password else "invited"

    @property
    def needs_authenticator(self) -> bool:
        return self.role == SUPERVISOR and not self.totp


@dataclass(frozen=True)
class Session:
    """How far a browser has come, whose it is, and the secret that its cookie holds."""

    token: str
    stage: str
    user: User


def weakness(password: str, name: str) -> str:
    """Say what a password lacks; empty where nothing."""
    if len(password) < SHORTEST:
        return "short"
    if len(password) > LONGEST:
        return "long"
    plain = password.casefold()
    if name.casefold() in plain or "helpline" in plain or len(set(plain)) < SHORTEST // 2:
        return "easy"
    return ""


def purpose(user: str) -> str:
    """Say what an authenticator's secret is sealed for, so that it opens as this user's alone."""
    return f"totp {user}"
