"""What supervisors change of somebody who waits, and how they listen to a call, in live state."""

from collections.abc import Mapping

from routing.domain.contact import Change
from routing.store import keys
from routing.store.live import Live


class Supervised(Live):
    """The scripts of supervisors. Every method may be repeated with the same effect, and raises Unavailable."""

    def move(self, contact: str, step: int, queue: str, fields: Mapping[str, str | int]) -> Change:
        """Have somebody stand in another queue, the first of `fields["queues"]`, who has done nothing since `step`."""
        flat = [part for pair in fields.items() for part in pair]
        return self._change("move", [keys.contact(contact)], contact, step, queue, *flat)

    def end_wait(self, contact: str, step: int, outcome: str, to: str, told: str) -> Change:
        """End the wait of somebody not on the telephone, to be `told` so at a number (sealed; empty: the one known)."""
        return self._change("end_wait", [keys.contact(contact)], contact, step, outcome, to, told)

    def disclose(self, contact: str, listen: str) -> Change:
        """A caller has heard that somebody may listen to the call, and how far they may go."""
        return self._change("disclose", [keys.contact(contact)], contact, listen)

    def listen(self, contact: str, specialist: str, listening: str, fields: Mapping[str, str]) -> Change:
        """Somebody wants to listen, with a specialist's telephone; `fields` are of listen.lua."""
        flat = [part for pair in fields.items() for part in pair]
        own = [keys.contact(contact), keys.specialist(specialist), keys.listening(listening)]
        return self._change("listen", own, contact, specialist, listening, *flat)

    def ring_listener(self, listening: str) -> Change:
        """Details of "ring": the phone (encrypted)."""
        return self._change("ring_listener", [keys.listening(listening)], listening, *self._pace.calls)

    def listener(self, listening: str, news: str, leg: str = "") -> Change:
        """News of a listening: of its leg, or of what a job has done; with "as" goes how they listen by now."""
        return self._change("listener", [keys.listening(listening)], listening, news, leg)

    def listen_as(self, listening: str, how: str) -> Change:
        return self._change("listen_as", [keys.listening(listening)], listening, how)

    def stop_listening(self, listening: str, how: str) -> Change:
        """Nobody is to listen any more ("stopped"), nobody does ("gone"), or that is on record ("ended")."""
        return self._change("stop_listening", [keys.listening(listening)], listening, how)

    def listening(self, listening: str) -> dict[str, str]:
        return self._record(keys.listening(listening))
