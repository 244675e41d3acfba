"""Shifts on record, on a real SQLite and a real PostgreSQL."""

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from routing.domain.shifts import Shift
from routing.store.records.migrating import migrate
from routing.store.records.roster import Roster
from routing.store.records.shifts import Shifts, Written

NIGHT = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:night\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"


@pytest.fixture
def people(database_url: str) -> tuple[str, str]:
    migrate(database_url)
    roster = Roster(database_url)
    ana, bo = (roster.add(name, "sealed", ("en",), ("general",)).id for name in ("Ana", "Bo"))
    return ana, bo


@pytest.fixture
def shifts(database_url: str, people: tuple[str, str]) -> Shifts:
    return Shifts(database_url)


def of(who: str, calendar: str = NIGHT) -> Shift:
    return Shift("", who, calendar, "America/New_York")


def test_a_shift_comes_back_as_it_was_written_with_an_id(shifts: Shifts, people: tuple[str, str]) -> None:
    ana, bo = people
    assert shifts.write({"night": [of(ana), of(bo)]}) == Written(2, 0, 0, {ana, bo})
    (theirs,) = shifts.of(ana)
    assert theirs.id and replace(theirs, id="") == of(ana)
    assert {shift.specialist for shift in shifts.everyone()} == {ana, bo}


def test_the_same_shifts_written_again_change_nothing(shifts: Shifts, people: tuple[str, str]) -> None:
    ana, _ = people
    shifts.write({"night": [of(ana)]})
    before = shifts.everyone()
    assert shifts.write({"night": [of(ana)]}) == Written(0, 0, 0, set())
    assert shifts.everyone() == before


def test_a_uid_is_changed_handed_over_and_taken_out_and_others_stay(shifts: Shifts, people: tuple[str, str]) -> None:
    ana, bo = people
    shifts.write({"night": [of(ana)], "day": [of(ana)]})
    assert shifts.write({"night": [of(ana, "changed"), of(bo)]}) == Written(1, 1, 0, {ana, bo})
    assert shifts.write({"night": [of(bo)]}) == Written(0, 0, 1, {ana})
    assert shifts.write({"night": []}) == Written(0, 0, 1, {bo})
    assert [shift.specialist for shift in shifts.everyone()] == [ana]


def test_of_what_is_written_together_all_is_kept_or_nothing(shifts: Shifts, people: tuple[str, str]) -> None:
    ana, _ = people
    with pytest.raises(IntegrityError):
        shifts.write({"night": [of(ana)], "day": [of("nobody")]})
    assert shifts.everyone() == []


def test_a_shift_is_removed_once(shifts: Shifts, people: tuple[str, str]) -> None:
    ana, _ = people
    shifts.write({"night": [of(ana)]})
    (shift,) = shifts.everyone()
    assert [shifts.remove(shift.id), shifts.remove(shift.id)] == [ana, None]
    assert shifts.everyone() == []
