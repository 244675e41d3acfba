"""The specialists on record."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from secrets import token_hex

from sqlalchemy import delete, select, text
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from routing.domain.contact import LAST_IN_ORDER, Person
from routing.store.records import covers, promises, users
from routing.store.records.database import connect
from routing.store.records.models import Feed, Shift, Specialist
from routing.store.records.promptly import promptly


class NameTaken(Exception):
    """Raised when a specialist of that name is on record already: choose another name."""


@dataclass(frozen=True)
class Removed:
    """What stays of somebody who was taken off the roster: the contacts of promised calls back, which are open again,
    whose shifts are others now, and whether they may still sign in, as a supervisor.
    """

    contacts: Sequence[str]
    covering: Collection[str]
    supervises: bool


class Roster:
    """Read and change the roster. Phones go in and out encrypted."""

    def __init__(self, url: str) -> None:
        self._session = sessionmaker(connect(url))

    def everyone(self) -> Sequence[Person]:
        with self._session() as session:
            return [_person(row) for row in session.scalars(select(Specialist).order_by(Specialist.name))]

    def names(self) -> Mapping[str, str]:
        """Return the specialists' names by their ids, in their order. Raises NotKept."""
        asked = select(Specialist.id, Specialist.name).order_by(Specialist.name)
        return promptly(self._session, lambda session: {row.id: row.name for row in session.execute(asked)})

    def answers(self) -> bool:
        """Tell whether the database answers."""
        try:
            with self._session() as session:
                return bool(session.scalar(text("SELECT 1")) == 1)
        except SQLAlchemyError:
            return False

    def named(self, name: str) -> Person | None:
        with self._session() as session:
            row = session.scalar(select(Specialist).where(Specialist.name == name))
            return _person(row) if row else None

    def of(self, specialist: str) -> Person | None:
        with self._session() as session:
            row = session.get(Specialist, specialist)
            return _person(row) if row else None

    def add(
        self,
        name: str,
        phone: str,
        languages: Sequence[str],
        skills: Sequence[str],
        *,
        pin: str = "",
        order: int = LAST_IN_ORDER,
        call_out: bool = False,
        verified_at: int = 0,
        id: str = "",
    ) -> Person:
        """Add a specialist, off duty, with a hashed PIN or none; raises NameTaken. The phone is sealed for `id`."""
        person = Person(
            id or token_hex(8),
            name,
            phone,
            tuple(languages),
            tuple(skills),
            "offline",
            order,
            0,
            0,
            pin,
            call_out,
            verified_at,
        )
        row = _row(person)
        try:
            with self._session.begin() as session:
                session.add(row)
        except IntegrityError:
            raise NameTaken(name) from None
        return person

    def change(
        self, specialist: str, languages: Sequence[str], skills: Sequence[str], *, order: int, call_out: bool
    ) -> Person | None:
        """Put on record what a specialist can, and return them; None where there is none such. Raises NotKept."""

        def act(session: Session) -> Person | None:
            row = session.get(Specialist, specialist)
            if row is None:
                return None
            row.languages, row.skills = " ".join(languages), " ".join(skills)
            row.order, row.call_out = order, call_out
            return _person(row)

        return promptly(self._session, act)

    def enlist(self, added: Sequence[Person], changed: Sequence[Person]) -> None:
        """Put these people on record, and what those can, all of it or nothing. Raises NotKept."""

        def act(session: Session) -> None:
            session.add_all(_row(person) for person in added)
            for person in changed:
                if row := session.get(Specialist, person.id):
                    row.languages, row.skills = " ".join(person.languages), " ".join(person.skills)
                    row.order, row.call_out = person.order, person.call_out

        promptly(self._session, act)

    def remove(self, specialist: str, now_ms: int) -> Removed | None:
        """Have nothing of a specialist on record any more; None where there is none such. Raises NotKept.

        In one transaction: their shifts and calendar go, they sign in no more as a specialist, and what they had taken
        upon themselves is open again.
        """
        return promptly(self._session, lambda session: _remove(session, specialist, now_ms))

    def set_pin(self, specialist: str, hashed: str) -> bool:
        """Put a hashed PIN on record; tell whether there is such a specialist. Raises NotKept."""
        return promptly(self._session, lambda session: _set_pin(session, specialist, hashed))

    def verify(self, specialist: str, now_ms: int) -> Person | None:
        """Note that a specialist's number is known to be theirs, and return them; None where there is none such.

        Raises NotKept.
        """

        def act(session: Session) -> Person | None:
            row = session.get(Specialist, specialist)
            if row is None:
                return None
            row.verified_at = row.verified_at or now_ms
            return _person(row)

        return promptly(self._session, act)

    def set_activity(self, specialist: str, activity: str, at: int, until: int = 0) -> None:
        """Note what was asked for by hand, when, and for a break until when (ms); what is older changes nothing."""
        with self._session.begin() as session:
            row = session.get(Specialist, specialist)
            if row and row.activity_at <= at:
                row.activity, row.activity_at, row.activity_until = activity, at, until


def _remove(session: Session, specialist: str, now_ms: int) -> Removed | None:
    row = session.get(Specialist, specialist)
    if row is None:
        return None
    changed = covers.leave_roster(session, specialist)
    session.execute(delete(Shift).where(Shift.specialist == specialist))
    session.execute(delete(Feed).where(Feed.kind == "specialist", Feed.id == specialist))
    supervises = users.leave_roster(session, specialist, now_ms)
    contacts = promises.give_back(session, specialist)
    session.delete(row)
    return Removed(contacts, changed, supervises)


def _set_pin(session: Session, specialist: str, hashed: str) -> bool:
    row = session.get(Specialist, specialist)
    if row:
        row.pin = hashed
    return row is not None


def _row(person: Person) -> Specialist:
    told = {"languages": " ".join(person.languages), "skills": " ".join(person.skills)}
    return Specialist(**vars(person) | told)


def _person(row: Specialist) -> Person:
    return Person(
        id=row.id,
        name=row.name,
        phone=row.phone,
        languages=tuple(row.languages.split()),
        skills=tuple(row.skills.split()),
        activity=row.activity,
        order=row.order,
        activity_at=row.activity_at,
        activity_until=row.activity_until,
        pin=row.pin,
        call_out=row.call_out,
        verified_at=row.verified_at,
    )
