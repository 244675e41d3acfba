"""What supervisors do about somebody who waits: move them, or end the wait, whoever else acts meanwhile."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from routing.flow import supervising
from tests.stories.talking import asks_to_write, by_phone, said
from tests.stories.test_callback import asks_back, becomes, promises
from tests.stories.test_live import Desk, confirms, deeds, desk, follows, kim, sees, signed_in
from tests.stories.town import Phone, Town, town
from tests.web.browser import Browser

__all__ = ["desk", "kim"]  # fixtures
SPANISH = "main.general.es"


@pytest.fixture
def here(tmp_path: Path, redis_url: str) -> Iterator[Town]:
    with town(tmp_path, redis_url, by_phone()) as made:
        yield becomes(made, 12)


def test_who_is_moved_is_put_to_the_other_queue_with_the_wait_so_far(here: Town, caller: Phone, kim: Browser) -> None:
    caller.dials().presses("1")
    here.passes(90)
    late = here.caller("Dee").dials().presses("8").presses("1")  # in Spanish
    confirms(follows(kim, "/move?"))
    assert deeds(here) == ["contact_moved"] and "general, Spanish 2 1 min 3" in sees(kim, "queues")
    assert "next" in sees(kim, "waiting") and "place 2" in sees(kim, "waiting")
    eva = here.specialist("Eva", "es").answers().presses("1")
    here.passes(10)
    assert eva.talks_to(caller) and not eva.talks_to(late)


def test_of_two_supervisors_the_second_hears_what_the_first_did(
    here: Town, desk: Desk, caller: Phone, kim: Browser
) -> None:
    lou = signed_in(desk, "Lou", "supervisor")
    caller.dials().presses("1")
    ends, moves = follows(lou, "/end?"), follows(kim, "/move?")
    assert confirms(moves).at == "/console"
    assert confirms(ends).status == 409
    assert "waits in the queue general, Spanish" in lou.page.text
    moves = follows(kim, "/move?")
    confirms(follows(lou, "/end?"))
    assert confirms(moves).status == 409 and "A supervisor has ended this wait" in kim.page.text
    assert deeds(here) == ["contact_moved", "contact_ended"]


def test_of_two_at_the_same_moment_one_acts(here: Town, desk: Desk, caller: Phone, kim: Browser) -> None:
    caller.dials().presses("1")
    (contact,) = [key.decode() for key in here.redis.zrange("{helpline}:contacts", 0, -1)]
    user, step = desk.services.users.everyone()[0], int(here.contacts()[0]["step"])
    barrier = Barrier(2)

    def move() -> bool:
        barrier.wait()
        return supervising.move(desk.services, user, contact, step, SPANISH)

    def end() -> bool:
        barrier.wait()
        return supervising.end(desk.services, user, contact, step)

    with ThreadPoolExecutor(2) as both:
        moved, ended = (each.result() for each in [both.submit(move), both.submit(end)])
    assert moved != ended
    assert (here.outcomes() == ["ended_by_staff"]) is ended
    assert ("general, Spanish 1" in sees(kim, "queues")) is moved


def test_who_has_been_paired_stays_as_they_are(here: Town, caller: Phone, kim: Browser, ana: Phone) -> None:
    caller.dials().presses("1")
    moves = follows(kim, "/move?")
    ana.answers().presses("1")
    assert confirms(moves).status == 409 and "A specialist has taken them." in kim.page.text
    here.passes(5)
    assert ana.talks_to(caller) and deeds(here) == []


def test_a_wait_by_text_is_ended_and_its_person_told_once(here: Town, caller: Phone, kim: Browser) -> None:
    asks_to_write(caller)
    page = follows(kim, "/end?")
    before = len(caller.inbox)
    assert "told so at once, in one text" in page.page.text
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.answer.text))
    page.sends("/console/end", **fields)
    assert page.sends("/console/end", **fields).status == 409  # the button was pressed twice
    here.passes(60)
    assert caller.inbox[before:] == [said(here, "sms_talk_ended_by_staff")]
    assert here.outcomes() == ["ended_by_staff"] and "Nobody waits." in sees(kim, "waiting")


def test_a_text_that_waits_is_moved(here: Town, caller: Phone, kim: Browser) -> None:
    asks_to_write(caller)
    confirms(follows(kim, "/move?"))
    eva = here.specialist("Eva", "es")
    here.passes(2)
    assert len(eva.inbox) == 1
    eva.texts("Y")
    here.passes(2)
    assert caller.inbox[-1] == said(here, "sms_talk_begins")


def test_a_call_back_asked_for_by_text_is_called_off_and_told_once(here: Town, caller: Phone, kim: Browser) -> None:
    caller.texts("TALK").texts("CALL").texts("yes")
    before = len(caller.inbox)
    confirms(follows(kim, "/end?"))
    here.passes(60)
    assert caller.inbox[before:] == [said(here, "sms_talk_call_off")]
    assert here.outcomes() == ["ended_by_staff"] and promises(here) == [("cancelled", "ended_by_staff", 0)]
    assert sees(kim, "called-back") == ""


def test_whoever_asked_in_a_call_and_could_not_be_told_is_called_all_the_same(
    here: Town, caller: Phone, kim: Browser
) -> None:
    asks_back(caller)
    assert "the promise stands" in follows(kim, "/end?").page.text
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', follows(kim, "/move?").answer.text))
    assert kim.sends("/console/end", **fields).status == 409
    ana = here.specialist("Ana")
    assert ana.rings_within(60)
    assert caller.inbox == []


def test_a_call_back_is_moved_and_made_by_the_other_queue(here: Town, caller: Phone, kim: Browser) -> None:
    asks_back(caller)
    confirms(follows(kim, "/move?"))
    eva = here.specialist("Eva", "es")
    assert eva.rings_within(60)
    eva.answers().presses("1")
    assert caller.rings_within(10)
