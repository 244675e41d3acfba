"""When a meeting starts next: by the clock on the wall where it is, also in the nights in which clocks change."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.domain.listed import MEETING, Meeting
from routing.domain.starts import next_start

SUNDAY, MONDAY = 6, 0


def meeting(start: int | None, *days: int, zone: str = "America/New_York") -> Meeting:
    return Meeting(key="a", kind=MEETING, name="Step Up", days=days, start=start, zone=zone)


@pytest.mark.parametrize(
    ("now", "start", "days", "starts"),
    [
        # Sunday 22 November 2026, by the clocks of New York
        ("2026-11-22 12:00-05:00", 19 * 60, (SUNDAY,), "2026-11-22 19:00-05:00"),
        ("2026-11-22 19:00-05:00", 19 * 60, (SUNDAY,), "2026-11-22 19:00-05:00"),
        ("2026-11-22 19:01-05:00", 19 * 60, (SUNDAY,), "2026-11-29 19:00-05:00"),
        ("2026-11-22 19:01-05:00", 19 * 60, (SUNDAY, MONDAY), "2026-11-23 19:00-05:00"),
        ("2026-11-23 03:00+00:00", 23 * 60, (SUNDAY,), "2026-11-22 23:00-05:00"),  # there it is still Sunday
        ("2026-11-23 04:30+00:00", 30, (MONDAY,), "2026-11-23 00:30-05:00"),
        # Clocks go forward on Sunday 8 March 2026 at 02:00
        ("2026-03-07 12:00-05:00", 19 * 60, (SUNDAY,), "2026-03-08 19:00-04:00"),
        ("2026-03-07 12:00-05:00", 150, (SUNDAY,), "2026-03-08 03:30-04:00"),
        ("2026-03-01 20:00-05:00", 19 * 60, (SUNDAY,), "2026-03-08 19:00-04:00"),
        # and back on Sunday 1 November 2026 at 02:00
        ("2026-10-31 12:00-04:00", 90, (SUNDAY,), "2026-11-01 01:30-04:00"),
        ("2026-11-01 01:15-05:00", 90, (SUNDAY,), "2026-11-08 01:30-05:00"),
        ("2026-10-31 12:00-04:00", 19 * 60, (SUNDAY,), "2026-11-01 19:00-05:00"),
    ],
)
def test_the_next_start(now: str, start: int, days: tuple[int, ...], starts: str) -> None:
    found = next_start(meeting(start, *days), datetime.fromisoformat(now))
    assert found is not None
    assert found.isoformat(" ", "minutes") == starts


def test_a_day_may_be_asked_for() -> None:
    now = datetime.fromisoformat("2026-11-22 12:00-05:00")
    found = next_start(meeting(600, SUNDAY, MONDAY, 2), now, day=2)
    assert found and found.isoformat(" ", "minutes") == "2026-11-25 10:00-05:00"
    assert next_start(meeting(600, SUNDAY), now, day=MONDAY) is None


@pytest.mark.parametrize("one", [meeting(None), meeting(600), meeting(600, 1, zone="")])
def test_a_meeting_by_appointment_or_without_a_zone_has_no_start(one: Meeting) -> None:
    assert next_start(one, datetime.now(UTC)) is None


@given(
    st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),
    st.integers(0, 24 * 60 - 1),
    st.sets(st.integers(0, 6), min_size=1),
    st.sampled_from(["America/New_York", "America/Phoenix", "Pacific/Honolulu", "America/Anchorage"]),
)
def test_a_start_is_never_over_and_within_a_week(now: datetime, start: int, days: set[int], zone: str) -> None:
    found = next_start(meeting(start, *days, zone=zone), now)
    assert found and now <= found <= now + timedelta(days=7, hours=1)
    # An hour that is left out in spring is an hour later by the wall.
    assert (found.hour * 60 + found.minute - start) % 1440 in (0, 60)
