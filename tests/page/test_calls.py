"""A call on the page, from the first button to the last word."""

from playwright.sync_api import Page, expect

from tests.exchange.application import Application
from tests.exchange.network import Network
from tests.page.screen import Card


def test_a_caller_is_greeted_presses_1_and_talks_with_ana(page: Page, caller: Card, ana: Card) -> None:
    steps = page.locator("#guide-steps li[data-done]")
    caller.calls()
    caller.hears("Press 1 to talk.")
    caller.does("On the line with Helpline")
    caller.button("1").click()
    ana.does("Helpline is calling")
    expect(page).to_have_title("Ana’s phone rings – Practice phones")
    expect(steps).to_have_count(2)

    ana.button("Answer").click()
    ana.hears("A call for you.")
    ana.button("1").click()
    caller.does("Talking with Ana")
    ana.does("Talking with Caller")
    expect(steps).to_have_count(4)

    caller.button("Hang up").click()
    caller.does("Ready to call")
    ana.does("Ready to call")
    caller.hears("Press 1 to talk.")
    expect(caller.log).to_contain_text("The call has ended")


def test_a_call_needs_no_mouse(page: Page, caller: Card, ana: Card) -> None:
    caller.root.get_by_role("button", name="Call Helpline").focus()
    page.keyboard.press("Enter")
    caller.hears("Press 1 to talk.")
    # The button that had the focus is gone; the phone has it, so that the next key reaches the keypad.
    expect(caller.root).to_be_focused()
    page.keyboard.press("1")
    ana.does("Helpline is calling")
    ana.button("Decline").focus()
    page.keyboard.press("Enter")
    ana.does("Ready to call")
    expect(ana.root).to_be_focused()
    expect(caller.log).to_contain_text("Caller pressed")


def test_an_idle_phones_keypad_writes_the_number_to_call(page: Page, caller: Card) -> None:
    caller.root.focus()
    page.keyboard.type("2025550100")
    expect(caller.field("Another number")).to_have_value("2025550100")
    caller.field("Another number").press("Enter")
    caller.hears("Press 1 to talk.")
    expect(caller.field("Another number")).to_have_value("")


def test_what_cannot_be_done_says_why(caller: Card) -> None:
    caller.field("Another number").fill("+12025550199")
    caller.field("Another number").press("Enter")
    expect(caller.root.get_by_role("alert")).to_contain_text("+12025550199")


def test_a_wait_in_the_queue_is_counted_by_the_exchanges_clock(page: Page, caller: Card) -> None:
    caller.calls().button("2").click()
    caller.does("Waiting in the queue")
    page.get_by_role("button", name="+10 s").click()
    expect(caller.root.locator(".elapsed")).to_have_text("0:10")


def test_words_are_heard_only_while_the_line_listens(caller: Card) -> None:
    words = caller.field("Say something")
    expect(words).not_to_be_editable()
    caller.calls()
    expect(words).to_be_editable()
    words.fill("I need help")
    caller.button("Say").click()
    caller.hears("Entendido: I need help")
    expect(caller.log.locator("[lang='es-US']")).to_have_text("Entendido: I need help")
    expect(caller.log).to_contain_text("Helpline, in Spanish")
    expect(words).to_have_value("")
    expect(words).not_to_be_editable()


def test_a_message_is_spoken_into_a_recording(app: Application, page: Page, net: Network, caller: Card) -> None:
    app.says("/voice", "<Record action='/kept' playBeep='false'/>")
    app.says("/kept", "<Say>We have your message.</Say><Pause length='60'/>")
    caller.calls().does("Recording")
    words = caller.field("Say something")
    expect(words).to_have_accessible_description(
        "This is recorded: type what the person says. A tone is kept for each word."
    )
    words.fill("please call me back")
    words.press("Enter")
    expect(caller.log).to_contain_text("please call me back")
    caller.button("hash").click()
    caller.hears("We have your message.")
    caller.does("On the line with Helpline")


def test_phones_are_added_given_a_behaviour_and_removed(page: Page, net: Network, ana: Card, caller: Card) -> None:
    page.get_by_text("Add a phone").click()
    page.get_by_label("Name", exact=True).fill("Cy <b>")
    expect(page.get_by_label("Number", exact=True)).to_have_value("+1 202 555 0101")
    page.get_by_role("button", name="Add", exact=True).click()
    cy = Card(page, "Cy <b>")
    cy.does("Ready to call")
    cy.root.get_by_text("Behaviour:").click()
    cy.button("Remove this phone").click()
    expect(cy.root).to_have_count(0)

    ana.root.get_by_text("Behaviour:").click()
    ana.field("When it is rung").select_option("busy")
    expect(ana.root.locator("summary")).to_have_text("Behaviour: is busy")
    assert [one["behaviour"]["answer"] for one in net.get("state")["handsets"]] == ["person", "busy", "person"]


def test_one_phone_at_a_time_is_read_aloud_in_the_lines_language(page: Page, caller: Card, ana: Card) -> None:
    # No machine of a test has a voice: what the browser is asked to speak is noted instead.
    page.evaluate("() => { speechSynthesis.speak = (one) => (window.spoken ??= []).push(`${one.lang} ${one.text}`); }")
    ana.button("Read aloud").click()
    caller.calls().button("Read aloud").click()
    expect(ana.button("Read aloud")).to_have_attribute("aria-pressed", "false")
    caller.field("Say something").fill("hola")
    caller.field("Say something").press("Enter")
    caller.hears("Entendido: hola")
    assert page.evaluate("window.spoken") == ["en-US Press 1 to talk.", "es-US Entendido: hola"]


def test_the_guide_stays_hidden_once_it_was_hidden(page: Page) -> None:
    page.get_by_role("button", name="Hide guide").click()
    expect(page.get_by_role("button", name="Show guide")).to_be_focused()
    page.reload()
    expect(page.get_by_role("button", name="Show guide")).to_be_visible()
    expect(page.get_by_role("heading", name="Try it")).to_be_hidden()
