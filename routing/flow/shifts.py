"""A specialist's shifts, as live state lives them: on call at each start, off call at each end, and told of both.

The records are the truth: whatever was lost, the next look derives from them what holds now. What a specialist or a
supervisor sets by hand holds until the next start or end.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from routing.domain.contact import Person, Plan
from routing.domain.shifts import LOOK_AHEAD, Shift, edges, last_edge, next_start, on_call
from routing.flow.acts import carry_out
from routing.flow.sentences import text
from routing.flow.times import moment, ms, when
from routing.flow.told import language_of, line_of, tell
from routing.ports import Services, Working

LOOK_EVERY = timedelta(hours=1)  # the records, or a zone's rules, may have been changed unseen
AT_ONCE = timedelta(minutes=5)  # before a start its own text is enough
NEWS_MS = 15 * 60 * 1000  # after a loss of live state, an older start was told before it
UNTOLD = {"starts": "sms_shift_starts", "on_break": "sms_shift_on_break", "ends": "sms_shift_ends"}


def look(s: Working, specialist: str) -> None:
    """Do what a specialist's shifts ask for by now, tell them, and plan the next look. Raises Unavailable."""
    record = s.switchboard.specialist(specialist)
    if not record or not s.switchboard.epoch():
        return  # nobody comes on call before it is known whose telephone is still in a call
    theirs, now = s.shifts.of(specialist), moment(s.switchboard.now())
    edge, at = standing(theirs, now, record.get("edge", ""))
    change = carry_out(s, s.switchboard.shift(specialist, edge, at))
    _, untold, began = ("", *change.details)
    if untold:
        said = _said(s, record, theirs, _ends(theirs, now), now)
        ends = text(s, "shift_ends", language_of(s, record), when=said) if said else ""
        tell(s, record, "shift", f"shift-{specialist}-{untold}-{began}", UNTOLD[str(untold)], ends=ends)
    _plan(s, specialist, record, theirs, now)


def standing(theirs: Sequence[Shift], now: datetime, applied: str) -> tuple[str, int]:
    """Return what the shifts of one specialist say last: "starts" or "ends", and since when, in ms (0: for long).

    `applied` is what was last done for them, as `<edge>:<ms>`. A shift that is taken away while under way ends now.
    """
    latest = last_edge(theirs, now)
    at = ms(latest.at) if latest else 0
    if latest.starts if latest else on_call(theirs, now):
        return "starts", at
    done, _, done_at = applied.partition(":")
    return "ends", ms(now) if done == "starts" and int(done_at) > at else at


def restore(s: Services, person: Person, theirs: Sequence[Shift]) -> None:
    """Put a specialist where they belong in a new life of the live state. Raises Unavailable."""
    now = s.switchboard.now()
    edge, at = standing(theirs, moment(now), "")
    if person.activity_at >= at and person.activity != "offline":
        left = max(0, person.activity_until - now)
        back = "available" if person.activity_until and not left else person.activity
        carry_out(s, s.switchboard.set_activity(person.id, back, max(1, person.activity_at), left))
    carry_out(s, s.switchboard.shift(person.id, edge, at, quiet=now - at > NEWS_MS))


def _plan(s: Services, specialist: str, record: Mapping[str, str], theirs: Sequence[Shift], now: datetime) -> None:
    starts, ends = next_start(theirs, now), _ends(theirs, now)
    remind_at = starts - timedelta(minutes=line_of(s, record).reminder_minutes) if starts else None
    reminded = int(record.get("reminded", 0))
    if starts and remind_at and remind_at <= now < starts - AT_ONCE and reminded != ms(starts):
        said = _said(s, record, theirs, starts, now)
        reminded = ms(starts)
        tell(s, record, "reminder", f"reminder-{specialist}-{reminded}", "sms_shift_soon", when=said)
    next_edges = [edge.at for edge in edges(theirs, now, now + LOOK_EVERY)]
    look_at = min(at for at in (now + LOOK_EVERY, *next_edges, remind_at) if at and at > now)
    plan = Plan(ms(look_at), ms(starts) if starts else 0, ms(ends) if ends else 0, reminded, zone_of(s, record, theirs))
    s.switchboard.planned(specialist, plan)


def _ends(theirs: Sequence[Shift], now: datetime) -> datetime | None:
    """Return when the time on call under way ends; None off call, or when shift follows shift for weeks."""
    if not on_call(theirs, now):
        return None
    return next((edge.at for edge in edges(theirs, now, now + LOOK_AHEAD) if not edge.starts), None)


def zone_of(s: Services, record: Mapping[str, str], theirs: Sequence[Shift]) -> str:
    """Return the zone whose clocks a specialist goes by: that of their shifts, or of the line; UTC is nobody's."""
    return next((shift.zone for shift in theirs if shift.zone != "UTC"), line_of(s, record).time_zone)


def _said(s: Services, record: Mapping[str, str], theirs: Sequence[Shift], at: datetime | None, now: datetime) -> str:
    return when(s, at, now, zone_of(s, record, theirs), language_of(s, record)) if at else ""
