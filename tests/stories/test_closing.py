"""A line is closed for a while: whoever calls hears so at once, nobody is offered, and what is under way goes on."""

from collections.abc import Callable

import pytest

from routing.domain.closing import Closing
from routing.flow import closing
from tests.stories.test_callback import asks_back, becomes, is_called, promises, takes
from tests.stories.town import Phone, Town

HOUR = 3600
REASON = "no heating"


@pytest.fixture
def here(build: Callable[..., Town]) -> Town:
    return becomes(build(), 12)


def closes(here: Town, hours: float = 0) -> Town:
    """Somebody closes the line, for so many hours or until it is opened."""
    return says(here, closed=True, until=int((here.now + hours * HOUR) * 1000) if hours else 0)


def opens(here: Town) -> Town:
    return says(here, closed=False)


def says(here: Town, *, closed: bool, until: int = 0) -> Town:
    here.keep_time()
    said = Closing("main", closed, int(here.now * 1000), until, REASON if closed else "")
    closing.say(here.services, said)
    here.settle()
    return here


def is_told(caller: Phone) -> bool:
    """Let a caller who waits hear the next document; tell whether it is that the line is closed."""
    caller.town.passes(60)
    return caller.hears("line_closed")


@pytest.mark.parametrize("language", ["en", "es"])
def test_whoever_presses_1_hears_at_once_that_nobody_takes_calls_and_what_there_is_instead(
    here: Town, ana: Phone, caller: Phone, language: str
) -> None:
    closes(here, hours=2)
    caller.dials()
    if language == "es":
        caller.presses("8")
    caller.presses("1")
    opens_at = here.phrase("line_opens", language).partition(" {")[0]
    assert caller.hears("line_closed", language, opens=opens_at)
    here.passes(35)
    assert not caller.hears("putting_in_line", language), "nobody is looked for"
    said = " ".join(caller.heard)
    assert "988" in said and here.phrase("choice_callback", language) in said
    assert REASON not in said
    here.passes(80)
    assert caller.hears("still_closed", language) and not caller.hears("nobody_on_call", language)
    assert here.rings(ana) == 0 and here.activity(ana) == "available"
    assert not here.services.switchboard.alerts(), "whoever closed it knows"


def test_nobody_is_asked_to_come_on_call_for_a_closed_line(here: Town, caller: Phone) -> None:
    cy = here.specialist("Cy", activity="", call_out=True)
    closes(here)
    caller.dials().presses("1")
    here.passes(30)
    assert cy.inbox == []
    opens(here)
    here.passes(60)
    assert len(cy.inbox) == 1


def test_nothing_is_said_of_when_it_opens_where_that_is_not_known(here: Town, caller: Phone) -> None:
    closes(here)
    caller.dials().presses("1")
    here.passes(5)
    assert caller.hears("line_closed") and not caller.hears("line_opens")


def test_emergencies_topics_and_texts_go_on(here: Town, caller: Phone) -> None:
    closes(here)
    caller.dials().presses("0")
    assert caller.hears("emergency_steps")
    caller.hangs_up()
    caller.dials().presses("3")
    assert not caller.hears("line_closed")
    caller.hangs_up()
    caller.texts("he is not breathing")
    assert "911" in caller.inbox[0]


def test_whoever_waits_already_is_told_and_offered_when_it_opens(here: Town, ana: Phone, caller: Phone) -> None:
    here.becomes("Ana", "on_break")
    caller.dials().presses("1")
    here.passes(15)
    assert caller.hears("nobody_on_call")
    closes(here)
    assert is_told(caller)
    here.becomes("Ana", "available")
    here.passes(60)
    assert not ana.rings
    opens(here)
    assert ana.rings
    ana.answers().presses("1")
    here.passes(3)
    assert caller.talks_to(ana)
    assert here.closes() == ["bridged"]


def test_a_phone_that_rings_as_the_line_closes_rings_no_more_and_nobody_is_at_fault(
    here: Town, ana: Phone, bo: Phone, caller: Phone
) -> None:
    caller.dials().presses("1")
    assert ana.rings
    closes(here)
    here.passes(2)
    assert ana.idle and here.activity(ana) == "available"
    assert is_told(caller)
    assert not (ana.rings or bo.rings)
    caller.hangs_up()
    assert here.closes() == ["abandoned"]
    assert [event["what"] for event in here.events("missed")] == []


def test_a_specialist_who_is_being_asked_as_the_line_closes_hears_why(here: Town, ana: Phone, caller: Phone) -> None:
    caller.dials().presses("1")
    ana.answers()
    closes(here)
    ana.presses("1")
    here.passes(3)
    assert ana.hears("offer_line_closed") and not caller.talks_with


def test_a_call_under_way_is_not_cut_and_its_specialist_is_offered_nobody_new(
    here: Town, ana: Phone, caller: Phone
) -> None:
    caller.dials().presses("1")
    ana.answers().presses("1")
    here.passes(3)
    closes(here)
    here.passes(100)
    assert caller.talks_to(ana)
    other = here.caller("Dee").dials().presses("1")
    caller.hangs_up()
    here.passes(90)
    assert here.activity(ana) == "available" and here.rings(ana) == 1
    assert other.hears("line_closed")


def test_it_opens_by_itself_and_the_first_in_line_is_offered_first(here: Town, caller: Phone) -> None:
    closes(here, hours=0.1)
    ana = here.specialist("Ana")
    caller.dials().presses("1")
    here.passes(30)
    other = here.caller("Dee").dials().presses("1")
    here.passes(300)
    assert here.rings(ana) == 0
    assert ana.rings_within(40)
    ana.answers().presses("1")
    here.passes(3)
    assert caller.talks_to(ana) and not other.talks_with


def test_the_last_word_holds_and_the_same_again_changes_nothing(here: Town, ana: Phone, caller: Phone) -> None:
    closes(here, hours=0.1)
    closes(here)
    here.passes(0.2 * HOUR)
    caller.dials().presses("1")
    here.passes(5)
    assert caller.hears("line_closed"), "the second time it was closed without an end"
    opens(opens(here))
    assert ana.rings
    (row,) = here.services.closings.all()
    assert not row.closed and row.reason == "", "why is forgotten"


def test_a_callback_waits_for_the_opening_and_loses_no_attempt(here: Town, caller: Phone) -> None:
    asks_back(caller)
    closes(here)
    ana = here.specialist("Ana")
    here.passes(0.3 * HOUR)
    assert here.rings(ana) == 0 and promises(here) == [("open", "", 0)]
    assert not [row for row in here.services.switchboard.alerts() if row["kind"] == "callback"]
    opens(here)
    takes(ana)
    is_called(here, caller, ana)
    assert promises(here) == [("kept", "kept", 1)]


def test_who_calls_a_closed_line_may_be_called_back_unless_it_opens_too_late(here: Town, caller: Phone) -> None:
    closes(here, hours=3)
    asks_back(caller)
    closes(here, hours=100)
    other = here.caller("Dee").dials().presses("1")
    here.passes(25)
    assert other.hears("line_closed") and here.phrase("choice_callback") not in " ".join(other.heard)
    other.presses("1")
    assert other.hears("callback_not_here")
    other.hangs_up()
    ana = here.specialist("Ana")
    opens(here)
    takes(ana)


def test_live_state_that_was_emptied_knows_again_and_opens_in_time(here: Town, ana: Phone, caller: Phone) -> None:
    closes(here, hours=0.2)
    caller.dials().presses("1")
    here.passes(30)
    here.redis.flushall()
    here.keep_time()
    here.passes(40)
    assert here.activity(ana) == "available" and here.rings(ana) == 0
    other = here.caller("Dee").dials().presses("1")
    assert other.hears("line_closed")
    here.passes(0.1 * HOUR)
    assert here.rings(ana) == 0
    assert ana.rings_within(400)


def test_a_closing_that_live_state_did_not_hear_of_is_followed_within_five_minutes(
    here: Town, ana: Phone, caller: Phone
) -> None:
    here.services.closings.say(Closing("main", closed=True, said_at=int(here.now * 1000), reason=REASON))
    here.passes(301)
    caller.dials().presses("1")
    assert caller.hears("line_closed") and not ana.rings
