"""Messages that are being left: live state between the beep and the record."""

from routing.domain.contact import Change
from routing.store import keys
from routing.store.live import Live


class Spoken(Live):
    """The scripts about messages. Every method may be repeated with the same effect, and raises Unavailable."""

    def record(self, contact: str, step: int, promise: str) -> Change:
        """Details: the step that the next document carries."""
        return self._change("record", [keys.contact(contact), keys.message(promise)], contact, step, promise)

    def recorded(self, promise: str, recording: str, seconds: int) -> Change:
        return self._change("recorded", [keys.message(promise)], promise, recording, seconds)

    def settle_message(self, promise: str, how: str) -> Change:
        return self._change("settle_message", [keys.message(promise)], promise, how)

    def message(self, promise: str) -> dict[str, str]:
        return self._record(keys.message(promise))
