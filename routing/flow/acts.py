"""Have the jobs done that a change asks for; and one change that several stories ask for."""

from routing.domain.contact import Change
from routing.ports import Services

__all__ = ["Change", "carry_out", "let_go"]


def carry_out(s: Services, change: Change) -> Change:
    """Ask for a ring for each offer made, and for the end of each leg that nobody needs; return the change."""
    for offer in change.ring:
        s.outbox.send("ring", offer)
    for offer in change.end:
        s.outbox.send("cancel", offer)
    return change


def let_go(s: Services, contact: str, outcome: str) -> None:
    """End a contact that has no telephone on the line, at somebody's wish: one that was to be called back, or a text.

    Who is on the line stays. Raises Unavailable.
    """
    record = s.switchboard.contact(contact)
    if record.get("mode") == "callback" or record.get("channel") == "text":
        carry_out(s, s.switchboard.leave(contact, outcome))
