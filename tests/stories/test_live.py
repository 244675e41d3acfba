"""What a supervisor sees on the page that stays open, while people call and are helped."""

import re
from dataclasses import dataclass

import pytest
from flask import Flask

from routing.app import create_app
from routing.domain.closing import Closing
from routing.flow import closing, counting, watching
from routing.flow.watching import Latest
from routing.services import Services
from tests.stories.test_callback import becomes
from tests.stories.town import Phone, Town
from tests.web.browser import Browser, invites


@dataclass
class Desk:
    """The pages of a town."""

    app: Flask
    services: Services


@pytest.fixture
def desk(here: Town) -> Desk:
    vars(here.services)["watch"] = watching.watch(here.services, seconds=0)  # a story's time is no real time
    return Desk(create_app(here.services), here.services)


def signed_in(desk: Desk, name: str, role: str, specialist: str = "") -> Browser:
    base = desk.services.settings.public_url
    browser = Browser(desk, base=base).begins(invites(desk, name, role, specialist), name)
    browser.sets_authenticator()
    return browser.opens("/console")


@pytest.fixture
def kim(desk: Desk) -> Browser:
    return signed_in(desk, "Kim", "supervisor")


def sees(browser: Browser, section: str) -> str:
    """What stands under a heading now."""
    browser.opens("/console")
    found = re.search(rf'<section id="{section}".*?</section>', browser.answer.text, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split()) if found else ""


def test_a_supervisor_sees_a_call_wait_be_answered_and_end(here: Town, caller: Phone, kim: Browser, ana: Phone) -> None:
    assert "Nobody waits." in sees(kim, "waiting")
    assert re.search("Ana available .* nobody", sees(kim, "specialists"))

    caller.dials().presses("1")
    here.passes(5)
    assert re.search(r"[45] s ; next general, English; by telephone a telephone rings", sees(kim, "waiting"))
    assert re.search("Ana is being rung [45] s", sees(kim, "specialists"))
    assert re.search("general, English 1 [45] s 0 1", sees(kim, "queues"))

    ana.answers().presses("1")
    here.passes(65)
    assert "Nobody waits." in sees(kim, "waiting")
    assert re.search(r"[0-9a-f]{6} Ana 1 min 0\d s general, English; by telephone talks", sees(kim, "talking"))
    assert re.search(r"Ana with somebody 1 min 0\d s 1 person", sees(kim, "specialists"))

    caller.hangs_up()
    assert "Nobody talks." in sees(kim, "talking")
    assert "Ana wraps up" in sees(kim, "specialists")


def test_beside_each_queue_stands_how_many_were_answered_in_time_today(here: Town, desk: Desk, caller: Phone) -> None:
    becomes(here, 12)
    kim, ana = signed_in(desk, "Kim", "supervisor"), here.specialist("Ana")
    assert sees(kim, "queues").endswith("The target is 90%.") and "general, English 0 – 1 1 – " in sees(kim, "queues")
    caller.dials().presses("1")
    ana.answers().presses("1")
    here.caller("Dee").dials().presses("1")  # while Ana is with somebody
    here.passes(31)
    counting.count(here.services)
    assert re.search("general, English 1 3. s 0 1 50% ", sees(kim, "queues"))


def test_no_number_and_no_sid_is_on_the_page(here: Town, caller: Phone, kim: Browser, ana: Phone) -> None:
    caller.dials().presses("1")
    ana.answers().presses("1")
    words = kim.opens("/console").answer.text
    (contact,) = here.contacts()
    assert "Ana" in words
    for secret in (caller.number[2:], ana.number[2:], contact["call"], contact["person"]):
        assert secret not in words
    assert not re.search(r"(CA|SM|CF)[0-9a-f]{32}", words)


def test_who_has_it_already_is_told_nothing_until_something_changes(here: Town, caller: Phone, kim: Browser) -> None:
    version = re.search(r'data-version="(\w+)"', kim.opens("/console").answer.text)[1]
    here.passes(3)
    assert kim.opens(f"/console?have={version}").status == 204
    caller.dials().presses("1")
    part = kim.opens(f"/console?have={version}")
    assert (part.status, "<html" in part.answer.text, "1</strong> in line" in part.answer.text) == (200, False, True)


def test_a_closed_line_a_promise_and_an_alert_are_seen(here: Town, caller: Phone, kim: Browser) -> None:
    caller.dials().presses("1")
    here.passes(30)
    assert "found nobody on call" in sees(kim, "alerts")
    caller.presses("1").presses("1")
    assert "Calls back: 1, the oldest of" in sees(kim, "promised")
    assert "waits for a call" in sees(kim, "called-back")
    closing.say(here.services, Closing("main", closed=True, said_at=int(here.now * 1000)))
    assert "the recovery helpline: closed" in sees(kim, "lines")


def test_a_specialist_sees_their_own_page_and_nobody_who_waits(here: Town, desk: Desk, caller: Phone) -> None:
    here.specialist("Ana", activity="")
    ana = signed_in(desk, "Ana", "specialist")
    caller.dials().presses("1")
    assert ana.is_in()
    assert 'id="live"' not in ana.answer.text and "script-src" not in ana.answer.headers["Content-Security-Policy"]
    assert 'id="live"' not in ana.opens("/console?have=x").answer.text


def test_while_live_state_hangs_the_page_says_so_at_once(here: Town, kim: Browser) -> None:
    with here.without_live_state():
        assert kim.opens("/console?have=x").status == 503
        assert "live state or its records do not answer" in kim.page.text
    assert kim.opens("/console").status == 200


def test_however_many_look_it_is_looked_at_once() -> None:
    looks, clock = [0], [0.0]

    def look() -> int:
        looks[0] += 1
        return looks[0]

    latest = Latest(look, 0.5, lambda: clock[0])

    assert {latest.seen() for _ in range(50)} == {1}
    clock[0] = 0.6
    assert {latest.seen() for _ in range(50)} == {2}


def follows(browser: Browser, path: str, which: int = 0) -> Browser:
    """Go where one of the page's links to an action leads."""
    links = [
        given["href"] for tag, given in browser.opens("/console").page.tags if tag == "a" and path in given["href"]
    ]
    return browser.opens(links[which])


def confirms(browser: Browser, which: int = 0, **more: str) -> Browser:
    """Press a button of the page that says what will happen."""
    sections = browser.answer.text.split("<form")[which + 1 :]
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', sections[0]))
    return browser.sends(browser.at.partition("?")[0], **fields | more)


def deeds(here: Town) -> list[str]:
    return [row.deed.what for row in here.services.audit.rows() if row.deed.what.startswith(("act", "con", "line"))]


def test_a_specialist_is_set_available_and_off_again(here: Town, kim: Browser) -> None:
    ana = here.specialist("Ana", activity="")
    assert confirms(follows(kim, "/activity?")).at == "/console"
    assert here.activity(ana) == "available"
    confirms(follows(kim, "/activity?"), which=2)
    here.settle()
    assert here.activity(ana) == "offline" and here.services.roster.named("Ana").activity == "offline"
    assert deeds(here) == ["activity_available", "activity_offline"]


def test_a_line_is_closed_for_a_reason_and_opened(here: Town, caller: Phone, kim: Browser) -> None:
    assert confirms(follows(kim, "/line?"), why=" ").status == 400
    assert confirms(follows(kim, "/line?"), why="no heating", until="2001-01-01T09:00").status == 400
    confirms(follows(kim, "/line?"), why="no heating")
    caller.dials().presses("1")
    assert caller.hears("line_closed")
    assert [each.reason for each in here.services.closings.all()] == ["no heating"]
    here.passes(30)
    confirms(follows(kim, "/line?"))
    assert here.services.switchboard.closed_till("main") is None
    assert deeds(here) == ["line_closed", "line_opened"]


def test_somebody_who_waits_is_moved_up(here: Town, kim: Browser) -> None:
    first, second = here.caller("First"), here.caller("Second")
    for phone in (first, second):
        phone.dials().presses("1")
        here.passes(5)
    page = follows(kim, "/ahead?", which=1)
    confirms(page)
    assert "30 min further ahead" in sees(kim, "waiting")
    ana = here.specialist("Ana").answers().presses("1")
    here.passes(10)
    assert ana.talks_to(second)
    assert deeds(here) == ["contact_moved_up"]


def test_a_wait_is_ended_with_a_kind_sentence(here: Town, caller: Phone, kim: Browser) -> None:
    caller.dials().presses("1")
    here.passes(5)
    confirms(follows(kim, "/end?"))
    here.passes(90)
    assert caller.idle and caller.hears("ended_by_staff")
    assert here.outcomes() == ["ended_by_staff"] and deeds(here) == ["contact_ended"]


def test_who_has_been_taken_meanwhile_is_not_ended(here: Town, caller: Phone, kim: Browser, ana: Phone) -> None:
    caller.dials().presses("1")
    page = follows(kim, "/end?")
    ana.answers().presses("1")
    assert confirms(page).status == 409
    here.passes(10)
    assert ana.talks_to(caller) and deeds(here) == []


def test_a_specialist_may_do_none_of_it(here: Town, desk: Desk, caller: Phone) -> None:
    ana = signed_in(desk, "Ana", "specialist")
    caller.dials().presses("1")
    (contact,) = here.redis.zrange("{helpline}:contacts", 0, -1)
    for path in ("activity?specialist=x", "line?line=main", f"ahead?contact={contact.decode()}", "end?contact=x"):
        assert ana.opens(f"/console/{path}").status == 403
        assert ana.sends(f"/console/{path}", do="close", why="x", step="0").status == 403
    assert deeds(here) == [] and here.services.switchboard.closed_till("main") is None
