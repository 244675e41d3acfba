"""All that is sealed on record, and what else rests on a key: for moving it from an old key to a new one."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from sqlalchemy import ColumnElement, Select, func, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session, sessionmaker

from routing.domain import deletion, message, promise, user
from routing.domain.contact import phone_purpose
from routing.store.keyring import KEY_ID
from routing.store.records.database import connect
from routing.store.records.models import (
    AuditRow,
    CarrierDeletion,
    Consent,
    OptOut,
    Promise,
    Recording,
    RecoveryCode,
    SecretKey,
    Specialist,
    User,
)
from routing.store.records.promptly import promptly
from routing.store.vault import sealed_by

A_PAGE = 100
Column = InstrumentedAttribute[str] | InstrumentedAttribute[str | None] | InstrumentedAttribute[bytes | None]


@dataclass(frozen=True)
class Place:
    """A column of sealed values, by its table's name and its own. `purpose` says what a row's value is sealed for, by
    the table's `key`, and `kind` where there is one: for no other row, so that values that are exchanged do not open.
    """

    key: InstrumentedAttribute[str]
    column: Column
    purpose: Callable[..., str]
    kind: InstrumentedAttribute[str] | None = None

    @property
    def name(self) -> str:
        return f"{self.key.class_.__tablename__}.{self.column.key}"


PLACES = (
    Place(Specialist.id, Specialist.phone, phone_purpose),
    Place(Promise.id, Promise.number, promise.purpose),
    # As its deletion is, which takes its place when the message is fetched, or erased.
    Place(Recording.promise, Recording.sid, partial(deletion.purpose, deletion.RECORDING)),
    Place(Recording.promise, Recording.sound, message.purpose),
    Place(CarrierDeletion.id, CarrierDeletion.sid, lambda id, kind: deletion.purpose(kind, id), CarrierDeletion.kind),
    Place(User.id, User.totp, user.purpose),
)


@dataclass(frozen=True)
class Value:
    """A sealed value: where it is, what it was sealed for, and the id of its key."""

    place: Place
    key: str
    purpose: str
    sealed: str | bytes = field(repr=False)

    @property
    def by(self) -> str:
        return sealed_by(self.sealed)


class Sealed:
    """Read and replace what is sealed. Every method raises NotKept."""

    def __init__(self, url: str) -> None:
        self._sessions = sessionmaker(connect(url))

    def values(self, place: Place) -> Iterator[Value]:
        """Go through a column, a page at a time; of a long value only what tells its key."""
        after = ""
        while page := self._page(place, after):
            yield from page
            after = page[-1].key

    def whole(self, value: Value) -> Value | None:
        """Return a value with all that is sealed, as it is now; None when it is gone."""
        asked = select(value.place.column).where(value.place.key == value.key)
        found = promptly(self._sessions, lambda session: session.scalar(asked))
        return Value(value.place, value.key, value.purpose, found) if found else None

    def replace(self, value: Value, sealed: str | bytes) -> bool:
        """Put another sealed value in a value's place; False when it has changed, or gone, meanwhile."""
        key, column = value.place.key, value.place.column
        moved = update(key.class_).where(key == value.key, column == value.sealed).values({column: sealed})
        return promptly(self._sessions, lambda session: bool(session.execute(moved.returning(key)).first()))

    def since(self, name: str, now_ms: int) -> int:
        """Return since when the key of an id has been the newest, in ms: since now, when it was not before."""

        def act(session: Session) -> int:
            row = session.get(SecretKey, name)
            if row is None:
                session.add(SecretKey(id=name, since=now_ms))
            return row.since if row else now_ms

        return promptly(self._sessions, act)

    def found_by(self, before_ms: int) -> Mapping[str, int]:
        """Count by table what was put on record by then and is found by a digest: whose key is needed for that."""
        told: dict[str, ColumnElement[bool]] = {
            "promises": Promise.person.is_not(None) & (Promise.made_at < before_ms),
            "consents": Consent.person.is_not(None) & (Consent.withdrawn_at == 0) & (Consent.given_at < before_ms),
            "opt_outs": OptOut.since < before_ms,
        }
        counted = {table: self._count(select(func.count()).where(condition)) for table, condition in told.items()}
        # Nothing says when a code was made; whoever sets their authenticator up anew has codes of the newest key.
        return counted | {"recovery_codes": self._count(select(func.count()).select_from(RecoveryCode))}

    def signed_by_others(self, names: Collection[str]) -> int:
        """Count the rows of the audit that keys of other ids have signed."""
        signer = func.substr(AuditRow.signature, 1, 2 * KEY_ID)
        return self._count(select(func.count()).where(signer.not_in(names)).select_from(AuditRow))

    def _count(self, asked: Select[int]) -> int:
        return promptly(self._sessions, lambda session: int(session.execute(asked).scalar_one()))

    def _page(self, place: Place, after: str) -> Sequence[Value]:
        column = func.substr(place.column, 1, KEY_ID) if place.column is Recording.sound else place.column
        asked = select(place.key, column, *([] if place.kind is None else [place.kind]))
        page = asked.where(place.key > after, func.length(place.column) > 0).order_by(place.key).limit(A_PAGE)

        def act(session: Session) -> Sequence[Value]:
            rows = session.execute(page).all()
            return [Value(place, row[0], place.purpose(row[0], *row[2:]), row[1]) for row in rows]

        return promptly(self._sessions, act)
