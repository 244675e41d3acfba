"""Lists of treatment places: each oddity that they are published with is read as a person would read it."""

from typing import Any

import pytest

from tests.directory.conftest import Read

LEAD = (
    "name1,name2,street1,street2,city,state,zip,zip4,county,phone,intake_prompt,intake1,intake2,website,"
    "latitude,longitude,type_facility"
)
BOOK = [
    ("category_code", "category_name", "service_code", "service_name", "service_description"),
    ("TC", "Type of care", "XDT", "Opioid detoxification", ""),
    ("PAY", "Payment", "NP", "No payment accepted", ""),
]


def found(**more: Any) -> dict[str, Any]:
    """A row of FindTreatment's."""
    return {
        "frid": "f1", "name1": "Juniper House", "name2": "", "street1": "1 First St", "street2": None, "city": "Albany",
        "state": "NY", "zip": "12207", "phone": "202-555-0142", "latitude": "42.65", "longitude": "-73.75",
        "typeFacility": "SA", "services": [],
    } | more  # fmt: skip


def service(code: str, labels: str) -> dict[str, str]:
    return {"f1": "a category", "f2": code, "f3": labels}


def pages(*rows: dict[str, Any]) -> dict[str, Any]:
    return {"page": 1, "totalPages": 1, "recordCount": len(rows), "rows": list(rows)}


def test_a_page_of_findtreatment_is_read_row_by_row(reads: Read) -> None:
    reading = reads("page.json", pages(found(), found(frid="f2", name1="Maple House", name2="West Wing")))
    assert (reading.format, reading.read, reading.dropped) == ("FindTreatment JSON", 2, [])
    first, second = reading.places.values()
    assert (first.name, second.name) == ("Juniper House", "Maple House, West Wing")
    assert (first.latitude, first.longitude, first.phone) == (42.65, -73.75, "+12025550142")
    assert (first.street, first.city, first.state, first.zip) == ("1 First St", "Albany", "NY", "12207")


@pytest.mark.parametrize(
    ("services", "features"),
    [
        ([service("TC", "Substance use treatment; Detoxification")], {"detox"}),
        ([service("OM", "Methadone used in Treatment")], {"methadone"}),
        ([service("OT", "SAMHSA-certified Opioid Treatment Program")], {"methadone"}),
        ([service("PHR", "Buprenorphine with naloxone  (Suboxone®); Naltrexone (oral)")], {"buprenorphine"}),
        ([service("OT", "Prescribes/administers buprenorphine")], {"buprenorphine"}),
        ([service("EXCL", "Methadone and buprenorphine clients only")], set()),
        ([service("OT", "Use methadone/buprenorphine for pain management or emergency dosing")], set()),
        ([service("SET", "Outpatient methadone/buprenorphine or naltrexone treatment")], set()),
        ([service("PAY", "Cash or self-payment; No payment accepted")], {"free"}),
        ([service("PYAS", "Sliding fee scale (fee is based on income and other factors)")], set()),
        ([service("SG", "Adult women; Veterans"), service("OL", "German; Spanish")], {"women", "veterans", "spanish"}),
        ([service("PAY", "U.S. Department of VA funds"), service("GN", "Female; Male")], set()),
        ([service("AGE", "Children/adolescents; Adults")], {"adolescents"}),
        ([service("SG", "Pregnant/postpartum women")], {"women"}),
        (None, set()),
    ],
)
def test_what_a_place_offers_is_what_its_labels_say_and_no_more(reads: Read, services: Any, features: set[str]) -> None:
    (place,) = reads("page.json", pages(found(services=services))).places.values()
    assert set(place.features) == features


def test_a_methadone_program_has_no_services_and_still_gives_methadone(reads: Read) -> None:
    (place,) = reads("page.json", pages(found(typeFacility="OTP", services=None))).places.values()
    assert (place.kind, place.features) == ("treatment", ("methadone",))


@pytest.mark.parametrize("name", ["typeFacility", "type_facility"])
def test_a_place_for_mental_health_alone_is_no_treatment_of_substance_use(reads: Read, name: str) -> None:
    row = found(services=[service("EDU", "Substance abuse education"), service("TC", "Mental health treatment")])
    del row["typeFacility"]
    (place,) = reads("page.json", pages(row | {name: "MH"})).places.values()
    assert place.kind == "other"


def test_without_an_id_a_place_is_known_by_its_name_and_address(reads: Read) -> None:
    row = found()
    del row["frid"]
    once, again = (reads(f"{n}.json", pages(row | {"phone": f"20255501{n}"})).places for n in (42, 43))
    assert once.keys() == again.keys() and once != again


def test_a_place_for_convicted_drivers_alone_is_left_out_and_named(reads: Read) -> None:
    only = found(services=[service("EXCL", "DUI/DWI clients")])
    (dropped,) = reads("page.json", pages(found(), only | {"frid": "f2"})).dropped
    assert dropped.row == 2 and "driving under the influence" in dropped.why


def test_bad_rows_are_named_one_by_one_and_the_others_read(reads: Read) -> None:
    reading = reads("page.json", pages(found(), found(name1=" "), found(), found(frid="f2")))
    assert [(bad.file, bad.row, bad.why) for bad in reading.dropped] == [
        ("page.json", 2, "has no name"),
        ("page.json", 3, "is the same as row 1"),
    ]
    assert reading.read == 4 and len(reading.places) == 2


LOCATOR = f"{LEAD},sa,dt,bu,mu,np,sp,duo\n"


def test_a_locators_download_has_a_column_for_each_code_and_the_date_in_its_name(reads: Read) -> None:
    rows = (
        'Juniper House,"West, Wing",1 First St,Suite 1,Albany,NY,12207,,Albany,202-555-0142,,,,'
        "www.example.org,42.65,-73.75,SA,1,1,,1,1,,\n"
        "Maple House,,1 Maple St,1,Albany,NY,12207,,Albany,,,(202) 555-0143,,,42.66,-73.75,MH,,,,,,1,\n"
        "Only Drivers,,2 Maple St,,Albany,NY,12207,,Albany,,,,,,42.66,-73.75,SA,1,,,,,,1\n"
    )
    reading = reads("Behavioral_Health_Treament_Facility_listing_2025_03_04_101112.csv", LOCATOR + rows)
    assert (reading.format, reading.as_of) == ("locator CSV", "2025-03-04")
    first, second = reading.places.values()
    assert (first.name, first.street) == ("Juniper House, West, Wing", "1 First St, Suite 1")
    assert (first.kind, first.features, first.website) == (
        "treatment", ("detox", "free", "methadone"), "http://www.example.org",
    )  # fmt: skip
    assert (second.kind, second.features, second.phone) == ("other", ("spanish",), "+12025550143")
    assert [bad.row for bad in reading.dropped] == [4]


@pytest.mark.parametrize(
    ("written", "read"), [("6708", "06708"), ("601", "00601"), ("12207-1234", "12207"), ("6708.0", "06708"), ("?", "")]
)
def test_zip_codes_have_their_zeros_again(reads: Read, written: str, read: str) -> None:
    (place,) = reads("l.csv", f"{LOCATOR}A,,1 First St,,Waterbury,CT,{written}\n").places.values()
    assert place.zip == read


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
def test_letters_come_through_in_either_encoding(reads: Read, encoding: str) -> None:
    content = f"{LOCATOR}Casa Peña,,1 Calle Núñez,,Mayagüez,PR,680\n".encode(encoding)
    (place,) = reads("l.csv", content).places.values()
    assert (place.name, place.street, place.city) == ("Casa Peña", "1 Calle Núñez", "Mayagüez")


def test_a_letter_that_was_lost_is_left_out_or_an_apostrophe(reads: Read) -> None:
    (place,) = reads("l.csv", f"{LOCATOR}Women�s Caf� House,,1 First St,,Albany,NY,12207\n").places.values()
    assert place.name == "Women's Caf House"


def test_a_place_without_degrees_is_put_in_its_zip_code_or_its_city(reads: Read) -> None:
    rows = "A,,1 First St,,Albany,NY,12207\nB,,1 First St,,albany,ny,99999\nC,,1 First St,,Nowhere,NY,99999\n"
    one, two, three = reads("l.csv", LOCATOR + rows).places.values()
    assert one.latitude == pytest.approx(42.65, abs=0.1) and two.latitude == pytest.approx(42.65, abs=0.1)
    assert (three.latitude, three.longitude) == (None, None)


def test_degrees_that_are_not_on_the_earth_are_none(reads: Read) -> None:
    rows = "A,,1 First St,,Albany,NY,12207,,,,,,,,100,101,\nB,,1 First St,,Albany,NY,12207,,,,,,,,0,0,\n"
    for place in reads("l.csv", LOCATOR + rows).places.values():
        assert place.latitude == pytest.approx(42.65, abs=0.1)


def test_a_spreadsheets_own_code_book_says_what_a_code_is(reads: Read) -> None:
    row = ["Juniper House", None, "1 First St", None, "Waterbury", "CT", 6708, None, None, None, None, None, None, None,
           41.57, -73.06, "SA", 1, 1]  # fmt: skip
    facilities = [[*LEAD.split(","), "sa", "xdt"], row]
    reading = reads("x_FindTreament_Facility_listing_20250304.xlsx", {"Facilities": facilities, "Code book": BOOK})
    (place,) = reading.places.values()
    assert (reading.format, reading.as_of, place.zip, place.features) == (
        "locator XLSX", "2025-03-04", "06708", ("detox",),
    )  # fmt: skip


def test_the_national_directory_has_all_codes_in_one_cell_and_no_degrees(reads: Read) -> None:
    columns = "name1 name2 street1 street2 city state zip phone intake1 intake2 intake1a intake2a service_code_info"
    row = ["Juniper House", "", "1 First St", "", "Albany", "NY", 12207, "", "202-555-0142 x12", "", "", ""]
    sheet = {
        "Facilities List": [columns.split(), [*row, "SA XDT * OP * BU VET * "], ["Drivers", *row[1:], "SA DUO"]],
        "Service Code Reference": BOOK,
    }
    reading = reads("2025_SU_Facilities_for_All_City_All.xlsx", sheet)
    (place,) = reading.places.values()
    assert (reading.format, reading.as_of) == ("National Directory XLSX", "2025")
    assert place.features == ("buprenorphine", "detox", "veterans") and place.phone == "+12025550142x12"
    assert place.latitude == pytest.approx(42.65, abs=0.1)
    assert [bad.row for bad in reading.dropped] == [3]


def test_the_directory_of_opioid_treatment_programs_is_of_methadone(reads: Read) -> None:
    header = "Program Name,Street,City,State,Zip,Phone,Certification,First Full Certification Date\n"
    row = "Juniper House,1 First St,Albany,New York,12207,(202) 555-0142,Provisional,01/02/2003\n"
    reading = reads("otp.csv", header + row)
    (place,) = reading.places.values()
    assert reading.format == "opioid treatment programs CSV"
    assert (place.features, place.state, place.street) == (("methadone",), "NY", "1 First St")
