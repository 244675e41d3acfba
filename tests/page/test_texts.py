"""Text messages on the page, and that whatever anybody writes stays text."""

from playwright.sync_api import Page, expect

from tests.exchange.application import Application
from tests.page.screen import Card

MARKUP = "<img src=x onerror=alert(1)><script>alert(2)</script>"
ESCAPED = MARKUP.replace("<", "&lt;").replace(">", "&gt;")


def test_a_text_is_written_and_answered(caller: Card, ana: Card) -> None:
    caller.opens("Messages")
    caller.texts("Is anyone there?")
    expect(caller.thread).to_contain_text("We read you.")
    expect(caller.field("Write a message")).to_have_value("")
    expect(ana.root.get_by_role("tab", name="Messages")).to_have_text("Messages")


def test_an_answer_that_is_not_in_view_is_counted_on_the_tab(app: Application, page: Page, caller: Card) -> None:
    caller.opens("Messages")
    caller.texts("Is anyone there?")
    expect(caller.thread).to_contain_text("We read you.")
    caller.opens("Call")
    tab = caller.root.get_by_role("tab", name="Messages")
    expect(tab).to_have_text("Messages")
    page.request.post(
        f"{page.url}/api/handsets/+12025550111/text", data={"to": "+12025550100", "body": "Are you still there?"}
    )
    expect(tab).to_have_text("Messages (1 new)")


def test_markup_in_a_text_or_on_a_call_is_shown_as_text(app: Application, page: Page, caller: Card) -> None:
    app.says("/sms", f"<Message>{ESCAPED}</Message>")
    app.says("/voice", f"<Say>{ESCAPED}</Say><Pause length='60'/>")
    caller.calls().hears(MARKUP)
    caller.opens("Messages")
    caller.texts(MARKUP)
    expect(caller.thread.get_by_text(MARKUP, exact=True)).to_have_count(2)
    assert page.locator("img").count() == 0
