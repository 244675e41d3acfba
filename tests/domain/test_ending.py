"""A series ends from a day on: what was before stays, and so does what somebody has taken, whatever the clocks do."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from routing.domain.covers import Cover, covered
from routing.domain.ending import ended
from routing.domain.shifts import Shift
from routing.domain.week import Week
from tests.domain.test_covers import MOVED
from tests.domain.test_skipped import CHANGES

WEEK = timedelta(days=7)
Span = tuple[datetime, datetime]


def spans(shifts: list[Shift], who: str, day: date, weeks: int = 60) -> list[Span]:
    midnight = datetime.combine(day, time(), UTC)
    theirs = [shift for shift in shifts if shift.specialist == who]
    return sorted(span for shift in theirs for span in shift.spans(midnight - weeks * WEEK, midnight + weeks * WEEK))


def taken(shift: Shift, span: Span) -> Cover:
    start, end = (round(moment.timestamp() * 1000) for moment in span)
    return Cover("c", 1, shift.id, shift.specialist, start, end, "bo", 1)


@pytest.mark.parametrize(("zone", "day"), CHANGES)
@pytest.mark.parametrize(("start", "end"), [(time(1, 30), time(3, 30)), (time(2, 30), time(10)), (time(22), time(6))])
@pytest.mark.parametrize("days", [range(7), (6,)])
@pytest.mark.parametrize("last", [None, 5])
def test_nothing_starts_from_that_day_on_but_what_was_taken(
    zone: str, day: date, start: time, end: time, days: tuple[int, ...], last: int | None
) -> None:
    until = day + last * WEEK if last else None
    shift = Shift("s", "ana", Week(zone, days, start, end, day - 4 * WEEK, until).calendar("u"), zone)
    before = spans([shift], "ana", day)
    walls = shift.walls(datetime(2026, 1, 1, tzinfo=UTC), datetime(2029, 1, 1, tzinfo=UTC))
    gone = sorted(span for wall, *span in walls if wall.date() >= day)
    kept = [span for span in before if list(span) not in gone]
    assert kept and gone[0][0] - kept[-1][0] <= 8 * timedelta(days=1)
    now = replace(shift, calendar=ended(shift, day, []))
    assert spans([now], "ana", day) == kept
    assert ended(now, day, []) == now.calendar, "the same again changes nothing"
    for at in (0, 3):
        cover = taken(shift, before[len(kept) + at])
        rest = replace(shift, calendar=ended(shift, day, [cover]))
        assert spans([rest], "ana", day) == [*kept, before[len(kept) + at]], "given back, it is hers"
        both = covered([rest], [cover])
        assert (spans(both, "ana", day), spans(both, "bo", day)) == (kept, [before[len(kept) + at]])
        assert ended(rest, day, [cover]) == rest.calendar


def series(*lines: str) -> Shift:
    own = ("BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:u", "DTSTART:20270301T090000Z", "DTEND:20270301T120000Z", *lines)
    return Shift("s", "ana", "\r\n".join([*own, "END:VEVENT", "END:VCALENDAR", ""]), "UTC")


@pytest.mark.parametrize(
    ("shift", "day", "left"),
    [
        (series("RRULE:FREQ=DAILY;COUNT=3"), 10, 3),  # it had ended by itself
        (series("RRULE:FREQ=DAILY;COUNT=3", "RDATE:20270312T090000Z,20270320T090000Z"), 15, 4),
        (series("RRULE:FREQ=DAILY;COUNT=9", "EXDATE:20270302T090000Z"), 4, 2),
        (series("RRULE:FREQ=DAILY;UNTIL=20270302T090000Z", "RRULE:FREQ=WEEKLY"), 14, 3),
        (series(), 1, 0),
        (series(), 2, 1),
        (series("RRULE:FREQ=DAILY"), 1, 0),
        (Shift("s", "ana", MOVED, "America/New_York"), 3, 2),  # what begins that day had been moved to it
        (Shift("s", "ana", MOVED, "America/New_York"), 4, 3),
        (Shift("s", "ana", MOVED.replace("0303T15", "0325T15").replace("0303T17", "0325T17"), "UTC"), 6, 4),
    ],
)  # fmt: skip
def test_whatever_the_series_is_made_of(shift: Shift, day: int, left: int) -> None:
    before = spans([shift], "ana", date(2027, 3, 1))
    now = replace(shift, calendar=ended(shift, date(2027, 3, day), []))
    assert spans([now], "ana", date(2027, 3, 1)) == before[:left]
    for at in range(left, len(before)):
        cover = taken(shift, before[at])
        both = covered([replace(shift, calendar=ended(shift, date(2027, 3, day), [cover]))], [cover])
        assert (spans(both, "ana", date(2027, 3, 1)), spans(both, "bo", date(2027, 3, 1))) == (
            before[:left],
            [before[at]],
        )
