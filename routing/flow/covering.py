"""Specialists offer a coming shift, and take one another's; supervisors undo that.

Until it is taken it stays with who offers it. The records decide who gets it, in one transaction; live state looks at
both at once, and then, or within the hour, who offered is texted, or both where it was undone.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from routing.domain.audit import Deed
from routing.domain.contact import Person, Unavailable
from routing.domain.covers import Cover, Undone
from routing.flow import auditing, duty, shifts
from routing.flow.times import moment, ms, when
from routing.flow.told import language_of, tell
from routing.ports import Rostering, Working

AHEAD = timedelta(days=35)


@dataclass(frozen=True)
class Time:
    """One time on call of a specialist that has not begun (ms): of which shift, and its offer, if it is offered."""

    shift: str
    start: int
    end: int
    offer: Cover | None = None


def coming(s: Rostering, specialist: str) -> list[Time]:
    """Return a specialist's times on call that begin within AHEAD, the next first."""
    now = moment(s.switchboard.now())
    offers = {(cover.shift, cover.start): cover for cover in s.covers.since(ms(now)) if not cover.taken_by}
    times = {
        (shift.id, ms(start)): ms(end)
        for shift in s.shifts.of(specialist)
        for start, end in shift.spans(now, now + AHEAD)
        if start > now
    }
    return [Time(*key, end, offers.get(key)) for key, end in sorted(times.items(), key=lambda each: each[0][::-1])]


def standing(s: Rostering) -> list[Cover]:
    """Return what is taken, or offered and still a time on call, and not over, the earliest first."""
    return [each for each in s.covers.since(s.switchboard.now()) if each.taken_by or _is_theirs(s, each)]


def open_to(s: Rostering, specialist: str) -> list[Cover]:
    """Return what others offer that a specialist is fit for, and what they have taken, if it has not begun.

    Fit is who can take every call that the other can: on each line, for each skill, in each language.
    """
    people = {person.id: person for person in s.roster.everyone()}
    now = s.switchboard.now()
    offers = [each for each in s.covers.since(now) if each.taken_by in ("", specialist) and each.start > now]
    return [each for each in offers if each.taken_by or (_fits(s, people, each, specialist) and _is_theirs(s, each))]


def offer(s: Rostering, who: str, specialist: str, time: Time) -> Cover:
    """Offer a time on call, once."""
    if time.offer:
        return time.offer
    _note(s, who, "cover_offered", specialist)
    return s.covers.offer(time.shift, specialist, time.start, time.end)


def withdraw(s: Rostering, who: str, specialist: str, cover: Cover) -> bool:
    """Offer it no longer; False where somebody has taken it meanwhile."""
    _note(s, who, "cover_withdrawn", specialist)
    return s.covers.withdraw(cover.id, specialist)


def take(s: Rostering, who: str, specialist: str, cover: Cover) -> str:
    """Have a time on call move to who takes it, and tell who offered it: yours, gone where another was first, or
    overlaps where they are on call then anyhow. The same again changes nothing.
    """
    if cover.taken_by != specialist and _overlaps(s, specialist, cover):
        return "overlaps"
    _note(s, who, "cover_taken", specialist)
    taken = s.covers.take(cover.id, specialist, s.switchboard.now())
    if taken is None:
        return "gone"
    _look(s, taken)
    return "yours"


def look(s: Working, specialist: str) -> None:
    """Do what a specialist's shifts ask for by now, and tell them what was taken of those, or given back, once.

    Raises Unavailable and NotKept.
    """
    shifts.look(s, specialist)
    if not s.switchboard.specialist(specialist):
        return
    for cover in s.covers.untold(specialist):
        _tell(s, specialist, cover.taken_by, cover, phrase="sms_cover_taken", once=f"{cover.id}-{cover.taken_at}")
        s.covers.told(cover)
    for undone in s.covers.undone(specialist):
        _tell(s, specialist, undone.specialist, undone, phrase="sms_cover_undone", once=undone.cover)
        s.covers.told_undone(undone)


def undo(s: Rostering, who: str, cover: Cover) -> bool:
    """Have it be with who offered it again, and both be told; False where it is not taken by them any more."""
    _note(s, who, "cover_undone", cover.specialist)
    undone = s.covers.undo(cover.id, cover.taken_by)
    if undone is None:
        return False
    _look(s, undone)
    return True


def times(s: Rostering, specialist: str, cover: Cover | Undone | Time) -> dict[str, str]:
    """Say from when until when, as somebody is told by text: `start` and `end`."""
    record = s.switchboard.specialist(specialist)
    zone, language = shifts.zone_of(s, record, s.shifts.of(specialist)), language_of(s, record)
    now = moment(s.switchboard.now())
    return {name: when(s, moment(at), now, zone, language) for name, at in (("start", cover.start), ("end", cover.end))}


def _overlaps(s: Rostering, specialist: str, cover: Cover) -> bool:
    since, until = moment(cover.start), moment(cover.end)
    return any(start < until for shift in s.shifts.of(specialist) for start, _ in shift.spans(since, until))


def _fits(s: Rostering, people: dict[str, Person], cover: Cover, specialist: str) -> bool:
    if cover.specialist == specialist or not {cover.specialist, specialist} <= people.keys():
        return False
    theirs, own = (duty.queues(s.config, people[each]).keys() for each in (cover.specialist, specialist))
    return theirs <= own


def _is_theirs(s: Rostering, cover: Cover) -> bool:
    """Tell whether what is offered is still a time on call: its shift may have been changed or removed since."""
    return (cover.shift, cover.start, cover.end) in set(_spans(s, cover))


def _spans(s: Rostering, cover: Cover) -> Iterator[tuple[str, int, int]]:
    since, until = moment(cover.start), moment(cover.end)
    for shift in s.shifts.of(cover.specialist):
        yield from ((shift.id, ms(start), ms(end)) for start, end in shift.spans(since, until))


def _look(s: Rostering, cover: Cover) -> None:
    """Have live state learn of it now; otherwise it looks within the hour."""
    with suppress(Unavailable):
        for specialist in (cover.specialist, cover.taken_by):
            s.switchboard.look(specialist)


def _tell(s: Rostering, told: str, name: str, cover: Cover | Undone, *, phrase: str, once: str) -> None:
    record, names = s.switchboard.specialist(told), _names(s.roster.everyone())
    if name in names:
        start = times(s, told, cover)["start"]
        text = f"{phrase}-{told}-{once}".replace("_", "-")
        tell(s, record, "cover", text, phrase, name=names[name], start=start)


def _names(people: Sequence[Person]) -> dict[str, str]:
    return {person.id: person.name for person in people}


def _note(s: Rostering, who: str, what: str, specialist: str) -> None:
    auditing.note(s, Deed(who, what, "specialist", specialist), s.switchboard.now())
