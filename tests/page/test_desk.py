"""The supervisors' working pages with something on them: on a small telephone, and by whoever cannot see them."""

from datetime import date, time

import pytest
from playwright.sync_api import Browser, Page, expect

from routing.domain.week import Week
from routing.roster import Book, unnoted
from routing.rota import Rota
from tests.page.evening import SECONDS, leaves_message
from tests.page.site import Site, fits
from tests.page.test_shape import breaches
from tests.page.watch import watched

# Load what is to be heard and go on to its third second; tell how long it is, where one is, and what went wrong.
HEARD = """async () => {
    const audio = document.querySelector("audio");
    const happens = what => new Promise(done => {
        ["error", what].forEach(it => audio.addEventListener(it, done));
        setTimeout(done, 10_000);
    });
    const loaded = happens("canplaythrough");
    audio.preload = "auto";
    await loaded;
    if (audio.error || audio.readyState < 4) return "it does not load";
    const there = happens("seeked");
    audio.currentTime = 2;
    await there;
    return [Math.round(audio.duration), audio.currentTime, audio.error && audio.error.message];
}"""


def has_something(site: Site) -> None:
    """A message was left and is here, and somebody has found nobody on call."""
    s = site.door.services
    leaves_message(site)
    s.roster.add("Ana", "sealed", ("en",), ("general",))
    every = Week("America/New_York", range(7), time(22), time(6), date(2026, 1, 1))
    Rota(s, lambda *_: None).add("Ana", every)
    s.switchboard.alarm("nobody", "main")
    who = {"channel": "voice", "line": "main", "skill": "general", "language": "en", "queues": "main.general.en"}
    s.switchboard.enter("c2", "call", "", who | {"width": 1, "rings": 20, "wrap_up": 60, "call": "sealed"})


def is_fit(page: Page) -> None:
    fits(page)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of the two
        assert breaches(page) == [], f"{page.url}, {scheme}"


@pytest.fixture
def page(browser: Browser, site: Site) -> Page:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    lee = Book(site.door.services, unnoted).add("Lee", "+12025550123", ("en",), ("general",), pin="7350", verified=True)
    site.lets_in(context, "Lee", lee.id)
    return context.new_page()


def test_a_message_is_heard_and_the_pages_can_be_used_by_anybody(page: Page, site: Site) -> None:
    wrong = watched(page, site.url)
    has_something(site)
    for path in (
        "promises",
        "alerts",
        "audit",
        "check",
        "review?part=es.topics",
        "review?part=sources.en",
        "review?part=facts",
        "people",
        "me",
        "me/pin",
        "roster",
        "staffing",
        "calendar",
        "",
        "ahead?contact=c2",
        "move?contact=c2",
        "end?contact=c2",
    ):
        page.goto(f"{site.url}/console/{path}".removesuffix("/"))
        is_fit(page)
    for path, link in (
        ("people", "Change what Ana is asked for"),
        ("people", "Set a PIN for Ana"),
        ("people", "Check the number of Ana"),
        ("people", "Take Ana off the roster"),
        ("roster", "Take the shift of Ana away"),
    ):
        page.goto(f"{site.url}/console/{path}")
        page.get_by_role("link", name=link).click()
        is_fit(page)
    page.goto(f"{site.url}/console/promises")
    page.get_by_role("link", name="See to it").click()
    is_fit(page)
    page.get_by_role("button", name="Open the message").click()
    is_fit(page)
    assert page.evaluate(HEARD) == [SECONDS, 2, None]
    page.get_by_label("Specialist").select_option("Ana")
    page.get_by_role("button", name="They deal with it").click()
    expect(page.get_by_text("Ana deals with it")).to_be_visible()
    assert [row.deed.what for row in site.door.services.audit.rows() if row.deed.id == "v1"] == [
        "message_heard",
        "promise_taken",
    ]
    assert wrong == []
    page.context.close()


def test_a_code_is_asked_for_by_call(page: Page, site: Site) -> None:
    wrong = watched(page, site.url)
    Book(site.door.services, unnoted).add("Dee", "+12025550124", ("en",), ("general",))
    page.goto(f"{site.url}/console/people")
    page.get_by_role("link", name="Check the number of Dee").click()
    page.get_by_role("button", name="Call, and tell a code").click()
    expect(page.get_by_role("status")).to_contain_text("rings in a moment")
    is_fit(page)
    assert len(site.door.redis.keys("*:code_call:*")) == 1 and wrong == []
    page.context.close()


def test_a_weekly_shift_is_ended_from_a_day_on(page: Page, site: Site) -> None:
    wrong = watched(page, site.url)
    every = Week("America/New_York", range(7), time(22), time(6), date(2026, 1, 1))
    Rota(site.door.services, lambda *_: None).add("Lee", every)
    page.goto(f"{site.url}/console/roster?week=2027-02-01")
    expect(page.get_by_text("22:00 to 24:00: Lee")).to_have_count(7)
    page.get_by_role("link", name="Take the shift of Lee away").click()
    page.get_by_label("The first day without it").fill("2027-02-04")
    page.get_by_role("button", name="End it from that day on").click()
    page.goto(f"{site.url}/console/roster?week=2027-02-01")
    expect(page.get_by_text("22:00 to 24:00: Lee")).to_have_count(3)
    expect(page.get_by_text("00:00 to 06:00: Lee")).to_have_count(4)
    assert wrong == []
    page.context.close()
