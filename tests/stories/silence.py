"""When somebody on a call heard nothing, and was neither talking with anyone nor asked for anything."""

from collections.abc import Iterator
from typing import Any

SOUNDS = ("say", "play", "pause")  # a pause is written between two sentences, or was asked for as quiet
GOES_ON = ("ring", "music")  # until something else is heard
BEEP, OWN = "beep", "speech"  # after a beep the caller speaks, until something else is heard
LONGEST_MESSAGE_S = 130.0
LONGEST_S = 2.0
LONGEST_ASKED_S = 20.0  # who is waited for any longer has been left alone


def silences(call: dict[str, Any], now: float) -> Iterator[tuple[float, float]]:
    """Give each time, from and until, without a sound in a call of the exchange's ledger, once it was answered."""
    until = call["ended"] or now
    heard = call["answered"]
    tape = call["heard"]
    sounds = [*_sounds(tape, until), *_messages(tape, until), *_company(call["spans"], until), *_asked(call["asked"])]
    for since, to in sorted(sounds):
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


def _messages(tape: list[dict[str, Any]], until: float) -> Iterator[tuple[float, float]]:
    heard = [line for line in tape if line["kind"] != OWN]
    for line, after in zip(heard, [*heard, {"at": until}][1:], strict=True):
        if line["kind"] == BEEP:
            yield line["at"], min(after["at"], line["at"] + LONGEST_MESSAGE_S)


def _asked(times: list[list[float]]) -> Iterator[tuple[float, float]]:
    for since, until in times:
        if until - since <= LONGEST_ASKED_S:
            yield since, until


def _company(spans: list[dict[str, Any]], until: float) -> Iterator[tuple[float, float]]:
    for span in spans:
        yield span["from"], span["to"] or until
