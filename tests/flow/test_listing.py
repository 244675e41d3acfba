"""Whatever a list holds, what is told of it fits three segments, and no number, time or address is told in part."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.gsm import sendable, size
from config.loader import load
from routing.directory.formats import format_of
from routing.directory.gazetteer import Gazetteer
from routing.directory.reading import read
from routing.directory.sources import opened
from routing.domain.listed import FEATURES, IN_PERSON, MEETING, ONLINE, TREATMENT, Meeting, Place, PlaceList
from routing.domain.nearby import Found, Town
from routing.flow.listing import To, listing
from routing.flow.sentences import text

REAL = Path(__file__).parents[3] / "shared/resources/findtreatment/samhsa_locator_su_2021_minimal.csv"
ASKED = 1_500
ALBANY = Town("Albany", "NY", 42.65, -73.75, "America/New_York")
LIST = PlaceList("first", "locator CSV", "2021-09-30", "2026-11-22")
NOON = datetime(2026, 11, 22, 17, tzinfo=UTC)
S: Any = SimpleNamespace(config=load())
LINE = S.config.lines["main"]
FIRST = {one: sendable(text(S, "sms_first", one, line=LINE.name[one])) for one in ("en", "es")}
PHONE, DIALLED = "+12025550142x1234", "202-555-0142 x1234"


def told(found: list[Found], language: str) -> str:
    sent = listing(S, found, To(language, ALBANY, NOON), before=FIRST[language], after=text(S, "list_more", language))
    assert size(sent.words).encoding == "GSM-7" and size(sent.words).segments <= 3, sent.words
    assert sent.words.isprintable() and sent.words.startswith(FIRST[language])
    assert sent.count == sum(f" {number}) " in sent.words for number in range(1, 4))
    return sent.words


@pytest.mark.skipif(not REAL.exists(), reason="../shared is not here: the places that there are are in it")
def test_three_of_the_places_that_there_are_always_fit(towns_file: Path) -> None:
    source = opened(REAL)
    format = format_of(source)
    assert format
    places = list(read(source, format, Gazetteer(towns_file), lambda rows: None).places.values())
    places.sort(key=lambda one: (one.zip, one.name))  # so that those of one neighbourhood stand together
    chance = random.Random(5)
    for at in chance.sample(range(len(places) - 3), ASKED):
        offers = tuple(sorted(chance.sample(FEATURES, chance.randrange(9))))
        three = [replace(one, phone=PHONE, features=offers) for one in places[at : at + 3]]
        for language in FIRST:
            words = told([Found(one, LIST, 99.94) for one in three], language)
            assert words.count(DIALLED) == 3 and words.count("99.9 mi") == 3 and "2021" in words


@given(
    st.text(max_size=200),
    st.text(max_size=120),
    st.text(max_size=120),
    st.sampled_from(["en", "es"]),
    st.integers(1, 3),
)
def test_anything_that_a_list_may_hold_fits(name: str, street: str, link: str, language: str, count: int) -> None:
    place = Place(key="a", kind=TREATMENT, name=name, street=street, city=street, features=FEATURES)
    joined = Meeting(key="b", kind=MEETING, name=name, venue=name, features=(ONLINE,), link=link, dial=street)
    there = replace(joined, features=(IN_PERSON,), street=street)
    for one, miles in ((place, 12.3), (joined, None), (there, 0.0)):
        told([Found(one, LIST, miles, NOON + timedelta(days=3))] * count, language)


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2026-11-22 19:00-05:00", "today 7:00 PM"),
        ("2026-11-23 00:30-05:00", "tomorrow 12:30 AM"),
        ("2026-11-24 12:00-05:00", "Tue Nov 24 12:00 PM"),
    ],
)
def test_a_start_is_told_by_the_clocks_there(at: str, said: str) -> None:
    meeting = Meeting(key="a", kind=MEETING, name="Circle", street="1 First St", features=(IN_PERSON,))
    words = told([Found(meeting, LIST, 0.0, datetime.fromisoformat(at))], "en")
    assert f"1) Circle, {said}, 0.1 mi, 1 First St. From a list of Sep 2021" in words


def test_an_online_meeting_is_told_by_the_clocks_of_who_asks_with_how_to_join() -> None:
    meeting = Meeting(key="a", kind=MEETING, name="Circle", features=(ONLINE,), dial="+12025550143,,1#")
    words = told([Found(meeting, LIST, None, datetime.fromisoformat("2026-11-22 16:00-08:00"))], "en")
    assert "1) Circle, today 7:00 PM, online, +12025550143,,1#." in words


def test_a_name_is_cut_after_a_word_and_an_address_is_whole_or_left_out() -> None:
    place = Place(key="a", kind=TREATMENT, name="Northern " * 20, street="1 First St " * 9, city="Albany")
    words = told([Found(place, LIST, 1.0)] * 3, "en")
    assert "Northern.." in words and "First" not in words and words.count("Albany") == 3
