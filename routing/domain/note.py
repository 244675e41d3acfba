"""What is kept of a contact whose person said yes to it: a note without a number, a word, or an exact time."""

from collections.abc import Mapping
from dataclasses import dataclass

from routing.domain import place
from routing.domain.consent import DAY_MS

KEPT_MS = 90 * DAY_MS
QUARTER_MS = 15 * 60 * 1000
SECOND_MS = 1000


@dataclass(frozen=True)
class Note:
    """A note. `started_at` is in ms, rounded down to 15 minutes, so that nothing is kept for longer than was said.

    `wait` is the bucket of the whole wait (see place.py); `specialist` is a keyed digest of whoever talked last with
    the person, or empty; `consent` names the yes.
    """

    contact: str
    channel: str
    started_at: int
    language: str
    topic: str
    wait: str
    outcome: str
    specialist: str
    consent: str


def note(contact: str, record: Mapping[str, str], specialist: str) -> Note:
    """Return the note of a contact that has ended, from its record in live state."""
    started, waited_until = int(record["entered_at"]), int(record.get("bridged_at") or record["ended_at"])
    return Note(
        contact=contact,
        channel=record["channel"],
        started_at=started - started % QUARTER_MS,
        language=record["language"],
        topic=record.get("topic", ""),
        wait=place.bucket((waited_until - started) // SECOND_MS),
        outcome=record["outcome"],
        specialist=specialist,
        consent=record["consent"],
    )
