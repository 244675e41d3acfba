"""Who hears whom: a room is the sound that several legs share."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from routing.exchange.legs import Leg


@dataclass
class Span:
    """A time during which a leg shared its sound with these numbers; `until` is None while it lasts."""

    numbers: list[str]
    since: float
    until: float | None = None

    def as_json(self) -> dict[str, Any]:
        return {"with": self.numbers, "from": self.since, "to": self.until}


def everyone(one: "Leg", other: "Leg") -> bool:
    """Let everybody be heard."""
    return True


class Room:
    """Legs that hear one another."""

    def __init__(self) -> None:
        self._legs: list[Leg] = []

    def fill(self, legs: Iterable["Leg"], hears: "Callable[[Leg, Leg], bool]" = everyone) -> None:
        """Have exactly these legs in the room, and tell each whom it hears."""
        before, self._legs = self._legs, list(legs)
        for leg in before:
            if leg not in self._legs:
                leg.shares_with([])
        for leg in self._legs:
            leg.shares_with([other.number for other in self._legs if other is not leg and hears(leg, other)])
