"""Segments of texts, against the known ones."""

import json

import pytest

from routing.exchange import segments
from tests.exchange.contract import SHARED


@pytest.mark.parametrize(
    ("text", "parts"),
    [("", 1), ("a" * 160, 1), ("a" * 161, 2), ("a" * 152 + "€" + "a" * 10, 2), ("á" * 70, 1), ("á" * 71, 2)],
)
def test_sms_49_segments(text, parts):
    assert segments.count(text) == parts


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not here: the known segments are in it")
def test_sms_49_the_known_segments_come_out():
    known = json.loads((SHARED / "vectors.json").read_text())["segments"]
    assert {one["name"]: segments.count(one["text"]) for one in known} == {
        one["name"]: one["segments"] for one in known
    }
