"""Moments, said as people say them."""

from datetime import datetime
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from config.loader import load
from routing.flow.times import when

ZONE = "America/New_York"
NOW = "2026-12-21 15:00"  # a Monday


@pytest.fixture(scope="module")
def s() -> Any:
    return SimpleNamespace(config=load(None))


@pytest.mark.parametrize(
    ("at", "english", "spanish"),
    [
        ("2026-12-21 18:00", "today at 6 in the evening", "hoy a las 6 de la tarde"),
        ("2026-12-22 09:00", "tomorrow at 9 in the morning", "mañana a las 9 de la mañana"),
        ("2026-12-22 13:30", "tomorrow at 1:30 in the afternoon", "mañana a la 1:30 de la tarde"),
        ("2026-12-23 12:00", "on Wednesday at 12 noon", "el miércoles a las 12 del mediodía"),
        ("2026-12-27 22:00", "on Sunday at 10 at night", "el domingo a las 10 de la noche"),
        ("2026-12-28 22:00", "on Monday, December 28 at 10 at night", "el lunes, 28 de diciembre a las 10 de la noche"),
        ("2027-01-04 01:00", "on Monday, January 4 at 1 in the morning", "el lunes, 4 de enero a la 1 de la madrugada"),
        ("2026-12-22 00:00", "tonight at midnight", "esta noche a medianoche"),
        ("2026-12-22 00:15", "tonight at 12:15", "esta noche a las 12:15"),
        (
            "2026-12-23 00:00",
            "in the night from Tuesday to Wednesday at midnight",
            "en la noche del martes al miércoles a medianoche",
        ),
        (
            "2026-12-29 00:30",
            "in the night from Monday, December 28 to Tuesday, December 29 at 12:30",
            "en la noche del lunes, 28 de diciembre al martes, 29 de diciembre a las 12:30",
        ),
    ],
)
def test_a_moment_is_said_by_the_wall_of_the_zone_in_each_language(s: Any, at: str, english: str, spanish: str) -> None:
    moment, now = (datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(ZONE)) for wall in (at, NOW))
    assert when(s, moment, now, ZONE, "en") == english
    assert when(s, moment, now, ZONE, "es") == spanish


def test_the_zone_says_which_day_it_is(s: Any) -> None:
    now, later = (
        datetime.fromisoformat(f"2026-12-21 {wall}").replace(tzinfo=ZoneInfo("UTC")) for wall in ("03:00", "06:00")
    )
    assert when(s, later, now, ZONE, "en") == "tomorrow at 1 in the morning"
    assert when(s, later, now, "UTC", "en") == "today at 6 in the morning"
