"""One day is taken out of a weekly shift: that one and no other, whatever the clocks do on it."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from routing.domain.covers import without
from routing.domain.shifts import Shift
from routing.domain.week import Week

# Sundays whose night loses an hour, or has one twice.
CHANGES = [
    ("America/New_York", date(2027, 3, 14)),
    ("America/New_York", date(2027, 11, 7)),
    ("Europe/Madrid", date(2027, 3, 28)),
    ("Europe/Madrid", date(2027, 10, 31)),
    ("Australia/Sydney", date(2027, 4, 4)),
    ("Australia/Sydney", date(2027, 10, 3)),
]
WEEK = timedelta(days=7)


def starts(shift: Shift, day: date) -> list[date]:
    midnight = datetime.combine(day, time(), UTC)
    return sorted(wall.date() for wall, *_ in shift.walls(midnight - 2 * WEEK, midnight + 2 * WEEK))


@pytest.mark.parametrize(("zone", "day"), CHANGES)
@pytest.mark.parametrize(("start", "end"), [(time(1, 30), time(3, 30)), (time(2, 30), time(10)), (time(22), time(6))])
def test_that_day_is_out_and_no_other(zone: str, day: date, start: time, end: time) -> None:
    week = Week(zone, (day.weekday(),), start, end, day - 4 * WEEK)
    shift = Shift("s", "ana", week.calendar("u"), zone)
    before = starts(shift, day)
    assert day in before
    wall = datetime.combine(day, start, UTC)
    skipped = replace(shift, calendar=without(shift, wall))
    assert starts(skipped, day) == [each for each in before if each != day]
    again = replace(shift, calendar=without(skipped, wall + WEEK))
    assert starts(again, day) == [each for each in before if each not in (day, day + WEEK)]
