"""Whatever anybody writes is shown as it was written, and does nothing: no script, no picture, no request elsewhere.

A person writes texts, speaks, and may choose the number that is shown; who runs the line names it, the specialists and
the users; whoever publishes a list of places writes what is then said or sent.
"""

from collections.abc import Iterator
from xml.sax.saxutils import escape

import pytest
from playwright.sync_api import Browser, Page, expect

from routing.exchange.serve import Exchange
from tests.exchange.application import Application
from tests.exchange.network import LINE, SID, TOKEN, Network
from tests.page.screen import Card
from tests.page.site import Site
from tests.page.watch import watched

PAYLOADS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(2)>",
    '"><svg onload=alert(3)>',
    "' autofocus onfocus=alert(4) x='",
    "<iframe srcdoc='<script>alert(5)</script>'></iframe>",
    "</textarea></title></style><body onload=alert(6)>",
    "<a href=javascript:alert(7)>you</a>",
    "<form action=//evil.example><button>OK</button></form>",
    "<style>*{background:url(//evil.example)}</style>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<base href=//evil.example>",
    "${alert(8)} {{ 7 * 7 }} {% raw %} %s %(x)s",
    "&lt;script&gt;alert(9)&lt;/script&gt; \u202e",
)
ALL = " ".join(PAYLOADS)
CALLER = "+12025550111"
NOT_OURS = (
    "iframe, img, base, form[action*=evil], a[href^=javascript], main script, main style, body[onload], svg[onload]"
)


@pytest.fixture
def net(app: Application) -> Iterator[Network]:
    """An exchange whose line and whose phone are named as badly as can be."""
    app.says("/voice", f"<Gather input='speech' action='/voice'><Say>{escape(ALL)}</Say></Gather><Pause length='60'/>")
    app.says("/sms", f"<Message>{escape(ALL)}</Message>")
    line = {"number": LINE, "name": ALL, "voice_url": f"{app.url}/voice", "sms_url": f"{app.url}/sms"}
    exchange = Exchange(account_sid=SID, auth_token=TOKEN, lines=[line], handsets=[(CALLER, ALL, "caller")])
    yield Network(exchange.start())
    exchange.stop()


def shown(page: Page, where: str) -> None:
    """Hold that all of it stands there, letter by letter, and made nothing."""
    expect(page.locator(where).filter(has_text=PAYLOADS[0]).first).to_be_attached()
    assert any(ALL in words for words in page.locator(where).all_text_contents()), page.locator(
        where
    ).all_text_contents()
    assert page.locator(NOT_OURS).count() == 0


def test_the_practice_phones_show_it_as_text(page: Page, net: Network) -> None:
    phone = Card(page, "")
    phone.root = page.get_by_role("article")
    shown(page, "article .name")
    shown(page, "#jumps .name")
    page.get_by_role("button", name="Call <script>").click()
    shown(page, "article .transcript .words")
    phone.field("Say something").fill(ALL)
    phone.button("Say").click()
    expect(page.locator("article .transcript .own .words")).to_have_text(f"“{ALL}”")
    shown(page, "article .headline .words")
    phone.opens("Messages")
    phone.texts(ALL)
    expect(page.locator("article .thread .theirs .words")).to_have_count(1)
    expect(page.locator("article .thread .own .words")).to_have_text(ALL)
    shown(page, "article .thread .theirs .words")
    net.post("faults", kind="rest", name=ALL, times=3)
    page.get_by_text("Make something go wrong").click()
    expect(page.locator("#trouble .fault")).to_have_text(f"{ALL}: 3 times more")
    net.post(f"handsets/{CALLER}/behaviour", texts="off")
    net.rest.messages.create(to=CALLER, from_=LINE, body=ALL)
    expect(page.locator("article .thread .note .words")).to_contain_text(ALL)
    shown(page, "article .thread .note .words")


def test_a_number_that_is_none_is_not_shown_at_all(page: Page, net: Network) -> None:
    net.post(f"handsets/{CALLER}/dial", to=LINE, from_shown=ALL)
    shown(page, "article .transcript .words")
    answer = page.request.post(f"{net.url}/handsets/api/handsets", data={"number": f"+1{ALL}", "role": "caller"})
    assert answer.status == 409 and ALL not in answer.text()


def test_the_pages_show_a_users_name_as_text(browser: Browser, site: Site) -> None:
    context = browser.new_context()
    site.lets_in(context, ALL)
    page = context.new_page()
    wrong = watched(page, site.url)
    for path in ("", f"?next={ALL}", "/password", "/authenticator", f"/{ALL}"):
        page.goto(f"{site.url}/console{path}")
        expect(page.locator("h1")).to_be_visible()
        assert page.locator(NOT_OURS).count() == 0, path
        assert path[:2] in ("/p", "/a", "/<") or page.locator("strong").last.text_content() == ALL
    context.clear_cookies()
    page.goto(f"{site.url}/console/sign-in")
    page.get_by_label("Name").fill(ALL)
    page.get_by_label("Password").fill(ALL)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_have_text("That is not right. Check the name and the rest, and try again.")
    assert page.locator(NOT_OURS).count() == 0
    context.close()
    assert wrong == []


def test_what_would_do_something_is_noted(browser: Browser, net: Network) -> None:
    context = browser.new_context()
    page = context.new_page()
    wrong = watched(page, net.url)
    page.goto(f"{net.url}/handsets")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=//evil.example onerror=alert(1)>')")
    page.evaluate("alert(2)")
    page.wait_for_function("true")
    context.close()
    assert [one for one in wrong if "Content Security" in one]
    assert "dialog 2" in wrong
