"""The shifts that are offered, and taken, on record."""

from collections.abc import Sequence
from itertools import count
from secrets import token_hex

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session, sessionmaker

from routing.domain.covers import Cover, Undone, alone
from routing.store.records import models
from routing.store.records.database import connect
from routing.store.records.promptly import promptly

Row = models.Cover
TELLS = models.Undone.told, models.Undone.specialist


class Covers:
    """Read and change what is offered. Every method raises NotKept, and is one transaction."""

    def __init__(self, url: str) -> None:
        self._sessions = sessionmaker(connect(url))

    def offer(self, shift: str, specialist: str, start: int, end: int) -> Cover:
        """Offer one time on call, and return it; one that is offered already, or taken, stays as it is."""

        def act(session: Session) -> Cover:
            row = session.scalar(select(Row).filter_by(shift=shift, start=start))
            if row is None:
                taken = set(session.scalars(select(Row.number)))
                number = next(number for number in count(1) if number not in taken)
                row = Row(
                    id=token_hex(8), number=number, shift=shift, specialist=specialist, start=start, end=end,
                    taken_by="", taken_at=0,
                )  # fmt: skip
                session.add(row)
            return _cover(row)

        return promptly(self._sessions, act)

    def withdraw(self, id: str, specialist: str) -> bool:
        """Offer it no longer; False where somebody has taken it, or it was never theirs."""
        own = delete(Row).where(Row.id == id, Row.specialist == specialist, Row.taken_by == "").returning(Row.id)
        return promptly(self._sessions, lambda session: session.scalar(own) is not None)

    def take(self, id: str, by: str, now_ms: int) -> Cover | None:
        """Have it move to who takes it, unless somebody else has, or it has begun; the same again changes nothing."""
        free = (Row.id == id, Row.taken_by == "", Row.specialist != by, Row.start > now_ms)
        taken = update(Row).where(*free).values(taken_by=by, taken_at=now_ms, told=False)

        def act(session: Session) -> Cover | None:
            session.execute(taken)
            row = session.scalar(select(Row).filter_by(id=id, taken_by=by))
            return _cover(row) if row else None

        return promptly(self._sessions, act)

    def undo(self, id: str, taken_by: str) -> Cover | None:
        """Have it be as before it was offered, and both still to be told; None where it is not taken by them."""

        def act(session: Session) -> Cover | None:
            row = session.scalar(select(Row).filter_by(id=id, taken_by=taken_by).with_for_update())
            if row is None:
                return None
            session.delete(row)
            for told in (row.specialist, row.taken_by):
                session.add(models.Undone(cover=id, told=told, specialist=row.specialist, start=row.start, end=row.end))
            return _cover(row)

        return promptly(self._sessions, act)

    def undone(self, specialist: str) -> Sequence[Undone]:
        """Return what was given back, of which a specialist is still to be told."""
        asked = select(models.Undone).filter_by(told=specialist).order_by(models.Undone.start)
        return promptly(self._sessions, lambda session: [_undone(row) for row in session.scalars(asked)])

    def told_undone(self, undone: Undone) -> None:
        """Note that somebody was told what was given back."""
        own = models.Undone.cover == undone.cover, models.Undone.told == undone.told
        promptly(self._sessions, lambda session: session.execute(delete(models.Undone).where(*own)) and None)

    def untold(self, specialist: str) -> Sequence[Cover]:
        """Return what was taken of a specialist, and they are still to be told of."""
        asked = select(Row).where(Row.specialist == specialist, Row.taken_by != "", ~Row.told)
        return promptly(self._sessions, lambda session: [_cover(row) for row in session.scalars(asked)])

    def told(self, cover: Cover) -> None:
        """Note that who offered it was told who has taken it."""
        done = update(Row).where(Row.id == cover.id, Row.taken_by == cover.taken_by).values(told=True)
        promptly(self._sessions, lambda session: session.execute(done) and None)

    def since(self, ms: int) -> Sequence[Cover]:
        """Return what is offered or taken and ends later, the earliest first."""
        asked = select(Row).where(Row.end > ms).order_by(Row.start, Row.number)
        return promptly(self._sessions, lambda session: [_cover(row) for row in session.scalars(asked)])


def _cover(row: Row) -> Cover:
    return Cover(row.id, row.number, row.shift, row.specialist, row.start, row.end, row.taken_by, row.taken_at)


def _undone(row: models.Undone) -> Undone:
    return Undone(row.cover, row.told, row.specialist, row.start, row.end)


def taken(session: Session) -> list[Cover]:
    """Return every time on call that moved to somebody else, within a transaction."""
    return [_cover(row) for row in session.scalars(select(Row).where(Row.taken_by != ""))]


def leave_roster(session: Session, specialist: str) -> set[str]:
    """Have what others took of a specialist's shifts be theirs for good, and what the specialist took be offered again.

    Before the shifts are deleted. Returns whose time on call has another place on record now.
    """
    theirs = session.scalars(select(Row).filter_by(specialist=specialist).order_by(Row.taken_at)).all()
    changed = {row.taken_by for row in theirs} | set(
        session.scalars(select(Row.specialist).filter_by(taken_by=specialist))
    )
    session.execute(delete(models.Undone).where(or_(*(column == specialist for column in TELLS))))
    for row in theirs:
        session.delete(row)
        session.flush()
        if row.taken_by:
            _moves_on(session, row)
    session.execute(update(Row).where(Row.taken_by == specialist).values(taken_by="", taken_at=0))
    return changed - {specialist, ""}


def _moves_on(session: Session, row: Row) -> None:
    """Have what was taken of somebody stand without them: as a shift, or as taken of whom they had it of."""
    shift, before = session.get(models.Shift, row.shift), session.get(Row, row.shift)
    if shift:
        cover = _cover(row)
        uid = f"{row.id}@helpline"
        session.add(models.Shift(id=row.id, specialist=row.taken_by, uid=uid, zone=shift.zone, calendar=alone(cover)))
    elif before:
        before.taken_by, before.taken_at = row.taken_by, row.taken_at
        session.execute(update(Row).where(Row.shift == row.id).values(shift=before.id))
