"""What is offered on record, and who gets it, on a real SQLite and a real PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from routing.domain.shifts import Shift
from routing.store.records.covers import Covers
from routing.store.records.migrating import migrate
from routing.store.records.retention import Retention
from routing.store.records.roster import Roster
from routing.store.records.shifts import Shifts

START = datetime(2027, 3, 1, 9, tzinfo=UTC)
END = START + timedelta(hours=8)
AT, TILL = (round(moment.timestamp() * 1000) for moment in (START, END))
DAY = 24 * 3600 * 1000
DAILY = (
    "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:day\r\nDTSTART:20270301T090000Z\r\nDTEND:20270301T170000Z\r\n"
    "RRULE:FREQ=DAILY;COUNT=3\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


@pytest.fixture
def shifts(database_url: str) -> Shifts:
    migrate(database_url)
    roster = Roster(database_url)
    for name in ("ana", "bo", "cy"):
        roster.add(name, "sealed", ("en",), ("general",), id=name)
    found = Shifts(database_url)
    found.write({"day": [Shift("", "ana", DAILY, "UTC")]})
    return found


@pytest.fixture
def covers(database_url: str, shifts: Shifts) -> Covers:
    return Covers(database_url)


def own(shifts: Shifts) -> str:
    return shifts.written()[0].id


def begins(shifts: Shifts, who: str) -> list[int]:
    spans = (shift.spans(START, START + timedelta(days=5)) for shift in shifts.of(who))
    return sorted(start.day for each in spans for start, _ in each)


def test_a_time_on_call_moves_and_moves_back(shifts: Shifts, covers: Covers) -> None:
    cover = covers.offer(own(shifts), "ana", AT, TILL)
    assert covers.offer(own(shifts), "ana", AT, TILL) == cover, "offered again it is the same offer"
    assert (begins(shifts, "ana"), begins(shifts, "bo")) == ([1, 2, 3], [])
    taken = covers.take(cover.id, "bo", AT - 1)
    assert taken and taken == covers.take(cover.id, "bo", AT - 1) and taken.taken_by == "bo"
    assert (begins(shifts, "ana"), begins(shifts, "bo")) == ([2, 3], [1])
    assert sorted(shift.specialist for shift in shifts.everyone()) == ["ana", "bo"]
    assert [shift.specialist for shift in shifts.written()] == ["ana"]
    assert covers.undo(cover.id, "cy") is None and covers.undo(cover.id, "bo") == taken
    assert covers.undo(cover.id, "bo") is None
    (ana,), (bo,) = (covers.undone(who) for who in ("ana", "bo"))
    assert (ana.specialist, bo.specialist, ana.start) == ("ana", "ana", AT)
    covers.told_undone(ana)
    assert (covers.undone("ana"), covers.undone("bo")) == ([], [bo])
    assert (begins(shifts, "ana"), begins(shifts, "bo"), covers.since(0)) == ([1, 2, 3], [], [])


def test_what_is_taken_nobody_else_takes_nor_withdraws(shifts: Shifts, covers: Covers) -> None:
    cover = covers.offer(own(shifts), "ana", AT, TILL)
    assert covers.take(cover.id, "ana", AT - 1) is None, "one's own"
    assert covers.take(cover.id, "bo", AT) is None, "under way"
    assert covers.take(cover.id, "bo", AT - 1) and not covers.take(cover.id, "cy", AT - 1)
    assert not covers.withdraw(cover.id, "ana")
    assert begins(shifts, "bo") == [1]


def test_only_who_offered_withdraws(shifts: Shifts, covers: Covers) -> None:
    cover = covers.offer(own(shifts), "ana", AT, TILL)
    assert [covers.withdraw(cover.id, who) for who in ("bo", "ana", "ana")] == [False, True, False]
    assert covers.take(cover.id, "bo", AT - 1) is None


def test_of_many_at_once_one_gets_it(shifts: Shifts, covers: Covers) -> None:
    cover = covers.offer(own(shifts), "ana", AT, TILL)
    with ThreadPoolExecutor(6) as pool:
        got = list(pool.map(lambda who: covers.take(cover.id, who, AT - 1), ["bo", "cy"] * 3))
    winner = next(one.taken_by for one in got if one)
    assert [one.taken_by if one else "" for one in got] == [who if who == winner else "" for who in ["bo", "cy"] * 3]
    assert begins(shifts, winner) == [1] and begins(shifts, "ana") == [2, 3]


def test_a_calendar_that_is_read_again_leaves_what_was_taken(shifts: Shifts, covers: Covers) -> None:
    covers.take(covers.offer(own(shifts), "ana", AT, TILL).id, "bo", AT - 1)
    assert not shifts.write({"day": [Shift("", "ana", DAILY, "UTC")]}).specialists
    assert begins(shifts, "bo") == [1]
    shifts.write({"day": []})
    assert begins(shifts, "bo") == [], "what its calendar takes away nobody covers"


def test_numbers_are_small_and_free_again_and_all_goes_when_its_time_comes(
    shifts: Shifts, covers: Covers, database_url: str
) -> None:
    day = 24 * 3600 * 1000
    offers = [covers.offer(own(shifts), "ana", AT + n * day, TILL + n * day) for n in range(3)]
    assert [offer.number for offer in offers] == [1, 2, 3]
    covers.withdraw(offers[1].id, "ana")
    assert covers.offer(own(shifts), "ana", AT + day, TILL + day).number == 2
    assert [cover.number for cover in covers.since(TILL)] == [2, 3]
    Retention(database_url).purge(TILL + 35 * day)
    assert [cover.number for cover in covers.since(0)] == [2, 3]


def test_who_leaves_the_roster_takes_no_shift_along_that_others_took(
    shifts: Shifts, covers: Covers, database_url: str
) -> None:
    offered = covers.offer(own(shifts), "ana", AT, TILL)
    covers.take(offered.id, "bo", 1)
    covers.offer(own(shifts), "ana", AT + DAY, TILL + DAY)
    again = covers.offer(offered.id, "bo", AT, TILL)
    covers.take(again.id, "cy", 2)
    removed = Roster(database_url).remove("ana", 3)
    assert removed and "bo" in removed.covering
    assert [begins(shifts, who) for who in ("ana", "bo", "cy")] == [[], [], [1]]
    assert [found.taken_by for found in covers.since(0)] == ["cy"]


def test_what_they_took_of_others_is_on_offer_again_and_what_they_passed_on_stays(
    shifts: Shifts, covers: Covers, database_url: str
) -> None:
    offered = covers.offer(own(shifts), "ana", AT, TILL)
    covers.take(offered.id, "bo", 1)
    passed = covers.offer(own(shifts), "ana", AT + DAY, TILL + DAY)
    covers.take(passed.id, "bo", 2)
    onward = covers.offer(passed.id, "bo", AT + DAY, TILL + DAY)
    covers.take(onward.id, "cy", 3)
    Roster(database_url).remove("bo", 4)
    assert [begins(shifts, who) for who in ("ana", "bo", "cy")] == [[1, 3], [], [2]]
    assert [(found.id, found.taken_by) for found in covers.since(0)] == [(offered.id, ""), (passed.id, "cy")]
