"""Contacts that are called back: in line without a telephone, at the place they had."""

from collections.abc import Mapping

from routing.domain.contact import Change
from routing.domain.promise import Promise, Window
from routing.store import keys
from routing.store.live import Live


class Callbacks(Live):
    """The scripts about callbacks. Every method may be repeated with the same effect, and raises Unavailable."""

    def call_back(self, promise: Promise, window: Window) -> Change:
        own = (keys.contact(promise.contact), keys.digest("person", promise.person))
        return self._change("call_back", own, promise.contact, promise.id, window.since, window.until)

    def untold(self, contact: str, promise: str) -> Change:
        """Note that a caller was told that a promise is not kept, whatever the records may still come to hold."""
        return self._change("untold", [keys.contact(contact)], promise)

    def reenter(self, promise: Promise, window: Window, fields: Mapping[str, str | int]) -> Change:
        own = (keys.contact(promise.contact), keys.digest("person", promise.person))
        times = (promise.entered_at, window.since, window.until)
        flat = [part for pair in fields.items() for part in pair]
        return self._change("reenter", own, promise.contact, promise.id, *times, *flat)

    def taken(self, promise: Promise) -> Change:
        return self._change("taken", [keys.contact(promise.contact)], promise.contact, promise.id)

    def plan(self, contact: str, window: Window) -> Change:
        return self._change("plan", [keys.contact(contact)], contact, window.since, window.until)

    def call(self, offer: str) -> Change:
        """Details of "call": promise, language."""
        return self._change("call", [keys.offer(offer)], offer, *self._pace.calls)

    def dialled(self, offer: str, leg: str) -> Change:
        return self._change("dialled", [keys.offer(offer)], offer, leg)

    def reach(self, offer: str, call_digest: str, call: str) -> Change:
        return self._change("reach", [keys.offer(offer), keys.digest("call", call_digest)], offer, call)

    def miss(self, contact: str, offer: str) -> Change:
        return self._change("miss", [keys.contact(contact)], contact, offer)

    def settled(self, contact: str, written: str) -> Change:
        return self._change("settled", [keys.contact(contact)], contact, written)

    def contact_of_person(self, person: str) -> str:
        """Return the latest contact of whoever this digest stands for, or nothing."""
        found = self._asked("get", lambda: self._redis.get(keys.digest("person", person)))
        return found.decode() if found else ""

    def forget_person(self, person: str) -> Change:
        return self._change(
            "forget_person", [keys.digest(kind, person) for kind in ("person", "kept", "asked", "ended")]
        )
