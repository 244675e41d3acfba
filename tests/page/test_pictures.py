"""Every page of an evening, as the people who work there see it. PICTURES names a folder for pictures of them."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.page import evening
from tests.page.site import Site
from tests.page.test_shape import breaches
from tests.page.watch import watched

# Where each page is, and what of the evening must be on it.
PAGES = {
    "live": ("", ["5c1f70", "a90e24", "Ana", "a telephone rings"]),
    "people": ("/people", ["Ana", "Cleo", "21"]),
    "roster": ("/roster", ["Ana", "Bo", "Nobody"]),
    "staffing": ("/staffing", ["As it was in the last 4 weeks", "21:00"]),
    "history": ("/history", ["Put in line for a specialist", "Left within 5 seconds"]),
    "notes": ("/notes", ["There are 0 notes"]),
    "alerts": ("/alerts", ["missed"]),
    "promises": ("/promises", ["A message", "See to it"]),
    "directory": ("/directory", ["Harbor House", "nobody is told of it"]),
    "place": ("/place?list=county&key=h1", ["12 Pier St", "Tell it so"]),
    "check": ("/check", ["unverified"]),
    "review": ("/review?part=en", ["If someone may be dying"]),
    "audit": ("/audit", ["Lee"]),
    "cover": ("/me/cover", ["Offer"]),
    "covers": ("/covers", ["Ana"]),
    "export": ("/export", ["Take"]),
    "me": ("/me", ["With somebody, since"]),
}


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    """A desk's browser, in which Lee is signed in, who is also Ana on the roster."""
    evening.begins(site)
    context = browser.new_context(viewport={"width": 1100, "height": 760}, color_scheme="light")
    ana = next(person.id for person in site.door.services.roster.everyone() if person.name == "Ana")
    site.lets_in(context, "Lee", ana)
    page = context.new_page()
    wrong = watched(page, site.url)
    yield page
    context.close()
    assert wrong == []


def test_each_page_shows_the_evening_and_can_be_used_by_anybody(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/console/me/cover")
    page.get_by_role("button").filter(has_text="Offer").first.click()
    for name, (path, shown) in PAGES.items():
        page.goto(f"{site.url}/console{path}")
        for words in shown:
            expect(page.locator("main")).to_contain_text(words)
        assert breaches(page) == [], name
        if folder := os.environ.get("PICTURES"):
            page.screenshot(path=Path(folder) / f"{name}.png")
