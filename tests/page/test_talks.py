"""A specialist's conversations by text: what is written comes by itself, and leaves alone what is being written."""

from playwright.sync_api import Browser, expect

from routing.flow import writing
from tests.page.site import Site, fits
from tests.page.test_payloads import ALL, NOT_OURS
from tests.page.watch import watched

WITHIN_MS = 5000


def writes_with_somebody(site: Site) -> str:
    """Have Ana write with a person; return the offer by which she does."""
    s = site.door.services
    s.switchboard.open_epoch("first")
    about = {"name": "Ana", "phone": s.vault.seal("phone", "+12025550121"), "person": "ana", "languages": "en"}
    queues = {"queues": "main.general.en", "strategies": "longest_idle", "order": "999", "asked_at": "0"}
    s.switchboard.register("ana", about | queues | {"skills": "general", "text_capacity": "2"})
    s.switchboard.set_activity("ana", "available")
    fields = {"channel": "text", "line": "main", "skill": "general", "language": "en", "queues": "main.general.en"}
    number = {"number": s.vault.seal_for_a_day("phone", "+12025550111"), "person": "cal", "patience": 7200}
    change = s.switchboard.enter(
        "00112233445566aa", "c", "", fields | number | {"width": 1, "rings": 20, "wrap_up": 60}
    )
    assert s.switchboard.accept(change.ring[0]).word == "talk"
    return change.ring[0]


def test_what_a_person_writes_comes_by_itself_and_as_it_was_written(browser: Browser, site: Site) -> None:
    s, offer = site.door.services, writes_with_somebody(site)
    context = browser.new_context(viewport={"width": 360, "height": 800})
    site.lets_in(context, "Ana", specialist="ana")
    page = context.new_page()
    wrong = watched(page, site.url)
    page.goto(f"{site.url}/console/me/talks")
    page.get_by_label("Write to #1").fill("I am he")
    writing.pass_on(s, writing.Line(offer, writing.PERSON, "one", ALL, s.vault.seal("phone", "+12025550121")))
    lines = page.locator(".lines .words")
    expect(lines).to_contain_text("<script>alert(1)</script>", timeout=WITHIN_MS)
    assert page.locator(NOT_OURS).count() == 0
    expect(page.get_by_label("Write to #1")).to_have_value("I am he")
    fits(page)
    page.get_by_label("Write to #1").press("End")
    page.get_by_label("Write to #1").press_sequentially("re.")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".lines .specialist")).to_have_text("You: I am here.")
    mine = next(id for writer, id, _ in s.switchboard.lines(offer) if writer == "specialist")
    s.switchboard.text_news(mine, "undelivered", "30005")
    expect(page.locator(".lines .specialist")).to_have_text("You: I am here. It did not arrive.", timeout=WITHIN_MS)
    assert len(s.switchboard.lines(offer)) == len(["one", mine])
    s.switchboard.leave("00112233445566aa")
    expect(page.get_by_text("You write with nobody now.")).to_be_visible(timeout=WITHIN_MS)
    expect(page.locator("section")).to_have_count(0)
    context.close()
    assert wrong == []
