"""The pages as a person uses them: by keyboard alone, on a small telephone, by day and by night."""

import base64
from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from playwright.sync_api import Browser, Page, expect

from tests.page.site import Site, fits
from tests.page.watch import watched
from tests.web.browser import PASSWORD


@pytest.fixture(params=["light", "dark"])
def screen(request: pytest.FixtureRequest, browser: Browser, site: Site) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 740}, color_scheme=request.param)
    page = context.new_page()
    wrong = watched(page, site.url)
    yield page
    context.close()
    assert wrong == [], "the page needs nothing that its policy forbids"


def test_kim_begins_and_signs_in_by_keyboard_alone(site: Site, screen: Page) -> None:
    keys = screen.keyboard
    screen.goto(f"{site.url}/console/welcome")
    fits(screen)
    expect(screen.get_by_label("Name")).to_be_focused()
    for part in ("Kim", "Tab", site.code, "Enter"):
        keys.press(part) if part in ("Tab", "Enter") else keys.type(part)
    expect(screen.get_by_role("heading", name="Choose a password")).to_be_visible()
    fits(screen)
    for part in (PASSWORD, "Tab", PASSWORD, "Enter"):
        keys.press(part) if part in ("Tab", "Enter") else keys.type(part)

    expect(screen.get_by_role("heading", name="Set up an authenticator")).to_be_visible()
    fits(screen)
    key = (screen.locator("code.key").text_content() or "").replace(" ", "")
    assert screen.locator("svg").bounding_box()["width"] > 150, "large enough for a camera"
    keys.press("Tab")  # the key as an address
    keys.press("Tab")
    expect(screen.get_by_label("Code")).to_be_focused()
    now = site.door.services.switchboard.now() // 1000
    keys.type(TOTP(base64.b32decode(key), 6, SHA1(), 30).generate(now).decode())
    keys.press("Enter")

    expect(screen.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    fits(screen)
    code = screen.locator(".codes code").first.text_content() or ""
    keys.press("Tab")
    keys.press("Enter")
    expect(screen.get_by_role("heading", name="Live")).to_be_visible()
    fits(screen)
    keys.press("Tab")
    expect(screen.get_by_role("button", name="Sign out")).to_be_focused()
    keys.press("Enter")

    expect(screen.get_by_label("Name")).to_be_focused()
    for part in ("Kim", "Tab", "not the password", "Enter"):
        keys.press(part) if part in ("Tab", "Enter") else keys.type(part)
    expect(screen.get_by_role("alert")).to_contain_text("That is not right.")
    fits(screen)
    for part in ("Kim", "Tab", PASSWORD, "Enter"):
        keys.press(part) if part in ("Tab", "Enter") else keys.type(part)
    expect(screen.get_by_label("Code")).to_be_focused()
    keys.type(code)
    keys.press("Enter")
    expect(screen.get_by_text("You are signed in as Kim")).to_be_visible()
