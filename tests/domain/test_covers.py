"""One time on call moves from one specialist to another, and all others stay where they are."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from routing.domain.covers import Cover, covered
from routing.domain.shifts import Shift
from routing.domain.week import Week

SINCE, UNTIL = datetime(2027, 3, 1, tzinfo=UTC), datetime(2027, 4, 10, tzinfo=UTC)
MOVED = (
    "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:m\r\nDTSTART:20270301T090000Z\r\nDTEND:20270301T120000Z\r\n"
    "RRULE:FREQ=DAILY;COUNT=9\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:m\r\nRECURRENCE-ID:20270303T090000Z\r\n"
    "DTSTART:20270303T150000Z\r\nDTEND:20270303T170000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)

Spans = list[tuple[datetime, datetime]]


def weekly(zone: str, start: time, end: time) -> Shift:
    return Shift("s", "a", Week(zone, range(7), start, end, date(2027, 1, 4)).calendar("s@helpline"), zone)


def of(shifts: list[Shift], who: str) -> Spans:
    return sorted(span for shift in shifts if shift.specialist == who for span in shift.spans(SINCE, UNTIL))


def taking(span: tuple[datetime, datetime], by: str = "b", **more: str) -> Cover:
    start, end = (round(moment.timestamp() * 1000) for moment in span)
    return Cover(
        **{"id": "c", "number": 1, "shift": "s", "specialist": "a", "taken_by": by} | more, start=start, end=end
    )


@pytest.mark.parametrize(
    "shift",
    [
        *(
            weekly(zone, start, end)
            for zone in ("America/New_York", "Europe/Berlin", "Australia/Lord_Howe")
            for start, end in ((time(22), time(6)), (time(1, 30), time(2, 30)), (time(2, 15), time(3, 15)))
        ),
        Shift("s", "a", MOVED, "America/New_York"),
        Shift("s", "a", MOVED.replace("RRULE:FREQ=DAILY;COUNT=9\r\n", ""), "UTC"),
    ],
    ids=str,
)
def test_each_time_can_be_taken_and_no_other_moves_also_where_clocks_change(shift: Shift) -> None:
    before = of([shift], "a")
    assert before
    for span in before:
        after = covered([shift], [taking(span)])
        assert of(after, "b") == [span]
        assert of(after, "a") == [other for other in before if other != span]


def test_of_one_shift_several_times_are_taken_by_several() -> None:
    for shift in (weekly("America/New_York", time(22), time(6)), Shift("s", "a", MOVED, "America/New_York")):
        before = of([shift], "a")
        covers = [taking(span, by="bc"[n % 2], id=f"c{n}") for n, span in enumerate(before[1:])]
        after = covered([shift], covers)
        assert (of(after, "a"), of(after, "b"), of(after, "c")) == (before[:1], before[1::2], before[2::2])


def test_what_is_only_offered_or_is_there_no_more_moves_nothing() -> None:
    shift = weekly("UTC", time(9), time(17))
    first, *_ = of([shift], "a")
    later = (first[0] + timedelta(minutes=1), first[1])
    for cover in (taking(first, by=""), taking(later), taking(first, shift="x"), taking(first, specialist="b")):
        assert covered([shift], [cover]) == [shift]


def test_what_was_taken_is_offered_on_and_comes_back() -> None:
    shift = weekly("UTC", time(9), time(17))
    first, *others = of([shift], "a")
    on = [
        taking(first),
        taking(first, by="c", id="d", shift="c", specialist="b"),
        taking(first, by="a", id="e", shift="d", specialist="c"),
    ]
    assert [of(covered([shift], on[:count]), who) for count, who in ((1, "b"), (2, "c"), (2, "b"))] == [
        [first], [first], [],
    ]  # fmt: skip
    assert of(covered([shift], on), "a") == [first, *others]
