"""Lists of meetings: written loosely by many hands, and read as a person would read them."""

from typing import Any

import pytest

from routing.domain.listed import Meeting, Place
from tests.directory.conftest import Read


def guide(**more: Any) -> dict[str, Any]:
    """A meeting of Meeting Guide's."""
    return {
        "name": "Sunday Serenity", "slug": "serenity", "day": 0, "time": "18:00", "end_time": "19:30", "types": ["O"],
        "location": "Club House", "formatted_address": "1 First St, Albany, NY 12207, USA",
        "url": "https://example.org/meetings/serenity", "updated": "2025-03-04 05:06:07",
    } | more  # fmt: skip


def na(**more: Any) -> dict[str, str]:
    """A meeting of BMLT's, whose every value is text."""
    return {
        "id_bigint": "7", "weekday_tinyint": "2", "start_time": "19:00:00", "duration_time": "01:30:00",
        "formats": "O,D", "longitude": "-73.75", "latitude": "42.65", "meeting_name": "Step Up",
        "location_text": "Club House", "location_street": "1 First St", "location_municipality": "Albany",
        "location_province": "NY", "venue_type": "1", "root_server_uri": "https://example.org/main_server",
    } | more  # fmt: skip


def the(places: dict[str, Place]) -> Meeting:
    (meeting,) = places.values()
    assert isinstance(meeting, Meeting)
    return meeting


def test_a_meeting_says_when_and_where_it_is(reads: Read) -> None:
    reading = reads("feed.json", [guide()])
    meeting = the(reading.places)
    assert (reading.format, reading.as_of) == ("Meeting Guide JSON", "2025-03-04")
    assert (meeting.name, meeting.venue, meeting.street) == ("Sunday Serenity", "Club House", "1 First St")
    assert (meeting.days, meeting.start, meeting.minutes) == ((6,), 18 * 60, 90)
    assert (meeting.city, meeting.state, meeting.zip, meeting.zone) == ("Albany", "NY", "12207", "America/New_York")
    assert meeting.features == ("in_person",)


@pytest.mark.parametrize(
    ("day", "days"), [(0, (6,)), ("1", (0,)), ([6], (5,)), ([1, "3", 5], (0, 2, 4)), (None, ()), ("", ())]
)
def test_a_week_begins_on_sunday_however_a_day_is_written(reads: Read, day: Any, days: tuple[int, ...]) -> None:
    assert the(reads("feed.json", [guide(day=day)]).places).days == days


@pytest.mark.parametrize(
    ("time", "start"),
    [("12:15 PM", 735), ("12:15 AM", 15), ("7:00 pm", 1140), ("07:30", 450), ("00:00", 0), (None, None), ("", None)],
)
def test_a_time_is_read_with_and_without_halves_of_the_day(reads: Read, time: Any, start: int | None) -> None:
    assert the(reads("feed.json", [guide(time=time)]).places).start == start


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"time": "25:00"}, "'25:00'"),
        ({"time": "13:00 PM"}, "'13:00 PM'"),
        ({"time": "noon"}, "'noon'"),
        ({"day": 7}, "7"),
        ({"day": "Monday"}, "'Monday'"),
        ({"day": float("inf")}, "'inf'"),
        ({"name": None}, "no name"),
        ({"attendance_option": "inactive"}, "not held"),
    ],
)
def test_a_meeting_that_cannot_be_told_is_left_out_and_named(reads: Read, wrong: dict[str, Any], why: str) -> None:
    (dropped,) = reads("feed.json", [guide(), guide(slug="other") | wrong]).dropped
    assert dropped.row == 2 and why in dropped.why


def test_numbers_where_text_is_meant_and_entities_are_read(reads: Read) -> None:
    row = guide(slug=254, postal_code=6708, address="1 First St ,  ", city="Waterbury", name="Women&#8217;s &amp; More")
    del row["formatted_address"]
    meeting = the(reads("feed.json", [row]).places)
    assert (meeting.name, meeting.street, meeting.zip) == ("Women’s & More", "1 First St", "06708")
    assert meeting.state == "CT", "a state that is not told is the ZIP code's"


@pytest.mark.parametrize("types", ["O, W", ["O", "W"], ["o", "w"]])
def test_types_are_read_as_a_list_or_as_text_in_any_case(reads: Read, types: Any) -> None:
    assert the(reads("feed.json", [guide(types=types)]).places).features == ("in_person", "women")


@pytest.mark.parametrize("types", [None, "", [""], 7])
def test_types_that_are_none_say_nothing(reads: Read, types: Any) -> None:
    assert the(reads("feed.json", [guide(types=types)]).places).features == ("in_person",)


def test_what_is_closed_for_now_is_left_out_unless_it_is_online(reads: Read) -> None:
    closed = guide(types=["TC"], conference_url=None, conference_phone=None)
    online = guide(slug="b", types=["TC", "ONL"], conference_url="https://example.org/room/1")
    reading = reads("feed.json", [closed, online])
    assert the(reading.places).features == ("online",)
    assert [(bad.row, bad.why) for bad in reading.dropped] == [(1, "is closed for now, and nobody can join it online")]


def test_a_town_is_no_address_to_go_to(reads: Read) -> None:
    town = guide(formatted_address="Albany, NY, USA", conference_phone="")
    dialled = guide(slug="b", formatted_address="Albany, NY, USA", conference_phone="+12025550142,,123#")
    reading = reads("feed.json", [town, dialled])
    assert (the(reading.places).features, the(reading.places).dial) == (("online",), "+12025550142,,123#")
    assert [bad.why for bad in reading.dropped] == ["has no street to go to, and no way to join online"]


@pytest.mark.parametrize(
    ("address", "read"),
    [
        ("1 First St, Albany, NY 12207, USA", ("1 First St", "Albany", "NY", "12207")),
        ("1 First St, Albany, NY, 12207, USA", ("1 First St", "Albany", "NY", "12207")),
        ("Church, 1 First St, Albany, New York 12207-1234, USA", ("Church, 1 First St", "Albany", "NY", "12207")),
        ("1 First St, Edmonton, Alberta, T6E 4E8, Canada", ("1 First St", "Edmonton", "Alberta", "")),
    ],
)
def test_an_address_on_one_line_is_taken_apart(reads: Read, address: str, read: tuple[str, ...]) -> None:
    meeting = the(reads("feed.json", [guide(formatted_address=address)]).places)
    assert (meeting.street, meeting.city, meeting.state, meeting.zip) == read


def test_a_zip_code_of_another_state_puts_a_meeting_nowhere(reads: Read) -> None:
    meeting = the(reads("feed.json", [guide(formatted_address="1 First St, Anytown, OK 12345, USA")]).places)
    assert (meeting.latitude, meeting.zone) == (None, "")


@pytest.mark.parametrize(
    ("site", "fellowship"),
    [
        ("https://district-aa.example.org/", "aa"),
        ("https://aaexample.org/", "aa"),
        ("https://recoverydharma.example.org/", "recovery-dharma"),
        ("https://refugerecovery.example.org/", "refuge-recovery"),
        ("https://heroinanonymous.example.org/", "ha"),
        ("https://al-anon.example.org/", "al-anon"),
        ("https://isaac.example.org/", ""),
    ],
)
def test_a_fellowship_is_told_only_where_the_publisher_says_so(reads: Read, site: str, fellowship: str) -> None:
    assert the(reads("feed.json", [guide(url=site)]).places).fellowship == fellowship


def test_letters_that_mean_something_else_to_a_fellowship_say_nothing(reads: Read) -> None:
    row = guide(url="https://recoverydharma.example.org/", types=["S", "W", "BB"])
    assert the(reads("feed.json", [row]).places).features == ("in_person",)


def test_people_who_may_be_asked_about_a_meeting_are_not_kept(reads: Read) -> None:
    row = guide(contact_1_name="Ana Person", contact_1_phone="+12025550143", feedback_emails=["a@example.org"])
    kept = repr(the(reads("feed.json", [row]).places))
    assert "Person" not in kept and "0143" not in kept and "@" not in kept


@pytest.mark.parametrize("updated", ["8/25/2022 11:17:07 AM", "2022-08-25T11:17:07Z", "2022-08-25 11:17:07"])
def test_the_latest_change_is_the_lists_date(reads: Read, updated: str) -> None:
    earlier = guide(slug="b", updated="2021-01-01 00:00:00")
    assert reads("feed.json", [earlier, guide(updated=updated), guide(slug="c", updated="?")]).as_of == "2022-08-25"


def test_one_meeting_alone_is_a_list_of_one(reads: Read) -> None:
    assert reads("one.json", guide()).read == 1


@pytest.mark.parametrize("shape", ["bare", "with formats"])
def test_a_root_servers_answer_is_bare_or_beside_its_formats(reads: Read, shape: str) -> None:
    answer = [na()] if shape == "bare" else {"meetings": [na()], "formats": [{"key_string": "O"}]}
    reading = reads("answer.json", answer)
    meeting = the(reading.places)
    assert (reading.format, meeting.fellowship, meeting.zone) == ("BMLT JSON", "na", "America/New_York")
    assert (meeting.days, meeting.start, meeting.minutes) == ((0,), 19 * 60, 90), "2 is Monday: 1 is Sunday"


@pytest.mark.parametrize(
    ("columns", "features"),
    [
        ({"venue_type": "1"}, ("in_person",)),
        ({"venue_type": "2", "virtual_meeting_link": "https://example.org/1"}, ("online",)),
        ({"venue_type": "3", "virtual_meeting_link": "https://example.org/1"}, ("in_person", "online")),
        ({"venue_type": "", "formats": "VM", "phone_meeting_number": "+12025550142"}, ("online",)),
        ({"venue_type": "", "formats": "VM,HY", "phone_meeting_number": "+12025550142"}, ("in_person", "online")),
        ({"venue_type": "3", "formats": "TC,VM", "virtual_meeting_link": "https://example.org/1"}, ("online",)),
        ({"formats": "W,ES,YP"}, ("adolescents", "in_person", "spanish", "women")),
    ],
)
def test_how_people_come_is_told_by_venue_and_formats(
    reads: Read, columns: dict[str, str], features: tuple[str, ...]
) -> None:
    assert the(reads("answer.json", [na(**columns)]).places).features == features


def test_the_zone_that_is_written_goes_before_the_one_of_the_place(reads: Read) -> None:
    zones = [the(reads(f"{n}.json", [na(time_zone=zone)]).places).zone for n, zone in enumerate(("", "America/Denver"))]
    assert zones == ["America/New_York", "America/Denver"]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"key_string": "O", "name_string": "Open"}, "is a format, not a meeting"),
        ({"service_body_bigint": "1", "longitude": "-73.75"}, "is where a meeting is, without the meeting"),
        ({"id": "1", "name": "Area", "description": "An area", "world_id": "A"}, "is a service body, not a meeting"),
        ({"version": "4", "versionInt": "4"}, "is about the server, not a meeting"),
    ],
)
def test_what_else_a_root_server_answers_is_told_for_what_it_is(reads: Read, row: Any, why: str) -> None:
    assert [bad.why for bad in reads("answer.json", [row]).dropped] == [why]


def test_meetings_of_two_servers_are_two_though_their_ids_are_one(reads: Read) -> None:
    reading = reads("answer.json", [na(), na(root_server_uri="https://example.net/main_server"), na()])
    assert len(reading.places) == 2
    assert [bad.why for bad in reading.dropped] == ["is the same as row 1"]
