"""What is nearest, against a look at every point there is."""

import math

from hypothesis import given
from hypothesis import strategies as st

from routing.directory.index import EARTH_MILES, Index

degrees = st.tuples(st.floats(-90, 90), st.floats(-180, 180))
marked = st.lists(st.tuples(degrees, st.integers(0, 7)), max_size=120)


def by_haversine(one: tuple[float, float], other: tuple[float, float]) -> float:
    north, east = (math.radians(one[axis] - other[axis]) / 2 for axis in (0, 1))
    cosines = math.cos(math.radians(one[0])) * math.cos(math.radians(other[0]))
    return 2 * EARTH_MILES * math.asin(min(1, math.sqrt(math.sin(north) ** 2 + cosines * math.sin(east) ** 2)))


@given(marked, degrees, st.integers(0, 7))
def test_every_point_that_has_the_marks_comes_in_the_order_of_its_distance(
    points: list[tuple[tuple[float, float], int]], here: tuple[float, float], wanted: int
) -> None:
    index = Index([place for place, _ in points], [marks for _, marks in points])
    found = list(index.near(*here, wanted))
    assert sorted(which for _, which in found) == [n for n, (_, marks) in enumerate(points) if marks & wanted == wanted]
    assert [miles for miles, _ in found] == sorted(miles for miles, _ in found)
    for miles, which in found:
        assert math.isclose(miles, by_haversine(here, points[which][0]), rel_tol=1e-6, abs_tol=1e-3)


def test_the_date_line_and_the_poles_are_nothing_special() -> None:
    index = Index([(52.0, 179.9), (52.0, -170.0), (89.9, 0.0)], [0, 0, 0])
    assert [which for _, which in index.near(52.0, -179.9)] == [0, 1, 2]
    assert next(which for _, which in index.near(89.9, 180.0)) == 2


def test_a_degree_of_latitude_is_sixty_nine_miles() -> None:
    ((miles, _),) = Index([(40.0, -75.0)], [0]).near(41.0, -75.0)
    assert math.isclose(miles, 69.09, abs_tol=0.01)
