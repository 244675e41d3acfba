"""When somebody waits and nobody is on call, ask those who agreed to be asked."""

from routing.flow.told import tell
from routing.ports import Working


def call_out(s: Working, queue: str) -> None:
    """Ask by text whoever is off call, can take this queue and agreed to it. Raises Unavailable."""
    at = s.switchboard.called_out(queue)
    for person in s.roster.everyone():
        record = s.switchboard.specialist(person.id) if person.call_out else {}
        fits = record.get("activity") == "offline" and queue in record["queues"].split()
        if fits and s.switchboard.call_out(person.id, at).word == "ask":
            tell(s, record, "call_out", f"call-out-{person.id}-{at}", "sms_call_out")
    s.switchboard.forget("call_out", queue)
