"""A table of people is read whole, whatever spreadsheet wrote it; what is wrong is told, and no number repeated."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.domain.people_file import Entry, read

HEAD = "name,phone,languages,skills,order,call_out\n"
ANA = Entry(2, "Ana Müller", "+12025550121", ("en", "es"), ("general",), 2, False)
TABLE = HEAD + 'Ana Müller,+1 (202) 555-0121,"en, es",general,2,no\n\nBo,\'+12025550122,,,,\n'


@pytest.mark.parametrize(
    "content",
    [
        TABLE.encode(),
        TABLE.replace("\n", "\r\n").encode("utf-8-sig"),
        TABLE.replace('"en, es"', "en es").replace(",", "\t").encode("utf-16"),
        TABLE.replace('"en, es"', "en|es").replace(",", ";").encode(),
        TABLE.replace("name,phone", "Name , PHONE").encode(),
    ],
    ids=["plain", "excel", "excel's unicode", "semicolons", "large letters"],
)
def test_a_table_is_read_as_spreadsheets_write_it(content: bytes) -> None:
    (first, second), problems = read("people.csv", content)
    assert (first, problems) == (ANA, [])
    assert second == Entry(4, "Bo", "+12025550122")


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ("=1+1,+12025550121,,,,", "formula"),
        ("@Ana,+12025550121,,,,", "formula"),
        (",+12025550121,,,,", "no name"),
        ("+12025550121,Ana,,,,", "formula"),
        ("2025550121,Ana,,,,", "holds a number"),
        ("Ana,2025550121,,,,", "no telephone number"),
        ("Ana,1.20256E+10,,,,", "rounded"),
        ("Ana,+19005550121,,,,", "costs"),
        ("Ana,+12025550121,,,first,", "order"),
        ("Ana,+12025550121,,,0,", "order"),
        ("Ana,+12025550121,,,,maybe", "call_out"),
        ("Ana,+12025550121", "2 cells"),
    ],
)
def test_a_wrong_row_is_named_and_no_number_is_repeated(row: str, wrong: str) -> None:
    entries, (problem,) = read("people.csv", f"{HEAD}Cy,+12025550133,,,,\n{row}\n".encode())
    assert problem.line == 3 and wrong in str(problem) and [entry.name for entry in entries] == ["Cy"]
    assert "0121" not in str(problem) and "20256" not in str(problem)


def test_each_person_and_each_number_is_there_once() -> None:
    rows = "Ana,+12025550121,,,,\nANA,+12025550122,,,,\nBo,+1 202 555 0121,,,,\n"
    _, problems = read("people.csv", (HEAD + rows).encode())
    assert [(problem.line, problem.wrong) for problem in problems] == [
        (3, "has the name of line 2"), (4, "has the number of line 2"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xff\xff", b"name\0", "name,phone\nÄna,+12025550121\n".encode("cp1252"), b"name,mobile\n",
     b"name,phone,name\n", b'name,phone\n"Ana'],
)  # fmt: skip
def test_what_is_no_table_says_so(content: bytes) -> None:
    entries, problems = read("people.csv", content)
    assert (entries, len(problems)) == ([], 1)


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda rows: (HEAD + rows).encode("utf-8", "ignore")))
def test_anything_is_read_or_told(content: bytes) -> None:
    entries, problems = read("people.csv", content)
    assert all(entry.phone.startswith("+") and entry.name for entry in entries) and str(problems)
