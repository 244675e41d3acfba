"""Whether a note of a contact may be kept, until it is."""

from routing.domain.contact import Change
from routing.store import keys
from routing.store.live import Live


class Notes(Live):
    """The scripts about notes. Every method may be repeated with the same effect, and raises Unavailable."""

    def ask_log(self, contact: str, document: str) -> Change:
        """May this document ask? Details: since when it is asked (ms)."""
        return self._change("ask_log", [keys.contact(contact)], document)

    def agree(self, contact: str, consent: str) -> Change:
        return self._change("agree", [keys.contact(contact)], contact, consent)

    def logged(self, contact: str) -> Change:
        return self._change("logged", [keys.contact(contact)], contact)
