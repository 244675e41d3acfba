"""What happened, as the scripts tell it: read for the counters, and forgotten when it is counted."""

from collections.abc import Mapping, Sequence

from routing.domain.contact import Change
from routing.store import keys
from routing.store.live import Live


class Events(Live):
    """The stream of events. Every method may be repeated with the same effect, and raises Unavailable."""

    def events(self, after: str, most: int) -> Sequence[tuple[str, Mapping[str, str]]]:
        """Return the ids and the fields of the events after one, the oldest first."""
        found = self._asked("xrange", lambda: self._redis.xrange(keys.EVENTS, min=f"({after}", count=most))
        return [
            (id.decode(), {field.decode(): value.decode() for field, value in fields.items()}) for id, fields in found
        ]

    def counted(self, latest: str) -> Change:
        """Note that the events up to this one are on record."""
        return self._change("counted", [], latest)
