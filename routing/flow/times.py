"""Say a moment as people do: tomorrow at 9 in the morning."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time

from routing.flow.sentences import text
from routing.ports import Services

DAYS = ("time_today", "time_tomorrow")
WEEK = 7
DAY, TONIGHT = timedelta(days=1), timedelta(hours=18)
YEAR = re.compile(r"(,| 'de')? y+$")  # what a full date ends with in the languages there are


def when(s: Services, at: datetime, now: datetime, zone: str, language: str) -> str:
    """Tell a moment ahead by the clock and the calendar on the wall of a zone."""
    wall = at.astimezone(ZoneInfo(zone))
    days = (wall.date() - now.astimezone(ZoneInfo(zone)).date()).days
    locale = Locale.parse(s.config.voices[language].tag, sep="-")
    pattern = "EEEE" if days < WEEK else YEAR.sub("", str(locale.date_formats["full"]))
    if wall.hour == 0:
        before, day = (format_date(date, pattern, locale=locale) for date in (wall.date() - DAY, wall.date()))
        return _at_night(s, wall, language, before=before, day=day, tonight=at - now < TONIGHT)
    # The hour as people say it, and in the languages that tell one o'clock from the others, with its own word.
    clock = format_time(wall.time(), "h:mm B" if wall.minute else "h B", locale=locale)
    said = text(s, "time_at_one" if wall.hour % 12 == 1 else "time_at", language, clock=clock)
    if 0 <= days < len(DAYS):
        return text(s, DAYS[days], language, clock=said)
    return text(s, "time_on", language, day=format_date(wall, pattern, locale=locale), clock=said)


def _at_night(s: Services, wall: datetime, language: str, *, before: str, day: str, tonight: bool) -> str:
    """Say the first hour of a day with both days: "tomorrow at midnight" is either end of tomorrow."""
    clock = text(s, "time_at", language, clock=f"12:{wall:%M}") if wall.minute else text(s, "time_midnight", language)
    if tonight:
        return text(s, "time_tonight", language, clock=clock)
    return text(s, "time_night", language, before=before, day=day, clock=clock)


def moment(ms: int) -> datetime:
    """Turn live state's time into a moment."""
    return datetime.fromtimestamp(ms / 1000, UTC)


def ms(at: datetime) -> int:
    """Turn a moment into live state's time."""
    return round(at.timestamp() * 1000)
