"""BMLT's JSON, which NA's root servers answer: meetings, bare or with the formats that were asked for beside them."""

from collections.abc import Iterable

from routing.directory import tidy
from routing.directory.gazetteer import Gazetteer
from routing.directory.meetings import Told, days_of, meeting_of
from routing.directory.reading import Row, Unusable, items, named, objects
from routing.directory.sources import Source
from routing.domain.listed import Place

NAME, LIST = "BMLT", "bmlt"
# What a root server answers, each of them known by one name; only the first is a meeting.
MEETING = "weekday_tinyint"
OTHERS = {
    "key_string": "is a format, not a meeting",
    "service_body_bigint": "is where a meeting is, without the meeting",
    "world_id": "is a service body, not a meeting",
    "versionInt": "is about the server, not a meeting",
}
VIRTUAL, HYBRID = "2", "3"
ONLINE_FORMATS, CLOSED = frozenset({"VM", "HY"}), "TC"
FEATURES = {"W": "women", "WO": "women", "ES": "spanish", "SP": "spanish", "YP": "adolescents", "Y": "adolescents"}


def knows(source: Source) -> bool:
    names = {MEETING, *OTHERS}
    return source.kind == "json" and any(names & set(row) for row in objects(source.value, "meetings"))


def rows(source: Source) -> Iterable[tuple[int, Row]]:
    return items(source.value, "meetings")


def dated(source: Source) -> str:
    """It has no date of its own."""
    return ""


def place(row: Row, where: Gazetteer) -> Place:
    if MEETING not in row:
        raise Unusable(next((why for name, why in OTHERS.items() if name in row), "is no meeting"))
    formats = {key.strip().upper() for key in str(row.get("formats") or "").split(",")}
    online = str(row.get("venue_type")) in (VIRTUAL, HYBRID) or bool(formats & ONLINE_FORMATS)
    away = str(row.get("venue_type")) == VIRTUAL or CLOSED in formats or ("VM" in formats and "HY" not in formats)
    told = Told(
        key=tidy.digest(tidy.said(row, "root_server_uri"), tidy.said(row, "id_bigint")),
        name=named(tidy.said(row, "meeting_name")),
        fellowship="na",
        days=days_of(row.get(MEETING), sunday=1),
        start=row.get("start_time"),
        minutes=tidy.minute(row.get("duration_time")) or 0,
        online=online,
        in_person=not away,
        features=frozenset(FEATURES[key] for key in formats & FEATURES.keys()),
    )
    return meeting_of(told, _columns(row), where)


def _columns(row: Row) -> Row:
    """Name a meeting's columns as Meeting Guide does."""
    return {
        "location": row.get("location_text"),
        "address": row.get("location_street"),
        "city": tidy.said(row, "location_municipality", "location_city_subsection"),
        "state": row.get("location_province"),
        "postal_code": row.get("location_postal_code_1"),
        "latitude": row.get("latitude"),
        "longitude": row.get("longitude"),
        "timezone": row.get("time_zone"),
        "conference_url": row.get("virtual_meeting_link"),
        "conference_phone": row.get("phone_meeting_number"),
    }
