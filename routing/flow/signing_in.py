"""Sign in: a password, then a code of the authenticator; or an invitation, and then both are set.

Each step gives the browser another secret to hold. Whoever is not known and whoever is wrong are answered alike, after
as much work. A browser that has signed in before is counted apart, so that strangers' guesses keep nobody out of it.
"""

import secrets
from dataclasses import dataclass

from routing.domain import totp
from routing.domain.contact import Unreadable
from routing.domain.user import (
    ALL_OF_IT_MS,
    AUTHENTICATOR,
    CODE,
    IDLE_MS,
    IN,
    ON_THE_WAY_MS,
    WELCOME,
    Session,
    User,
    purpose,
)
from routing.flow import auditing, inviting
from routing.ports import Services

OF_ONE, OF_AN_ADDRESS = 10, 50  # tries in 15 minutes
RECOVERY_CODES = 8
KNOWN = "known browser"  # what the cookie of a browser that has signed in before is sealed for


class Wrong(Exception):
    """Raised when somebody has not proved themselves: say so, and nothing of why."""


class TooMany(Exception):
    """Raised when there were too many tries: the next may be made within 15 minutes."""


@dataclass(frozen=True)
class Knock:
    """Who tries: the address they come from, and what their browser holds of an earlier time."""

    address: str
    known: str = ""


def password(s: Services, before: str, name: str, given: str, knock: Knock) -> Session:
    """Take a name and a password. Raises Wrong, TooMany, Busy, Unavailable and NotKept."""
    user = s.users.named(name)
    counts = _count(s, name, user, knock)
    right = s.vault.proves(given, user.password if user and not user.ended_at else "")
    if not right or user is None:
        raise Wrong
    s.switchboard.proved(counts)
    return _next(s, before, user)


def welcome(s: Services, before: str, name: str, code: str, knock: Knock) -> Session:
    """Take an invitation. Raises as `password` does."""
    user = s.users.named(name)
    counts = _count(s, name, user, knock)
    digests = inviting.digests(s, user.id if user else "", code)
    if not user or not user.code or user.code not in digests or user.code_until < s.switchboard.now():
        raise Wrong
    s.switchboard.proved(counts)
    return _open(s, before, user, WELCOME)


def code(s: Services, at: Session, given: str) -> Session:
    """Take a code of the authenticator, or a recovery code. Raises as `password` does."""
    counts = _counted(s, [("code", at.user.id, OF_ONE)])
    if not _takes(s, at.user, given):
        raise Wrong
    s.switchboard.proved(counts)
    return _in(s, at.token, at.user)


def set_password(s: Services, at: Session, new: str, old: str = "") -> Session:
    """Set a password: of an invitation, or with the one before it. Raises as `password` does."""
    if at.stage != WELCOME:
        _prove(s, at.user, old)
    _audit(s, at.user, "password_set")
    changed = s.users.set_password(at.user.id, s.vault.hashed(new), at.user.code if at.stage == WELCOME else "")
    if changed is None:
        raise Wrong
    return _open(s, at.token, changed, AUTHENTICATOR if at.stage == WELCOME else IN)


def authenticator(s: Services, at: Session) -> bytes:
    """Return the secret that this browser may now have an authenticator hold; it is kept nowhere."""
    return bytes.fromhex(s.vault.sign("authenticator", at.token)[-40:])


def set_authenticator(s: Services, at: Session, given: str, current: str = "") -> tuple[Session, list[str]]:
    """Set the authenticator up, by a code of it; return recovery codes, told once. Raises as `password` does."""
    if at.stage == IN:
        _prove(s, at.user, current)
    secret = authenticator(s, at)
    step = totp.step_of(secret, given, s.switchboard.now())
    if not step:
        raise Wrong
    codes = [inviting.fresh() for _ in range(RECOVERY_CODES)]
    _audit(s, at.user, "authenticator_set")
    sealed = s.vault.seal(purpose(at.user.id), secret.hex())
    changed = s.users.set_totp(at.user.id, sealed, step, [inviting.digest(s, at.user.id, each) for each in codes])
    if changed is None:
        raise Wrong
    return (_open(s, at.token, changed, IN) if at.stage == IN else _in(s, at.token, changed)), codes


def without_authenticator(s: Services, at: Session) -> Session:
    """Go in without one, where that is allowed. Raises Wrong, Unavailable and NotKept."""
    if at.user.needs_authenticator:
        raise Wrong
    return _in(s, at.token, at.user)


def out(s: Services, at: Session) -> None:
    """End a session. Raises Unavailable and NotKept."""
    s.switchboard.end_session(_digest(s, at.token))
    _audit(s, at.user, "signed_out")


def who(s: Services, token: str) -> Session | None:
    """Return whose session a browser holds, and how far they have come. Raises Unavailable and NotKept."""
    seen = s.switchboard.seen(_digest(s, token)) if token else None
    if seen is None or seen.word != "open":
        return None
    stage, id, version = map(str, seen.details)
    user = s.users.of(id)
    return Session(token, stage, user) if user and not user.ended_at and str(user.version) == version else None


def known(s: Services, user: User) -> str:
    """Return what a browser that this user has signed in with may hold, to be known again."""
    return s.vault.seal_fields(KNOWN, {"user": user.id, "version": user.version})


def _next(s: Services, before: str, user: User) -> Session:
    if user.totp:
        return _open(s, before, user, CODE)
    return _open(s, before, user, AUTHENTICATOR) if user.needs_authenticator else _in(s, before, user)


def _in(s: Services, before: str, user: User) -> Session:
    _audit(s, user, "signed_in")
    return _open(s, before, user, IN)


def _open(s: Services, before: str, user: User, stage: str) -> Session:
    token = fresh_token()
    all_ms, idle_ms = (ALL_OF_IT_MS, IDLE_MS) if stage == IN else (ON_THE_WAY_MS, ON_THE_WAY_MS)
    fields = {"stage": stage, "user": user.id, "version": str(user.version)}
    s.switchboard.open_session(_digest(s, before), _digest(s, token), all_ms, idle_ms, fields)
    return Session(token, stage, user)


def fresh_token() -> str:
    """Make up what a browser holds."""
    return secrets.token_urlsafe(32)


def _takes(s: Services, user: User, given: str) -> bool:
    try:
        secret = bytes.fromhex(s.vault.open(purpose(user.id), user.totp))
    except Unreadable:  # the key is lost; recovery codes of it are, too
        return False
    if step := totp.step_of(secret, given.strip().replace(" ", ""), s.switchboard.now()):
        return s.users.use_step(user.id, step)
    if not s.users.use_recovery(user.id, inviting.digests(s, user.id, given)):
        return False
    _audit(s, user, "recovery_code_used")
    return True


def _prove(s: Services, user: User, given: str) -> None:
    counts = _counted(s, [("own password", user.id, OF_ONE)])
    if not s.vault.proves(given, user.password):
        raise Wrong
    s.switchboard.proved(counts)


def _count(s: Services, name: str, user: User | None, knock: Knock) -> list[tuple[str, int]]:
    if user and _is_known(s, user, knock):
        return _counted(s, [("known browser", knock.known, OF_ONE)])
    return _counted(s, [("name", name.casefold(), OF_ONE), ("address", knock.address, OF_AN_ADDRESS)])


def _counted(s: Services, counts: list[tuple[str, str, int]]) -> list[tuple[str, int]]:
    told = [(s.vault.digest(f"sign-in {kind}", value), most) for kind, value, most in counts]
    if not s.switchboard.attempt(told):
        raise TooMany
    return told


def _is_known(s: Services, user: User, knock: Knock) -> bool:
    try:
        fields = s.vault.open_fields(KNOWN, knock.known) if knock.known else {}
    except Unreadable:
        return False
    return fields == {"user": user.id, "version": user.version}


def _audit(s: Services, user: User, what: str) -> None:
    auditing.by_user(s, user, what, "user", user.id)


def _digest(s: Services, token: str) -> str:
    return s.vault.digest("session", token)
