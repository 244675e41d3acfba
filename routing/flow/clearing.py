"""Sign off what callers hear: by a named person, on a day, for exactly the words that they read."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

from routing.domain import clearance as clearances
from routing.domain.audit import Deed
from routing.domain.clearance import LONGEST_NAME, Clearance, Statement, honoured, waiting
from routing.flow import auditing
from routing.ports import Services


def today(s: Services) -> date:
    """Return the day on which something is signed off, or said, now. Raises Unavailable."""
    return clearances.today(s.config, datetime.fromtimestamp(s.switchboard.now() / 1000, UTC))


def still_waits(s: Services, today: date) -> list[Statement]:
    """List what nobody has signed off, neither in the files nor on record. Raises NotKept."""
    return waiting(honoured(s.config, s.clearances.all()), today)


def is_name(by: str) -> bool:
    """Tell whether that may be the name of who has read something."""
    return 0 < len(by.strip()) <= LONGEST_NAME and by.isprintable()


def clear(s: Services, who: str, clearances: Iterable[Clearance], now_ms: int) -> list[Clearance]:
    """Put on record what somebody has read, each written down first as `who` says so.

    Return those that somebody else had signed off meanwhile, which stay as they are. Raises NotKept; what was done by
    then is done, and may be repeated.
    """
    others = []
    for clearance in clearances:
        why = f"read by {clearance.by}"
        auditing.note(s, Deed(who, "signed_off", "statement", clearance.statement, why), now_ms)
        stands = s.clearances.give(clearance)
        if stands != clearance:
            others.append(stands)
    return others
