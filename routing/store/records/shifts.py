"""The shifts on record."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from secrets import token_hex

from sqlalchemy import select, update
from sqlalchemy.orm import Session, sessionmaker

from routing.domain.covers import covered
from routing.domain.shifts import Shift
from routing.store.records import models
from routing.store.records.covers import taken
from routing.store.records.database import connect


@dataclass(frozen=True)
class Written:
    """What writing has changed: how many shifts, and whose."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    specialists: Collection[str] = ()


class Shifts:
    """Read and change the shifts."""

    def __init__(self, url: str) -> None:
        self._session = sessionmaker(connect(url))

    def everyone(self) -> Sequence[Shift]:
        """Return all shifts, with what somebody has taken of another's as a shift of theirs."""
        with self._session() as session:
            return covered(_written(session), taken(session))

    def of(self, specialist: str) -> Sequence[Shift]:
        """Return the same of one specialist."""
        with self._session() as session:
            covers = taken(session)
            shifts = _written(session) if covers else _written(session, specialist=specialist)
        return [shift for shift in covered(shifts, covers) if shift.specialist == specialist]

    def written(self) -> Sequence[Shift]:
        """Return all shifts as they were written, whoever has taken what of them."""
        with self._session() as session:
            return _written(session)

    def write(self, series: Mapping[str, Sequence[Shift]]) -> Written:
        """Have each UID's shifts be these, one a specialist, and no others; all or nothing. Ids are given here."""
        with self._session.begin() as session:
            return _sum([_write(session, uid, shifts) for uid, shifts in series.items()])

    def rewrite(self, shift: Shift, calendar: str) -> bool:
        """Have a shift's calendar be another; False where it is not as it was read any more."""
        same = (models.Shift.id == shift.id, models.Shift.calendar == shift.calendar)
        changed = update(models.Shift).where(*same).values(calendar=calendar).returning(models.Shift.id)
        with self._session.begin() as session:
            return session.scalar(changed) is not None

    def remove(self, shift: str) -> str | None:
        """Take a shift away; return whose it was, None when there is none of that id."""
        with self._session.begin() as session:
            row = session.get(models.Shift, shift)
            if row is None:
                return None
            session.delete(row)
            return row.specialist


def _written(session: Session, **whose: str) -> list[Shift]:
    asked = select(models.Shift).filter_by(**whose).order_by(models.Shift.id)
    return [_shift(row) for row in session.scalars(asked)]


def _write(session: Session, uid: str, shifts: Sequence[Shift]) -> Written:
    there = {row.specialist: row for row in session.scalars(select(models.Shift).filter_by(uid=uid))}
    theirs = {shift.specialist: shift for shift in shifts}
    gone = there.keys() - theirs.keys()
    new = theirs.keys() - there.keys()
    same = {who for who in there.keys() & theirs.keys() if _says(there[who]) == _says(theirs[who])}
    for who in gone:
        session.delete(there[who])
    for who in theirs.keys() - same:
        row = there.get(who) or models.Shift(id=token_hex(8), specialist=who, uid=uid)
        row.zone, row.calendar = theirs[who].zone, theirs[who].calendar
        session.add(row)
    changed = (there.keys() & theirs.keys()) - same
    return Written(len(new), len(changed), len(gone), gone | new | changed)


def _sum(parts: Sequence[Written]) -> Written:
    return Written(
        sum(part.added for part in parts),
        sum(part.changed for part in parts),
        sum(part.removed for part in parts),
        {who for part in parts for who in part.specialists},
    )


def _says(shift: Shift | models.Shift) -> tuple[str, str]:
    return shift.zone, shift.calendar


def _shift(row: models.Shift) -> Shift:
    return Shift(row.id, row.specialist, row.calendar, row.zone)
