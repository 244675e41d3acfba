"""Queues of callers who wait: places, sizes, times."""

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from routing.exchange.wire import new_sid

if TYPE_CHECKING:
    from routing.exchange.legs import Leg
    from routing.exchange.switch import Switch

DEFAULT_SIZE, LARGEST = 1000, 5000


@dataclass(eq=False)
class Ticket:
    """One caller's place; `called` is done when somebody takes the caller out, `released` when they have talked."""

    leg: "Leg"
    since: float
    called: "asyncio.Future[None]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    released: "asyncio.Future[None]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    ready: "asyncio.Future[bool]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    document: "tuple[str, str, str] | None" = None


class Queue:
    """Callers in the order in which they came."""

    def __init__(self, switch: "Switch", name: str) -> None:
        self.switch = switch
        self.name = name
        self.sid = new_sid("QU")
        self.max_size = DEFAULT_SIZE
        self.created = self.updated = switch.clock.now()
        self.tickets: list[Ticket] = []
        self.arrival: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waits: list[float] = []

    def join(self, leg: "Leg") -> Ticket:
        ticket = Ticket(leg, self.switch.clock.now())
        self.tickets.append(ticket)
        self.arrival.set_result(None)
        self.arrival = asyncio.get_running_loop().create_future()
        self.switch.touch()
        return ticket

    def leave(self, ticket: Ticket) -> None:
        if ticket in self.tickets:
            self.tickets.remove(ticket)
            self._waits = [*self._waits[-99:], self.waited(ticket)]
            self.switch.touch()

    def waited(self, ticket: Ticket) -> float:
        """Give the seconds that a caller has waited."""
        return self.switch.clock.now() - ticket.since

    def position(self, ticket: Ticket) -> int:
        """Give a caller's place, 0 for one who waits no longer."""
        return self.tickets.index(ticket) + 1 if ticket in self.tickets else 0

    @property
    def average(self) -> float:
        """Give the seconds that callers have waited lately, on average."""
        return sum(self._waits) / len(self._waits) if self._waits else 0.0

    def params(self, ticket: Ticket, largest: int) -> dict[str, str]:
        """Give what a waiting document is told of the caller's place."""
        average = self.average if self._waits else self.waited(ticket)
        return {
            "QueuePosition": str(self.position(ticket)),
            "QueueSid": self.sid,
            "QueueTime": str(int(self.waited(ticket))),
            "AvgQueueTime": str(int(average)),
            "CurrentQueueSize": str(len(self.tickets)),
            "MaxQueueSize": str(largest),
        }
