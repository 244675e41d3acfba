"""A contact on hold, and how it comes to somebody else: the scripts, under one name each."""

from collections.abc import Sequence

from routing.domain.contact import LINE, Change
from routing.store import keys
from routing.store.live import Live


class Transfers(Live):
    """What a specialist may do with whom they hold. Every method may be repeated, and raises Unavailable."""

    def hold(self, offer: str) -> Change:
        """The specialist has left the bridge, and is still on the line.

        Details: the offer of whoever is told of the contact, and the other line that is asked, or was.
        """
        return self._change("hold", [keys.offer(offer)], offer)

    def resume(self, offer: str) -> Change:
        return self._change("resume", [keys.offer(offer)], offer)

    def seek(self, offer: str, specialist: str, queues: Sequence[str]) -> Change:
        """Ask a colleague, or whoever of some queues is free, to take over the contact that a specialist holds."""
        return self._change("seek", [keys.offer(offer)], offer, specialist, *queues)

    def brief(self, offer: str, who: str) -> Change:
        return self._change("brief", [keys.offer(offer)], offer, who)

    def end_brief(self, offer: str) -> Change:
        """The specialist who holds a contact has told of it, and is still on the line."""
        return self._change("end_brief", [keys.offer(offer)], offer)

    def stand_by(self, offer: str) -> Change:
        """Whoever is told of a held contact is on the line, and in no bridge."""
        return self._change("stand_by", [keys.offer(offer)], offer)

    def hand_over(self, offer: str) -> Change:
        """Leave the contact that a specialist holds to whoever was told of it. Details: the offer of whoever has it."""
        return self._change("hand_over", [keys.offer(offer)], offer)

    def give_up(self, contact: str) -> Change:
        return self._change("give_up", [keys.contact(contact)], contact)

    def dismiss(self, offer: str) -> Change:
        """Let go of the caller, kindly."""
        return self._change("dismiss", [keys.offer(offer)], offer)

    def refer(self, offer: str, line: str, seconds: int) -> Change:
        """Ask another line to take over the contact that a specialist holds."""
        return self._change("refer", [keys.offer(offer)], offer, line, seconds)

    def referred(self, contact: str) -> Change:
        """Somebody at another line, which the caller chose, has taken the call."""
        return self._change("referred", [keys.contact(contact)], contact, LINE)

    def colleagues(self, queues: Sequence[str], most: int) -> Sequence[tuple[str, str]]:
        """Return who is free for some queues, as (id, name)."""
        found = [str(part) for part in self._change("colleagues", [], most, *queues).details]
        return list(zip(found[::2], found[1::2], strict=True))
