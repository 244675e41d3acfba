"""The ticket a waiting caller's telephone carries: enough to give the place back if live state were lost."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from routing.domain.contact import Waiting
from routing.ports import Services

PURPOSE = "ticket"


@dataclass(frozen=True)
class Ticket:
    """A place in line. `entered_at` in ms; `epoch` names the life of the live state that gave it out."""

    contact: str
    line: str
    skill: str
    language: str
    epoch: str = ""
    entered_at: str = ""
    priority: int = 0
    topic: str = ""

    def sealed(self, s: Services) -> str:
        return s.vault.seal_fields(PURPOSE, vars(self))

    def renewed(self, epoch: str) -> "Ticket":
        return replace(self, epoch=epoch) if epoch else self


def of(contact: str, record: Mapping[str, str], standing: Waiting) -> Ticket:
    """Return the ticket of a contact, from its record in live state."""
    return Ticket(
        contact,
        record["line"],
        record["skill"],
        record["language"],
        standing.epoch,
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
