"""A supervisor sees a week of the roster, adds shifts and takes them away."""

import io
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from routing.rota import Rota
from routing.store.records.migrating import migrate
from tests.web.browser import Browser
from tests.web.doorstep import Doorstep
from tests.web.test_cli_shifts import FILE

PUBLISHED = FILE.format(name="Ana").encode()
ROSTER, SHIFT, CALENDAR = "/console/roster", "/console/shift", "/console/calendar"


@pytest.fixture
def door(build: Callable[..., Doorstep]) -> Doorstep:
    made = build()
    migrate(made.settings.database_url)
    for name in ("Ana", "Bo"):
        made.services.roster.add(name, "sealed", ("en",), ("general",), verified_at=1)
    return made


@pytest.fixture
def kim(kim: Browser) -> Browser:
    return kim.opens(ROSTER)


@pytest.fixture
def monday(door: Doorstep) -> date:
    """The Monday after next, by the first line's clocks."""
    zone = ZoneInfo(next(iter(door.services.config.lines.values())).time_zone)
    today = datetime.fromtimestamp(door.services.switchboard.now() / 1000, UTC).astimezone(zone).date()
    return today + timedelta(days=14 - today.weekday())


def adds(browser: Browser, name: str, first: date, /, **more: str) -> Browser:
    fields = {"name": name, "from": "09:00", "to": "17:00", "first": str(first), **more}
    return browser.opens(ROSTER).sends(ROSTER, **{"key": name.encode().hex().ljust(16, "0"), **fields})


def deeds(door: Doorstep) -> list[str]:
    return [row.deed.what for row in door.services.audit.rows() if row.deed.what.startswith("shift")]


def test_gaps_and_overlaps_are_said_in_words(door: Doorstep, kim: Browser, monday: date) -> None:
    assert "There is no shift yet" in kim.page.text and "Nobody is on call" not in kim.page.text
    adds(kim, "Ana", monday)
    assert kim.at.endswith(f"?week={monday}")
    for words in ("00:00 to 09:00: nobody", "09:00 to 17:00: Ana", "17:00 to 24:00: nobody", "for 160 h of it"):
        assert words in kim.page.text
    assert "More than one" not in kim.page.text
    adds(kim, "Bo", monday, **{"from": "16:30", "to": "01:00"})
    for words in ("16:30 to 17:00: Ana and Bo", "00:00 to 01:00: Bo", "More than one is on call for 30 min."):
        assert words in kim.page.text
    assert deeds(door) == ["shift_added"] * 2


def test_a_weekly_shift_is_there_each_week_till_its_last_day(kim: Browser, monday: date) -> None:
    adds(kim, "Ana", monday, day="tue", until=str(monday + timedelta(days=8)))
    for weeks, there in ((0, True), (1, True), (2, False)):
        kim.opens(f"{ROSTER}?week={monday + timedelta(weeks=weeks)}")
        assert ("09:00 to 17:00: Ana" in kim.page.text) is there


def test_the_same_form_sent_again_is_one_shift(door: Doorstep, kim: Browser, monday: date) -> None:
    for _ in range(2):
        adds(kim, "Ana", monday)
    assert len(door.services.shifts.everyone()) == 1


def test_a_shift_is_taken_away_once(door: Doorstep, kim: Browser, monday: date) -> None:
    adds(kim, "Ana", monday)
    (shift,) = door.services.shifts.everyone()
    kim.opens(f"{SHIFT}?shift={shift.id}")
    assert "Take a shift of Ana away" in kim.page.text and len(door.services.shifts.everyone()) == 1
    kim.sends(SHIFT, shift=shift.id)
    assert kim.at == ROSTER and not door.services.shifts.everyone()
    assert kim.sends(SHIFT, shift=shift.id).status == 404
    assert deeds(door) == ["shift_added", "shift_removed"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": "Cy"}, "There is no specialist Cy"),
        ({"first": "2020-01-01"}, "from today on"),
        ({"first": "soon"}, "from today on"),
        ({"until": "later"}, "from today on"),
        ({"day": "mon", "until": "2020-01-01"}, "would never start"),
        ({"from": "25:00"}, "when it starts and when it ends"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_added(
    door: Doorstep, kim: Browser, monday: date, wrong: dict[str, str], words: str
) -> None:
    adds(kim, "Ana", monday, **wrong)
    assert (kim.status, words in kim.page.text) == (400, True)
    assert list(door.services.shifts.everyone()) == deeds(door) == []


@pytest.mark.parametrize("week", ["0001-01-01", "9999-12-31", "next", ""])
def test_a_week_that_is_none_is_this_week(kim: Browser, week: str) -> None:
    assert ", today" in kim.opens(f"{ROSTER}?week={week}").page.text


def test_the_day_on_which_clocks_change_says_so(door: Doorstep, kim: Browser) -> None:
    kim.opens(f"{ROSTER}?week=2027-03-14")
    assert door.services.config.lines["main"].time_zone == "America/New_York"
    assert "Clocks change: this day lasts 23 h." in kim.page.text
    assert "Clocks change: this day lasts 25 h." in kim.opens(f"{ROSTER}?week=2027-11-07").page.text


def reads(browser: Browser, file: str) -> Browser:
    browser.opens(CALENDAR)
    return browser.sends(CALENDAR, file=(io.BytesIO(file.encode()), "<i>on call</i>.ics"))  # type: ignore[arg-type]


def test_a_calendar_file_is_read_and_the_same_again_changes_nothing(door: Doorstep, kim: Browser) -> None:
    assert "1 added, 0 changed, 0 removed" in reads(kim, FILE.format(name="Ana")).page.text
    assert "0 added, 0 changed, 0 removed" in reads(kim, FILE.format(name="Ana")).page.text
    assert len(door.services.shifts.everyone()) == 1
    assert "09:00 to 17:00: Ana" in kim.opens(f"{ROSTER}?week=2026-03-09").page.text


def test_of_a_file_with_a_problem_nothing_is_taken_and_each_is_said(door: Doorstep, kim: Browser) -> None:
    reads(kim, FILE.format(name="Ana") + FILE.format(name="Cy").replace("UID:a", "UID:b"))
    assert kim.status == 400 and "names nobody of the roster" in kim.page.text and "<i>" not in kim.answer.text
    assert list(door.services.shifts.everyone()) == deeds(door) == []
    assert reads(kim, "").status == 400
    assert kim.opens(CALENDAR).sends(CALENDAR).status == 400 and "Choose a file" in kim.page.text


def test_a_calendar_is_read_from_where_it_is_published(door: Doorstep) -> None:
    rota = Rota(door.services, lambda *_: None)
    for added in (1, 0):
        written, problems = rota.read_from("https://a.example/on.ics", "UTC", lambda _: ("on.ics", PUBLISHED))
        assert (written.added, problems) == (added, [])
    (_, (problem,)) = rota.read_from("https://a.example/on.ics", "UTC", lambda _: ("on.ics", b"nothing"))
    assert "on.ics" in str(problem) and len(door.services.shifts.everyone()) == 1


@pytest.mark.parametrize(
    "address",
    ["http://93.184.216.34/a.ics", "https://localhost/secret.ics", "https://127.0.0.1:6379/secret", "https://10.0.0.1/a",
     "webcal://[::1]/secret.ics", "https://169.254.169.254/secret", "file:///etc/passwd", "https://[", "https://a b"],
)  # fmt: skip
def test_nothing_is_fetched_from_within(door: Doorstep, kim: Browser, address: str) -> None:
    kim.opens(CALENDAR).sends(CALENDAR, address=address)
    assert kim.status == 400 and re.search("Nothing was fetched|That address", kim.page.text)
    assert "secret" not in kim.answer.text and deeds(door) == []


def test_a_day_is_taken_out_of_a_weekly_shift(door: Doorstep, kim: Browser, monday: date) -> None:
    adds(kim, "Ana", monday, day="mon")
    (row,) = Rota(door.services, lambda *_: None).listed(datetime.now(UTC))
    for day in (monday + timedelta(days=1), "never"):
        assert (
            kim.opens(f"{SHIFT}?shift={row['id']}").sends(SHIFT, shift=row["id"], do="skip", day=str(day)).status == 400
        )
    for _ in range(2):
        kim.sends(SHIFT, shift=row["id"], do="skip", day=str(monday))
    assert kim.status == 400 and "starts on" in kim.page.text, "it is out already"
    assert "09:00 to 17:00: Ana" not in kim.opens(f"{ROSTER}?week={monday}").page.text
    assert "09:00 to 17:00: Ana" in kim.opens(f"{ROSTER}?week={monday + timedelta(days=7)}").page.text
    assert deeds(door) == ["shift_added", "shift_skipped"]


def test_a_weekly_shift_ends_from_a_day_on_and_what_was_taken_stays(door: Doorstep, kim: Browser, monday: date) -> None:
    weeks = [monday + timedelta(weeks=n) for n in range(4)]
    adds(kim, "Ana", monday, day="mon")
    ana, bo = door.services.roster.everyone()
    (shift,) = door.services.shifts.everyone()
    zone = ZoneInfo(shift.zone)
    taken = [round(datetime.combine(weeks[2], time(hour), zone).timestamp() * 1000) for hour in (9, 17)]
    cover = door.services.covers.offer(shift.id, ana.id, *taken)
    assert door.services.covers.take(cover.id, bo.id, 1)

    def ends(day: object) -> Browser:
        return kim.opens(f"{SHIFT}?shift={shift.id}").sends(SHIFT, shift=shift.id, do="end", day=str(day))

    assert ends("never").status == 400 and deeds(door) == ["shift_added"]
    assert "stays theirs" in kim.page.text
    ends(weeks[1])
    shown = [re.findall("09:00 to 17:00: (\\w+)", kim.opens(f"{ROSTER}?week={week}").page.text) for week in weeks]
    assert shown == [["Ana"], [], ["Bo"], []]
    assert ends(weeks[1]).status == 400 and "starts on" in kim.page.text, "it has ended already"
    assert door.services.covers.undo(cover.id, bo.id)
    assert "09:00 to 17:00: Ana" in kim.opens(f"{ROSTER}?week={weeks[2]}").page.text, "what is given back is hers"
    assert deeds(door) == ["shift_added", "shift_ended"]


def test_somebody_is_away_for_some_days(door: Doorstep, kim: Browser, monday: date) -> None:
    for key, day in enumerate(("mon", "wed")):
        adds(kim, "Ana", monday, day=day, key=f"{key:016}")
    days = [monday + timedelta(days=n) for n in range(10)]

    def away(first: date, last: date) -> Browser:
        return kim.opens(ROSTER).sends(ROSTER, do="away", name="Ana", first=str(first), last=str(last))

    for first, last in ((days[1], days[1]), (days[2], days[1]), (days[0], days[0] + timedelta(days=92))):
        assert away(first, last).status == 400
    away(days[2], days[7])
    assert kim.status == 200
    shown = [kim.opens(f"{ROSTER}?week={week}").page.text for week in (days[0], days[7])]
    assert [each.count("09:00 to 17:00: Ana") for each in shown] == [1, 1], "the Monday before, and the Wednesday after"
    assert away(days[2], days[7]).status == 400, "they are away already"
    assert deeds(door) == ["shift_added"] * 2 + ["shift_skipped"] * 2


def test_the_shift_of_somebody_whom_nobody_rings_covers_nothing(door: Doorstep, kim: Browser, monday: date) -> None:
    new = door.services.roster.add("Cy", "sealed", ("en",), ("general",))
    adds(kim, "Cy", monday)
    week = f"{ROSTER}?week={monday}"
    shown = kim.opens(week).page.text
    assert "Nobody is on call by shift for 168 h" in shown and "nobody rings them before" in shown
    door.services.roster.verify(new.id, 1)
    shown = kim.opens(week).page.text
    assert "09:00 to 17:00: Cy" in shown and "nobody rings them before" not in shown


def test_what_is_too_long_for_a_page_is_told_so(door: Doorstep, kim: Browser) -> None:
    kim.opens(CALENDAR)
    data = {"form": kim.page.form, "file": (io.BytesIO(b"x" * 70_000), "big.ics")}
    answer = kim.client.post(CALENDAR, data=data, base_url=kim.base)
    assert (answer.status_code, "64 KB at most" in answer.text) == (413, True)
