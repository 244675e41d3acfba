"""Who is on call when, in three zones, over both changes of the clocks; and iCalendar's ways to say it."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.domain.shifts import Edge, Shift, edges, last_edge, next_start, on_call, turns

NEW_YORK, PHOENIX, LORD_HOWE = "America/New_York", "America/Phoenix", "Australia/Lord_Howe"
EVERY_NIGHT = ("DTSTART:20260101T220000", "DTEND:20260102T060000", "RRULE:FREQ=DAILY")


def calendar(*events: tuple[str, ...]) -> str:
    lines = [line for event in events for line in ("BEGIN:VEVENT", "UID:u", *event, "END:VEVENT")]
    return "\r\n".join(["BEGIN:VCALENDAR", *lines, "END:VCALENDAR", ""])


def shift(*events: tuple[str, ...], zone: str = NEW_YORK, who: str = "ana") -> Shift:
    return Shift(f"{who}-1", who, calendar(*events), zone)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def local(zone: str, text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def shown(theirs: Shift, since: str, until: str) -> list[str]:
    """The turns as the wall of the shift's zone shows them."""
    zone = ZoneInfo(theirs.zone)
    found = turns([theirs], local(theirs.zone, since), local(theirs.zone, until))
    return [f"{t.start.astimezone(zone):%d %H:%M}-{t.end.astimezone(zone):%d %H:%M}" for t in found]


# A zone, the week in which its clocks change (New York skips, then doubles, an hour; Lord Howe half an hour; Phoenix
# never), and the hours that a night from 22:00 to 06:00 has in the night of the change.
WEEKS = [
    (NEW_YORK, "2026-03-04", "2026-03-07", 7.0),
    (NEW_YORK, "2026-10-28", "2026-10-31", 9.0),
    (PHOENIX, "2026-03-04", "2026-03-07", 8.0),
    (PHOENIX, "2026-10-28", "2026-10-31", 8.0),
    (LORD_HOWE, "2026-04-01", "2026-04-04", 8.5),
    (LORD_HOWE, "2026-09-30", "2026-10-03", 7.5),
]


@pytest.mark.parametrize(("zone", "monday", "changes", "hours"), WEEKS)
def test_a_week_of_nights_begins_and_ends_by_the_wall_also_when_the_clocks_change(
    zone: str, monday: str, changes: str, hours: float
) -> None:
    nights = shift(EVERY_NIGHT, zone=zone)
    first = date.fromisoformat(monday)
    week = turns([nights], local(zone, f"{first} 12:00"), local(zone, f"{first + timedelta(days=7)} 12:00"))
    assert len(week) == 7
    for days, turn in enumerate(week):
        night = first + timedelta(days=days)
        assert turn.start == local(zone, f"{night} 22:00")
        assert turn.end == local(zone, f"{night + timedelta(days=1)} 06:00")
        lasts = (turn.end - turn.start) / timedelta(hours=1)
        assert lasts == (hours if str(night) == changes else 8)


@pytest.mark.parametrize(("zone", "monday", "changes", "hours"), WEEKS)
def test_a_week_replayed_minute_by_minute_agrees_with_the_wall(
    zone: str, monday: str, changes: str, hours: float
) -> None:
    nights = shift(EVERY_NIGHT, zone=zone)
    moment = local(zone, f"{monday} 00:00")
    until = moment + timedelta(days=7)
    while moment < until:
        wall = moment.astimezone(ZoneInfo(zone)).time()
        assert nights.covers(moment) == (wall >= time(22) or wall < time(6)), moment
        moment += timedelta(minutes=17)


@pytest.mark.parametrize(
    ("day", "until"),
    [("2026-03-08", "07:30"), ("2026-11-01", "05:30")],
    ids=["a time that is skipped", "one shown twice"],
)
def test_a_start_that_the_wall_skips_or_shows_twice_is_one_moment(day: str, until: str) -> None:
    """02:30 on the day that skips it is 03:30; 01:30 on the day that shows it twice is the first."""
    hour = "02:30" if day == "2026-03-08" else "01:30"
    compact = f"{day}T{hour}:00".replace("-", "").replace(":", "")
    early = shift((f"DTSTART:{compact}", f"DTEND:{day.replace('-', '')}T090000"))
    (turn,) = turns([early], utc(f"{day} 00:00"), utc(f"{day} 23:00"))
    assert turn.start == utc(f"{day} {until}")


def test_a_shift_whose_whole_time_is_skipped_is_none() -> None:
    lost = shift(("DTSTART:20260307T023000", "DTEND:20260307T030000", "RRULE:FREQ=DAILY;COUNT=3"))
    assert shown(lost, "2026-03-07 00:00", "2026-03-10 00:00") == ["07 02:30-07 03:00", "09 02:30-09 03:00"]


IN_NEW_YORK = ("DTSTART;TZID=America/New_York:20260302T220000", "DTEND;TZID=America/New_York:20260303T060000")
MONDAYS = (*IN_NEW_YORK, "RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=3")
ALL = ["02 22:00-03 06:00", "09 22:00-10 06:00", "16 22:00-17 06:00"]
# What is said besides every Monday, and the turns of March 2026.
WAYS: dict[str, tuple[list[tuple[str, ...]], list[str]]] = {
    "as it is": ([MONDAYS], ALL),
    "an exception": ([(*MONDAYS, "EXDATE;TZID=America/New_York:20260309T220000")], [ALL[0], ALL[2]]),
    "an exception told in UTC": ([(*MONDAYS, "EXDATE:20260310T020000Z")], [ALL[0], ALL[2]]),
    "an exception of a whole day": ([(*MONDAYS, "EXDATE;VALUE=DATE:20260309")], [ALL[0], ALL[2]]),
    "two exceptions in one": ([(*MONDAYS, "EXDATE;TZID=America/New_York:20260309T220000,20260316T220000")], ALL[:1]),
    "one more": ([(*MONDAYS, "RDATE;TZID=America/New_York:20260305T220000")], [ALL[0], "05 22:00-06 06:00", *ALL[1:]]),
    "until a moment": ([(*IN_NEW_YORK, "RRULE:FREQ=WEEKLY;UNTIL=20260310T020000Z")], ALL[:2]),
    "until a second before": ([(*IN_NEW_YORK, "RRULE:FREQ=WEEKLY;UNTIL=20260310T015959Z")], ALL[:1]),
    "until a day": ([(*IN_NEW_YORK, "RRULE:FREQ=WEEKLY;UNTIL=20260309")], ALL[:2]),
    "lasting so long": (
        [("DTSTART;TZID=America/New_York:20260302T220000", "DURATION:PT8H", "RRULE:FREQ=WEEKLY;COUNT=3")],
        ALL,
    ),
    "one moved": (
        [
            MONDAYS,
            (
                "RECURRENCE-ID;TZID=America/New_York:20260309T220000",
                "DTSTART;TZID=America/New_York:20260311T100000",
                "DTEND;TZID=America/New_York:20260311T120000",
            ),
        ],
        [ALL[0], "11 10:00-11 12:00", ALL[2]],
    ),
    "one moved, told in UTC, to another month": (
        [
            MONDAYS,
            ("RECURRENCE-ID:20260310T020000Z", "DTSTART:20260410T140000Z", "DTEND:20260410T150000Z"),
        ],
        [ALL[0], ALL[2]],
    ),
    "one cancelled": (
        [MONDAYS, ("RECURRENCE-ID;TZID=America/New_York:20260309T220000", *IN_NEW_YORK, "STATUS:CANCELLED")],
        [ALL[0], ALL[2]],
    ),
    "told in the zone of somebody else": (
        [("DTSTART;TZID=Europe/Madrid:20260304T090000", "DTEND;TZID=Europe/Madrid:20260304T120000")],
        ["04 03:00-04 06:00"],
    ),
    "as Windows names zones": (
        [("DTSTART;TZID=Eastern Standard Time:20260304T090000", "DTEND;TZID=Eastern Standard Time:20260304T120000")],
        ["04 09:00-04 12:00"],
    ),
    "in UTC": ([("DTSTART:20260304T140000Z", "DTEND:20260304T170000Z")], ["04 09:00-04 12:00"]),
    "without a zone": ([("DTSTART:20260304T090000", "DTEND:20260304T120000")], ["04 09:00-04 12:00"]),
    "a whole day": ([("DTSTART;VALUE=DATE:20260304",)], ["04 00:00-05 00:00"]),
    "whole days, but one": (
        [
            (
                "DTSTART;VALUE=DATE:20260307",
                "DTEND;VALUE=DATE:20260308",
                "RRULE:FREQ=DAILY;COUNT=4",
                "EXDATE;VALUE=DATE:20260309",
            )
        ],
        ["07 00:00-09 00:00", "10 00:00-11 00:00"],
    ),
    "twice a day": (
        [("DTSTART:20260304T080000", "DTEND:20260304T090000", "SEQUENCE:1", "RRULE:FREQ=DAILY;COUNT=4;BYHOUR=8,20")],
        ["04 08:00-04 09:00", "04 20:00-04 21:00", "05 08:00-05 09:00", "05 20:00-05 21:00"],
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_what_icalendar_can_say(way: str) -> None:
    events, wanted = WAYS[way]
    assert shown(shift(*events), "2026-03-01 00:00", "2026-04-01 00:00") == wanted


def test_a_time_told_in_utc_stays_there_when_the_clocks_change() -> None:
    series = shift(("DTSTART:20260306T140000Z", "DTEND:20260306T150000Z", "RRULE:FREQ=DAILY;COUNT=3"), zone="UTC")
    assert [turn.start.hour for turn in turns([series], utc("2026-03-01"), utc("2026-04-01"))] == [14, 14, 14]


def test_who_is_on_call_is_told_once_each() -> None:
    early = ("DTSTART:20260302T060000", "DTEND:20260302T140000")
    shifts = [
        shift(EVERY_NIGHT), shift(early, who="bo"), shift(early), shift(("DTSTART:20260302T050000", "DURATION:PT3H"))
    ]  # fmt: skip
    assert on_call(shifts, local(NEW_YORK, "2026-03-02 05:30")) == ["ana"]
    assert on_call(shifts, local(NEW_YORK, "2026-03-02 06:00")) == ["bo", "ana"]
    assert on_call(shifts, local(NEW_YORK, "2026-03-02 14:00")) == []


def test_between_shifts_that_touch_there_is_no_edge() -> None:
    shifts = [shift(EVERY_NIGHT), shift(("DTSTART:20260302T060000", "DTEND:20260302T140000"))]
    found = edges(shifts, local(NEW_YORK, "2026-03-01 12:00"), local(NEW_YORK, "2026-03-02 22:00"))
    assert [(edge.at, edge.starts) for edge in found] == [
        (local(NEW_YORK, "2026-03-01 22:00"), True),
        (local(NEW_YORK, "2026-03-02 14:00"), False),
        (local(NEW_YORK, "2026-03-02 22:00"), True),
    ]


def test_the_next_start_is_the_nearest_of_anybody_and_not_one_that_has_begun() -> None:
    now = local(NEW_YORK, "2026-03-02 23:00")
    shifts = [shift(EVERY_NIGHT), shift(("DTSTART:20260303T090000", "DTEND:20260303T120000"), who="bo")]
    assert next_start(shifts, now) == local(NEW_YORK, "2026-03-03 09:00")
    assert next_start(shifts[:1], now) == local(NEW_YORK, "2026-03-03 22:00")
    assert next_start([], now) is None
    assert last_edge(shifts, now) == Edge(local(NEW_YORK, "2026-03-02 22:00"), "ana", True)
    assert last_edge([], now) is None


WALLS = st.times(min_value=time(0), max_value=time(23, 59)).map(lambda t: t.replace(second=0, microsecond=0))
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 20))


@settings(max_examples=60, deadline=None)
@given(DAYS, WALLS, st.integers(30, 20 * 60), st.sampled_from([NEW_YORK, PHOENIX, LORD_HOWE, "Europe/Madrid"]))
def test_every_daily_shift_is_what_the_wall_of_its_zone_says(day: date, at: time, minutes: int, zone: str) -> None:
    first = datetime.combine(day, at)
    theirs = shift((f"DTSTART:{first:%Y%m%dT%H%M%S}", f"DURATION:PT{minutes}M", "RRULE:FREQ=DAILY;COUNT=5"), zone=zone)
    nights = [first + timedelta(days=days) for days in range(5)]
    spans = [(local(zone, str(night)), local(zone, str(night + timedelta(minutes=minutes)))) for night in nights]
    window = spans[0][0] - timedelta(days=2), spans[-1][1] + timedelta(days=2)
    assert [(t.start, t.end) for t in turns([theirs], *window)] == [s for s in spans if s[0] < s[1]]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["ana", "bo"]), DAYS, WALLS, st.integers(30, 2000)), min_size=1, max_size=5),
    st.data(),
)
def test_edges_turn_by_turn_tell_who_is_on_call(rows: list[tuple[str, date, time, int]], data: st.DataObject) -> None:
    shifts = [
        shift((f"DTSTART:{datetime.combine(day, at):%Y%m%dT%H%M%S}", f"DURATION:PT{m}M", "RRULE:FREQ=WEEKLY"), who=who)
        for who, day, at, m in rows
    ]
    now = local(NEW_YORK, str(datetime.combine(max(row[1] for row in rows), time()) + timedelta(days=8)))
    now += timedelta(minutes=data.draw(st.integers(0, 7 * 24 * 60)))
    for who in ("ana", "bo"):
        theirs = [one for one in shifts if one.specialist == who]
        latest = last_edge(theirs, now)
        assert (who in on_call(shifts, now)) == (latest is not None and latest.starts)
        found = edges(theirs, now - timedelta(days=9), now)
        assert [edge.starts for edge in found[1:]] == [not edge.starts for edge in found[:-1]], "they take turns"
