"""Places that a caller has heard, sent to the caller's phone: only where texts arrive, only after a yes, and once."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from config import gsm
from tests.stories.test_near_call import ALBANY, houses, looks
from tests.stories.test_topic_texts import texts_arrive
from tests.stories.town import Phone, Town, town


@pytest.fixture
def build(known_towns: Path, redis_url: str) -> Iterator[Callable[[], Town]]:
    with ExitStack() as stack:
        yield lambda: stack.enter_context(town(known_towns, redis_url, texts_arrive))


def asks_for_a_text(here: Town, caller: Phone, kind: str = "1", code: str = ALBANY) -> None:
    looks(caller, kind, code)
    here.passes(50)
    caller.presses("3")
    here.passes(1)


def test_a_caller_gets_the_places_as_one_text_after_a_yes(here: Town, caller: Phone) -> None:
    houses(here, 5)
    asks_for_a_text(here, caller)
    assert caller.hears("near_places_text") and caller.hears("text_safe") and not caller.inbox
    caller.presses("1")
    here.passes(10)
    assert caller.hears("text_coming") and caller.hears("other_help")
    (text,) = caller.inbox
    assert text.startswith(here.phrase("sms_asked_by_phone")) and gsm.size(text).segments <= 3
    assert all(told in text for told in ("JUNIPER HOUSE", "House A", "House B", "202-555-0141"))
    assert ALBANY not in text and "House C" not in text
    assert here.closes() == ["resources"]


def test_the_three_that_were_heard_last_are_sent_and_each_three_once(here: Town, caller: Phone) -> None:
    houses(here, 5)
    here.goes_wrong(kind="hooks", mode="double", match="/voice/menu/near_text", times=9)
    looks(caller, "1").presses("2").presses("3").presses("1")
    assert ["House C" in text and "House A" not in text for text in caller.inbox] == [True]
    caller.presses("3").presses("1").presses(ALBANY).presses("3").presses("1")
    assert len(caller.inbox) == 2 and "House A" in caller.inbox[1]


def test_nothing_is_sent_after_a_no_and_the_places_go_on(here: Town, caller: Phone) -> None:
    houses(here, 5)
    asks_for_a_text(here, caller)
    caller.presses("2")
    here.passes(12)
    assert caller.heard.count(here.phrase("text_safe")) == 1
    assert " ".join(caller.heard).count("Juniper House") == 2 and not caller.inbox


@pytest.mark.parametrize(("key", "what"), [("0", "emergency_steps"), ("9", "putting_in_line")])
def test_the_question_leads_to_the_steps_and_to_a_person(here: Town, caller: Phone, key: str, what: str) -> None:
    houses(here, 1)
    asks_for_a_text(here, caller)
    caller.presses(key)
    here.passes(2)
    assert caller.hears(what) and not caller.inbox


def test_where_nothing_is_near_no_text_is_offered(here: Town, caller: Phone) -> None:
    houses(here, 1)
    looks(caller, "2")
    here.passes(60)
    assert not caller.hears("near_places_text") and not caller.inbox


def test_a_withheld_number_is_offered_no_text(here: Town, caller: Phone) -> None:
    houses(here, 1)
    caller.dials(from_shown="anonymous").presses("3").presses("1").presses(ALBANY)
    here.passes(25)
    assert caller.hears("near_places") and not caller.hears("near_places_text")
    caller.presses("3")
    here.passes(3)
    assert caller.hears("near_not_understood") and not caller.hears("text_safe")
