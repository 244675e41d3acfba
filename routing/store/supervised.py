"""What supervisors change of somebody who waits, in live state."""

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
