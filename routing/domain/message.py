"""A message that somebody left after the beep."""

from dataclasses import dataclass, field

DAY_MS = 24 * 3600 * 1000
LIFE_MS = 7 * DAY_MS
SHORTEST_S, LONGEST_S = 2, 120


@dataclass(frozen=True)
class Message:
    """A message on record, by its promise's id. `recording` is the carrier's name of it, sealed as its deletion there
    is, and empty once the sound is fetched. `sound` is sealed for `message <promise>`, and empty until then.
    """

    promise: str
    line: str
    seconds: int
    made_at: int
    recording: str = field(default="", repr=False)
    sound: bytes = field(default=b"", repr=False)


def purpose(promise: str) -> str:
    """Return what a message's sound is sealed for: it opens for no other promise."""
    return f"message {promise}"


@dataclass(frozen=True)
class Taped:
    """A recording at the carrier, by the carrier's own name of it."""

    sid: str = field(repr=False)
    seconds: int = 0
