"""What is counted of events: how often something was, by hour, line, queue and channel. Nothing of a person is in it.

A contact is counted in the hour in which it entered the line, from its first event to its last, so that of each hour's
contacts it is known what became of them; everything else in the hour in which it happened. Hours are UTC's.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

HOUR_MS = 3_600_000
SECOND_MS = 1000
LONGEST_WAIT, LONGEST_IN_VAIN = "longest_wait_s", "longest_wait_in_vain_s"
GREATEST = (LONGEST_WAIT, LONGEST_IN_VAIN)  # measures of which the greatest is kept, and not the sum
NO_QUEUE = "-"
WAITS_S = (20, 30, 60, 120, 300, 600)  # an answer is counted under the first of these that its wait is not above
LATER = "later"
NOTHING_COUNTED = "0-0"  # the position before all events
LONGEST_MEASURE = 100  # letters

# What is one more of a measure when it happens.
HAPPENINGS = {
    "offered": "offers",
    "accepted": "accepted",
    "declined": "declined",
    "missed": "missed",
    "busy": "busy",
    "failed": "failed",
    "not_rung": "not_rung",
    "asked_back": "callbacks_promised",
    "dialled": "callback_calls",
    "reached": "callbacks_reached",
    "message_kept": "voicemails",
}

Event = Mapping[str, str]


class Cell(NamedTuple):
    """What a number stands for. `hour` is its start in ms; `queue` is empty where none was entered, and of what is
    known of a line, or of all lines (`line` empty), only.
    """

    hour: int
    line: str
    queue: str
    channel: str
    measure: str


class Part(NamedTuple):
    """Which cells: those of one line, queue, channel and language, or of all where it is empty.

    A language is a queue's: who was in none is in no language's part.
    """

    line: str = ""
    queue: str = ""
    channel: str = ""
    language: str = ""


EVERYTHING = Part()
Tally = Mapping[Cell, int]


def tally(events: Iterable[Event]) -> dict[Cell, int]:
    """Count events."""
    found: dict[Cell, int] = {}
    for event in events:
        for cell, number in _read(event):
            found[cell] = joined(cell.measure, found.get(cell, 0), number)
    return found


def joined(measure: str, one: int, other: int) -> int:
    """Return the number of both: their sum, or of the longest waits the longer."""
    return max(one, other) if measure in GREATEST else one + other


def _read(event: Event) -> Sequence[tuple[Cell, int]]:
    try:
        return list(counted(event))
    except (KeyError, ValueError):  # as another version wrote it; the others are counted all the same
        return []


def counted(event: Event) -> Iterator[tuple[Cell, int]]:
    """Count one event; one that nothing is counted of gives nothing."""
    act = BY_EVENT.get(event["what"])
    if act:
        yield from act(event)
    elif event["what"] in HAPPENINGS:
        yield from _happening(event, HAPPENINGS[event["what"]])


def hour_of(ms: int) -> int:
    """Return when the hour of a moment began."""
    return ms - ms % HOUR_MS


def _at(event: Event) -> int:
    return int(event["at"])


def _of_contact(event: Event, *, entered: bool) -> Iterator[tuple[Cell, int]]:
    """Return the cell of an event of a contact, without its measure, and when the contact entered.

    Nothing of an event whose contact is not known any more.
    """
    if where := event.get("counted_as", ""):
        line, queue, channel, at = where.split(" ")
        hour = hour_of(int(at) if entered else _at(event))
        yield Cell(hour, line, "" if queue == NO_QUEUE else queue, channel, ""), int(at)


def _happening(event: Event, measure: str, number: int = 1) -> Iterator[tuple[Cell, int]]:
    for cell, _ in _of_contact(event, entered=False):
        yield cell._replace(measure=measure), number


def _entered(event: Event) -> Iterator[tuple[Cell, int]]:
    for cell, _ in _of_contact(event, entered=True):
        yield cell._replace(measure="queued"), 1


def _answered(event: Event) -> Iterator[tuple[Cell, int]]:
    for cell, entered_at in _of_contact(event, entered=True):
        waited_ms = max(0, _at(event) - entered_at)
        waited = waited_ms // SECOND_MS
        yield cell._replace(measure=f"answered_{within(waited_ms)}"), 1
        yield cell._replace(measure="waited_s"), waited
        yield cell._replace(measure=LONGEST_WAIT), waited


def within(waited_ms: int) -> str:
    """Name the shortest of the times that a wait is counted under."""
    return next((str(limit) for limit in WAITS_S if waited_ms <= limit * SECOND_MS), LATER)


def _ended(event: Event) -> Iterator[tuple[Cell, int]]:
    for cell, entered_at in _of_contact(event, entered=True):
        yield cell._replace(measure=f"ended_{event['detail']}"), 1
        if cell.queue and event["detail"] == "short_abandon":
            yield cell._replace(measure="short_in_queue"), 1
        elif cell.queue and event["detail"] == "abandoned":
            waited = max(0, _at(event) - entered_at) // SECOND_MS
            yield cell._replace(measure="waited_in_vain"), 1
            yield cell._replace(measure="waited_in_vain_s"), waited
            yield cell._replace(measure=LONGEST_IN_VAIN), waited


def _settled(event: Event) -> Iterator[tuple[Cell, int]]:
    how = {"kept": "callbacks_kept", "callback_failed": "callbacks_failed"}.get(event["detail"], "callbacks_cancelled")
    yield from _happening(event, how)


def _handled(event: Event) -> Iterator[tuple[Cell, int]]:
    yield from _happening(event, "handled")
    yield from _happening(event, "handled_s", int(float(event["detail"])) // SECOND_MS)


def _word(event: Event) -> Iterator[tuple[Cell, int]]:
    queue, _, word = event["detail"].rpartition(" ")
    yield Cell(hour_of(_at(event)), queue.partition(".")[0], queue, "", f"word_{word}"[:LONGEST_MEASURE]), 1


def _text_came(event: Event) -> Iterator[tuple[Cell, int]]:
    line, _, answers = event["detail"].rpartition(" ")
    cell = Cell(hour_of(_at(event)), line, "", "text", "texts_in")
    yield cell, 1
    if int(answers):
        yield cell._replace(measure="texts_out"), int(answers)


def _text_sent(event: Event) -> Iterator[tuple[Cell, int]]:
    yield Cell(hour_of(_at(event)), event["detail"], "", "text", "texts_out"), 1


def _spent(event: Event) -> Iterator[tuple[Cell, int]]:
    """Count how long a specialist was at something: in each hour as many full seconds as were in it."""
    activity, since = event["detail"].split(" ")
    for begun, over in pairwise(_marks(int(since), _at(event))):
        yield Cell(hour_of(begun), "", "", "", f"{activity}_s"), over // SECOND_MS - begun // SECOND_MS


def _marks(since: int, until: int) -> Iterator[int]:
    """Return the beginning, each full hour between, and the end."""
    yield since
    yield from range(hour_of(since) + HOUR_MS, until, HOUR_MS)
    if until > since:
        yield until


BY_EVENT: Mapping[str, Callable[[Event], Iterator[tuple[Cell, int]]]] = {
    "entered": _entered,
    "answered": _answered,
    "ended": _ended,
    "settled": _settled,
    "handled": _handled,
    "word": _word,
    "text_came": _text_came,
    "text_sent": _text_sent,
    "spent": _spent,
}
