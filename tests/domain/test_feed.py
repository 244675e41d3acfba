"""What a calendar says of who is on call, another reads as the same hours."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.domain.feed import feed
from routing.domain.rota import File, read
from routing.domain.shifts import Shift, Turn, turns
from routing.domain.week import Week

NAMES = {"a": "Ana María", "b": "Bo, the Second; of \\ten", "c": "Cy"}
NOW = datetime(2027, 1, 1, tzinfo=UTC)


def imported(calendar: bytes, zone: str = "Asia/Tokyo") -> list[Shift]:
    """The shifts that `helpline shift import` reads in a file."""
    file = File("feed.ics", {name.casefold(): id for id, name in NAMES.items()}, zone)
    found = read(file, calendar.decode())
    assert file.problems == []
    return [shift for shifts in found.values() for shift in shifts]


@pytest.mark.parametrize(
    ("zone", "changes"),
    [
        ("America/New_York", (date(2027, 3, 14), date(2027, 11, 7))),
        ("Europe/Berlin", (date(2027, 3, 28), date(2027, 10, 31))),
        ("Australia/Lord_Howe", (date(2027, 4, 4), date(2027, 10, 3))),  # by half an hour
    ],
)
def test_the_same_hours_come_back_also_where_clocks_change(zone: str, changes: tuple[date, date]) -> None:
    shifts = []
    for who, start, end in (("a", time(22), time(6)), ("b", time(1, 30), time(2, 30)), ("c", time(0), time(0))):
        week = Week(zone, range(7) if who != "c" else (5,), start, end, date(2027, 1, 4))
        shifts.append(Shift(who, who, week.calendar(f"{who}@helpline"), zone))
    for change in changes:
        since = datetime.combine(change, time(12), UTC) - timedelta(days=6)
        until = since + timedelta(days=12)
        told = turns(shifts, since, until)
        back = imported(feed("On call", told, NAMES, NOW))
        assert len(told) > 20 and turns(back, since, until) == told


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 9000), st.integers(1, 10000)), min_size=1, max_size=8))
def test_any_hours_come_back(hours: list[tuple[str, int, int]]) -> None:
    began = datetime(2027, 3, 10, tzinfo=UTC)
    theirs = {(who, start): length for who, start, length in hours}
    shown = [
        Turn(began + timedelta(minutes=start), began + timedelta(minutes=start + length), who)
        for (who, start), length in theirs.items()
    ]
    spans = {(shift.specialist, *span) for shift in imported(feed("", shown, NAMES, NOW)) for span in _spans(shift)}
    assert spans == {(turn.specialist, turn.start, turn.end) for turn in shown}


def _spans(shift: Shift) -> list[tuple[datetime, datetime]]:
    return list(shift.spans(datetime(2027, 3, 1, tzinfo=UTC), datetime(2027, 4, 1, tzinfo=UTC)))


def test_it_is_written_again_as_the_same_events() -> None:
    turn = Turn(NOW, NOW + timedelta(hours=8), "a")
    first, later = (feed("On call", [turn], NAMES, now) for now in (NOW, NOW + timedelta(days=1)))
    assert _uid(first) == _uid(later) and first.endswith(b"END:VCALENDAR\r\n")


def _uid(calendar: bytes) -> list[bytes]:
    return [line for line in calendar.splitlines() if line.startswith(b"UID:")]
