"""A supervisor sees how things went, beside the same weekdays before; and takes the same rows along."""

import csv
import io
import json
from collections.abc import Callable
from datetime import date, datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest

from routing.domain.counting import Cell
from routing.domain.measures import FIGURES
from routing.store.records.migrating import migrate
from routing.web.console import measured
from routing.web.console.charts import chart
from tests.web.browser import Browser, invites
from tests.web.doorstep import Doorstep

ZONE = ZoneInfo("America/New_York")
ENGLISH, SPANISH = "main.general.en", "main.general.es"
WEEK = {"from": "2026-03-02", "to": "2026-03-08"}  # the clocks change on the 8th


def cell(day: int, measure: str, queue: str = ENGLISH, line: str = "main", channel: str = "voice") -> Cell:
    hour = int(datetime(2026, 3, 1, 12, tzinfo=ZONE).timestamp() * 1000) + (day - 1) * 24 * 3_600_000
    return Cell(hour, line, queue, channel, measure)


COUNTED = {
    cell(2, "queued"): 10, cell(2, "short_in_queue"): 2, cell(2, "answered_20"): 4, cell(2, "waited_s"): 40,
    cell(3, "queued"): 5, cell(3, "queued", SPANISH): 7, cell(3, "queued", channel="text"): 1,
    cell(3, "word_told_where", channel=""): 3, cell(3, "texts_in", "", channel="text"): 6,
    cell(2, "available_s", "", "", ""): 9000, cell(2, "engaged_s", "", "", ""): 1000,
    cell(-5, "queued"): 20, cell(-4, "queued"): 3, cell(9, "queued"): 1000,
}  # fmt: skip


@pytest.fixture
def door(build: Callable[..., Doorstep]) -> Doorstep:
    made = build()
    migrate(made.settings.database_url)
    made.services.counts.add("0-0", "1-0", COUNTED)
    return made


def opens(browser: Browser, **asked: str) -> str:
    """What the page says that answers a question, in one line."""
    return browser.opens(f"/console/history?{urlencode(WEEK | asked)}").page.text


def test_each_measure_stands_beside_how_it_was_on_the_same_weekdays_before(kim: Browser) -> None:
    shown = opens(kim)
    assert "from 2026-02-23 to 2026-03-01" in shown
    assert "Put in line for a specialist 23 23 Answered by a specialist 4 0" in shown
    assert "Answered within 20 seconds (goal: 95%) 19% 0%" in shown, "4 of 21: two left within 5 seconds"
    assert "Wait of those answered, on average 10 s –" in shown
    assert "With somebody or in wrap-up, of that and the time available 10% –" in shown
    assert "Time available, of all together 2 h 30 min 0 s" in shown
    assert "told where 3 0" in shown and "1,000" not in shown


@pytest.mark.parametrize(
    ("asked", "queued"),
    [
        ({"language": "es"}, "7 0"),
        ({"queue": ENGLISH}, "16 23"),
        ({"queue": ENGLISH, "channel": "text"}, "1 0"),
        ({"line": "main"}, "23 23"),
        ({"from": "2026-03-03", "to": "2026-03-03", "by": "hour"}, "13 3"),
        ({"from": "2026-03-02", "to": "2026-03-09", "by": "week"}, "1,023 20"),  # eight days: two weeks before
    ],
)
def test_a_part_of_it(kim: Browser, asked: dict[str, str], queued: str) -> None:
    assert f"Put in line for a specialist {queued} Answered by" in opens(kim, **asked)


def test_what_is_not_known_of_a_part_is_not_said_to_be_nothing(kim: Browser) -> None:
    assert "Texts that came 6 0" in opens(kim, line="main")
    in_spanish = opens(kim, language="es")
    assert "Texts that came – –" in in_spanish and "Time available, of all together – –" in in_spanish


def test_a_chart_has_a_bar_for_each_day_and_a_mark_for_the_day_before_it_and_its_table(kim: Browser) -> None:
    shown = opens(kim)
    drawings = kim.answer.text.count("<svg ")
    assert drawings == len(measured.CHARTED) == kim.answer.text.count("</desc>")
    (first, *_) = kim.answer.text.split("</svg>")
    assert first.count('class="bar"') == 2 and first.count('class="before"') == 7
    assert "Between 0 and 13." in first
    assert "Mon 2026-03-02 10 Mon 2026-02-23 20 Tue 2026-03-03 13 Tue 2026-02-24 3" in shown
    assert "Sun 2026-03-08 0 Sun 2026-03-01 0" in shown


def test_the_same_rows_for_other_programs(kim: Browser) -> None:
    opens(kim, **{"as": "csv", "language": "es"})
    assert kim.answer.headers["Content-Disposition"] == 'attachment; filename="history.csv"'
    rows = list(csv.DictReader(io.StringIO(kim.answer.text)))
    assert [row["queued"] for row in rows] == ["0", "7", "0", "0", "0", "0", "0", "7"] and rows[0]["texts_in"] == ""
    opens(kim, **{"as": "json", "language": "es"})
    told = json.loads(kim.answer.text)
    assert [row["queued"] for row in told["rows"]] == [0, 7, 0, 0, 0, 0, 0, 7]
    assert (told["from"], told["language"], told["before"]) == ("2026-03-02", "es", ["2026-02-23", "2026-03-01"])


def test_unasked_the_seven_days_up_to_today_are_shown(door: Doorstep, kim: Browser) -> None:
    kim.opens("/console/history")
    given = {one["name"]: one["value"] for tag, one in kim.page.tags if tag == "input" and one.get("type") == "date"}
    today = datetime.fromtimestamp(door.services.switchboard.now() / 1000, ZONE).date()
    assert [(today - date.fromisoformat(given[name] or "")).days for name in ("from", "to")] == [6, 0]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"from": "yesterday"}, "Write each day as year, month and day"),
        ({"from": "0001-01-01", "to": "0001-01-02"}, "Write each day as year, month and day"),
        ({"to": "9999-12-31", "from": "9999-12-31"}, "Write each day as year, month and day"),
        ({"to": "2026-03-01"}, "The last day is before the first."),
        ({"to": "2026-08-01"}, "That is more than 92 days."),
        ({"to": "2026-03-12", "by": "hour"}, "Hour by hour, choose at most 8 days."),
        ({"line": "x"}, "There is no such line"),
        ({"by": "year"}, "There is no such line"),
        ({"queue": "x' OR 1=1"}, "There is no such line"),
    ],
)
def test_what_cannot_be_told_is_refused_with_why(kim: Browser, asked: dict[str, str], said: str) -> None:
    assert said in opens(kim, **asked) and kim.status == 400


def test_a_specialist_is_not_shown_it(door: Doorstep) -> None:
    browser = Browser(door).begins(invites(door, "Ana", "specialist"), "Ana")
    browser.sets_authenticator()
    assert browser.opens("/console/history").status == 403


def test_every_measure_has_words() -> None:
    assert list(measured.WORDS.keys() - FIGURES.keys()) == [] == list(FIGURES.keys() - measured.WORDS.keys())


@pytest.mark.parametrize(
    ("name", "number", "said"),
    [
        ("queued", 1234, "1,234"), ("mean_wait_s", 9.5, "9.5 s"), ("mean_wait_s", 60.0, "1 min 0 s"),
        ("engaged_s", 50_700, "14 h 5 min"), ("abandoned_percent", 5.0, "5%"), ("mean_wait_s", None, "–"),
    ],
)  # fmt: skip
def test_a_number_is_written_as_people_say_it(name: str, number: float | None, said: str) -> None:
    assert measured.say(name, number) == said


def test_the_highest_bar_or_mark_reaches_to_the_top_and_nothing_is_drawn_of_nothing() -> None:
    drawn = chart([5, None, 0], [None, 10, 2, 4])
    assert drawn.most == 10
    assert [(bar.y, bar.height, bar.before) for bar in drawn.bars] == [(60, 60, None), (120, 0, 0), (120, 0, 96)]
    assert chart([], []).bars == [] and chart([0], [0]).bars[0].height == 0
