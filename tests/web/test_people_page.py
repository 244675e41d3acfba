"""A supervisor keeps the roster: who is on it, somebody new, a new PIN."""

import re

import pytest
from sqlalchemy import create_engine, text

from routing.domain.contact import LAST_IN_ORDER, phone_purpose
from tests.web.browser import Browser, invites
from tests.web.doorstep import Doorstep

pytestmark = pytest.mark.usefixtures("records")

PEOPLE, PIN, CHANGE = "/console/people", "/console/pin", "/console/specialist"
LEAVING, CHECK, OWN_CHECK = "/console/leaving", "/console/number-check", "/console/me/number-check"
ANA = {"name": "Ana", "phone": "+1 (202) 555-0121", "language": "es", "skill": "general", "pin": "4821"}


@pytest.fixture
def kim(kim: Browser) -> Browser:
    return kim.opens(PEOPLE)


def deeds(door: Doorstep) -> list[tuple[str, str]]:
    return [(row.deed.what, row.deed.id) for row in door.services.audit.rows() if row.deed.kind == "specialist"]


def test_somebody_is_added_off_call_and_known_to_live_state(door: Doorstep, kim: Browser) -> None:
    assert "Nobody is on the roster yet." in kim.page.text
    kim.sends(PEOPLE, **ANA, order="2", call_out="yes")
    (ana,) = door.services.roster.everyone()
    assert (kim.at, ana.name, ana.languages, ana.skills, ana.order, ana.call_out) == (
        PEOPLE, "Ana", ("es",), ("general",), 2, True,
    )  # fmt: skip
    assert door.services.vault.open(phone_purpose(ana.id), ana.phone) == "+12025550121"
    assert door.services.vault.proves("4821", ana.pin)
    assert door.services.switchboard.specialist(ana.id)["activity"] == "offline"
    for words in ("Ana", "off call", "Spanish", "may be asked", "ends in 21"):
        assert words in kim.page.text
    assert re.search(r'data-name="Order"[^>]*>2<', kim.answer.text)
    assert "5550121" not in kim.answer.text and "555-0121" not in kim.answer.text and "4821" not in kim.answer.text
    assert deeds(door) == [("specialist_added", ana.id)]


def test_sent_again_the_same_form_adds_nobody(door: Doorstep, kim: Browser) -> None:
    for _ in range(2):
        kim.sends(PEOPLE, **ANA)
    assert kim.status == 400 and "There is a specialist Ana already" in kim.page.text
    assert len(door.services.roster.everyone()) == len(deeds(door)) == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": " "}, "is no name"),
        ({"phone": "555 0121"}, "no telephone number in E.164"),
        ({"phone": "+1 900 555 0121"}, "costs whoever calls it"),
        ({"language": "tlh"}, "There is no language tlh"),
        ({"skill": "juggling"}, "There is no skill juggling"),
        ({"pin": "12"}, "That is no PIN"),
        ({"pin": "", "call_out": "yes"}, "answers with a PIN"),
        ({"order": "0"}, f"from 1 to {LAST_IN_ORDER}"),
        ({"order": "²"}, f"from 1 to {LAST_IN_ORDER}"),
    ],
)
def test_what_is_wrong_is_said_and_nobody_added(
    door: Doorstep, kim: Browser, wrong: dict[str, str], words: str
) -> None:
    kim.sends(PEOPLE, **ANA | wrong)
    assert (kim.status, words in kim.page.text) == (400, True)
    assert "0121" not in kim.answer.text
    assert list(door.services.roster.everyone()) == deeds(door) == []


def test_a_new_pin_holds_at_once_and_the_old_one_no_more(door: Doorstep, kim: Browser) -> None:
    kim.sends(PEOPLE, **ANA)
    (ana,) = door.services.roster.everyone()
    kim.opens(f"{PIN}?specialist={ana.id}")
    for pin, again in (("123456", "123457"), ("12a4", "12a4"), ("", "")):
        assert kim.sends(PIN, specialist=ana.id, pin=pin, again=again).status == 400
    assert kim.sends(PIN, specialist=ana.id, pin="123456", again="123456").at == PEOPLE
    (now,) = door.services.roster.everyone()
    proves = door.services.vault.proves
    assert proves("123456", now.pin) and not proves("4821", now.pin)
    assert deeds(door) == [("specialist_added", ana.id), ("pin_set", ana.id)]
    assert kim.sends(PIN, specialist="nobody", pin="123456", again="123456").status == 404


def test_what_somebody_is_asked_for_is_changed_on_record_and_live(door: Doorstep, kim: Browser) -> None:
    kim.sends(PEOPLE, **ANA)
    (ana,) = door.services.roster.everyone()
    for wrong, words in (
        ({"language": "tlh", "skill": "general"}, "There is no language tlh"),
        ({"language": "en"}, "at least one language and one skill"),
        ({"language": "en", "skill": "general", "order": "0"}, "from 1 to"),
    ):
        assert kim.sends(CHANGE, specialist=ana.id, **wrong).status == 400 and words in kim.page.text
    assert [now.languages for now in door.services.roster.everyone()] == [("es",)]
    kim.opens(f"{CHANGE}?specialist={ana.id}")
    kim.sends(CHANGE, specialist=ana.id, language="en", skill="general", order="3", call_out="yes")
    (now,) = door.services.roster.everyone()
    assert (kim.at, now.languages, now.order, now.call_out) == (PEOPLE, ("en",), 3, True)
    record = door.services.switchboard.specialist(ana.id)
    assert (record["languages"], record["order"], record["activity"]) == ("en", "3", "offline")
    assert deeds(door) == [("specialist_added", ana.id), ("specialist_changed", ana.id)]
    assert kim.sends(CHANGE, specialist="nobody", language="en", skill="general").status == 404


def signs_in(door: Doorstep, name: str, specialist: str) -> Browser:
    browser = Browser(door).begins(invites(door, name, "specialist", specialist), name)
    return browser.sends("/console/authenticator/later")


def test_whoever_is_taken_off_is_out_at_the_next_click_and_nothing_of_them_is_left(
    door: Doorstep, kim: Browser
) -> None:
    kim.sends(PEOPLE, **ANA)
    (ana,) = door.services.roster.everyone()
    hers = signs_in(door, "Ana", ana.id)
    assert hers.opens("/console/me").at == "/console/me"
    kim.opens(f"{LEAVING}?specialist={ana.id}")
    assert "They supervise as before" not in kim.page.text and door.services.roster.everyone()
    assert kim.sends(LEAVING, specialist=ana.id).at == PEOPLE
    assert hers.opens("/console/me").at == "/console/sign-in"
    assert hers.signs_in("Ana").at == "/console/sign-in" and not hers.is_in()
    assert "Ana" not in kim.page.text and not door.services.roster.everyone()
    assert not door.services.switchboard.specialist(ana.id)
    assert deeds(door) == [("specialist_added", ana.id), ("specialist_removed", ana.id)]
    assert kim.sends(LEAVING, specialist=ana.id).status == 404
    assert len(deeds(door)) == 2, "somebody who is gone already is nothing to write down"


def test_whoever_supervises_leaves_the_roster_alone(door: Doorstep, kim: Browser) -> None:
    kim.sends(PEOPLE, **ANA)
    (ana,) = door.services.roster.everyone()
    invites(door, "Ana", "supervisor", ana.id)
    assert "They supervise as before" in kim.opens(f"{LEAVING}?specialist={ana.id}").page.text
    kim.sends(LEAVING, specialist=ana.id)
    user = door.services.users.named("Ana")
    assert (user.specialist, user.ended_at) == ("", 0)


def code_sent(door: Doorstep) -> str:
    """The code of the latest text that waits to be sent."""
    s = door.services
    (latest,) = [text for text in s.switchboard.unsent() if text.startswith("code-")][-1:]
    words = s.vault.open("text", s.switchboard.sending(text=latest)["words"])
    s.switchboard.text_news(latest, "sent")
    return next(iter(re.findall(r"\b[0-9]{6}\b", words)))


def test_a_number_is_rung_once_its_owner_has_told_the_code(door: Doorstep, kim: Browser) -> None:
    kim.sends(PEOPLE, **ANA)
    (ana,) = door.services.roster.everyone()
    live = door.services.switchboard
    assert "nobody rings it" in kim.page.text and live.specialist(ana.id)["queues"] == ""
    kim.opens(f"{CHECK}?specialist={ana.id}").sends(CHECK, specialist=ana.id, do="send")
    assert "on its way" in kim.page.text and "5550121" not in kim.answer.text
    code = code_sent(door)
    kept = [door.redis.dump(key) or b"" for key in door.redis.keys("*")]
    assert not [each for each in kept if code.encode() in each], "the code itself is kept nowhere"
    (digest,) = door.redis.keys("*digest:code:*")
    assert 0 < door.redis.ttl(digest) <= 600
    assert kim.sends(CHECK, specialist=ana.id, do="tell", code="000000" if code != "000000" else "1").status == 400
    assert not door.services.roster.of(ana.id).verified_at
    assert kim.sends(CHECK, specialist=ana.id, do="tell", code=f" {code} ").at == PEOPLE
    assert door.services.roster.of(ana.id).verified_at and "nobody rings it" not in kim.page.text
    assert live.specialist(ana.id)["queues"] and not door.redis.keys("*digest:code:*")
    assert deeds(door)[1:] == [("code_sent", ana.id), ("number_verified", ana.id)]


def test_a_code_is_of_one_person_and_holds_once(door: Doorstep, kim: Browser) -> None:
    kim.sends(PEOPLE, **ANA).sends(PEOPLE, **ANA | {"name": "Bo", "phone": "+12025550122"})
    ana, bo = door.services.roster.everyone()
    hers = signs_in(door, "Ana", ana.id)
    assert "Nobody rings you yet." in hers.opens("/console/me").page.text
    hers.opens(OWN_CHECK).sends(OWN_CHECK, do="send")
    code = code_sent(door)
    assert kim.sends(CHECK, specialist=bo.id, do="tell", code=code).status == 400
    hers.sends(OWN_CHECK, do="tell", code=code, specialist=bo.id)
    assert hers.at == "/console/me" and "Nobody rings you yet." not in hers.page.text
    assert [bool(person.verified_at) for person in door.services.roster.everyone()] == [True, False]


def test_a_code_by_call_is_asked_for_on_the_page_and_sealed_till_it_is_told(door: Doorstep, kim: Browser) -> None:
    kim.sends(PEOPLE, **ANA)
    (ana,) = door.services.roster.everyone()
    kim.opens(f"{CHECK}?specialist={ana.id}").sends(CHECK, specialist=ana.id, do="call")
    assert kim.status == 200 and "rings in a moment" in kim.page.text and not door.services.switchboard.unsent()
    (key,) = door.redis.keys("*code_call:*")
    record = {name.decode(): value.decode() for name, value in door.redis.hgetall(key).items()}
    code = door.services.vault.open("code", record["code"])
    assert 0 < door.redis.ttl(key) <= 600 and record["language"] == "es"
    assert code.isdigit() and not [each for each in record.values() if code in each or "5550121" in each]
    assert kim.sends(CHECK, specialist=ana.id, do="tell", code=code).at == PEOPLE
    assert door.services.roster.of(ana.id).verified_at
    assert deeds(door)[1:] == [("code_called", ana.id), ("number_verified", ana.id)]


def test_codes_and_guesses_are_few(door: Doorstep, kim: Browser) -> None:
    kim.sends(PEOPLE, **ANA)
    (ana,) = door.services.roster.everyone()
    sent = [kim.sends(CHECK, specialist=ana.id, do=do).status for do in ("send", "call", "send", "call")]
    assert sent == [200, 200, 200, 429]
    code = code_sent(door)
    wrong = f"{(int(code) + 1) % 10**6:06}"
    told = [kim.sends(CHECK, specialist=ana.id, do="tell", code=each).status for each in (*[wrong] * 5, code)]
    assert told == [400] * 5 + [429]
    assert not door.services.roster.of(ana.id).verified_at


def test_without_the_audit_nothing_is_done(door: Doorstep, kim: Browser) -> None:
    with create_engine(door.settings.database_url).begin() as database:
        database.execute(text("ALTER TABLE audit RENAME TO gone"))
    assert kim.sends(PEOPLE, **ANA).status == 503
    assert not door.services.roster.everyone()


def test_a_specialist_does_not_come_to_the_roster(door: Doorstep, kim: Browser) -> None:
    kim.sends(PEOPLE, **ANA)
    ana = Browser(door).begins(invites(door, "Ana", "specialist"), "Ana")
    ana.sends("/console/authenticator/later")
    for path in (PEOPLE, PIN, CHANGE, LEAVING, CHECK):
        assert ana.opens(path).status == 403 and "This page is for supervisors." in ana.page.text
