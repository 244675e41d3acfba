"""What people write for where they are, and what they want."""

import pytest

from routing.directory.asking import town_of
from routing.directory.gazetteer import Gazetteer
from routing.domain.listed import MEETING, TREATMENT
from routing.domain.nearby import Unclear, Wanted, WhichCity
from routing.domain.wishes import wanted


@pytest.mark.parametrize(
    ("written", "state", "latitude", "longitude"),
    [
        ("12207", "NY", 42.65, -73.75),
        (" 12207-1234 ", "NY", 42.65, -73.75),
        ("122071234", "NY", 42.65, -73.75),
        ("00601", "PR", 18.2, -66.7),
        ("Portland, OR", "OR", 45.5, -122.7),
        ("portland,me", "ME", 43.7, -70.3),
        ("Portland Oregon", "OR", 45.5, -122.7),
        ("PORTLAND OR", "OR", 45.5, -122.7),
        ("Albany, New York", "NY", 42.65, -73.8),
        ("st. louis, mo", "MO", 38.6, -90.3),
        ("Winston-Salem", "NC", 36.1, -80.2),
        ("mayagüez", "PR", 18.2, -67.1),
        ("Washington, District of Columbia", "DC", 38.9, -77.0),
        ("Manhattan, NY", "NY", 40.75, -73.98),
        ("nyc", "NY", 40.75, -73.98),
        ("Ketchikan", "AK", 55.4, -131.6),
    ],
)
def test_a_place_is_found_however_it_is_written(
    where: Gazetteer, written: str, state: str, latitude: float, longitude: float
) -> None:
    town = town_of(written, where)
    assert town.state == state
    assert town.latitude == pytest.approx(latitude, abs=0.15) and town.longitude == pytest.approx(longitude, abs=0.15)


def test_a_city_of_several_states_is_asked_about_and_no_state_is_guessed(where: Gazetteer) -> None:
    with pytest.raises(WhichCity, match=r"Springfield, IL; .*Springfield, MA") as asked:
        town_of("Springfield", where)
    assert len(asked.value.towns) > 10


@pytest.mark.parametrize("written", ["00000", "1220", "", ",", "Nowhere", "Springfield, AK", "12207 12208", "NY", "🆘"])
def test_a_place_that_nobody_knows_is_told_with_what_would_be_right(where: Gazetteer, written: str) -> None:
    with pytest.raises(Unclear, match="a city and its state"):
        town_of(written, where)


@pytest.mark.parametrize(
    ("words", "wish"),
    [
        ((), Wanted()),
        (("Spanish", "women"), Wanted(features=frozenset({"spanish", "women"}))),
        (("NA",), Wanted(fellowship="na")),
        (("fellowship=recovery_dharma",), Wanted(fellowship="recovery-dharma")),
        (("mon",), Wanted(day=0)),
        (("day=Sunday", "online"), Wanted(features=frozenset({"online"}), day=6)),
        (("day:tomorrow",), Wanted(ahead=1)),
    ],
)
def test_filters_are_read(words: tuple[str, ...], wish: Wanted) -> None:
    assert wanted(words) == wish


@pytest.mark.parametrize("word", ["metadone", "t", "", "day=", "day=noday"])
def test_a_filter_that_is_none_is_told_with_those_that_are(word: str) -> None:
    with pytest.raises(Unclear, match="there is detox, methadone"):
        wanted([word])


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ((), (TREATMENT, MEETING)),
        (("women",), (TREATMENT, MEETING)),
        (("methadone",), (TREATMENT,)),
        (("na",), (MEETING,)),
        (("today",), (MEETING,)),
        (("online",), (MEETING,)),
    ],
)
def test_what_only_one_kind_has_is_asked_of_that_alone(words: tuple[str, ...], kinds: tuple[str, ...]) -> None:
    assert wanted(words).kinds == kinds
    assert wanted(words, TREATMENT).kinds == (TREATMENT,)
