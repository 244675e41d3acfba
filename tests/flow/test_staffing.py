"""What an hour of the week needs: by the clocks on the wall, and by who is on call all through it."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from routing.domain.cover import Day, bounds, covered
from routing.domain.erlang import Load, needed
from routing.domain.shifts import Turn
from routing.flow.staffing import Need, needs

NEW_YORK = ZoneInfo("America/New_York")
MONDAY = date(2026, 11, 23)
HANDLE_S, PATIENCE_S = 1200, 180


def at(hour: int, minute: int = 0, day: date = MONDAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=NEW_YORK).astimezone(UTC)


def day(*turns: Turn, monday: date = MONDAY, of: int = 0) -> Day:
    start, end = bounds(monday, NEW_YORK)[of : of + 2]
    return Day(start.astimezone(NEW_YORK).date(), start, end, covered(turns, start, end))


def reckoned(of: Day, comes: dict[tuple[int, int], float]) -> list[Need]:
    return needs(of, comes, HANDLE_S, PATIENCE_S, NEW_YORK)


def test_hours_that_are_alike_are_one() -> None:
    (whole,) = reckoned(day(), {})
    assert (whole.needs, whole.has, whole.short) == (0, 0, 0)
    assert (whole.start, whole.end) == (day().start, day().end)


def test_an_hour_takes_what_comes_in_it_and_has_whoever_is_there_all_through_it() -> None:
    on_call = day(Turn(at(9), at(12), "ana"), Turn(at(10, 30), at(12), "bo"))
    found = reckoned(on_call, {(0, 9): 6.0, (0, 10): 6.0, (0, 11): 6.0, (1, 9): 60.0})
    takes = needed(Load(6, HANDLE_S, PATIENCE_S), 0.9, 30)
    assert takes == 5
    busy = [need for need in found if need.needs]
    assert [(need.start, need.end, need.needs, need.has) for need in busy] == [
        (at(9), at(11), takes, 1),
        (at(11), at(12), takes, 2),
    ]
    assert [need.short for need in busy] == [takes - 1, takes - 2]


def test_where_clocks_change_each_hour_is_there_as_often_as_on_the_wall() -> None:
    fall, spring = date(2026, 10, 26), date(2026, 3, 2)
    assert sum((need.end - need.start).total_seconds() for need in reckoned(day(monday=fall, of=6), {})) == 25 * 3600
    twice = reckoned(day(monday=fall, of=6), {(6, 1): 5.0})
    assert [(need.end - need.start).total_seconds() for need in twice if need.needs] == [2 * 3600]
    assert not [need for need in reckoned(day(monday=spring, of=6), {(6, 2): 5.0}) if need.needs]
