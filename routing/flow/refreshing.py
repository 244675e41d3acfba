"""Have lists of places fetched anew when their time has come."""

from routing.domain.listed import is_due
from routing.ports import Working


def look(s: Working, _subject: str) -> None:
    """Start what fetches them, where one is due. Raises Unavailable and NotKept."""
    if not s.config.lists:
        return
    fetches, now = s.fetches.all(), s.switchboard.now()
    if any(is_due(source, fetches, now) for source in s.config.lists.values()):
        s.refresher.start()
