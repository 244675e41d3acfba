"""Days by the clock on the wall, also those on which it changes."""

from datetime import date, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from routing.domain.counting import HOUR_MS
from routing.domain.periods import before, periods, settled_weeks, span

NEW_YORK, KOLKATA = ZoneInfo("America/New_York"), ZoneInfo("Asia/Kolkata")


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 11, 22), 24), (date(2026, 3, 8), 23), (date(2026, 11, 1), 25)])
def test_a_day_has_the_hours_that_it_has(day: date, hours: int) -> None:
    since, until = span(day, day, NEW_YORK)
    named = periods(since, until, NEW_YORK, "hour")
    assert until - since == hours * HOUR_MS and len(named) == hours
    assert next(iter(named)) == f"{day}T00:00{'-04:00' if day.day == 1 else '-05:00'}"
    assert periods(since, until, NEW_YORK, "day") == {day.isoformat(): (since, until)}


def test_a_week_is_named_by_its_monday() -> None:
    since, until = span(date(2026, 11, 21), date(2026, 11, 23), NEW_YORK)
    assert list(periods(since, until, NEW_YORK, "week")) == ["2026-11-16", "2026-11-23"]


def test_where_hours_begin_at_half_past_each_is_in_one_day() -> None:
    one, other = (span(date(2026, 11, day), date(2026, 11, day), KOLKATA) for day in (22, 23))
    assert [*periods(*one, KOLKATA, "day"), *periods(*other, KOLKATA, "day")] == ["2026-11-22", "2026-11-23"]


def test_periods_leave_no_hour_out_and_have_none_twice() -> None:
    since, until = span(date(2026, 1, 1), date(2026, 12, 31), NEW_YORK)
    for by in ("day", "week"):
        found = list(periods(since, until, NEW_YORK, by).values())
        assert (found[0][0], found[-1][1]) == (since, until)
        assert all(over == begun for (_, over), (begun, _) in pairwise(found))


@pytest.mark.parametrize(
    ("first", "last", "today", "weeks"),
    [
        (2, 15, 30, (2, 15)),  # Mondays are the 2nd, 9th, 16th and 23rd
        (1, 16, 30, (2, 15)),
        (3, 14, 30, None),
        (3, 15, 30, (9, 15)),
        (2, 22, 26, (2, 15)),  # the week to the 22nd is over since three days
        (2, 22, 27, (2, 22)),
        (2, 22, 1, None),
    ],
)
def test_weeks_of_which_nothing_changes_any_more(
    first: int, last: int, today: int, weeks: tuple[int, int] | None
) -> None:
    days = [date(2026, 11, day) for day in (first, last, today)]
    assert settled_weeks(*days) == (weeks and tuple(date(2026, 11, day) for day in weeks))


@pytest.mark.parametrize(("first", "last", "weeks"), [(16, 22, 1), (18, 18, 1), (9, 22, 2), (9, 23, 3)])
def test_days_are_compared_with_the_same_weekdays_right_before(first: int, last: int, weeks: int) -> None:
    days = date(2026, 11, first), date(2026, 11, last)
    earlier = before(*days)
    assert [one - other for one, other in zip(days, earlier, strict=True)] == [timedelta(weeks=weeks)] * 2
    assert timedelta(0) <= days[0] - earlier[1] - timedelta(days=1) < timedelta(weeks=1)
