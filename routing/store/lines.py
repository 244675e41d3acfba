"""Lines that are closed, in live state."""

from routing.domain.closing import Closing
from routing.domain.contact import Change
from routing.store import keys
from routing.store.live import Live


class Lines(Live):
    """The scripts about lines. Every method may be repeated with the same effect, and raises Unavailable."""

    def line(self, closing: Closing) -> Change:
        said = "closed" if closing.closed else "open"
        return self._change("line", [keys.line(closing.line)], closing.line, said, closing.said_at, closing.until)

    def closed_till(self, line: str) -> int | None:
        """Return when a closed line opens, in ms, 0 where that is not known; None for an open one."""
        till = self._record(keys.line(line)).get("closed_till")
        return None if till is None else int(till)
