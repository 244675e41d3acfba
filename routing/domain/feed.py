"""Write who is on call when as a calendar that other programs read: names and hours, and nothing else.

Each time on call is an event of its own, in UTC: so its hours are the same to every program, also where clocks change.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from icalendar import Calendar, Event

from routing.domain.shifts import SpecialistId, Turn

BEHIND, AHEAD = timedelta(days=7), timedelta(days=56)
LOOK_AGAIN = "PT1H"


def feed(title: str, turns: Sequence[Turn], names: Mapping[SpecialistId, str], now: datetime) -> bytes:
    """Return the calendar file of these turns, each under the name of whose it is; `now` is when it was written."""
    calendar = Calendar()
    calendar.add("PRODID", "-//helpline//on call//EN")
    calendar.add("VERSION", "2.0")
    calendar.add("X-WR-CALNAME", title)
    calendar.add("X-PUBLISHED-TTL", LOOK_AGAIN)
    for turn in turns:
        calendar.add_component(_event(turn, names[turn.specialist], now))
    return bytes(calendar.to_ical())


def _event(turn: Turn, name: str, now: datetime) -> Event:
    event = Event()
    # The same time on call is the same event each time a program looks.
    event.add("UID", f"{turn.specialist}-{turn.start:%Y%m%dT%H%M}@helpline")
    event.add("DTSTAMP", now)
    event.add("SUMMARY", name)
    event.add("DTSTART", turn.start)
    event.add("DTEND", turn.end)
    return event
