"""Nobody rings a number, or texts more than a code to it, before it is known to be a specialist's."""

import re

import pytest

from routing.flow import duty, verifying
from routing.roster import Book, Refused, unnoted
from tests.stories.test_shifts import on_shift, told
from tests.stories.town import Phone, Town

HOUR = 3600


def test_a_number_is_rung_once_it_is_known_to_be_theirs(here: Town, caller: Phone) -> None:
    dee = here.specialist("Dee", activity="", verified_at=0)
    on_shift(here, dee, 1, HOUR)
    here.passes(5)
    assert duty.set_activity(here.services, here.services.roster.named("Dee").id, "available") == "offline"
    caller.dials().presses("1")
    here.passes(60)
    assert caller.hears("nobody_on_call") and dee.idle
    assert here.rings(dee) == 0 and dee.inbox == []

    person, book = here.services.roster.named("Dee"), Book(here.services, unnoted)
    assert verifying.send(here.services, person)
    here.settle()
    (text,) = dee.inbox
    (code,) = re.findall("[0-9]{6}", text)
    assert verifying.proves(here.services, person, code) == "right"
    assert verifying.proves(here.services, person, code) == "wrong", "it holds once"
    book.verify(person)
    here.passes(5)
    assert told(here, dee) == ["sms_shift_starts"], "the shift that is under way is theirs now"
    assert dee.rings
    dee.answers().presses("1")
    here.passes(5)
    assert caller.talks_to(dee)


def test_nor_after_live_state_was_lost_or_by_command(here: Town, caller: Phone) -> None:
    dee = here.specialist("Dee", activity="", verified_at=0)
    here.services.roster.set_activity(here.services.roster.named("Dee").id, "available", at=1)
    with pytest.raises(Refused, match="number of Dee"):
        Book(here.services, unnoted).set_activity("Dee", "available")
    here.redis.flushdb()
    here.settle()
    duty.recover(here.services)
    caller.dials().presses("1")
    here.passes(30)
    assert caller.hears("nobody_on_call") and here.rings(dee) == 0
    assert dee.inbox == []
