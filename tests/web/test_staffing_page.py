"""A supervisor sees how many specialists each hour needs, beside who is on call."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from routing.domain.counting import HOUR_MS, Cell
from routing.domain.week import Week
from routing.rota import Rota
from routing.store.records.migrating import migrate
from tests.web.browser import Browser
from tests.web.doorstep import Doorstep

ZONE = ZoneInfo("America/New_York")
STAFFING = "/console/staffing"
TEN = time(10)


@pytest.fixture
def door(build: Callable[..., Doorstep]) -> Doorstep:
    made = build()
    migrate(made.settings.database_url)
    made.services.roster.add("Ana", "sealed", ("en",), ("general",), verified_at=1)
    Rota(made.services, lambda *_: None).add("Ana", Week(ZONE.key, range(7), time(8), time(16), date(2026, 1, 1)))
    return made


def came(door: Doorstep, weeks_ago: int, contacts: int) -> None:
    """So many came at ten in the morning of the same weekday as today, and each took half an hour."""
    today = datetime.fromtimestamp(door.services.switchboard.now() / 1000, UTC).astimezone(ZONE).date()
    at = datetime.combine(today - timedelta(weeks=weeks_ago), TEN, ZONE)
    cell = Cell(int(at.timestamp() * 1000) // HOUR_MS * HOUR_MS, "main", "main.general.en", "voice", "queued")
    told = {
        cell: contacts,
        cell._replace(measure="handled"): contacts,
        cell._replace(measure="handled_s"): contacts * 1800,
    }
    before = door.services.counts.position()
    assert door.services.counts.add(before, f"{int(before.partition('-')[0]) + 1}-0", told)


def test_without_anything_counted_nobody_is_expected(kim: Browser) -> None:
    kim.opens(STAFFING)
    assert "A guess: nothing was measured yet" in kim.page.text
    assert "08:00 to 16:00: nobody expected; has 1" in kim.page.text
    assert "On call by shift are enough, at every hour." in kim.page.text


def test_what_came_in_an_hour_of_four_weeks_says_what_it_takes(door: Doorstep, kim: Browser) -> None:
    for weeks_ago, contacts in ((1, 9), (2, 3), (4, 12), (5, 1000)):
        came(door, weeks_ago, contacts)
    kim.opens(STAFFING)
    assert "As it was in the last 4 weeks" in kim.page.text
    assert "10:00 to 11:00: 6 an hour; takes 6, has 1: 5 too few" in kim.page.text
    assert "5 hours of a specialist's time are missing" in kim.page.text
    kim.opens(f"{STAFFING}?handle=1&patience=3")
    assert "10:00 to 11:00: 6 an hour; takes 1, has 1" in kim.page.text


@pytest.mark.parametrize("handle", ["0", "241", "ten", "-3", "1.5", "٣"])
def test_what_cannot_be_reckoned_with_is_said(kim: Browser, handle: str) -> None:
    kim.opens(f"{STAFFING}?handle={handle}")
    assert kim.status == 400 and "Write each as whole minutes, from 1 to 240." in kim.page.text
