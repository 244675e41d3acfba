"""When a meeting starts next, by the clocks of where it is."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from routing.domain.listed import Meeting

WEEK = 7
HOUR = 60


def next_start(meeting: Meeting, now: datetime, day: int | None = None) -> datetime | None:
    """Give the next start from now on, on `day` (0 for Monday) or any; None by appointment, or where nobody knows.

    In the night in which clocks go forward, what starts in the hour that is left out starts as much later; in the one
    in which they go back, it starts in the first of the two hours.
    """
    if meeting.start is None or not meeting.zone:
        return None
    zone = ZoneInfo(meeting.zone)
    today = now.astimezone(zone).date()
    clock = time(*divmod(meeting.start, HOUR))
    for ahead in range(WEEK + 1):
        date = today + timedelta(days=ahead)
        if date.weekday() in meeting.days and day in (None, date.weekday()):
            start = datetime.combine(date, clock, zone).astimezone(UTC)
            if start >= now:
                return start.astimezone(zone)
    return None
