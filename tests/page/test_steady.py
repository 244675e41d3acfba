"""The page holds still under its users' hands: focus, half-typed words, narrow screens, a lost connection."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.exchange.network import Network
from tests.page.conftest import ANA
from tests.page.relay import Relay
from tests.page.screen import Card


@pytest.fixture
def relay(net: Network) -> Iterator[Relay]:
    relay = Relay(urlsplit(net.url).port or 0)
    yield relay
    relay.cut()


def test_events_take_neither_the_focus_nor_half_typed_words(page: Page, net: Network, caller: Card, ana: Card) -> None:
    ana.opens("Messages")
    ana.field("Write a message").fill("Half a sen")
    caller.calls()
    words = caller.field("Say something")
    expect(words).to_be_editable()
    words.press_sequentially("I am not")
    # The line stops listening, and Ana's phone rings, in the middle of the sentence.
    net.post("handsets/+12025550111/keys", keys="1")
    ana.does("Helpline is calling")
    expect(words).to_be_focused()
    expect(words).not_to_be_editable()
    expect(words).to_have_value("I am not")
    expect(ana.field("Write a message")).to_have_value("Half a sen")
    net.post(f"handsets/{ANA}/decline")
    ana.does("Ready to call")
    expect(words).to_be_focused()


def test_a_lost_connection_is_said_and_heals(page: Page, net: Network, relay: Relay, caller: Card) -> None:
    page.goto(f"{relay.url}/handsets")
    caller.does("Ready to call")
    relay.cut()
    notice = page.get_by_text("The connection to the exchange is lost.")
    expect(notice).to_be_visible()
    caller.root.get_by_role("button", name="Call Helpline").click()
    expect(caller.root.get_by_role("alert")).to_contain_text("The exchange does not answer.")
    net.post("handsets/+12025550111/dial", to="+12025550100")
    relay.mend()
    expect(notice).to_be_hidden()
    caller.hears("Press 1 to talk.")


@pytest.mark.parametrize("tab", ["Call", "Messages"])
def test_a_narrow_screen_does_not_scroll_sideways(page: Page, caller: Card, ana: Card, tab: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    caller.calls().button("1").click()
    ana.does("Helpline is calling")
    for card in (caller, ana):
        card.opens(tab)
        card.root.get_by_text("Behaviour:").click()
    page.get_by_text("Make something go wrong").click()
    page.get_by_role("button", name="Begin").click()
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    # One phone fills the view: the bar tells that the other rings, and leads to it.
    page.get_by_role("navigation").get_by_role("button", name="Ana Ringing").click()
    expect(ana.root).to_be_focused()
    expect(ana.button("Answer")).to_be_in_viewport()


def test_every_target_is_large_enough_for_a_finger(page: Page, caller: Card) -> None:
    caller.root.get_by_text("Behaviour:").click()
    page.get_by_text("Make something go wrong").click()
    for target in page.locator("button:visible, input:visible, select:visible, summary:visible").all():
        box = target.bounding_box()
        assert box, target
        assert min(box["width"], box["height"]) >= 24, target.evaluate("one => one.outerHTML")


def test_nothing_runs_or_loads_but_what_the_exchange_serves(page: Page, net: Network) -> None:
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url))
    page.reload()
    expect(page.get_by_role("article")).to_have_count(3)
    assert len(seen) > 10
    assert {f"{urlsplit(url).scheme}://{urlsplit(url).netloc}" for url in seen} == {net.url}
    policy = page.locator("meta[http-equiv='Content-Security-Policy']")
    expect(policy).to_have_attribute("content", "default-src 'self'")
