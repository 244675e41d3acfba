"""Whatever is asked of the pages: nobody is let in who has not proved themselves, no other site can act for them."""

from collections.abc import Callable

import pytest

from tests.web.browser import PASSWORD, Browser, Page, invites
from tests.web.doorstep import Doorstep
from tests.wiring.test_routes import PAGES, SHOWN_ALONE

pytestmark = pytest.mark.usefixtures("records")

STRANGERS = {path for path, guard in PAGES.items() if guard == "page stranger"}
POSTS_ALONE = ("/console/authenticator/later", "/console/sign-out")


@pytest.fixture
def kim(door: Doorstep) -> Browser:
    browser = Browser(door).begins(invites(door))
    browser.codes = browser.sets_authenticator()
    return browser.opens("/console")


@pytest.mark.parametrize("path", sorted(PAGES.keys() - STRANGERS))
def test_a_stranger_sees_none_and_does_nothing(door: Doorstep, path: str) -> None:
    browser = Browser(door).opens("/console/sign-in")
    before = door.written()
    if path not in SHOWN_ALONE:
        assert browser.sends(path, code="x", new=PASSWORD, again=PASSWORD).at == "/console/sign-in"
    if path not in POSTS_ALONE:
        assert browser.opens(path).at == "/console/sign-in"
    assert door.written() == before


@pytest.mark.parametrize("form", ["", "x", "of another browser"])
def test_a_form_of_another_site_does_nothing(door: Doorstep, kim: Browser, form: str) -> None:
    other = Browser(door).opens("/console/sign-in").page.form
    before = door.services.users.everyone(), len(list(door.services.audit.rows()))
    for path, guard in PAGES.items():
        if path not in SHOWN_ALONE:
            given = other if form == "of another browser" else form
            sent = kim.sends(path, form=given, old=PASSWORD, new="four good words", again="four good words")
            assert sent.status == 400 or guard in ("page code", "page authenticator"), f"{path}, where Kim belongs"
    assert (door.services.users.everyone(), len(list(door.services.audit.rows()))) == before
    assert kim.is_in()


def test_a_form_without_any_cookie_does_nothing(door: Doorstep, kim: Browser) -> None:
    stranger = Browser(door)
    answer = stranger.client.post(
        "/console/sign-in", data={"name": "Kim", "password": PASSWORD, "form": kim.page.form}, base_url=kim.base
    )
    assert answer.status_code == 400


ANYWHERE = [
    ("GET", "/console", 303), ("GET", "/console/sign-in", 200), ("GET", "/console/console.css", 200),
    ("GET", "/console/nothing", 404), ("GET", "/console/", 404), ("GET", "/console/../health", 404),
    ("GET", "/console/sign-out", 405), ("PUT", "/console", 405), ("POST", "/console/sign-in", 400),
    ("GET", "/console/%00", 404), ("OPTIONS", "/console", 200),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path", "status"), ANYWHERE)
def test_every_answer_has_the_headers(door: Doorstep, method: str, path: str, status: int) -> None:
    answer = Browser(door).client.open(path, method=method, base_url="https://help.example.org")
    assert answer.status_code == status
    told = answer.headers
    policy = dict(part.strip().partition(" ")[::2] for part in told["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'" and policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in str(policy) and "script-src" not in policy, "nothing runs, inline or not"
    assert told["Strict-Transport-Security"].startswith("max-age=31536000")
    assert (told["Cache-Control"], told["X-Content-Type-Options"]) == ("no-store", "nosniff")
    assert (told["Referrer-Policy"], told["X-Frame-Options"]) == ("no-referrer", "DENY")
    if status >= 400:
        assert "helpline" in answer.text.casefold() and "<Response" not in answer.text, "a page, not TwiML"


def test_the_page_that_stays_open_runs_our_script_and_asks_us_alone(door: Doorstep, kim: Browser) -> None:
    policy = kim.opens("/console").answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none';") and "unsafe" not in policy
    assert policy.endswith("; script-src 'self'; connect-src 'self'")
    assert kim.client.get("/console/live.js").mimetype == "text/javascript"
    assert "script-src" not in kim.opens("/console/password").answer.headers["Content-Security-Policy"]


def test_too_much_is_refused_with_a_page(door: Doorstep) -> None:
    browser = Browser(door).opens("/console/sign-in")
    browser.sends("/console/sign-in", name="x" * 70000, password="x")
    assert (browser.status, "X-Frame-Options" in browser.answer.headers) == (413, True)


def test_what_goes_wrong_in_a_page_is_a_page_and_its_words_are_nowhere(door: Doorstep, kim: Browser) -> None:
    del door.redis  # so that nobody below uses it
    door.app.jinja_env.globals["root"] = None
    door.app.view_functions["console.home"] = lambda: 1 / 0
    kim.opens("/console")
    assert (kim.status, "does not work" in kim.page.text, "division" in kim.answer.text) == (500, True, False)
    assert kim.answer.headers["Cache-Control"] == "no-store"


def test_pages_hold_no_script_and_no_style_of_their_own(door: Doorstep, kim: Browser) -> None:
    for path in ("/console", "/console/sign-in", "/console/welcome", "/console/password", "/console/authenticator"):
        tags = kim.opens(path).page.tags
        assert not [tag for tag, _ in tags if tag in ("style", "iframe", "object")]
        scripts = [given.get("src") for tag, given in tags if tag == "script"]
        assert scripts == (["/console/live.js"] if path == "/console" else [])
        assert not [name for _, given in tags for name in given if name.startswith("on") or name == "style"], path


def test_cookies_are_this_hosts_alone_and_out_of_any_scripts_reach(door: Doorstep, kim: Browser) -> None:
    set_cookies = Browser(door).opens("/console/sign-in").answer.headers.getlist("Set-Cookie")
    set_cookies += kim.sends("/console/sign-out").answer.headers.getlist("Set-Cookie")
    assert set_cookies
    for cookie in set_cookies:
        parts = cookie.split("; ")
        assert parts[0].startswith("__Host-helpline-")
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(parts)
        assert "Domain" not in cookie


@pytest.mark.parametrize("query", ["next=https://evil.example", "next=//evil.example/x", "url=https:evil.example"])
def test_nobody_is_sent_anywhere_else(door: Doorstep, query: str) -> None:
    client = door.app.test_client()
    for path in PAGES:
        answer = client.get(f"{path}?{query}", base_url="https://evil.example", headers={"Host": "evil.example"})
        assert "evil.example" not in f"{answer.headers} {answer.text}"
        assert answer.headers.get("Location", "/console").startswith("/console")


def test_a_name_is_shown_as_it_is(door: Doorstep) -> None:
    name = "<b>Kim</b>\"'"
    browser = Browser(door).begins(invites(door, name), name)
    browser.sets_authenticator()
    assert browser.is_in()
    assert name in browser.page.text and "<b>" not in browser.answer.text


def test_below_a_path_of_a_proxy_everything_stays_there(build: Callable[..., Doorstep]) -> None:
    door = build(PUBLIC_URL="https://help.example.org/line")
    answer = door.app.test_client().get("/console")
    assert answer.headers["Location"] == "/line/console/sign-in"
    page = Page(door.app.test_client().get("/console/sign-in"))
    places = [given.get("href") or given.get("action") for tag, given in page.tags if tag in ("a", "form", "link")]
    assert places and all(place.startswith("/line/console") for place in places)
