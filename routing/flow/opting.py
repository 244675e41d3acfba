"""Who wants no texts from us: known to live state, which every text asks, and on record, which outlives it.

A wish is put on record at once. Where the records do not answer, a job does it as soon as they do; until then the
person is not told that it is kept.
"""

from collections.abc import Sequence

import structlog

from routing.domain.contact import Unavailable
from routing.domain.promise import NotKept
from routing.flow import now
from routing.ports import Services, Working

log = structlog.get_logger()
OUT, IN = "out", "in"


def out(s: Services, number: str) -> bool:
    """Send somebody no more texts; tell whether that is on record."""
    return _asked(s, number, OUT)


def back(s: Services, number: str) -> bool:
    """Send somebody texts again; tell whether that is on record."""
    return _asked(s, number, IN)


def wants_none(s: Services, number: str) -> bool:
    """Tell whether somebody wants no texts. Raises Unavailable."""
    return s.switchboard.opted_out(s.vault.digests("person", number))


def told(s: Working, number: str) -> None:
    """Take note that the carrier sends somebody no text of ours, because they asked it not to. Raises Unavailable."""
    people = s.vault.digests("person", number)
    s.switchboard.opt_out(people, OUT)
    s.outbox.send("wish", people[0])


def note(s: Working, person: str) -> None:
    """Put on record what somebody asked for. Raises Unavailable and NotKept."""
    record = s.switchboard.wish(person)
    if record:
        _write(s, record["people"].split(), record["wish"])
    s.switchboard.wish_noted(person, record.get("wish", ""))


def follow(s: Working) -> None:
    """Have live state know who wants no texts, whatever it has lost. Raises Unavailable and NotKept."""
    s.switchboard.follow_opt_outs(s.opt_outs.all())


def _asked(s: Services, number: str, wish: str) -> bool:
    people = s.vault.digests("person", number)
    try:
        s.switchboard.opt_out(people, wish)
    except Unavailable:
        log.warning("wish_on_record_only", wish=wish)
    try:
        _write(s, people, wish)
        s.switchboard.wish_noted(people[0], wish)
    except NotKept:
        return False
    except Unavailable:
        pass  # it is on record; a job would write the same again
    return True


def _write(s: Services, people: Sequence[str], wish: str) -> None:
    if wish == OUT:
        # By the machine's clock: the records are written while live state, whose clock others go by, is down.
        s.opt_outs.keep(people[0], now.machine_ms())
    else:
        s.opt_outs.end(people)
