"""Count what happened, each event once, whoever else counts at the same moment and wherever it was broken off."""

from routing.domain.counting import tally
from routing.ports import Counts, Events, Services

AT_ONCE = 500


def count(s: Services, _subject: str = "all") -> None:
    """Count all that has happened since the last time. Raises Unavailable and NotKept: then the next time does it."""
    follow(s.switchboard, s.counts)


def follow(live: Events, counts: Counts, at_once: int = AT_ONCE) -> None:
    """Bring the counters up to the latest event, so many in a transaction. Raises Unavailable and NotKept."""
    while _some(live, counts, at_once):
        pass
    live.counted(counts.position())


def _some(live: Events, counts: Counts, at_once: int) -> bool:
    """Count some events; tell whether there may be more."""
    before = counts.position()
    events = live.events(before, at_once)
    if events:
        counts.add(before, events[-1][0], tally(event for _, event in events))
    return len(events) == at_once
