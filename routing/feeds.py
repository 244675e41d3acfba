"""Calendars that other programs read at a secret address: a specialist's own, and a line's."""

import hashlib
import secrets
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from routing.domain.contact import Person
from routing.domain.feed import AHEAD, BEHIND, feed
from routing.domain.shifts import Shift, turns
from routing.flow import duty
from routing.services import Services
from routing.store.records.feeds import Feed

PATH = "/calendar/"
SPECIALIST, LINE = "specialist", "line"
SECRET_BYTES = 32
# A calendar program looks hourly, one that somebody sets up a few times at once; a line's feed has many readers.
LOOKS = 60
# A line's hours take a second of a web process where sixty people share them, which a webhook would wait for.
FRESH_MS = 5 * 60_000
STRANGERS = 300  # of one network, where a whole office may read through one


class TooOften(Exception):
    """Raised when an address was read too often: it may be read again within 15 minutes."""


class Feeds:
    """The addresses, open. `note` is told of a change first: what, kind and id. Raises NotKept."""

    def __init__(self, services: Services, note: Callable[[str, str, str], None]) -> None:
        self._services, self._note = services, note

    def replace(self, kind: str, id: str) -> str:
        """Return a new address of a calendar, which is known here never again; the one before is nobody's at once."""
        secret = secrets.token_urlsafe(SECRET_BYTES)
        self._note("feed_replaced", kind, id)
        self._services.feeds.replace(Feed(kind, id, self._services.switchboard.now()), _digest(secret))
        return f"{self._services.settings.public_url}{PATH}{secret}.ics"

    def end(self, kind: str, id: str) -> None:
        """Have a calendar be read nowhere."""
        self._note("feed_ended", kind, id)
        self._services.feeds.end(kind, id)

    def since(self, kind: str, id: str) -> int:
        """Return when the address of a calendar was made, in ms; 0 where it has none."""
        found = self._services.feeds.of(kind, id)
        return found.since if found else 0


def read(s: Services, secret: str, network: str) -> bytes | None:
    """Return the calendar that is read at an address; None where there is none. Raises TooOften and Unavailable."""
    digest = _digest(secret)
    counts = [(s.vault.digest("feed", digest), LOOKS), (s.vault.digest("feed network", network), STRANGERS)]
    if not s.switchboard.attempt(counts):
        raise TooOften
    found = s.feeds.found(digest)
    if found is None:
        return None
    return _of_line(s, found) if found.kind == LINE else _written(s, found)


def _of_line(s: Services, found: Feed) -> bytes | None:
    """Return what was written of a line in the last FRESH_MS, else write it anew."""
    at, written = s.calendars.get(found.id, (0, None))
    now = s.switchboard.now()
    if written is None or not 0 <= now - at < FRESH_MS:
        written = _written(s, found)
        if written:
            s.calendars[found.id] = now, written
    return written


def _written(s: Services, found: Feed) -> bytes | None:
    people = [person for person in s.roster.everyone() if _is_in(s, found, person)]
    if found.kind == SPECIALIST and not people:
        return None
    now = datetime.fromtimestamp(s.switchboard.now() / 1000, UTC)
    theirs = {person.id: person.name for person in people}
    shown = turns(_shifts(s, found, theirs), now - BEHIND, now + AHEAD)
    return feed(_title(s, found), shown, theirs, now)


def _is_in(s: Services, found: Feed, person: Person) -> bool:
    if found.kind == SPECIALIST:
        return person.id == found.id
    return any(queue.startswith(f"{found.id}.") for queue in duty.queues(s.config, person))


def _shifts(s: Services, found: Feed, people: dict[str, str]) -> Sequence[Shift]:
    if found.kind == SPECIALIST:
        return s.shifts.of(found.id)
    return [shift for shift in s.shifts.everyone() if shift.specialist in people]


def _title(s: Services, found: Feed) -> str:
    """Name the calendar; a specialist's stands on their own telephone, where it tells nobody what for."""
    line = s.config.lines.get(found.id) if found.kind == LINE else None
    return f"On call: {line.name[line.languages[0]]}" if line else "On call"


def _digest(secret: str) -> str:
    # Of 256 bits by chance: nobody finds one by trying, and no key need be kept for it.
    return hashlib.sha256(secret.encode()).hexdigest()
