"""How many segments a text takes."""

import json
from pathlib import Path

import pytest

from config import gsm

VECTORS = Path(__file__).parents[3] / "shared" / "twilio" / "vectors.json"


@pytest.mark.parametrize(
    ("words", "encoding", "segments"),
    [
        ("", "GSM-7", 1),
        ("a" * 160, "GSM-7", 1),
        ("a" * 161, "GSM-7", 2),
        ("a" * 306, "GSM-7", 2),
        ("a" * 307, "GSM-7", 3),
        ("€" * 80, "GSM-7", 1),
        ("€" * 81, "GSM-7", 2),
        # An escape and its letter stay together: the 153rd place of the first segment is left empty.
        ("a" * 152 + "€" + "a" * 152, "GSM-7", 3),
        ("¿Mañana, señor?", "GSM-7", 1),
        ("á" * 70, "UCS-2", 1),
        ("á" * 71, "UCS-2", 2),
        ("🙂" * 36, "UCS-2", 2),
    ],
)
def test_a_text_takes_as_many_segments_as_its_letters_do(words: str, encoding: str, segments: int) -> None:
    assert gsm.size(words) == gsm.Size(encoding, segments)


@pytest.mark.skipif(not VECTORS.exists(), reason="../shared is not here: the carrier's own examples are in it")
def test_the_carriers_own_examples_are_counted_alike() -> None:
    examples = json.loads(VECTORS.read_text())["segments"]
    wrong = [
        one["name"] for one in examples if gsm.size(one["text"]) != gsm.Size(one["encoding"], int(one["segments"]))
    ]
    assert examples
    assert wrong == []


def test_what_would_double_a_text_is_written_otherwise() -> None:
    spanish = "No está sólo: “llámenos” – aquí mañana’"
    assert gsm.size(spanish).encoding == "UCS-2"
    assert gsm.sendable(spanish) == 'No esta solo: "llamenos" - aqui mañana\''
    assert gsm.size(gsm.sendable(spanish)).encoding == "GSM-7"
