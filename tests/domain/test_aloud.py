"""What a list says is read as people say it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.domain import aloud

SIGNS = {"&": "and", "#": "number", "@": "at", "+": "and", "w/": "with"}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("RECOVERY CENTERS OF AMERICA LLC", "Recovery Centers of America"),
        ("Juniper House & Garden, Inc.", "Juniper House and Garden"),
        ("SEARHC", "Searhc"),
        ("BHG XXIX LLC", "BHG XXIX"),
        ("VA Medical Center", "VA Medical Center"),
        ("St Josephs Hosp", "Saint Josephs Hospital"),
        ("St. Mary's Ctr", "Saint Mary's Center"),
        ("Maple Alc/Drug Trt Prog", "Maple Alcohol Drug Treatment Program"),
        ("Acme Holdings LLC DBA Willow Recovery", "Willow Recovery"),
        ("Dr. Ana Example", "Doctor Ana Example"),
        ("Prairie View Inc, McPherson", "Prairie View, McPherson"),
        ("1937 West MacDade Blvd (D54)", "1937 West MacDade Boulevard"),
        ("4th St Church", "4th Street Church"),
        ("Church of St Luke", "Church of Saint Luke"),
        ("Step Up (D24)", "Step Up"),
        ("Freedom Through the Steps (Online Only)", "Freedom Through the Steps Online Only"),
        ("Parking Lot #3", "Parking Lot number 3"),
        ("YMCA of Albany", "YMCA of Albany"),
        ("8744 Club", "8744 Club"),
        ("Casa Peña", "Casa Peña"),
        ("<break time='9s'/>House", "break time '9s' House"),
        ("Bell\x07 Tower\n", "Bell Tower"),
        ("", ""),
    ],
)
def test_a_name_is_written_out(written: str, read: str) -> None:
    assert aloud.name(written, SIGNS) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1 First St", "1 First Street"),
        ("12 St Johns Ave, Ste 5", "12 Saint Johns Avenue, Suite 5"),
        ("12 N. Main St., Ste. 200", "12 North Main Street, Suite 200"),
        ("400 Dr Martin Luther King Jr Blvd", "400 Doctor Martin Luther King Junior Boulevard"),
        ("5 Mill Dr", "5 Mill Drive"),
        ("77 SW 3rd St Apt 4", "77 Southwest 3rd Street Apartment 4"),
        ("9 E St NW", "9 East Street Northwest"),
        ("5940 E Copper Hill Dr, Ste E", "5940 East Copper Hill Drive, Suite E"),
        ("5940 Copper Hill, Suite N", "5940 Copper Hill, Suite N"),
        ("P.O. Box 12", "P O Box 12"),
        ("U.S. Hwy 1", "US Highway 1"),
        ("441 Parsells Ave (corner of Greeley)", "441 Parsells Avenue corner of Greeley"),
        ("14 Elm & Oak Sts", "14 Elm and Oak Sts"),
        ("", ""),
    ],
)
def test_a_street_is_written_out(written: str, read: str) -> None:
    assert aloud.street(written, SIGNS) == read


@pytest.mark.parametrize(
    ("number", "read"),
    [
        ("+12025550142", ("2 0 2, 5 5 5, 0 1 4 2", "")),
        ("+12025550142x71", ("2 0 2, 5 5 5, 0 1 4 2", "7 1")),
        ("+442079460123", ("4 4 2, 0 7 9, 4 6 0, 1 2 3", "")),
        ("", ("", "")),
    ],
)
def test_a_number_is_read_in_groups(number: str, read: tuple[str, str]) -> None:
    assert aloud.phone(number) == read


@given(st.text(max_size=300))
def test_whatever_a_list_says_is_read_without_signs_that_nobody_says(written: str) -> None:
    for read in (aloud.name(written, SIGNS), aloud.street(written, SIGNS)):
        assert len(read) <= aloud.LONGEST
        assert read.isprintable() and not set(read) & set('&#@+<>()[]{}"|\\')
