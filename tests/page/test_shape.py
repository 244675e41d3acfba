"""Each page for supervisors and specialists tells whoever cannot see it what is on it, and fits a small telephone."""

from collections.abc import Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.exchange.network import Network
from tests.page.site import Site, fits
from tests.page.watch import watched
from tests.wiring.test_routes import PAGES

# What is shown to somebody who is in, and to a stranger.
SHOWN = [path for path, guard in PAGES.items() if guard.endswith((" in", "stranger")) and path != "/console/sign-out"]
SHOWN.append("/console/history")
NAMELESS = """them => them.filter(it => !it.labels?.length && !it.textContent.trim() && !it.ariaLabel)
    .map(it => it.outerHTML)"""


@pytest.fixture
def small(browser: Browser, site: Site) -> Iterator[Page]:
    """A small telephone's browser, in which Lee is signed in."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    site.lets_in(context, "Lee")
    page = context.new_page()
    wrong = watched(page, site.url)
    yield page
    context.close()
    assert wrong == []


def test_each_page_has_a_language_one_heading_and_a_label_for_each_field(small: Page, site: Site) -> None:
    for path in [*SHOWN, "/console/nothing"]:
        small.goto(site.url + path)
        fits(small)
        expect(small.locator("html")).to_have_attribute("lang", "en")
        expect(small.locator("h1")).to_have_count(1)
        expect(small.locator("main")).to_have_count(1)
        assert small.title().startswith(small.locator("h1").inner_text()), path
        assert small.locator("input:not([type=hidden]), button, a, select, textarea").evaluate_all(NAMELESS) == []
        described = small.locator("[aria-describedby]").evaluate_all(
            "them => them.every(it => document.getElementById(it.getAttribute('aria-describedby')))"
        )
        ids = small.locator("[id]").evaluate_all("them => them.map(it => it.id)")
        assert described and len(ids) == len(set(ids)), path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_a_page(small: Page, site: Site, scheme: Literal["light", "dark"]) -> None:
    small.emulate_media(color_scheme=scheme)
    for path in [*SHOWN, "/console/nothing"]:
        small.goto(site.url + path)
        assert breaches(small) == [], path


def test_axe_finds_nothing_on_the_practice_phones(browser: Browser, net: Network) -> None:
    page = browser.new_page(reduced_motion="reduce")
    page.goto(f"{net.url}/handsets")
    assert breaches(page) == []
    page.locator("h1").evaluate("it => it.append(new Image())")
    assert [breach.partition(":")[0] for breach in breaches(page)] == ["image-alt"], "axe sees what is wrong"


def breaches(page: Page) -> list[str]:
    """What axe-core holds against a page, each with where it is."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['help']}: {node['html']}" for one in found for node in one["nodes"]]


def test_the_keyboard_reaches_whatever_can_be_used_and_shows_where_it_is(small: Page, site: Site) -> None:
    for path in SHOWN:
        small.goto(site.url + path)
        usable = small.locator("input:not([type=hidden]), button, a, select, summary")
        for _ in range(usable.count()):
            small.keyboard.press("Tab")
            style = small.evaluate("(it => [it.tagName, getComputedStyle(it).outlineStyle])(document.activeElement)")
            assert style[0] in ("INPUT", "BUTTON", "A", "SELECT", "SUMMARY", "BODY") and (
                style[0] == "BODY" or style[1] != "none"
            )
