"""Whatever a row holds, it is read or left out with a reason: one mad row never keeps a list from being read."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.directory.formats import format_of
from routing.directory.gazetteer import Gazetteer
from routing.directory.reading import read
from routing.directory.sources import Source
from routing.directory.sources import read as source_of
from tests.directory.test_hsds import AT, CSV_1, ORGANIZATION, WITHIN
from tests.directory.test_meeting_lists import guide, na
from tests.directory.test_treatment_lists import LEAD, found, service

many = settings(max_examples=300, deadline=None)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)
anything = st.recursive(
    scalars, lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=5), inside, max_size=3)
)
WELL: Mapping[str, Any] = {
    "FindTreatment": found(services=[service("TC", "Detoxification")]),
    "BMLT": na(),
    "Meeting Guide": guide(conference_url="https://example.org/1", postal_code=12207, day=[1]),
    "HSDS service": WITHIN | {"organization": ORGANIZATION},
    "HSDS organization": ORGANIZATION | {"services": [WITHIN]},
    "HSDS at": AT,
}


@pytest.mark.parametrize("format", WELL)
@many
@given(st.data())
def test_a_row_of_json_with_anything_in_it_is_read_or_named(where: Gazetteer, format: str, data: st.DataObject) -> None:
    row = WELL[format]
    mad = data.draw(st.dictionaries(st.sampled_from(sorted(row)), anything, min_size=1, max_size=3))
    check(Source("list.json", "json", value=[row, json.loads(json.dumps({**row, **mad}))]), where)


@many
@given(st.data())
def test_a_line_of_a_table_with_anything_in_it_is_read_or_named(where: Gazetteer, data: st.DataObject) -> None:
    cells = data.draw(st.lists(st.text(alphabet=st.characters(codec="utf-8", exclude_characters='\r\n"')), max_size=20))
    check(source_of("list.csv", f"{LEAD},sa\n{','.join(cells)}\nA,,1 First St,,Albany,NY,12207\n".encode()), where)


@many
@given(st.sampled_from(sorted(CSV_1)), st.text(alphabet="abc,12\n", max_size=60))
def test_a_table_of_several_with_anything_in_it_is_read_or_named(where: Gazetteer, name: str, text: str) -> None:
    tables = {
        file: source_of(file, content.encode()).tables[file.removesuffix(".csv")]
        for file, content in {**CSV_1, name: f"{CSV_1[name]}{text}\n"}.items()
    }
    check(Source("hsds", "csv", tables={file.removesuffix(".csv"): table for file, table in tables.items()}), where)


def check(source: Source, where: Gazetteer) -> None:
    format = format_of(source)
    assert format
    reading = read(source, format, where, lambda rows: None)
    assert len(reading.places) + len(reading.dropped) == reading.read
    for place in reading.places.values():
        for text in (place.name, place.street, place.city, place.state, place.phone, place.website):
            assert text.isprintable(), "PostgreSQL takes no NUL, and a phone speaks no signs"
        assert place.name and len(place.key) == 32 and len(place.zip) in (0, 5)
