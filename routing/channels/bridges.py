"""Bridges at Twilio: who is in one, what is said there, and who is heard by whom. Twilio calls them conferences."""

from collections.abc import Sequence
from typing import Any

from twilio.rest import Client

from routing.channels.rest import asked
from routing.domain.contact import NotSent, Reason
from routing.domain.replies import LISTENER

NOT_THERE = "no bridge"


class Bridges:
    """Ask and change bridges, by name. Every method raises NotSent or Unclear."""

    def __init__(self, client: Client, public_url: str) -> None:
        self._client = client
        self._public_url = public_url

    def in_bridge(self, bridge: str) -> Sequence[str]:
        """Return who is in a bridge: `caller`, `specialist`. Whoever listens is not one of them."""
        return [who for who in self._labels(bridge) if who != LISTENER]

    def is_listened(self, bridge: str) -> bool:
        return LISTENER in self._labels(bridge)

    def announce(self, bridge: str, document: str) -> None:
        """Have everybody in a bridge hear the document at a path."""
        for room in self._rooms(bridge):
            self._announce(room, f"{self._public_url}{document}")

    def announce_to(self, bridge: str, leg: str, document: str) -> None:
        """Have one who is in a bridge, and nobody else, hear the document at a path."""
        self._change(bridge, leg, announce_url=f"{self._public_url}{document}", announce_method="POST")

    def hush(self, bridge: str, leg: str) -> None:
        """Have nobody hear whoever is in a bridge with this leg."""
        self._change(bridge, leg, muted=True)

    def coach(self, bridge: str, leg: str, coached: str) -> None:
        """Have one leg alone hear another, once that is not muted; with `coached` empty, everybody."""
        self._change(
            bridge, leg, **({"coaching": True, "call_sid_to_coach": coached} if coached else {"coaching": False})
        )

    def unmute(self, bridge: str, leg: str) -> None:
        self._change(bridge, leg, muted=False)

    def _change(self, bridge: str, leg: str, **how: Any) -> None:
        for room in self._rooms(bridge):
            self._participant(room, leg, how)
            return
        raise NotSent(Reason.GONE, NOT_THERE)

    def _participant(self, room: str, leg: str, how: dict[str, Any]) -> None:
        asked(lambda: self._client.conferences(room).participants(leg).update(**how))

    def _announce(self, room: str, url: str) -> None:
        asked(lambda: self._client.conferences(room).update(announce_url=url, announce_method="POST"))

    def _labels(self, bridge: str) -> list[str]:
        return [who for room in self._rooms(bridge) for who in self._participants(room)]

    def _rooms(self, bridge: str) -> list[str]:
        rooms = asked(lambda: self._client.conferences.list(friendly_name=bridge, limit=5))
        return [str(room.sid) for room in rooms if room.status != "completed"]

    def _participants(self, room: str) -> list[str]:
        participants = asked(self._client.conferences(room).participants.list)
        return [str(participant.label) for participant in participants]
