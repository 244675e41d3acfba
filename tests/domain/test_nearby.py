"""What lies around a spot on the earth, and how far it is from there."""

import math

from hypothesis import given
from hypothesis import strategies as st

from routing.domain.nearby import EARTH_MILES, Box, Spot, around, miles_between

spots = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


def by_chord(one: Spot, other: Spot) -> float:
    """The way between two spots, by the straight line through the earth."""
    return 2 * EARTH_MILES * math.asin(min(1.0, math.dist(on_sphere(one), on_sphere(other)) / 2))


def on_sphere(spot: Spot) -> tuple[float, float, float]:
    north, east = map(math.radians, spot)
    return math.cos(north) * math.cos(east), math.cos(north) * math.sin(east), math.sin(north)


def inside(box: Box, spot: Spot) -> bool:
    over_the_date_line = box.west > box.east
    east_of, west_of = box.west <= spot[1], spot[1] <= box.east
    return box.south <= spot[0] <= box.north and (east_of or west_of if over_the_date_line else east_of and west_of)


@given(spots, spots)
def test_the_way_between_two_spots(one: Spot, other: Spot) -> None:
    assert math.isclose(miles_between(one, other), by_chord(one, other), rel_tol=1e-6, abs_tol=1e-3)


@given(spots, st.sampled_from([10, 25, 50, 100, 12_500]), st.floats(0, 360), st.floats(0, 0.999))
def test_a_box_holds_everything_that_is_as_near(here: Spot, miles: float, bearing: float, part: float) -> None:
    assert inside(around(here, miles), walked(here, miles * part, bearing))


def walked(here: Spot, miles: float, bearing: float) -> Spot:
    """Where one is after so many miles straight on."""
    way, to = miles / EARTH_MILES, math.radians(bearing)
    north, east = map(math.radians, here)
    sine = math.sin(north) * math.cos(way) + math.cos(north) * math.sin(way) * math.cos(to)
    there = math.asin(max(-1.0, min(1.0, sine)))
    turned = math.atan2(
        math.sin(to) * math.sin(way) * math.cos(north), math.cos(way) - math.sin(north) * math.sin(there)
    )
    return math.degrees(there), (math.degrees(east + turned) + 180) % 360 - 180


def test_a_box_is_little_larger_than_it_must_be() -> None:
    box = around((42.65, -73.75), 10)
    corners = [(side, end) for side in (box.south, box.north) for end in (box.west, box.east)]
    assert all(miles_between((42.65, -73.75), corner) < 15 for corner in corners)


def test_a_degree_of_latitude_is_sixty_nine_miles() -> None:
    assert math.isclose(miles_between((40.0, -75.0), (41.0, -75.0)), 69.09, abs_tol=0.01)
