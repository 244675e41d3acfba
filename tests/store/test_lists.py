"""Places and meetings on record, on a real SQLite and a real PostgreSQL."""

from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from routing.domain.listed import MEETING, TREATMENT, Meeting, Place, PlaceList
from routing.domain.nearby import Box, around
from routing.store.records.database import connect
from routing.store.records.lists import Import, Lists, Look, Written
from routing.store.records.migrating import migrate

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
    """Everything on record of a list."""
    return {place for whose, place in everything(lists) if whose == name}


def everything(lists: Lists) -> list[tuple[str, Place]]:
    def look(look: Look) -> list[tuple[str, Place]]:
        kinds = [look.listed(kind, (), None) for kind in (TREATMENT, MEETING)]
        return [(of, place) for some in kinds for (of, _), place in zip(some, look.whole(some), strict=True)]

    return lists.looked_up(look)


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


def test_who_looks_sees_one_moment_whatever_is_written_meanwhile(lists: Lists) -> None:
    lists.write([one(HOUSE, BARE)])

    def look(there: Look) -> list[Place]:
        some = there.listed(TREATMENT, (), None)
        assert lists.write([one(BARE, complete=True)]) == Written(unchanged=1, removed=1)
        return there.whole(some)

    assert set(lists.looked_up(look)) == {HOUSE, BARE}
    assert kept(lists) == {BARE}


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
    assert everything(lists) == [] and lists.lists() == {}


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


def found(lists: Lists, kind: str, *features: str, box: Box | None = None) -> list[tuple[str, str]]:
    seen = lists.looked_up(lambda look: look.listed(kind, features, box))
    return [(whose, place.name) for whose, place in seen]


def test_what_is_in_a_box_is_found_by_kind_and_features_and_told_whole(lists: Lists) -> None:
    lists.write([one(HOUSE, BARE, CIRCLE, ANY_TIME)])
    near = around((42.65, -73.75), 10)
    assert found(lists, TREATMENT, box=near) == found(lists, TREATMENT, "free", "detox") == [("first", "Juniper House")]
    assert found(lists, TREATMENT, "det") == found(lists, TREATMENT, "detox", "women") == []
    assert found(lists, TREATMENT) == [("first", "Juniper House"), ("first", "Casa Peña")]
    assert found(lists, MEETING, "online") == [("first", "Step Up")] and found(lists, MEETING, box=near) == []
    for kind, place in ((TREATMENT, HOUSE), (MEETING, CIRCLE)):
        whole = lists.looked_up(lambda look: look.whole(look.listed(kind, place.features, None)))  # noqa: B023 (at once)
        assert whole == [place]


@pytest.mark.parametrize(("latitude", "longitude"), [(52.0, 179.9), (52.0, -179.9), (89.9, 45.0), (42.65, -73.75)])
def test_a_box_over_the_date_line_or_a_pole_holds_what_is_there(
    lists: Lists, latitude: float, longitude: float
) -> None:
    lists.write([one(replace(HOUSE, latitude=52.0, longitude=-179.95), replace(BARE, latitude=89.9, longitude=-135.0))])
    names = [name for _, name in found(lists, TREATMENT, box=around((latitude, longitude), 20))]
    assert names == {52.0: ["Juniper House"], 89.9: ["Casa Peña"], 42.65: []}[latitude]
