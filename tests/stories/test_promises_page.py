"""What a supervisor does on the pages about what was promised, and about what has gone wrong."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from routing.app import create_app
from tests.logged import logged
from tests.stories.records import on_both
from tests.stories.test_callback import asks_back, becomes, promises
from tests.stories.test_live import Desk, confirms, signed_in
from tests.stories.test_voicemail import COORDINATOR, alerted, leaves
from tests.stories.town import Phone, Town, town
from tests.web.browser import Browser

EVERY, ONE = "/console/promises", "/console/promise"


@pytest.fixture
def here(tmp_path: Path, redis_url: str, database_url: str) -> Iterator[Town]:
    with town(tmp_path, redis_url, alerted, database_url=database_url) as made, logged():
        made.outside("Dee", COORDINATOR)
        yield becomes(made, 12)


@pytest.fixture
def desk(here: Town) -> Desk:
    return Desk(create_app(here.services), here.services)


@pytest.fixture
def kim(desk: Desk) -> Browser:
    return signed_in(desk, "Kim", "supervisor")


def sees_to(browser: Browser, which: int = 0) -> Browser:
    """Go to the page of one of the promises that are listed."""
    listed = browser.opens(EVERY).page.tags
    links = [given["href"] for tag, given in listed if tag == "a" and f"{ONE}?" in (given.get("href") or "")]
    return browser.opens(links[which])


def presses(browser: Browser, do: str, **more: str) -> Browser:
    """Press the page's button that does this."""
    forms = browser.answer.text.split("<form")
    return confirms(browser, next(n for n, form in enumerate(forms) if f'value="{do}"' in form) - 1, **more)


def deeds(here: Town) -> list[tuple[str, str]]:
    names = {f"user:{user.id}": user.name for user in here.services.users.everyone()}
    rows = [row.deed for row in here.services.audit.rows() if row.deed.kind in ("promise", "alert")]
    return [(names[deed.who], deed.what) for deed in rows]


def id_of(here: Town, phone: Phone) -> str:
    person = here.services.roster.named(phone.name)
    assert person
    return person.id


@on_both
def test_a_call_back_is_taken_and_closed_and_nobody_is_rung_for_it(here: Town, kim: Browser, caller: Phone) -> None:
    bo = here.specialist("Bo", activity="offline")
    asks_back(caller)
    here.passes(600)
    words = kim.opens(EVERY).page.text
    assert re.search("A call back 10 min .. s the recovery helpline, English open", words)
    assert caller.number[-4:] not in kim.answer.text
    assert presses(sees_to(kim), "take").status == 400, "nobody was chosen"
    taken = presses(sees_to(kim), "take", specialist=id_of(here, bo))
    assert (taken.at, "Bo deals with it" in taken.page.text) == (EVERY, True)
    here.becomes("Bo", "available")
    here.passes(600)
    assert not bo.rings and promises(here) == [("taken", "", 0)]
    assert "Nothing is still to be kept." in presses(sees_to(kim), "close").page.text
    assert promises(here) == [("kept", "by_staff", 0)] and here.outcomes() == ["ended_by_staff"]
    assert deeds(here) == [("Kim", "promise_taken"), ("Kim", "promise_closed")]


@on_both
def test_of_two_at_once_the_first_is_right_and_the_other_is_told(here: Town, desk: Desk, kim: Browser) -> None:
    lee = signed_in(desk, "Lee", "supervisor")
    bo, ana = here.specialist("Bo", activity="offline"), here.specialist("Ana", activity="offline")
    asks_back(here.caller("Cal"))
    pages = [sees_to(kim), sees_to(lee), sees_to(signed_in(desk, "Mo", "supervisor"))]
    assert presses(pages[0], "take", specialist=id_of(here, bo)).at == EVERY
    late = presses(pages[1], "take", specialist=id_of(here, ana))
    assert (late.status, "Bo deals with it" in late.page.text) == (409, True)
    late = presses(pages[2], "close")
    assert (late.status, "Bo deals with it" in late.page.text) == (409, True), "Mo did not know that Bo has it"
    assert promises(here) == [("taken", "", 0)]
    pages = [sees_to(kim), sees_to(lee)]
    assert presses(pages[0], "close").at == EVERY
    late = presses(pages[1], "close")
    assert (late.status, "somebody has dealt with it" in late.page.text) == (409, True)
    assert promises(here) == [("kept", "by_staff", 0)]
    assert deeds(here) == [("Kim", "promise_taken"), ("Kim", "promise_closed")]


def test_a_message_is_heard_on_the_page_after_that_is_written_down(here: Town, desk: Desk, kim: Browser) -> None:
    leaves(here, here.caller("Cal"))
    here.passes(40)
    path = sees_to(kim).at
    assert "A message" in kim.page.text and "<audio" not in kim.answer.text
    opened = presses(kim, "listen")
    assert deeds(here) == [("Kim", "message_heard")]
    assert opened.answer.headers["Content-Security-Policy"].endswith("; media-src 'self'")
    (heard,) = [given["src"] or "" for tag, given in opened.page.tags if tag == "audio"]
    whole = kim.client.get(heard, base_url=kim.base)
    assert (whole.status_code, whole.mimetype, whole.data[:4]) == (200, "audio/wav", b"RIFF")
    assert whole.headers["Cache-Control"] == "no-store"
    piece = kim.client.get(heard, base_url=kim.base, headers={"Range": "bytes=4-7"})
    assert (piece.status_code, piece.data) == (206, whole.data[4:8])
    assert deeds(here) == [("Kim", "message_heard")], "once for each hearing"
    lee = signed_in(desk, "Lee", "supervisor")
    others = [heard.replace("until=1", "until=2"), heard[:-1] + "x", heard.partition("&proof")[0], "/console/message"]
    assert [kim.opens(each).status for each in others] == [404] * 4
    assert lee.opens(heard).status == 404, "what was opened is for who opened it"
    here.passes(11 * 60)
    assert kim.opens(heard).status == 404, "and for ten minutes"
    presses(sees_to(kim), "close")
    assert promises(here) == [("kept", "heard", 0)]
    assert kim.opens(path).status == 404


def test_a_message_that_is_being_left_or_not_yet_here_says_so(here: Town, kim: Browser) -> None:
    here.goes_wrong(kind="recording", seconds=3600, times=1)
    leaves(here, here.caller("Cal"))
    promise = here.services.promises.still_open()[0].id
    assert "is being left" in kim.opens(EVERY).page.text
    assert kim.opens(f"{ONE}?promise={promise}").status == 409
    here.passes(40)
    assert "still at the telephone company" in sees_to(kim).page.text
    assert presses(sees_to(kim), "close").at == EVERY


def test_an_alert_is_acknowledged_once_and_told_anew_when_it_happens_again(here: Town, desk: Desk) -> None:
    kim, lee = signed_in(desk, "Kim", "supervisor"), signed_in(desk, "Lee", "supervisor")
    here.caller("Cal").dials().presses("1")
    here.passes(5)
    for browser in (kim, lee):
        assert "found nobody on call" in browser.opens("/console/alerts").page.text
    assert "Nothing that nobody knows of." in confirms(kim, 1).page.text
    late = confirms(lee, 1)
    assert (late.status, "said already that they know" in late.page.text) == (409, True)
    assert deeds(here) == [("Kim", "alert_acknowledged")]
    assert here.services.switchboard.alerts() == []
    here.caller("Dot").dials().presses("1")
    here.passes(5)
    assert "found nobody on call" in kim.opens("/console/alerts").page.text


def test_what_is_promised_is_not_for_specialists(here: Town, desk: Desk) -> None:
    ana = signed_in(desk, "Ana", "specialist")
    asks_back(here.caller("Cal"))
    promise = here.services.promises.still_open()[0].id
    for path in (EVERY, f"{ONE}?promise={promise}", f"/console/message?promise={promise}", "/console/alerts"):
        assert ana.opens(path).status == 403
    assert ana.sends(ONE, promise=promise, do="close", seen="open").status == 403
    assert promises(here) == [("open", "", 0)]
