"""A week of nights on call in which the clocks change, in three zones: who is texted, and who is rung, by the wall."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count, islice
from zoneinfo import ZoneInfo

import pytest

from routing.domain.shifts import Shift
from tests.stories.town import Phone, Town

# In the south of the world the clocks change the other way round.
ZONES = ("America/New_York", "Europe/Madrid", "Australia/Sydney")


def changes(here: Town, zone: str) -> Iterator[datetime]:
    """Give ten in the evening before each night in which the clocks of a zone change by an hour, from next week on."""
    evening = datetime.fromtimestamp(here.now, ZoneInfo(zone)).replace(hour=22, minute=0, second=0, microsecond=0)
    for days in count(7):
        begins = evening + timedelta(days=days)
        if begins.utcoffset() != (begins + timedelta(hours=12)).utcoffset():
            yield begins


def leaps(here: Town, to: datetime) -> None:
    """Let time pass at one go: nothing in between is the story's."""
    here.post("clock/advance", {"seconds": to.timestamp() - here.now})
    here.settle()


def is_rung(here: Town, specialist: Phone) -> bool:
    """Tell whether a call of this moment rings a specialist."""
    caller = here.caller(f"Caller {len(here.phones)}").dials().presses("1")
    here.settle()
    rung = specialist.rings
    caller.hangs_up()
    here.passes(5)
    return rung


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("nth", [0, 1], ids=["next change", "the one after"])
def test_a_week_of_nights_by_the_wall(here: Town, zone: str, nth: int) -> None:
    begins = next(islice(changes(here, zone), nth, None))
    first = begins - timedelta(days=3)  # the change is in the fourth night; the sixth is an exception
    leaps(here, first - timedelta(hours=4))
    ana = here.specialist("Ana", activity="")
    exception = (begins + timedelta(days=2)).strftime("%Y%m%dT%H%M%S")
    lines = (
        *("BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:u", f"DTSTART:{first:%Y%m%dT%H%M%S}"),
        *(f"DTEND:{first + timedelta(hours=8):%Y%m%dT%H%M%S}", "RRULE:FREQ=DAILY;COUNT=7", f"EXDATE:{exception}"),
        *("END:VEVENT", "END:VCALENDAR", ""),
    )
    person = here.services.roster.named("Ana").id
    here.services.shifts.write({"u": [Shift("", person, "\r\n".join(lines), zone)]})
    here.services.switchboard.look(person)
    here.settle()
    for day in range(7):
        start = (first + timedelta(days=day)).astimezone(UTC)
        end = (first + timedelta(days=day, hours=8)).astimezone(UTC)
        on_call = day != 5
        leaps(here, start - timedelta(seconds=5))
        assert here.activity(ana) == "offline", start
        here.passes(10)
        assert is_rung(here, ana) == on_call, start
        leaps(here, end - timedelta(seconds=60))
        assert is_rung(here, ana) == on_call, end
        leaps(here, end + timedelta(seconds=5))
        assert here.activity(ana) == "offline", end
    for edge in ("sms_shift_starts", "sms_shift_ends"):
        begins_so = here.phrase(edge).replace("{line}", "the recovery helpline").partition("{")[0]
        assert sum(text.startswith(begins_so) for text in ana.inbox) == 6, edge
