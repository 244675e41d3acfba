"""The measure that every story ends with can itself tell silence from sound."""

from typing import Any

import pytest

from tests.stories.silence import silences


def heard(kind: str, at: float, seconds: float = 0.0) -> dict[str, Any]:
    return {"kind": kind, "at": at, "seconds": seconds}


@pytest.mark.parametrize(
    ("tape", "spans", "asked", "found"),
    [
        ([], [], [], [(10, 40)]),
        ([heard("say", 10, 30)], [], [], []),
        ([heard("say", 12, 28)], [], [], [(10, 12)]),
        ([heard("say", 10, 5), heard("play", 20, 20)], [], [], [(15, 20)]),
        ([heard("say", 10, 5)], [], [], [(15, 40)]),
        ([heard("say", 10, 5)], [], [[15, 19]], [(19, 40)]),
        ([heard("say", 10, 5)], [], [[15, 40]], [(15, 40)]),
        ([heard("say", 10, 5)], [{"from": 15, "to": 30}], [], [(30, 40)]),
        ([heard("say", 10, 5)], [{"from": 15, "to": None}], [], []),
        ([heard("music", 10), heard("silence", 20)], [], [], [(20, 40)]),
        ([heard("beep", 10, 1), heard("speech", 14, 3), heard("say", 30, 10)], [], [], []),
        ([heard("beep", 10, 1), heard("speech", 14, 3), heard("silence", 30)], [], [], [(30, 40)]),
        ([heard("ring", 10), heard("keys", 20)], [], [], [(20, 40)]),
    ],
)
def test_a_time_without_a_sound_is_found(tape: list, spans: list, asked: list, found: list) -> None:
    call = {"answered": 10.0, "ended": 40.0, "heard": tape, "spans": spans, "asked": asked}
    assert list(silences(call, now=100.0)) == found
    assert list(silences(call | {"ended": None}, now=40.0)) == found
