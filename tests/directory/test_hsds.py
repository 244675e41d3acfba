"""HSDS in its four shapes: the same service, read the same."""

import io
import zipfile
from typing import Any

import pytest

from routing.domain.listed import Place
from tests.directory.conftest import Read

PHONES = [{"number": "202-555-0143", "type": "fax"}, {"number": '"202-555-0142"', "extension": 7, "type": "voice"}]
LOCATION = {
    "id": "l1", "location_type": "physical", "name": "Annex", "latitude": 42.65, "longitude": -73.75, "phones": PHONES,
    "languages": [{"name": "Spanish", "code": "es"}],
    "addresses": [{"address_1": "1 First St", "city": "Albany", "state_province": "NY", "postal_code": "12207"}],
}  # fmt: skip
ORGANIZATION = {"id": "o1", "name": "Juniper House", "description": "A house", "website": "https://example.org"}
SERVICE = {
    "id": "s1", "name": "Opioid detox", "description": "A service", "status": "active",
    "last_modified": "2025-03-04T05:06:07Z",
    "attributes": [{"taxonomy_term": {"code": "RX-8250", "name": "Residential Treatment"}}],
}  # fmt: skip
AT = {"id": "a1", "service": SERVICE | {"organization": ORGANIZATION}, "location": LOCATION}
WITHIN = SERVICE | {"service_at_locations": [{"id": "a1", "location": LOCATION}]}
CSV_3 = {
    "organizations.csv": "id,name,description,website\no1,Juniper House,A house,https://example.org\n",
    "services.csv": "id,organization_id,name,status,last_modified\ns1,o1,Opioid detox,active,2025-03-04T05:06:07Z\n",
    "service_at_location.csv": "id,service_id,location_id\na1,s1,l1\n",
    "locations.csv": "id,location_type,name,latitude,longitude\nl1,physical,Annex,42.65,-73.75\n",
    "addresses.csv": "id,location_id,address_1,city,state_province,postal_code\nd1,l1,1 First St,Albany,NY,12207\n",
    "phones.csv": 'id,location_id,number,extension,type\np1,l1,202-555-0143,,fax\np2,l1,"""202-555-0142""",7,voice\n',
    "languages.csv": "id,service_id,location_id,name,code\ng1,,l1,Spanish,es\n",
    "attributes.csv": "id,link_id,taxonomy_term_id\nt1,s1,x1\n",
    "taxonomy_terms.csv": "id,code,name\nx1,RX-8250,Residential Treatment\n",
}
CSV_1 = {
    "organizations.csv": "id,name,website\no1,Juniper House,https://example.org\n",
    "services.csv": "id,location_id,name,status,taxonomy_ids,languages\n"
    's1,l1,Opioid detox,active,"RX-8250, 2",\ns2,l1,Lunch,defunct,,\n',
    "locations.csv": "id,organization_id,name,latitude,longitude,languages\n"
    'l1,o1,Annex,42.65,-73.75,"Tagalog, Spanish"\n',
    "addresses.csv": "id,location_id,address_1,city,state_province,postal_code\n1,l1,1 First St,Albany,NY,12207\n",
    "phones.csv": "id,location_id,number,extension,number_type\n1,l1,202 555-0143,,fax\n2,l1,202 555-0142,7,voice\n",
    "taxonomy.csv": "taxonomy_id,name,parent_id\nRX-8250,Residential Treatment,\n",
}
CSV_2 = {
    **{name: text for name, text in CSV_1.items() if name not in ("addresses.csv", "services.csv")},
    "services.csv": "id,organization_id,name,status,taxonomy_ids\ns1,o1,Opioid detox,active,RX-8250\n",
    "services_at_location.csv": "id,service_id,location_id\na1,s1,l1\n",
    "physical_addresses.csv": CSV_1["addresses.csv"],
}


def packed(files: dict[str, str]) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as out:
        for name, text in {**files, "datapackage.json": "{}"}.items():
            out.writestr(f"export/{name}", text)
    return archive.getvalue()


def the(places: dict[str, Place]) -> Place:
    (place,) = places.values()
    return place


@pytest.mark.parametrize(
    ("name", "content", "format"),
    [
        ("services.json", {"total_items": 1, "contents": [WITHIN | {"organization": ORGANIZATION}]}, "HSDS 3 JSON"),
        ("at.json", AT, "HSDS 3 JSON"),
        ("organizations.json", [ORGANIZATION | {"services": [WITHIN]}], "HSDS 3 JSON"),
        ("hsds", CSV_3, "HSDS 3 CSV"),
        ("hsds.zip", packed(CSV_3), "HSDS 3 CSV"),
        ("hsds1", CSV_1, "HSDS 1 CSV"),
        ("hsds2", CSV_2, "HSDS 1 CSV"),
    ],
)
def test_a_service_at_a_location_is_the_same_in_every_shape(reads: Read, name: str, content: Any, format: str) -> None:
    reading = reads(name, content)
    place = the(reading.places)
    assert reading.format == format
    assert (place.name, place.kind) == ("Opioid detox, Juniper House", "treatment")
    assert (place.street, place.city, place.state, place.zip) == ("1 First St", "Albany", "NY", "12207")
    assert (place.latitude, place.longitude, place.phone) == (42.65, -73.75, "+12025550142x7")
    assert (place.features, place.website) == (("detox", "spanish"), "https://example.org")
    assert reading.as_of == ("2025-03-04" if "3" in format else "")


def test_only_what_is_active_is_read(reads: Read) -> None:
    inactive = [SERVICE | {"id": f"s{n}", "status": status} for n, status in enumerate(("inactive", "defunct", ""))]
    reading = reads("services.json", inactive)
    assert len(reading.places) == 1
    assert [(bad.row, bad.why) for bad in reading.dropped] == [
        (1, "is inactive, not active"),
        (2, "is defunct, not active"),
    ]


def test_a_service_for_something_else_is_no_treatment(reads: Read) -> None:
    lunch = SERVICE | {"name": "Lunch", "attributes": [{"taxonomy_term": {"code": "BD-5000", "name": "Food"}}]}
    assert the(reads("services.json", [lunch]).places).kind == "other"


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (LOCATION | {"description": "An annex"}, "is a location without a service"),
        (ORGANIZATION | {"tax_status": ""}, "is an organization without a service"),
        (
            {"id": "t", "name": "n", "description": "d", "taxonomy_detail": {}},
            "is a term of a taxonomy without a service",
        ),
    ],
)
def test_what_has_no_service_is_told_for_what_it_is(reads: Read, row: dict[str, Any], why: str) -> None:
    assert [bad.why for bad in reads("page.json", {"contents": [row]}).dropped] == [why]


def test_a_service_at_two_locations_is_two_places(reads: Read) -> None:
    second = {"id": "a2", "location": LOCATION | {"id": "l2", "name": "Barn"}}
    both = WITHIN | {"service_at_locations": [*WITHIN["service_at_locations"], second]}  # type: ignore[misc]
    assert len(reads("services.json", [both]).places) == 2


def rule(**more: Any) -> dict[str, Any]:
    return {"freq": "WEEKLY", "interval": 1, "byday": "MO,WE", "opens_at": "08:00:00", "closes_at": "17:00"} | more


@pytest.mark.parametrize(
    ("schedules", "hours"),
    [
        ([rule()], ("mon 08:00-17:00", "wed 08:00-17:00")),
        ([rule(byday="WE", opens_at="13:00"), rule(byday="WE", closes_at="12:00")],
         ("wed 08:00-12:00", "wed 13:00-17:00")),
        ([{"weekday": "Friday", "opens_at": "09:00", "closes_at": "10:00"}], ("fri 09:00-10:00",)),
        ([rule(freq="MONTHLY"), rule(interval=2), rule(until="2027-01-01"), rule(opens_at=None), rule(byday=None)], ()),
        (None, ()),
    ],
)  # fmt: skip
def test_opening_hours_are_told_by_weekday_where_they_are_the_same_every_week(
    reads: Read, schedules: Any, hours: tuple[str, ...]
) -> None:
    assert the(reads("services.json", [SERVICE | {"schedules": schedules}]).places).hours == hours


@pytest.mark.parametrize(
    ("tables", "extra"),
    [
        (CSV_3, {"schedules.csv": "id,service_id,freq,byday,opens_at,closes_at\n1,s1,WEEKLY,MO,08:00,17:00\n"}),
        (CSV_1, {"regular_schedules.csv": "id,location_id,weekday,opens_at,closes_at\n1,l1,Monday,08:00,17:00\n"}),
    ],
)
def test_opening_hours_are_joined_from_their_own_table(
    reads: Read, tables: dict[str, str], extra: dict[str, str]
) -> None:
    assert the(reads("hsds", {**tables, **extra}).places).hours == ("mon 08:00-17:00",)
