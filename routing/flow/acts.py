"""Have the jobs done that a change asks for."""

from routing.domain.contact import Change
from routing.ports import Services

__all__ = ["Change", "carry_out"]


def carry_out(s: Services, change: Change) -> Change:
    """Ask for a ring for each offer made, and for the end of each leg that nobody needs; return the change."""
    for offer in change.ring:
        s.outbox.send("ring", offer)
    for offer in change.end:
        s.outbox.send("cancel", offer)
    return change
