"""One call, whole."""

from tests.stories.town import Phone, Town


def test_a_caller_is_answered_put_in_line_and_bridged_with_a_specialist(here: Town, caller: Phone, ana: Phone) -> None:
    caller.dials()
    assert caller.hears("greeting", line="the recovery helpline") or caller.heard
    caller.presses("1")
    assert ana.rings
    ana.answers()
    assert ana.hears("offer")
    ana.presses("1")
    here.passes(2)
    assert caller.talks_to(ana)
    assert here.activity(ana) == "engaged"

    caller.hangs_up()
    here.passes(8)
    assert here.outcomes() == ["bridged"]
    assert here.activity(ana) == "wrap_up"
    here.passes(61)
    assert here.activity(ana) == "available"
