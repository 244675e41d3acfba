"""When somebody on a call heard nothing, and was neither talking with anyone nor asked for anything."""

from collections.abc import Iterator
from typing import Any

SOUNDS = ("say", "play", "beep", "pause")  # a pause is written between two sentences, or was asked for as quiet
GOES_ON = ("ring", "music")  # until something else is heard
LONGEST_S = 2.0
LONGEST_ASKED_S = 20.0  # who is waited for any longer has been left alone


def silences(call: dict[str, Any], now: float) -> Iterator[tuple[float, float]]:
    """Give each time, from and until, without a sound in a call of the exchange's ledger, once it was answered."""
    until = call["ended"] or now
    heard = call["answered"]
    for since, to in sorted([*_sounds(call["heard"], until), *_company(call["spans"], until), *_asked(call["asked"])]):
        if since > heard:
            yield heard, since
        heard = max(heard, to)
    if until > heard:
        yield heard, until


def _sounds(tape: list[dict[str, Any]], until: float) -> Iterator[tuple[float, float]]:
    for line, after in zip(tape, [*tape, {"at": until}][1:], strict=True):
        if line["kind"] in SOUNDS:
            yield line["at"], line["at"] + line["seconds"]
        elif line["kind"] in GOES_ON:
            yield line["at"], after["at"]


def _asked(times: list[list[float]]) -> Iterator[tuple[float, float]]:
    for since, until in times:
        if until - since <= LONGEST_ASKED_S:
            yield since, until


def _company(spans: list[dict[str, Any]], until: float) -> Iterator[tuple[float, float]]:
    for span in spans:
        yield span["from"], span["to"] or until
