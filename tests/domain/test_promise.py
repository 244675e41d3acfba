"""When a person may be called back: by day on the line's clocks, and not too soon after the last try."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.domain.promise import HOUR, MINUTE, Promise, is_night, window

ZONE = "America/New_York"


def at(text: str, zone: str = ZONE) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp() * 1000)


def promise(attempts: int = 0, attempted_at: int = 0, any_hour: bool = False) -> Promise:
    return Promise(
        "p", "callback", "c", "main", "general", "en", "", 0, 0, 0, 0,
        any_hour=any_hour, attempts=attempts, attempted_at=attempted_at,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("now", "since", "until"),
    [
        ("2026-05-04T12:00", "2026-05-04T12:00", "2026-05-04T21:00"),
        ("2026-05-04T09:00", "2026-05-04T09:00", "2026-05-04T21:00"),
        ("2026-05-04T20:59", "2026-05-04T20:59", "2026-05-04T21:00"),
        ("2026-05-04T21:00", "2026-05-05T09:00", "2026-05-05T21:00"),
        ("2026-05-05T08:59", "2026-05-05T09:00", "2026-05-05T21:00"),
        ("2026-03-07T22:00", "2026-03-08T09:00", "2026-03-08T21:00"),  # the night in which clocks go forward
        ("2026-10-31T22:00", "2026-11-01T09:00", "2026-11-01T21:00"),  # and back
    ],
)
def test_nobody_is_called_at_night(now: str, since: str, until: str) -> None:
    found = window(promise(), at(now), ZONE)
    assert (found.since, found.until) == (at(since), at(until))


@pytest.mark.parametrize(
    ("attempts", "tried", "now", "since"),
    [
        (0, "2026-05-04T12:00", "2026-05-04T12:01", "2026-05-04T12:01"),
        (1, "2026-05-04T12:00", "2026-05-04T12:01", "2026-05-04T12:10"),
        (2, "2026-05-04T12:00", "2026-05-04T12:01", "2026-05-04T13:00"),
        (1, "2026-05-04T12:00", "2026-05-04T18:00", "2026-05-04T18:00"),
        (1, "2026-05-04T20:55", "2026-05-04T20:56", "2026-05-05T09:00"),
    ],
)
def test_a_second_try_is_ten_minutes_later_and_a_third_an_hour(attempts: int, tried: str, now: str, since: str) -> None:
    assert window(promise(attempts, at(tried)), at(now), ZONE).since == at(since)


def test_who_asked_for_now_at_night_is_called_at_night() -> None:
    found = window(promise(1, at("2026-05-04T23:00"), any_hour=True), at("2026-05-04T23:01"), ZONE)
    assert (found.since, found.until) == (at("2026-05-04T23:10"), 0)


@given(
    st.integers(at("2020-01-01T00:00"), at("2035-01-01T00:00")),
    st.sampled_from([ZONE, "America/Phoenix", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia"]),
    st.integers(0, 3),
)
def test_a_window_is_by_day_soon_and_not_in_the_past(now: int, zone: str, attempts: int) -> None:
    found = window(promise(attempts, now), now, zone)
    assert now <= found.since < found.until <= found.since + 13 * HOUR
    assert found.since - now <= 14 * HOUR
    assert not is_night(found.since, zone) and not is_night(found.until - MINUTE, zone)
    assert is_night(found.until, zone)


def test_what_somebody_deals_with_is_not_tried_before_it_is_over() -> None:
    theirs = replace(promise(), state="taken", expires_at=at("2026-05-07T12:00"))
    found = window(theirs, at("2026-05-04T12:00"), ZONE)
    assert found.since > theirs.expires_at and found.until == 0
