"""What an operator has go wrong on the page, and puts right again."""

import subprocess
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.exchange.application import Application
from tests.exchange.network import LINE, Network, TwilioRestException
from tests.page.conftest import ANA, CALLER
from tests.page.screen import Card
from tests.start.processes import eventually

REFUSED = "Twilio refuses to place calls: too many (429)"


def opened(page: Page):
    """Open what goes wrong by keyboard, and give it."""
    trouble = page.locator("#trouble")
    trouble.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(trouble.get_by_label("What goes wrong")).to_be_visible()
    return trouble


def code_of_a_call(net: Network) -> int | None:
    try:
        net.rest.calls.create(to=ANA, from_=LINE, twiml="<Response/>")
    except TwilioRestException as refused:
        return int(refused.code)
    return None


def test_a_trouble_is_begun_by_keyboard_counted_down_and_over(page: Page, net: Network) -> None:
    trouble = opened(page)
    trouble.get_by_label("What goes wrong").select_option(REFUSED)
    expect(trouble.get_by_label("What goes wrong")).to_have_accessible_description(
        "Nobody is rung meanwhile. Whoever waits keeps the place, and is offered when it is over."
    )
    trouble.get_by_label("How often").select_option("three times")
    trouble.get_by_role("button", name="Begin").focus()
    page.keyboard.press("Enter")
    now = trouble.get_by_role("list", name="Going wrong now")
    expect(now).to_have_text(f"{REFUSED}: 3 times more")
    expect(trouble.locator("summary")).to_have_text("Make something go wrong (1 now)")
    assert [code_of_a_call(net) for _ in range(4)] == [20429] * 3 + [None]
    expect(trouble.locator("summary")).to_have_text("Make something go wrong")
    expect(now).to_be_hidden()


def test_everything_is_put_right_and_the_focus_stays(page: Page, net: Network) -> None:
    trouble = opened(page)
    for name in (REFUSED, "Webhooks come twice"):
        trouble.get_by_label("What goes wrong").select_option(name)
        trouble.get_by_label("How often").select_option("until it is put right")
        trouble.get_by_role("button", name="Begin").click()
    expect(trouble.get_by_role("listitem")).to_have_count(2)
    trouble.get_by_role("button", name="Put everything right").click()
    expect(trouble.get_by_role("listitem")).to_have_count(0)
    expect(trouble.locator("summary")).to_be_focused()
    expect(page.get_by_role("status")).to_have_text("Nothing goes wrong any more")
    assert code_of_a_call(net) is None


def test_a_lost_document_is_what_the_caller_hears_it_to_be(page: Page, caller: Card) -> None:
    trouble = opened(page)
    trouble.get_by_label("What goes wrong").select_option("Requests for what to say are lost")
    trouble.get_by_role("button", name="Begin").click()
    caller.calls().hears("We are sorry, an application error has occurred. Goodbye.")


def test_late_news_is_late_by_the_seconds_that_are_given(
    app: Application, page: Page, net: Network, caller: Card
) -> None:
    trouble = opened(page)
    expect(trouble.get_by_label("Seconds")).to_be_hidden()
    trouble.get_by_label("What goes wrong").select_option("News of calls is late")
    trouble.get_by_label("Seconds").fill("20")
    trouble.get_by_role("button", name="Begin").click()
    caller.calls().button("Hang up").click()
    caller.does("Ready to call")
    assert app.hooks("/status") == []
    net.passes(20)
    assert len(app.hooks("/status")) == 1


def test_a_text_that_does_not_arrive_says_why_and_one_that_does_how(page: Page, net: Network, caller: Card) -> None:
    caller.opens("Messages")
    caller.root.get_by_text("Behaviour:").click()
    for habit in ("phone switched off (30003)", "arrives"):
        caller.field("When it is texted, the text").select_option(habit)
        caller.texts("Is anyone there?")
        expect(caller.field("Write a message")).to_have_value("")
    texts = caller.thread.get_by_role("listitem")
    expect(texts).to_have_count(4)
    expect(texts.nth(1)).to_contain_text("A message from Helpline did not arrive.")
    expect(texts.nth(1)).to_contain_text("The phone was switched off (30003)")
    expect(texts.nth(3)).to_contain_text("We read you.")
    expect(texts.nth(3)).to_contain_text("delivered")
    (lost,) = net.rest.messages.list(to=CALLER)[1:]
    assert lost.error_code == 30003


def test_redis_is_held_still_until_it_is_put_right(page: Page, beside: Path) -> None:
    trouble = opened(page)
    trouble.get_by_label("What goes wrong").select_option("Redis stops answering")
    expect(trouble.get_by_label("How often")).to_be_hidden()
    trouble.get_by_role("button", name="Begin").click()
    now = trouble.get_by_role("list", name="Going wrong now")
    expect(now).to_have_text("Redis stops answering: until it is put right")
    assert eventually(lambda: is_still(beside))
    trouble.get_by_role("button", name="Put everything right").click()
    expect(now).to_be_hidden()
    assert eventually(lambda: not is_still(beside))


def is_still(beside: Path) -> bool:
    told = subprocess.run(["ps", "-o", "stat=", "-p", beside.read_text()], capture_output=True, text=True, check=True)
    return told.stdout.startswith("T")
