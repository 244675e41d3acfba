"""Nobody is on call and somebody waits: those who agreed to be asked are asked, and hardly ever."""

import pytest

from routing.store import pins
from tests.stories.test_shifts import HOUR, MINUTE
from tests.stories.town import Phone, Town


def agreed(here: Town, name: str, *languages: str, activity: str = "") -> Phone:
    return here.specialist(name, *languages, activity=activity, pin=pins.hashed("4821"), call_out=True)


@pytest.fixture
def ana(here: Town) -> Phone:
    return agreed(here, "Ana", "en", "es")


def asked(here: Town, phone: Phone) -> int:
    end = here.phrase("sms_call_out").partition("}")[2]
    return sum(text.endswith(end) for text in phone.inbox)


def test_whoever_agreed_is_asked_and_answers(here: Town, caller: Phone, ana: Phone) -> None:
    caller.dials().presses("1")
    here.passes(10)
    assert asked(here, ana) == 1
    ana.texts("ON 4821")
    assert ana.rings
    ana.answers().presses("1")
    here.passes(5)
    assert caller.talks_to(ana)
    assert here.closes() == ["bridged"]


def test_nobody_is_asked_twice_in_an_hour_whatever_waits(here: Town, caller: Phone, ana: Phone) -> None:
    caller.dials().presses("1")
    here.passes(MINUTE)
    other = here.caller("Dee")
    other.dials().presses("8")
    here.passes(12)
    other.presses("1")
    here.passes(50 * MINUTE)
    assert asked(here, ana) == 1
    here.passes(15 * MINUTE)
    assert asked(here, ana) == 2
    assert here.closes() == ["abandoned", "abandoned"]


def test_only_who_agreed_is_off_call_and_can_take_it_is_asked(here: Town, caller: Phone) -> None:
    never = here.specialist("Bo", activity="")
    resting = agreed(here, "Cy", activity="on_break")
    other = agreed(here, "Luz", "es")
    caller.dials().presses("1")
    here.passes(MINUTE)
    assert [asked(here, phone) for phone in (never, resting, other)] == [0, 0, 0]


def test_while_somebody_is_on_call_nobody_else_is_asked(here: Town, caller: Phone, ana: Phone, bo: Phone) -> None:
    caller.dials().presses("1")
    here.passes(HOUR / 60)
    assert asked(here, ana) == 0
