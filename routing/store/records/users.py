"""Who may see the pages, on record."""

from collections.abc import Collection, Sequence

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session, sessionmaker

from routing.domain.user import SUPERVISOR, NameTaken, User
from routing.store.records import models
from routing.store.records.database import connect
from routing.store.records.models import RecoveryCode
from routing.store.records.promptly import promptly

Row = models.User


class Users:
    """Read and change who may sign in. Every method raises NotKept. Whatever ends sessions raises the version."""

    def __init__(self, url: str) -> None:
        self._sessions = sessionmaker(connect(url))

    def add(self, user: User) -> None:
        """Add a user; raises NameTaken. Names differ by more than the size of their letters."""

        def act(session: Session) -> None:
            if _named(session, user.name):
                raise NameTaken(user.name)
            session.add(Row(**vars(user)))

        promptly(self._sessions, act)

    def everyone(self) -> Sequence[User]:
        named = select(Row).order_by(Row.name)
        return promptly(self._sessions, lambda session: [_user(row) for row in session.scalars(named)])

    def of(self, id: str) -> User | None:
        return promptly(self._sessions, lambda session: _user(row) if (row := session.get(Row, id)) else None)

    def named(self, name: str) -> User | None:
        return promptly(self._sessions, lambda session: _named(session, name))

    def invite(self, id: str, code: str, until: int) -> None:
        """Let a user in by a code alone, once: what they had proved themselves with is gone, sessions end."""
        self._end(id, code=code, code_until=until, ended_at=0)

    def deactivate(self, id: str, now_ms: int) -> None:
        """Let a user in no more; sessions end."""
        self._end(id, code="", code_until=0, ended_at=now_ms)

    def set_password(self, id: str, hashed: str, code: str = "") -> User | None:
        """Have a password instead of the one before, or of the invitation with this code; None where it is used."""
        own = (Row.id == id, Row.code == code, Row.ended_at == 0)
        return self._change(id, own, password=hashed, code="", code_until=0)

    def set_totp(self, id: str, sealed: str, step: int, codes: Collection[str]) -> User | None:
        """Have an authenticator, whose code of `step` was just used, and recovery codes, instead of those before."""

        def act(session: Session) -> User | None:
            session.execute(delete(RecoveryCode).where(RecoveryCode.user == id))
            session.add_all(RecoveryCode(user=id, digest=digest) for digest in codes)
            return _changed(session, id, (Row.id == id, Row.ended_at == 0), totp=sealed, totp_used=step)

        return promptly(self._sessions, act)

    def use_step(self, id: str, step: int) -> bool:
        """Take an authenticator's code; False where it, or a later one, was taken before."""
        newer = update(Row).where(Row.id == id, Row.totp_used < step).values(totp_used=step).returning(Row.id)
        return promptly(self._sessions, lambda session: session.scalar(newer) is not None)

    def use_recovery(self, id: str, digests: Collection[str]) -> bool:
        """Take a recovery code; False where there is none such, or no more."""
        own = (RecoveryCode.user == id, RecoveryCode.digest.in_(digests))
        used = delete(RecoveryCode).where(*own).returning(RecoveryCode.user)
        return promptly(self._sessions, lambda session: session.scalar(used) is not None)

    def purge(self, before_ms: int) -> None:
        """Forget who could sign in no more by then; the audit names them no longer."""
        gone = delete(Row).where(Row.ended_at > 0, Row.ended_at <= before_ms)
        promptly(self._sessions, lambda session: session.execute(gone) and None)

    def _end(self, id: str, **values: str | int) -> None:
        promptly(self._sessions, lambda session: _end(session, id, **values))

    def _change(self, id: str, own: Collection[object], **values: str | int) -> User | None:
        return promptly(self._sessions, lambda session: _changed(session, id, own, **values))


def leave_roster(session: Session, specialist: str, now_ms: int) -> bool:
    """Let whoever signs in as this specialist in no more; supervisors stay that. Tell whether there is one of those."""
    theirs = (Row.specialist == specialist, Row.ended_at == 0)
    for user in session.scalars(select(Row.id).where(*theirs, Row.role != SUPERVISOR)).all():
        _end(session, user, code="", code_until=0, ended_at=now_ms)
    staying = update(Row).where(*theirs, Row.role == SUPERVISOR).values(specialist="").returning(Row.id)
    return bool(session.scalars(staying).all())


def _end(session: Session, id: str, **values: str | int) -> None:
    session.execute(delete(RecoveryCode).where(RecoveryCode.user == id))
    _changed(session, id, (Row.id == id,), password="", totp="", totp_used=0, **values)


def _named(session: Session, name: str) -> User | None:
    # Not the database's lower(): SQLite's knows the letters of English alone. There are few users.
    known = (row for row in session.scalars(select(Row)) if row.name.casefold() == name.casefold())
    return next(map(_user, known), None)


def _changed(session: Session, id: str, own: Collection[object], **values: str | int) -> User | None:
    changed = update(Row).where(*own).values(version=Row.version + 1, **values).returning(Row.id)  # type: ignore[arg-type]
    if session.scalar(changed) is None:
        return None
    row = session.get(Row, id)
    return _user(row) if row else None


def _user(row: Row) -> User:
    return User(
        row.id, row.name, row.role, row.specialist, row.password, row.totp, row.totp_used, row.version, row.code,
        row.code_until, row.ended_at,
    )  # fmt: skip
