"""Calendar files: whose each event is, and what is told of one that can be no shift."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from routing.domain.rota import File, read
from routing.domain.shifts import Shift, turns
from routing.domain.week import Week

ZONE = "America/New_York"
PEOPLE = {"ana lía": "ana", "bo": "bo"}
WHEN = ("DTSTART;TZID=America/New_York:20260302T220000", "DTEND;TZID=America/New_York:20260303T060000")
NIGHTS = ("SUMMARY:Ana Lía", "UID:night", *WHEN, "RRULE:FREQ=WEEKLY;COUNT=2")


def event(*lines: str) -> list[str]:
    return ["BEGIN:VEVENT", *lines, "END:VEVENT"]


def calendar(*events: list[str], first: tuple[str, ...] = ()) -> str:
    return "\r\n".join(["BEGIN:VCALENDAR", *first, *(line for lines in events for line in lines), "END:VCALENDAR", ""])


def reading(text: str) -> tuple[dict[str, list[Shift]], list[str]]:
    file = File("on call.ics", PEOPLE, ZONE)
    found = read(file, text)
    return {uid: list(shifts) for uid, shifts in found.items()}, [str(problem) for problem in file.problems]


def march(shift: Shift) -> list[str]:
    found = turns([shift], datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC))
    zone = ZoneInfo(shift.zone)
    return [f"{turn.start.astimezone(zone):%d %H:%M}-{turn.end.astimezone(zone):%H:%M}" for turn in found]


@pytest.mark.parametrize(
    "who",
    [
        ("SUMMARY:Ana Lía",),
        ("SUMMARY:  ANA  lía ",),
        ("SUMMARY:On call", 'ATTENDEE;CN="Ana Lía":mailto:ana@example.org'),
        ("SUMMARY:On call", "ATTENDEE;CN=Ana Lía;ROLE=REQ-PARTICIPANT", " ;PARTSTAT=ACCEPTED:mailto:ana@example.org"),
        ("ATTENDEE:mailto:Ana Lía",),
    ],
)
def test_an_event_is_for_whom_its_summary_or_its_attendee_names(who: tuple[str, ...]) -> None:
    found, problems = reading(calendar(event(*who, "UID:night", *WHEN)))
    assert problems == []
    (shift,) = found["night"]
    assert (shift.specialist, shift.zone, march(shift)) == ("ana", ZONE, ["02 22:00-06:00"])


def test_an_event_of_two_is_a_shift_of_each() -> None:
    found, _ = reading(calendar(event("UID:x", "ATTENDEE;CN=Bo:mailto:b", "ATTENDEE;CN=Ana Lía:mailto:a", *WHEN)))
    assert [shift.specialist for shift in found["x"]] == ["bo", "ana"]


def test_who_stands_in_for_somebody_has_that_one_shift() -> None:
    second = "RECURRENCE-ID;TZID=America/New_York:20260309T220000"
    swapped = ("DTSTART;TZID=America/New_York:20260309T230000", "DTEND;TZID=America/New_York:20260310T060000")
    found, problems = reading(calendar(event(*NIGHTS), event("UID:night", second, "SUMMARY:Bo", *swapped)))
    assert problems == []
    assert {shift.specialist: march(shift) for shift in found["night"]} == {
        "ana": ["02 22:00-06:00"],
        "bo": ["09 23:00-06:00"],
    }


def test_what_moves_one_shift_and_names_nobody_is_its_owners() -> None:
    second = "RECURRENCE-ID;TZID=America/New_York:20260309T220000"
    found, _ = reading(
        calendar(event(*NIGHTS), event("UID:night", second, "DTSTART:20260311T000000Z", "DURATION:PT1H"))
    )
    (shift,) = found["night"]
    assert march(shift) == ["02 22:00-06:00", "10 20:00-21:00"]


def test_a_series_that_is_cancelled_is_nobodys() -> None:
    assert reading(calendar(event(*NIGHTS, "STATUS:CANCELLED"))) == ({"night": []}, [])


def test_times_without_a_zone_go_by_the_calendars_else_by_the_lines() -> None:
    floating = event("SUMMARY:Bo", "UID:x", "DTSTART:20260302T080000", "DTEND:20260302T090000")
    theirs, _ = reading(calendar(floating, first=("X-WR-TIMEZONE:Europe/Madrid",)))
    assert [shift.zone for shift in theirs["x"]] == ["Europe/Madrid"]
    ours, _ = reading(calendar(floating))
    assert [shift.zone for shift in ours["x"]] == [ZONE]


def test_notes_and_addresses_of_a_calendar_are_not_kept() -> None:
    notes = ("DESCRIPTION:Call me on +12025550110", "LOCATION:at home", "ATTENDEE;CN=Bo:mailto:bo@example.org")
    found, _ = reading(calendar(event(*NIGHTS, *notes, "BEGIN:VALARM", "ACTION:DISPLAY", "END:VALARM")))
    (shift,) = found["night"]
    assert not [word for word in ("2025550110", "home", "example.org", "Ana", "VALARM") if word in shift.calendar]


# The lines of an event, and what is told: the line in the file, and some words.
WRONG: list[tuple[tuple[str, ...], str]] = [
    (("UID:x", "SUMMARY:Cy", *WHEN), "on call.ics:4: names nobody of the roster"),
    (("UID:x", *WHEN, "ATTENDEE;CN=Cy:mailto:c", "ATTENDEE;CN=Bo:mailto:b"), "on call.ics:6: Cy is nobody"),
    (("SUMMARY:Bo", *WHEN), "on call.ics:2: has no UID"),
    (("SUMMARY:Bo", f"UID:{'x' * 256}", *WHEN), "on call.ics:4: has no UID, or one that is too long"),
    (("SUMMARY:Bo", "UID:x"), "on call.ics:2: the event has no DTSTART"),
    (("SUMMARY:Bo", "UID:x", "DTSTART:yesterday"), "on call.ics:5: DTSTART cannot be read"),
    (("SUMMARY:Bo", "UID:x", "DTSTART:20260302T080000"), "on call.ics:2: ends before it starts"),
    (("SUMMARY:Bo", "UID:x", "DTSTART:20260302T080000", "DTEND:20260302T070000"), "on call.ics:6: ends before"),
    (("SUMMARY:Bo", "UID:x", "DTSTART:20260302T080000", "DURATION:P8D"), "on call.ics:2: ends before it starts, or"),
    (
        ("SUMMARY:Bo", "UID:x", "DTSTART;TZID=Mars/Olympus:20260302T080000", "DURATION:PT1H"),
        "on call.ics:5: there is no",
    ),
    (("SUMMARY:Bo", "UID:x", WHEN[0], "DTEND;TZID=Mars/Olympus:20260303T080000"), "there is no time zone Mars/Olympus"),
    (("SUMMARY:Bo", "UID:x", *WHEN, "RRULE:FREQ=HOURLY"), "on call.ics:7: repeats more often than daily"),
    (("SUMMARY:Bo", "UID:x", *WHEN, "RRULE:FREQ=NEVER"), "on call.ics:7: RRULE cannot be read"),
    (("SUMMARY:Bo", "UID:x", *WHEN, "RDATE;VALUE=PERIOD:20260304T000000Z/PT3H"), "on call.ics:7: holds a period"),
    (
        ("SUMMARY:Bo", "UID:x", *WHEN, "RECURRENCE-ID;RANGE=THISANDFUTURE:20260302T220000Z"),
        "on call.ics:7: stands in for all that follow",
    ),
    (("SUMMARY:Bo", "UID:x", "what is this", *WHEN), "a line of the event cannot be read"),
]


@pytest.mark.parametrize(("lines", "said"), WRONG, ids=[said for _, said in WRONG])
def test_an_event_that_can_be_no_shift_is_told_with_its_line(lines: tuple[str, ...], said: str) -> None:
    _, problems = reading(calendar(event(*lines)))
    assert len(problems) == 1
    assert said in problems[0]


def test_every_problem_is_told_in_one_run() -> None:
    cy, unclear = event("UID:a", "SUMMARY:Cy", *WHEN), event("UID:b", "SUMMARY:Bo", "DTSTART:soon")
    _, problems = reading(calendar(event(*NIGHTS), cy, unclear, event(*NIGHTS), ["BEGIN:VEVENT", "SUMMARY:Bo"]))
    assert [problem.split(":")[1] for problem in sorted(problems)] == ["11", "18", "20", "27"]


def test_a_file_without_events_is_told() -> None:
    assert reading(calendar())[1] == ["on call.ics:1: holds no event; write BEGIN:VEVENT to END:VEVENT for each shift"]
    assert reading("")[1]


def test_a_weekly_shift_written_as_icalendar_reads_as_it_was_meant() -> None:
    week = Week(ZONE, (0, 6), time(22), time(6), date(2026, 3, 3), date(2026, 3, 16), (date(2026, 3, 9),))
    text = week.calendar("u")
    assert march(Shift("", "ana", text, ZONE)) == ["08 22:00-06:00", "15 22:00-06:00", "16 22:00-06:00"]
    assert not week.starts_on(date(2026, 3, 2)) and not week.starts_on(date(2026, 3, 22))
    whole = Week(ZONE, (2,), time(9), time(9), date(2026, 3, 4), date(2026, 3, 4))
    assert march(Shift("", "ana", whole.calendar("u"), ZONE)) == ["04 09:00-09:00"]
