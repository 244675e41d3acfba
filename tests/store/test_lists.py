"""Places and meetings on record, on a real SQLite and a real PostgreSQL."""

from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from routing.domain.listed import MEETING, TREATMENT, Meeting, Place, PlaceList
from routing.store.records.database import connect, migrate
from routing.store.records.lists import Import, Lists, Written

HOUSE = Place(
    key="a", kind=TREATMENT, name="Juniper House", street="1 First St", city="Albany", state="NY", zip="12207",
    latitude=42.65, longitude=-73.75, phone="+12025550142x7", website="https://example.org", features=("detox", "free"),
    hours=("mon 08:00-12:00", "mon 13:00-17:00"),
)  # fmt: skip
BARE = Place(key="b", kind=TREATMENT, name="Casa Peña")
CIRCLE = Meeting(
    key="a", kind=MEETING, name="Step Up", fellowship="na", venue="Barn", days=(0, 3), start=1140, minutes=60,
    zone="America/New_York", link="https://example.org/room", dial="+12025550143,,1#", features=("online",),
)  # fmt: skip
ANY_TIME = Meeting(key="c", kind=MEETING, name="By appointment")


@pytest.fixture
def lists(database_url: str) -> Lists:
    migrate(database_url)
    return Lists(database_url)


def one(*places: Place, name: str = "first", as_of: str = "2025", complete: bool = False) -> Import:
    return Import(PlaceList(name, "locator CSV", as_of, "2026-11-22"), places, complete)


def kept(lists: Lists, name: str = "first") -> set[Place]:
    return {place for whose, place in lists.everything() if whose == name}


def test_places_come_back_as_they_were_written(lists: Lists) -> None:
    everything = (HOUSE, BARE, CIRCLE, ANY_TIME)
    assert lists.write([one(*everything)]) == Written(added=4)
    assert kept(lists) == set(everything)
    assert lists.lists() == {"first": PlaceList("first", "locator CSV", "2025", "2026-11-22")}


def test_the_same_again_changes_nothing_not_even_a_date(lists: Lists) -> None:
    lists.write([one(HOUSE, CIRCLE)])
    assert lists.write([one(HOUSE, CIRCLE, as_of="2026")]) == Written(unchanged=2)
    assert lists.lists()["first"].as_of == "2025"


def test_what_is_new_and_what_is_otherwise_is_told_apart(lists: Lists) -> None:
    lists.write([one(HOUSE, BARE, CIRCLE)])
    later, moved = replace(CIRCLE, start=1200), replace(HOUSE, phone="+12025550144")
    assert lists.write([one(moved, BARE, later, ANY_TIME, as_of="2026")]) == Written(1, 2, 1)
    assert kept(lists) == {moved, BARE, later, ANY_TIME}
    assert lists.lists()["first"].as_of == "2026"


def test_a_part_of_a_list_leaves_the_rest_and_all_of_it_does_not(lists: Lists) -> None:
    lists.write([one(HOUSE, BARE, CIRCLE)])
    assert lists.write([one(BARE)]) == Written(unchanged=1)
    assert kept(lists) == {HOUSE, BARE, CIRCLE}
    assert lists.write([one(BARE, complete=True)]) == Written(unchanged=1, removed=2)
    assert kept(lists) == {BARE}


def test_one_list_does_not_touch_another(lists: Lists) -> None:
    lists.write([one(HOUSE), one(replace(HOUSE, name="Elsewhere"), name="second")])
    lists.write([one(BARE, complete=True)])
    assert [place.name for place in kept(lists, "second")] == ["Elsewhere"]


def test_of_several_lists_all_are_written_or_none(lists: Lists) -> None:
    nameless = replace(HOUSE, name=None)  # type: ignore[arg-type]
    with pytest.raises(SQLAlchemyError):
        lists.write([one(BARE), one(nameless, name="second")])
    assert lists.everything() == [] and lists.lists() == {}


@pytest.mark.parametrize("name", ["'; DROP TABLE places; --", "Zoë 🆘", "x" * 5000])
def test_text_of_any_kind_comes_back(lists: Lists, name: str) -> None:
    lists.write([one(replace(BARE, name=name))])
    assert [place.name for place in kept(lists)] == [name]


def test_a_promise_can_be_written_while_a_great_list_is_worked_out(database_url: str, lists: Lists) -> None:
    many = [replace(HOUSE, key=f"{number}") for number in range(3000)]
    lists.write([one(*many)])
    engine = connect(database_url)
    with engine.begin() as connection:  # somebody else's transaction, which is open all the while
        connection.execute(text("DELETE FROM place_lists WHERE name = 'nothing'"))
        assert lists.write([one(*many)]) == Written(unchanged=3000)
    engine.dispose()
