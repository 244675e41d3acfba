"""A supervisor listens to a call, advises the specialist, or joins the two: who hears whom, at each moment."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from routing.flow import listener
from routing.services import AtWork
from tests.stories.killed import Killed
from tests.stories.test_live import Desk, confirms, desk, follows, sees, signed_in
from tests.stories.town import Phone, Town, town
from tests.web.browser import Browser

__all__ = ["desk"]  # a fixture
WHY = "first week on the line"


def lets(listen: str) -> Callable[[AtWork], AtWork]:
    def change(services: AtWork) -> AtWork:
        line = replace(services.config.lines["main"], listen=listen)
        return replace(services, config=replace(services.config, lines={"main": line}))

    return change


@pytest.fixture
def here(tmp_path: Path, redis_url: str, request: pytest.FixtureRequest) -> Iterator[Town]:
    with town(tmp_path, redis_url, lets(getattr(request, "param", "barge"))) as made:
        yield made


@pytest.fixture
def lou(here: Town) -> Phone:
    """Lou's telephone: she is off call, and a supervisor too."""
    return here.specialist("Lou", activity="")


def supervises(here: Town, desk: Desk, name: str) -> Browser:
    """Sign in a supervisor who is on the roster too."""
    return signed_in(desk, name, "supervisor", here.services.roster.named(name).id)


@pytest.fixture
def page(here: Town, desk: Desk, lou: Phone) -> Browser:
    return supervises(here, desk, "Lou")


@pytest.fixture
def talk(here: Town, caller: Phone, ana: Phone) -> Phone:
    """Ana and the caller talk."""
    caller.dials().presses("1")
    here.passes(12)
    ana.answers().presses("1")
    here.passes(6)
    assert ana.talks_to(caller)
    return caller


def hears(*phones: Phone) -> list[set[str]]:
    """Whom each hears."""
    return [phone.talks_with for phone in phones]


def asks(page: Browser, how: str = "listen", which: int = 0) -> Browser:
    return confirms(follows(page, "/listen?"), which, how=how, why=WHY)


def listens(here: Town, page: Browser, lou: Phone, how: str = "listen") -> None:
    """Lou listens."""
    asks(page, how)
    assert lou.rings_within(3)
    lou.answers()
    assert lou.hears("listen_prompt") and not lou.talks_with
    lou.presses("1")
    here.passes(8)


def test_a_supervisor_listens_advises_joins_and_leaves_the_two_alone(
    here: Town, talk: Phone, ana: Phone, lou: Phone, page: Browser
) -> None:
    assert talk.hears("putting_in_line", disclosure=here.phrase("may_barge"))
    listens(here, page, lou)
    assert ana.hears("listener_comes") and not talk.hears("listener_comes")
    assert hears(talk, ana, lou) == [{"Ana"}, {"Cal"}, {"Ana", "Cal"}]
    assert "Lou listens" in sees(page, "talking")

    asks(page, "whisper", which=1)
    here.passes(2)
    assert hears(talk, ana, lou) == [{"Ana"}, {"Cal", "Lou"}, {"Ana", "Cal"}]

    asks(page, "barge", which=1)
    here.passes(1)
    assert talk.hears("listener_joins") and ana.hears("listener_joins")
    assert hears(talk, ana, lou) == [{"Ana"}, {"Cal"}, {"Ana", "Cal"}]
    here.passes(6)
    assert hears(talk, ana, lou) == [{"Ana", "Lou"}, {"Cal", "Lou"}, {"Ana", "Cal"}]

    asks(page, "listen", which=1)
    here.passes(1)
    assert hears(talk, ana, lou) == [{"Ana"}, {"Cal"}, {"Ana", "Cal"}]
    lou.hangs_up()
    here.passes(3)
    assert ana.talks_to(talk) and "Lou" not in sees(page, "talking")
    assert [row.deed.what for row in here.services.audit.rows() if row.deed.what.startswith("listening")] == [
        "listening_begun", "listening_as_whisper", "listening_as_barge", "listening_as_listen", "listening_ended",
    ]  # fmt: skip
    assert here.closes() == ["bridged"]


@pytest.mark.parametrize("who", ["caller", "specialist"])
def test_when_either_hangs_up_nobody_is_left_with_the_listener(
    here: Town, talk: Phone, ana: Phone, lou: Phone, page: Browser, who: str
) -> None:
    listens(here, page, lou, "barge")
    here.passes(6)
    assert hears(talk, ana, lou) == [{"Ana", "Lou"}, {"Cal", "Lou"}, {"Ana", "Cal"}]
    (talk if who == "caller" else ana).hangs_up()
    assert hears(talk, ana, lou) == [set(), set(), set()]
    here.passes(10)
    assert lou.hears("listen_over") and lou.idle
    assert talk.idle if who == "caller" else talk.hears("cut_off")


def test_a_hold_ends_it_and_whoever_is_told_of_the_call_is_not_listened_to(
    here: Town, talk: Phone, ana: Phone, bo: Phone, lou: Phone, page: Browser
) -> None:
    listens(here, page, lou)
    ana.presses("*")
    here.passes(1)
    assert not lou.talks_with
    here.passes(10)
    assert lou.idle and talk.hears("hold_begins")
    assert follows_none(page)
    ana.presses("2").presses("1")
    bo.answers().presses("1")
    here.passes(14)
    assert ana.talks_to(bo) and not talk.talks_with
    ana.hangs_up()
    here.passes(8)
    assert bo.talks_to(talk)
    listens(here, page, lou, "whisper")
    assert hears(talk, bo, lou) == [{"Bo"}, {"Cal", "Lou"}, {"Bo", "Cal"}]


def follows_none(page: Browser) -> bool:
    return "/listen?" not in page.opens("/console").answer.text


def test_who_does_not_press_1_hears_nothing_and_may_listen_later(
    here: Town, talk: Phone, ana: Phone, lou: Phone, page: Browser
) -> None:
    lou.behaves("machine")
    asks(page)
    here.passes(40)
    assert lou.idle and ana.talks_to(talk) and not ana.hears("listener_comes")
    lou.behaves("person")
    listens(here, page, lou)
    assert lou.talks_with == {"Ana", "Cal"}


def test_of_two_supervisors_one_listens_and_the_other_is_told(
    here: Town, talk: Phone, desk: Desk, lou: Phone, page: Browser
) -> None:
    sue = here.specialist("Sue", activity="")
    other = supervises(here, desk, "Sue")
    shown = follows(other, "/listen?")
    asks(page)
    assert (
        confirms(shown, how="listen", why=WHY).status == 409 and "Lou listens to this call already" in other.page.text
    )
    assert follows(other, "/listen?").status == 409
    here.passes(3)
    assert lou.rings and not sue.rings


def test_who_listens_is_offered_nobody_and_is_again_after(
    here: Town, talk: Phone, ana: Phone, lou: Phone, page: Browser
) -> None:
    listens(here, page, lou)
    here.becomes("Lou", "available")
    dee = here.caller("Dee").dials().presses("1")
    here.passes(5)
    assert lou.talks_with == {"Ana", "Cal"}
    lou.hangs_up()
    assert lou.rings_within(5)
    lou.answers().presses("1")
    here.passes(5)
    assert lou.talks_to(dee)


def test_a_telephone_in_a_call_is_not_rung_to_listen(
    here: Town, talk: Phone, ana: Phone, lou: Phone, page: Browser
) -> None:
    shown = follows(page, "/listen?")
    here.becomes("Lou", "available")
    here.caller("Dee").dials().presses("1")
    assert lou.rings_within(3)
    assert confirms(shown, how="listen", why=WHY).status == 409 and "is in a call" in page.page.text
    assert here.rings(lou) == 1


def test_without_a_telephone_on_the_roster_nothing_is_offered(here: Town, talk: Phone, desk: Desk) -> None:
    kim = signed_in(desk, "Kim", "supervisor")
    assert follows(kim, "/listen?").status == 409 and "on the roster" in kim.page.text


def test_a_number_that_is_not_known_to_be_theirs_is_not_rung_to_listen(here: Town, talk: Phone, desk: Desk) -> None:
    may = here.specialist("May", activity="", verified_at=0)
    page = supervises(here, desk, "May")
    assert follows(page, "/listen?").status == 409
    here.passes(10)
    assert not may.rings


@pytest.mark.parametrize("here", ["no"], indirect=True)
def test_where_the_line_does_not_allow_it_nobody_is_told_nor_listened_to(
    here: Town, talk: Phone, lou: Phone, page: Browser
) -> None:
    assert not any("supervisor" in said for said in talk.heard) and follows_none(page)
    (contact,) = [key.decode() for key in here.redis.zrange("{helpline}:contacts", 0, -1)]
    config = here.services.config
    vars(here.services)["config"] = replace(config, lines={"main": replace(config.lines["main"], listen="barge")})
    assert page.opens(f"/console/listen?contact={contact}").status == 409  # this caller was not told


@pytest.mark.parametrize("here", ["listen"], indirect=True)
def test_nobody_goes_further_than_the_caller_was_told(here: Town, talk: Phone, lou: Phone, page: Browser) -> None:
    follows(page, "/listen?")
    assert "whisper" not in page.answer.text
    assert confirms(page, how="barge", why=WHY).status == 400
    here.passes(3)
    assert lou.idle


def test_who_is_connected_before_the_sentence_is_over_is_not_listened_to(
    here: Town, caller: Phone, ana: Phone, lou: Phone, page: Browser
) -> None:
    caller.dials().presses("1")
    ana.answers().presses("1")
    here.passes(8)
    assert ana.talks_to(caller) and follows_none(page)


def test_a_call_back_is_not_listened_to(here: Town, caller: Phone, lou: Phone, page: Browser) -> None:
    caller.texts("TALK").texts("CALL").texts("yes")
    ana = here.specialist("Ana")
    if ana.rings_within(60):
        ana.answers().presses("1")
        assert caller.rings_within(10)
        caller.answers().presses("1")
        here.passes(6)
        assert ana.talks_to(caller) and follows_none(page)


@pytest.mark.parametrize("request_", ["ring", "announce_to", "hush", "coach", "unmute"])
def test_a_worker_that_is_killed_leaves_nobody_heard_who_should_not_be(
    here: Town, talk: Phone, ana: Phone, lou: Phone, page: Browser, request_: str
) -> None:
    with dying(here, request_):
        listens(here, page, lou, "whisper")
        here.passes(30)
    assert hears(talk, ana, lou) == [{"Ana"}, {"Cal", "Lou"}, {"Ana", "Cal"}]
    assert here.rings(lou) == 1


@contextmanager
def dying(here: Town, what: str) -> Iterator[None]:
    """Have a worker be killed once, when it has made one request of its carrier."""
    carrier, made = here.services.carrier, getattr(here.services.carrier, what)
    dead: list[str] = []

    def dies(*args: str) -> object:
        result = made(*args)
        if not dead:
            dead.append(what)
            raise Killed
        return result

    vars(carrier)[what] = dies
    yield
    del vars(carrier)[what]
    assert dead


def test_when_news_of_the_leg_is_lost_it_is_found_out(
    here: Town, talk: Phone, ana: Phone, lou: Phone, page: Browser
) -> None:
    listens(here, page, lou)
    here.goes_wrong(kind="hooks", mode="lose", match="/listen/", times=9)
    lou.hangs_up()
    here.goes_wrong(kind="clear")
    here.passes(130)
    assert ana.talks_to(talk) and "Lou" not in sees(page, "talking")


def test_live_state_that_is_away_strands_nobody(here: Town, talk: Phone, ana: Phone, lou: Phone, page: Browser) -> None:
    listens(here, page, lou)
    with here.without_live_state():
        talk.hangs_up()
        here.passes(8)
        assert not lou.talks_with and not ana.talks_with
    here.passes(30)
    assert lou.idle


def test_webhooks_that_come_twice_have_their_effect_once(
    here: Town, talk: Phone, ana: Phone, lou: Phone, page: Browser
) -> None:
    here.goes_wrong(kind="hooks", mode="double", match="/listen/", times=30)
    listens(here, page, lou, "whisper")
    assert hears(talk, ana, lou) == [{"Ana"}, {"Cal", "Lou"}, {"Ana", "Cal"}]
    lou.hangs_up()
    here.passes(5)
    rows = [row.deed for row in here.services.audit.rows() if row.deed.what == "listening_ended"]
    assert [(deed.kind, deed.why) for deed in rows] == [("contact", "hung_up")]


def test_who_comes_when_the_bridge_has_just_ended_is_let_go_and_begins_no_other(
    here: Town, talk: Phone, ana: Phone, lou: Phone, page: Browser
) -> None:
    listens(here, page, lou)
    (contact,) = here.contacts()
    late = listener.stands(here.services, contact["listener"])
    leg = lou.state["call"]["sid"]
    ana.presses("*")
    here.services.carrier.move(leg, late)  # as if its document had come only now
    here.settle()
    here.passes(3)
    ana.presses("1")
    for _ in range(9):
        here.passes(1)
        assert not lou.talks_with
    assert lou.idle and talk.talks_to(ana)


@pytest.mark.parametrize("seed", range(3))
def test_whatever_they_do_nobody_hears_or_is_heard_who_should_not_be(
    here: Town, talk: Phone, ana: Phone, lou: Phone, page: Browser, seed: int
) -> None:
    chance = random.Random(seed)
    acts = [
        lambda: lou.answers() if lou.rings else None if lou.idle else lou.presses("1"),
        lambda: does(page, chance.choice(["listen", "whisper", "barge"])),
        lambda: ana.presses(chance.choice("*1")),
        lambda: lou.hangs_up() if lou.talks_with else None,
    ]
    for _ in range(25):
        chance.choices(acts, [5, 4, 1, 1])[0]()
        here.passes(chance.choice([1, 2, 6]))
        assert talk.talks_with <= {"Ana", "Lou"}
        if lou.talks_with:
            assert lou.talks_with == {"Ana", "Cal"} and {"Ana"} <= talk.talks_with and {"Cal"} <= ana.talks_with
            assert ana.hears("listener_comes")
        if "Lou" in talk.talks_with:
            assert talk.hears("listener_joins")


def does(page: Browser, how: str) -> None:
    """Do what the page lets a supervisor do now, if anything."""
    page.opens("/console")
    links = [given["href"] for tag, given in page.page.tags if tag == "a" and "/listen?" in given["href"]]
    if links and page.opens(links[0]).status == 200:
        confirms(page, page.answer.text.count("<form") - 1, how=how, why=WHY)


def test_when_the_network_refuses_their_call_the_supervisor_may_ask_again(
    here: Town, talk: Phone, ana: Phone, lou: Phone, page: Browser
) -> None:
    here.goes_wrong(kind="rest", match="POST /Calls.json", status=500, times=1)
    asks(page)
    here.passes(20)
    assert not lou.rings and "Lou" not in sees(page, "talking")
    listens(here, page, lou)
    assert lou.talks_with == {"Ana", "Cal"}
