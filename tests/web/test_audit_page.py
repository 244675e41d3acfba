"""A supervisor looks up who did what, and whether it is as it was written."""

from contextlib import closing
from datetime import datetime
from sqlite3 import connect
from zoneinfo import ZoneInfo

import pytest

from routing.domain.audit import Deed
from routing.flow import auditing
from tests.web.browser import Browser, Page
from tests.web.doorstep import Doorstep

pytestmark = pytest.mark.usefixtures("records")

ZONE = ZoneInfo("America/New_York")


def at(*when: int) -> int:
    return int(datetime(*when, tzinfo=ZONE).timestamp() * 1000)


def writes(
    door: Doorstep, count: int = 1, *, who: str = "command:dee", what: str = "line_closed", when: int = 0
) -> None:
    for n in range(count):
        auditing.note(door.services, Deed(who, what, "line", f"main{n}", "no heating"), when or at(2026, 3, 7, 12))


def rows(browser: Browser, query: str = "") -> list[int]:
    """The numbers of the rows that are shown."""
    page = browser.opens(f"/console/audit{query}").page
    return [int(word) for word in page.words if word.isdecimal()]


def test_the_latest_is_first_and_tells_who_did_what_to_what_and_why(door: Doorstep, kim: Browser) -> None:
    writes(door)
    shown = rows(kim)
    assert shown == sorted(shown, reverse=True)
    assert "2026-03-07 12:00:00 dee, by command line closed line main0 no heating" in kim.page.text
    assert "Kim" in kim.page.text and "signed in" in kim.page.text, "who signed in is named"


def test_rows_are_found_by_who_and_what_and_by_whole_days_of_the_line(door: Doorstep, kim: Browser) -> None:
    before = len(rows(kim))
    for when in (at(2026, 3, 8), at(2026, 3, 8, 23, 59), at(2026, 3, 9)):  # the clocks change on the 8th
        writes(door, when=when)
    writes(door, who="command:lee", what="line_opened", when=at(2026, 3, 10))
    first, second, third, fourth = (before + n for n in range(1, 5))
    assert rows(kim, "?from=2026-03-08&to=2026-03-08") == [second, first]
    assert rows(kim, "?to=2026-03-09") == [third, second, first]
    assert rows(kim, "?who=command:dee&from=2026-03-09&to=2026-03-10") == [third]
    assert rows(kim, "?what=line_opened") == [fourth] == rows(kim, "?who=command:lee")
    assert rows(kim, "?who=nobody") == [] and "Nothing like that is written down." in kim.page.text
    assert kim.opens("/console/audit?from=yesterday").status == 400
    assert kim.opens("/console/audit?to=9999-12-31").status == 400
    assert kim.opens("/console/audit?before=" + "9" * 5000).status == 200


def test_older_rows_are_a_page_further_with_the_same_choice(door: Doorstep, kim: Browser) -> None:
    writes(door, 205)
    seen, path = list[int](), "?who=command%3Adee"
    while path:
        seen += (shown := rows(kim, path))
        assert 0 < len(shown) <= 100
        links = [given["href"] or "" for tag, given in kim.page.tags if tag == "a" and "before=" in str(given["href"])]
        path = links[0].removeprefix("/console/audit") if links else ""
    assert len(seen) == len(set(seen)) == 205


def test_what_was_changed_afterwards_is_named(door: Doorstep, kim: Browser) -> None:
    writes(door, 3)
    last = rows(kim)[0]
    assert f"All {last} rows are as they were written." in kim.opens("/console/audit?check=1").page.text
    with closing(connect(door.settings.database_url.removeprefix("sqlite:///"))) as database:
        database.execute("UPDATE audit SET who = 'command:lee' WHERE number = ?", (last - 1,))
        database.commit()
    assert (
        f"Row {last - 1} is not as it was written. The {last - 2} before it"
        in kim.opens("/console/audit?check=1").page.text
    )


def test_what_staff_wrote_is_shown_as_text(door: Doorstep, kim: Browser) -> None:
    auditing.note(door.services, Deed("command:<b>", "<i>", "<u>", "<s>", "<script>alert(1)</script>"), at(2026, 3, 7))
    answer = kim.opens("/console/audit").answer
    assert "<script>alert(1)</script>" in Page(answer).text
    assert not [mark for mark in ("<b>", "<i>", "<u>", "<s>", "<script") if mark in answer.text]
