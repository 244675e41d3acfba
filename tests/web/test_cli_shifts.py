"""The `helpline shift` commands, as an operator meets them."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.web.test_cli import Helpline, environment, helpline, refused

__all__ = ["environment", "helpline"]  # fixtures

NIGHT = ("--days", "mon,tue", "--from", "22:00", "--to", "06:00", "--zone", "UTC")
FILE = """BEGIN:VCALENDAR
BEGIN:VEVENT
UID:a
SUMMARY:{name}
DTSTART;TZID=America/New_York:20260302T090000
DTEND;TZID=America/New_York:20260302T170000
RRULE:FREQ=WEEKLY
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture(autouse=True)
def ana(helpline: Helpline) -> None:
    helpline("specialist", "add", "Ana", "+12025550121")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "on call.ics"
    made.write_text(FILE.format(name="Ana"), encoding="utf-8")
    return made


def listed(helpline: Helpline, *words: str) -> Any:
    return json.loads(helpline("shift", "list", "--json", *words).stdout)


def test_a_shift_is_added_listed_and_removed(helpline: Helpline) -> None:
    assert helpline("shift", "add", "Ana", *NIGHT).exit_code == 0
    (row,) = listed(helpline)
    assert (row["name"], row["zone"]) == ("Ana", "UTC")
    starts, ends = (datetime.fromisoformat(row[name]) for name in ("starts", "ends"))
    assert ends - starts == timedelta(hours=8) and starts.weekday() in (0, 1)
    assert ends > datetime.now(UTC)
    assert helpline("shift", "list").stdout.startswith(
        f"{row['id']}: Ana, {starts:%Y-%m-%d} 22:00 to {ends:%Y-%m-%d} 06:00"
    )
    assert helpline("shift", "remove", row["id"]).exit_code == 0
    assert listed(helpline) == []
    assert refused(helpline("shift", "remove", row["id"]), row["id"], "shift list")


def test_a_week_shows_who_is_on_call_when(helpline: Helpline) -> None:
    day = datetime.now(UTC).date() + timedelta(days=21)
    monday = day - timedelta(days=day.weekday())
    out = str(monday + timedelta(days=1))
    helpline("shift", "add", "Ana", *NIGHT, "--until", str(monday + timedelta(days=7)), "--except", out)
    rows = listed(helpline, "--week", str(day))
    starts = [datetime.fromisoformat(row["starts"]).astimezone(UTC) for row in rows]
    assert [f"{start:%Y-%m-%d %H:%M}" for start in starts] == [f"{monday} 22:00"]
    assert helpline("shift", "list", "--week", str(day)).stdout.startswith("Ana: ")
    assert len(listed(helpline, "--week", str(day + timedelta(days=7)))) == 1, "and the last one is the Monday after"
    assert listed(helpline, "--week", str(day + timedelta(days=14))) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("Cy", *NIGHT), "no specialist Cy"),
        (("Ana", "--days", "mon,noday", "--from", "9:00", "--to", "10:00"), "mon,tue,wed"),
        (("Ana", "--days", "mon", "--from", "25:00", "--to", "10:00"), "such as 22:00"),
        (("Ana", *NIGHT, "--until", "tomorrow"), "such as 2026-01-31"),
        (("Ana", *NIGHT, "--until", "2020-01-31"), "is over"),
        (("Ana", *NIGHT[:-1], "Mars/Olympus"), "IANA"),
        (("Ana", *NIGHT, "--except", "2020-01-01"), "No shift starts on 2020-01-01"),
    ],
)
def test_a_shift_that_cannot_be_is_refused_with_what_would_be_right(
    helpline: Helpline, words: tuple[str, ...], said: str
) -> None:
    assert refused(helpline("shift", "add", *words), said)
    assert listed(helpline) == []


def test_a_file_is_taken_once_however_often_it_is_read(helpline: Helpline, file: Path) -> None:
    assert "1 added, 0 changed, 0 removed" in helpline("shift", "import", str(file)).stdout
    before = listed(helpline)
    assert before[0]["zone"] == "America/New_York"
    assert "0 added, 0 changed, 0 removed" in helpline("shift", "import", str(file)).stdout
    assert listed(helpline) == before
    file.write_text(FILE.format(name="Ana").replace("T170000", "T180000"))
    assert "0 added, 1 changed, 0 removed" in helpline("shift", "import", str(file)).stdout


def test_of_a_file_with_problems_nothing_is_taken_and_all_is_told(helpline: Helpline, file: Path) -> None:
    good = FILE.format(name="Ana").partition("END:VCALENDAR")[0]
    file.write_text(
        good + good.replace("UID:a", "UID:b").replace("Ana", "Cy") + good.replace("FREQ=WEEKLY", "FREQ=DAFT")
    )
    assert refused(helpline("shift", "import", str(file)), f"{file}:12: names nobody", f"{file}:23: RRULE cannot be")
    assert listed(helpline) == []


def test_a_file_that_is_no_text_is_told(helpline: Helpline, file: Path) -> None:
    file.write_bytes(b"BEGIN:VCALENDAR\n\xff\xfe")
    assert refused(helpline("shift", "import", str(file)), f"{file}:2: is not UTF-8")


def test_a_calendar_is_fetched_over_https_alone_and_from_nowhere_private(helpline: Helpline) -> None:
    for address in ("http://93.184.216.34/a.ics", "https://127.0.0.1/a.ics", "https://192.168.0.1/a.ics"):
        assert refused(helpline("shift", "import", address), "Nothing was fetched")
    assert listed(helpline) == []


def test_a_shift_ends_from_a_day_on(helpline: Helpline) -> None:
    helpline("shift", "add", "Ana", *NIGHT)
    (row,) = listed(helpline)
    monday = datetime.now(UTC).date() + timedelta(days=14 - datetime.now(UTC).weekday())
    for day, said in (("soon", "2026-01-31"), ("0001-01-01", "2026-01-31"), ("9999-12-31", "2026-01-31")):
        assert refused(helpline("shift", "end", row["id"], "--from", day), said)
    assert refused(helpline("shift", "end", "none", "--from", str(monday)), "no shift none")
    day = str(monday + timedelta(days=1))
    assert helpline("shift", "end", row["id"], "--from", day).exit_code == 0
    assert [each["starts"][:10] for each in listed(helpline, "--week", day)] == [str(monday)]
    assert listed(helpline, "--week", str(monday + timedelta(days=7))) == []
    assert refused(helpline("shift", "end", row["id"], "--from", day), "starts on")
