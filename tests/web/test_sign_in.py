"""People sign in to the pages: with what proves them, and with nothing else."""

import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from routing import rotation
from routing.domain.user import HOUR, MINUTE
from routing.store import keys
from routing.store.records.migrating import migrate
from routing.store.vault import Vault
from tests.web.browser import PASSWORD, Browser, invites
from tests.web.doorstep import Doorstep

Build = Callable[..., Doorstep]


@pytest.fixture
def door(build: Build) -> Doorstep:
    made = build()
    migrate(made.settings.database_url)
    return made


@pytest.fixture
def kim(door: Doorstep) -> Browser:
    """Kim, a supervisor, who is in."""
    browser = Browser(door).begins(invites(door))
    browser.codes = browser.sets_authenticator()
    return browser


def later(door: Doorstep, ms: int) -> None:
    door.redis.incrby(keys.CLOCK_OFFSET, ms)


def deeds(door: Doorstep) -> list[str]:
    return [row.deed.what for row in door.services.audit.rows()]


def test_a_supervisor_begins_with_a_code_chooses_a_password_and_sets_up_an_authenticator(door: Doorstep) -> None:
    code = invites(door)
    browser = Browser(door).opens("/console")
    assert browser.at == "/console/sign-in"
    browser.opens("/console/welcome").sends("/console/welcome", name="kim", code=code.lower().replace("-", " "))
    assert browser.at == "/console/password"
    assert not browser.is_in()
    browser.opens("/console/password").sends("/console/password", new=PASSWORD, again=PASSWORD)
    assert browser.at == "/console/authenticator"
    assert "Not now" not in browser.page.text and ("svg" in [tag for tag, _ in browser.page.tags])
    assert browser.sends("/console/authenticator/later").at == "/console/authenticator", "a supervisor needs one"
    assert len(set(browser.sets_authenticator())) == 8
    assert browser.is_in()
    assert "Kim , supervisor" in browser.page.text
    assert deeds(door) == ["password_set", "authenticator_set", "signed_in"]


def test_a_specialist_may_go_without_an_authenticator(door: Doorstep) -> None:
    browser = Browser(door).begins(invites(door, "Ana", "specialist"), "Ana").sends("/console/authenticator/later")
    assert browser.is_in()
    assert Browser(door).signs_in("Ana").is_in()


def test_signing_in_takes_the_password_and_then_a_code(door: Doorstep, kim: Browser) -> None:
    again = Browser(door)
    again.secret = kim.secret
    assert again.signs_in().at == "/console/code"
    assert not again.is_in()
    assert again.opens("/console/code").sends("/console/code", code=kim.shows()).status == 400, "it was used already"
    assert again.sends("/console/code", code="000000").status == 400
    again.sends("/console/code", code=kim.shows(30))
    assert again.is_in()
    assert deeds(door)[-1] == "signed_in"


def test_a_recovery_code_lets_in_once(door: Doorstep, kim: Browser) -> None:
    for lets_in in (True, False):
        again = Browser(door).signs_in().sends("/console/code", code=kim.codes[0].lower())
        assert again.is_in() == lets_in
    assert deeds(door)[-2:] == ["recovery_code_used", "signed_in"]


def test_an_invitation_holds_once_and_for_a_day(door: Doorstep) -> None:
    code = invites(door)
    first, second = Browser(door), Browser(door)
    for browser in (first, second):
        browser.opens("/console/welcome").sends("/console/welcome", name="Kim", code=code)
    first.sends("/console/password", new=PASSWORD, again=PASSWORD)
    assert second.sends("/console/password", new="another good one", again="another good one").at == "/console/sign-in"
    assert Browser(door).signs_in("Kim", "another good one").status == 400
    assert Browser(door).opens("/console/welcome").sends("/console/welcome", name="Kim", code=code).status == 400
    late = invites(door, "Lee")
    later(door, 24 * HOUR + 1)
    assert Browser(door).opens("/console/welcome").sends("/console/welcome", name="Lee", code=late).status == 400


@pytest.mark.parametrize(
    ("new", "again", "lacks"),
    [
        ("short", "short", "too short"),
        ("kim is my name!", "kim is my name!", "easy to guess"),
        ("aaaaaaaaaaaaa", "aaaaaaaaaaaaa", "easy to guess"),
        ("x" * 100 + "abcdefg" * 20, "x", "too long"),
        (PASSWORD, PASSWORD + "!", "not the same"),
    ],
)
def test_a_password_that_will_not_do_says_why(door: Doorstep, new: str, again: str, lacks: str) -> None:
    browser = Browser(door).opens("/console/welcome").sends("/console/welcome", name="Kim", code=invites(door))
    browser.sends("/console/password", new=new, again=again)
    assert (browser.status, lacks in browser.page.text) == (400, True)
    assert door.services.users.everyone()[0].password == ""


def test_unknown_wrong_invited_and_deactivated_are_answered_byte_for_byte_alike(door: Doorstep, kim: Browser) -> None:
    invites(door, "Lee")
    ended = Browser(door).begins(invites(door, "Bo"), "Bo")
    door.services.users.deactivate(next(user.id for user in door.services.users.everyone() if user.name == "Bo"), 1)
    assert not ended.is_in()
    browser = Browser(door).opens("/console/sign-in")
    answers = {
        name: browser.sends("/console/sign-in", name=name, password=given).answer
        for name, given in (("Kim", "not the password"), ("Nobody", PASSWORD), ("Lee", PASSWORD), ("Bo", PASSWORD))
    }
    assert {answer.status_code for answer in answers.values()} == {400}
    assert len({answer.data for answer in answers.values()}) == 1
    assert len({str(answer.headers) for answer in answers.values()}) == 1


def test_unknown_and_wrong_take_as_long(door: Doorstep, kim: Browser) -> None:
    browser = Browser(door).opens("/console/sign-in")

    def takes(name: str) -> float:
        began = time.process_time()
        browser.sends("/console/sign-in", name=name, password="not the password")
        return time.process_time() - began

    theirs, nobodys = (min(takes(name) for _ in range(4)) for name in ("Kim", "Nobody"))
    assert 0.5 < theirs / nobodys < 2


def test_guesses_are_throttled_for_a_name_whether_or_not_it_is_somebodys(door: Doorstep, kim: Browser) -> None:
    for name in ("Kim", "Nobody"):
        browsers = [Browser(door, f"198.51.100.{n}").signs_in(name, "wrong wrong wrong") for n in range(11)]
        assert [browser.status for browser in browsers] == [400] * 10 + [429], name
    assert Browser(door, "198.51.100.99").signs_in().status == 429, "also with the right one"
    # Nobody is kept out by them who has signed in with this browser before; others, for a quarter of an hour.
    kim.opens("/console").sends("/console/sign-out")
    assert kim.signs_in().at == "/console/code"
    later(door, 15 * MINUTE + 1)
    assert Browser(door, "198.51.100.99").signs_in().at == "/console/code"


def test_guesses_are_throttled_for_an_address_and_its_neighbours(door: Doorstep, kim: Browser) -> None:
    tries = [Browser(door, f"2001:db8::{n}").signs_in(f"Name{n}", "wrong").status for n in range(51)]
    assert tries == [400] * 50 + [429]
    assert Browser(door, "2001:db8:0:1::1").signs_in("Another", "wrong").status == 400


def test_who_is_right_is_not_counted(door: Doorstep, kim: Browser) -> None:
    assert [Browser(door).signs_in().at for _ in range(12)] == ["/console/code"] * 12


def test_behind_a_proxy_the_address_is_the_one_that_it_names_last(door: Doorstep, kim: Browser) -> None:
    def tries(named: str) -> int:
        browser = Browser(door, "127.0.0.1")
        browser.client.environ_base["HTTP_X_FORWARDED_FOR"] = named
        return browser.signs_in(f"Name{named[-2:]}{time.monotonic()}", "wrong").status

    assert [tries(f"10.9.8.{n}, 198.51.100.7") for n in range(51)][-1] == 429
    assert tries("198.51.100.8") == 400
    outside = Browser(door, "198.51.100.7")
    outside.client.environ_base["HTTP_X_FORWARDED_FOR"] = "198.51.100.9"
    assert outside.signs_in("Another", "wrong").status == 429, "who is no proxy names nobody"


def test_codes_are_throttled(door: Doorstep, kim: Browser) -> None:
    again = Browser(door).signs_in()
    tried = [again.sends("/console/code", code="12345x").status for _ in range(11)]
    assert tried == [400] * 10 + [429]
    assert again.sends("/console/code", code=kim.shows(30)).status == 429
    later(door, 15 * MINUTE + 1)
    again.signs_in().sends("/console/code", code=kim.shows())
    assert again.is_in()


@pytest.mark.parametrize("ms", [30 * MINUTE + 1, 12 * HOUR + 1])
def test_a_session_ends_when_it_is_not_used_and_after_twelve_hours_in_any_case(
    door: Doorstep, kim: Browser, ms: int
) -> None:
    passed = 0
    while ms > HOUR and passed + 20 * MINUTE < ms - MINUTE:
        later(door, 20 * MINUTE)
        passed += 20 * MINUTE
        assert kim.is_in()
    later(door, ms - passed)
    assert not kim.is_in()
    assert kim.at == "/console/sign-in"


def test_a_session_ends_with_deactivation_and_reset(door: Doorstep, kim: Browser) -> None:
    user = door.services.users.everyone()[0]
    door.services.users.invite(user.id, "x", 0)
    assert not kim.is_in()
    assert Browser(door).signs_in().status == 400


def test_signing_out_ends_the_session_itself_not_the_cookie_alone(door: Doorstep, kim: Browser) -> None:
    held = kim.client.get_cookie("__Host-helpline-session", domain="help.example.org")
    kim.opens("/console").sends("/console/sign-out")
    assert kim.at == "/console/sign-in"
    kim.client.set_cookie("__Host-helpline-session", held.value, domain="help.example.org")
    assert not kim.is_in()
    assert deeds(door)[-1] == "signed_out"


def test_the_browsers_secret_is_another_after_each_step(door: Doorstep, kim: Browser) -> None:
    def held(browser: Browser) -> str:
        return browser.client.get_cookie("__Host-helpline-session", domain="help.example.org").value

    again = Browser(door).opens("/console/sign-in")
    secrets = [held(again)]
    secrets.append(held(again.sends("/console/sign-in", name="Kim", password=PASSWORD)))
    secrets.append(held(again.sends("/console/code", code=kim.shows(30))))
    assert len(set(secrets)) == 3
    live = str(list(door.redis.scan_iter("*")))
    assert not [secret for secret in secrets if secret in live], "only digests are kept"
    for old in secrets[:2]:
        other = Browser(door)
        other.client.set_cookie("__Host-helpline-session", old, domain="help.example.org")
        assert not other.is_in()


def test_a_new_password_takes_the_old_one_and_ends_other_sessions(door: Doorstep, kim: Browser) -> None:
    other = Browser(door).signs_in().sends("/console/code", code=kim.shows(30))
    assert other.is_in()
    kim.opens("/console/password")
    assert (
        kim.sends("/console/password", old="not the old one", new="a new good phrase", again="a new good phrase").status
        == 400
    )
    kim.sends("/console/password", old=PASSWORD, new="a new good phrase", again="a new good phrase")
    assert kim.is_in()
    assert not other.is_in()
    assert Browser(door).signs_in().status == 400
    assert Browser(door).signs_in("Kim", "a new good phrase").at == "/console/code"


def test_a_new_authenticator_takes_the_password_and_replaces_the_old(door: Doorstep, kim: Browser) -> None:
    old = kim.secret
    kim.opens("/console/authenticator")
    assert kim.sets_authenticator(password="not the password") == []
    assert kim.status == 400
    codes = kim.sets_authenticator(password=PASSWORD)
    assert len(codes) == 8 and kim.secret != old
    assert kim.is_in()
    assert not Browser(door).signs_in().sends("/console/code", code=kim.codes[0]).is_in()
    assert Browser(door).signs_in().sends("/console/code", code=codes[0]).is_in()


def test_a_password_never_reaches_the_records_or_live_state(door: Doorstep, kim: Browser) -> None:
    live, database = door.written()
    kept = f"{live} {database}"
    assert PASSWORD not in kept
    assert kim.secret.hex() not in kept
    assert not [code for code in kim.codes if code in kept or code.replace("-", "") in kept]
    assert "$argon2id$" in kept


def test_nothing_is_kept_of_a_browser_that_has_proved_nothing(door: Doorstep) -> None:
    before = set(door.redis.scan_iter("*"))
    for _ in range(5):
        Browser(door).opens("/console").opens("/console/sign-in").opens("/console/welcome")
    assert set(door.redis.scan_iter("*")) == before


@pytest.mark.parametrize(
    "gone", [{"REDIS_URL": "redis://127.0.0.1:1"}, {"DATABASE_URL": "postgresql://x@127.0.0.1:1/x"}]
)
def test_without_live_state_or_records_a_page_says_so(build: Build, gone: dict[str, str]) -> None:
    browser = Browser(build(**gone))
    browser.opens("/console/sign-in")
    assert browser.status == 200, "the form needs neither"
    browser.sends("/console/sign-in", name="Kim", password=PASSWORD)
    assert (browser.status, "do not answer" in browser.page.text) == (503, True)


def test_on_this_machine_a_cookie_goes_without_https_and_elsewhere_no_password_does(build: Build) -> None:
    here = Browser(build(PUBLIC_URL="http://localhost:8000"), base="http://localhost:8000").opens("/console/sign-in")
    assert here.status == 200
    cookie = here.answer.headers["Set-Cookie"]
    assert cookie.startswith("helpline-session=") and "Secure" not in cookie
    assert "Strict-Transport-Security" not in here.answer.headers
    there = Browser(build(PUBLIC_URL="http://help.example.org"), base="http://help.example.org")
    assert there.opens("/console/sign-in").status == 403
    assert "https" in there.page.text


def test_an_authenticator_is_moved_to_a_new_key_and_its_codes_go_on(door: Doorstep, kim: Browser) -> None:
    old, new = door.settings.keys()[0], "B" * 43
    rotation.move(replace(door.services, vault=Vault((new, old))))
    door.becomes(replace(door.services, vault=Vault((new,))))
    browser = Browser(door)
    assert browser.signs_in().at == "/console/code"
    assert browser.sends("/console/code", code=kim.shows(30)).is_in()
    kim.client.application = door.app
    assert not kim.is_in(), "who was signed in signs in again"


def test_a_form_that_is_none_of_ours_is_refused_whatever_its_letters(door: Doorstep) -> None:
    browser = Browser(door).opens("/console/sign-in").sends("/console/sign-in", form="señal", name="kim", password="x")
    assert browser.status == 400
