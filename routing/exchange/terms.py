"""What a leg of a call is made of: its ends, its terms, its times, its end."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing.exchange.phones import Phone

if TYPE_CHECKING:
    from routing.exchange.amd import Detection
    from routing.exchange.legs import Leg

LONGEST_CALL = 14_400
ALL_EVENTS = ("initiated", "ringing", "answered", "completed")


@dataclass
class Callbacks:
    """Where a call's progress is reported, and which events of it."""

    url: str
    method: str = "POST"
    events: tuple[str, ...] = ("completed",)


@dataclass(frozen=True)
class Address:
    """A URL and how it is asked."""

    url: str
    method: str = "POST"


@dataclass
class Ends:
    """The two ends of a leg: numbers as Twilio shows them, and the phone itself when there is one."""

    from_: str
    to: str
    phone: Phone | None


@dataclass
class Terms:
    """What a leg is placed with."""

    direction: str
    callbacks: Callbacks | None = None
    fallback: Address | None = None
    parent: "Leg | None" = None
    time_limit: int = LONGEST_CALL
    detection: "Detection | None" = None

    @property
    def document_is_told(self) -> bool:
        """Tell whether the document is asked for with who answered."""
        return bool(self.detection and not self.detection.callback)


@dataclass
class Ended:
    """How a leg ended, for its last report."""

    status: str
    sip: int | None = None
    error: int | None = None


@dataclass
class Times:
    """The instants of a leg's life."""

    created: float
    started: float | None = None
    answered: float | None = None
    ended: float | None = None
    updated: float = 0.0
