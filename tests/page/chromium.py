"""The browser that shows the page: this machine's own Chromium."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

PLACES = ("/usr/bin/chromium", "/usr/bin/chromium-browser")
# Nothing of the browser's own may reach for the network, and it runs without a screen, also as root.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def found() -> str | None:
    """Say where Chromium is, if it is anywhere."""
    named = [os.environ.get("CHROMIUM"), *PLACES, shutil.which("google-chrome")]
    return next((place for place in named if place and Path(place).is_file()), None)


@contextmanager
def running() -> Iterator[Browser]:
    """Run a browser, or skip where there is none."""
    place = found()
    if not place:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=place, args=ARGUMENTS)
        yield browser
        browser.close()
