"""The ticket a waiting caller's telephone carries: enough to give the place back if live state were lost or away."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from routing.flow import now
from routing.ports import Services

PURPOSE = "ticket"


@dataclass(frozen=True)
class Ticket:
    """A place in line, since `entered_at`, in ms.

    `asked_at`, in ms by the machine's clock, is when whoever has no place yet asked for one that could not be given.
    """

    contact: str
    line: str
    skill: str
    language: str
    entered_at: str = ""
    priority: int = 0
    topic: str = ""
    asked_at: str = ""

    def unplaced(self) -> "Ticket":
        """Keep the moment of the asking, while live state does not answer."""
        return replace(self, asked_at=str(now.machine_ms()))

    @property
    def waited(self) -> int:
        """Give how many ms ago it was asked for, in vain; 0 for whoever has a place, or asks now."""
        return max(0, now.machine_ms() - int(self.asked_at)) if self.asked_at else 0

    def sealed(self, s: Services) -> str:
        return s.vault.seal_fields(PURPOSE, vars(self))


def of(contact: str, record: Mapping[str, str]) -> Ticket:
    """Return the ticket of a contact, from its record in live state."""
    return Ticket(
        contact,
        record["line"],
        record["skill"],
        record["language"],
        record["entered_at"],
        int(record["priority"]),
        record.get("topic", ""),
    )


def read(s: Services, sealed: str) -> Ticket:
    """Open a ticket; raises Unreadable for one that is not ours."""
    fields = s.vault.open_fields(PURPOSE, sealed)
    return Ticket(**fields)  # type: ignore[arg-type]  # sealed by this class alone


def address(s: Services, path: str, ticket: Ticket, **more: str | int) -> str:
    """Return where a caller's telephone goes on, ticket in hand."""
    return f"{path}?{urlencode({'t': ticket.sealed(s), **more})}"
