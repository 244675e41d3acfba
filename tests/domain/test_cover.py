"""A week is cut where somebody comes or goes, and its days are as long as the clocks of the zone make them."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from routing.domain.cover import bounds, week
from routing.domain.shifts import Shift, Turn, turns
from routing.domain.week import Week

MONDAY = date(2026, 3, 2)
HOUR = timedelta(hours=1)


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)


def test_a_day_without_anybody_is_one_gap() -> None:
    (monday, *_) = week([], MONDAY, ZoneInfo("UTC"))
    assert [(each.start, each.end, each.specialists) for each in monday.stretches] == [(at(2, 0), at(3, 0), [])]


def test_gaps_and_overlaps_are_cut_out_and_a_night_goes_over_midnight() -> None:
    there = [Turn(at(2, 9), at(2, 17), "ana"), Turn(at(2, 16), at(3, 1), "bo")]
    monday, tuesday, *_ = week(there, MONDAY, ZoneInfo("UTC"))
    assert [(each.start.hour, each.end.hour, each.specialists) for each in monday.stretches] == [
        (0, 9, []),
        (9, 16, ["ana"]),
        (16, 17, ["ana", "bo"]),
        (17, 0, ["bo"]),
    ]
    assert [each.specialists for each in tuesday.stretches] == [["bo"], []]


@pytest.mark.parametrize(
    ("zone", "sunday", "hours"),
    [
        ("America/New_York", date(2026, 3, 8), 23),
        ("America/New_York", date(2026, 11, 1), 25),
        ("Europe/Madrid", date(2026, 3, 29), 23),
        ("Europe/Madrid", date(2026, 10, 25), 25),
        ("Australia/Sydney", date(2026, 4, 5), 25),
        ("Australia/Sydney", date(2026, 10, 4), 23),
    ],
)
def test_the_day_on_which_clocks_change_is_shorter_or_longer_and_shifts_go_by_the_wall(
    zone: str, sunday: date, hours: int
) -> None:
    there, monday = ZoneInfo(zone), sunday - timedelta(days=6)
    nights = Week(zone, tuple(range(7)), time(22), time(6), monday - timedelta(days=7))
    first, *_, last = bounds(monday, there)
    days = week(turns([Shift("s", "ana", nights.calendar("u"), zone)], first, last), monday, there)
    assert [round((day.end - day.start) / HOUR) for day in days] == [24] * 6 + [hours]
    assert [day.clocks_change for day in days] == [False] * 6 + [True]
    for day in days:
        walls = [(each.start.astimezone(there).hour, each.end.astimezone(there).hour) for each in day.stretches]
        assert (walls, [each.specialists for each in day.stretches]) == (
            [(0, 6), (6, 22), (22, 0)],
            [["ana"], [], ["ana"]],
        )
    assert round(days[-1].stretches[0].lasts / HOUR) == 6 + hours - 24
