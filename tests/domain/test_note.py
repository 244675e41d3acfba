"""A note tells of a contact what was agreed to, and nothing exactly."""

from dataclasses import asdict

import pytest

from routing.domain.note import Note, note

QUARTER, MINUTE = 900_000, 60_000
NOON = 1_800_000_000_000 // QUARTER * QUARTER
RECORD = {
    "stage": "ended", "channel": "voice", "language": "es", "topic": "", "entered_at": str(NOON),
    "ended_at": str(NOON + 4 * MINUTE), "outcome": "abandoned", "consent": "y1", "person": "d" * 32, "call": "sealed",
    "line": "main", "queues": "main.general.es", "offered": "2",
}  # fmt: skip


def test_a_note_holds_nothing_else_than_was_agreed_to() -> None:
    assert note("c1", RECORD, "") == Note("c1", "voice", NOON, "es", "", "wait_2_to_5", "abandoned", "", "y1")
    assert set(asdict(note("c1", RECORD, ""))) == {
        "contact", "channel", "started_at", "language", "topic", "wait", "outcome", "specialist", "consent",
    }  # fmt: skip


@pytest.mark.parametrize("after_ms", [0, 1, 7 * MINUTE, 8 * MINUTE, QUARTER - 1])
def test_the_start_is_rounded_down_to_a_quarter_of_an_hour(after_ms: int) -> None:
    moved = {"entered_at": str(NOON + after_ms), "ended_at": str(NOON + after_ms + 1)}
    assert note("c1", RECORD | moved, "").started_at == NOON


@pytest.mark.parametrize(
    ("waited", "bucket"),
    [(0, "wait_under_2"), (119, "wait_under_2"), (120, "wait_2_to_5"), (599, "wait_5_to_10"), (600, "wait_over_10")],
)
def test_a_wait_is_a_bucket_and_ends_when_somebody_comes(waited: int, bucket: str) -> None:
    came = {"bridged_at": str(NOON + waited * 1000), "ended_at": str(NOON + 60 * MINUTE), "outcome": "bridged"}
    assert note("c1", RECORD | came, "ana").wait == bucket
    left = {"ended_at": str(NOON + waited * 1000)}
    assert note("c1", RECORD | left, "").wait == bucket
