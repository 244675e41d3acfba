"""A caller on hold: a specialist goes back, hands over to a colleague who was told first, or ends the call."""

import pytest

from tests.stories.town import Phone, Town


@pytest.fixture
def ana(here: Town, caller: Phone) -> Phone:
    """Ana, who talks with the caller."""
    ana = here.specialist("Ana", "en", "es")
    caller.dials().presses("1")
    ana.answers().presses("1")
    here.passes(20)
    assert caller.talks_to(ana)
    return ana


@pytest.fixture
def held(here: Town, caller: Phone, ana: Phone) -> Phone:
    """The caller, whom Ana has put on hold."""
    ana.presses("*")
    here.passes(3)
    assert caller.hears("hold_begins") and ana.hears("hold_menu")
    assert here.contacts()[0]["stage"] == "held"
    return caller


@pytest.fixture
def bo(here: Town, held: Phone, ana: Phone) -> Phone:
    """Bo, whom Ana tells of the caller."""
    bo = here.specialist("Bo")
    ana.presses("2").presses("1")
    assert bo.rings and ana.hears("asking")
    bo.answers()
    assert bo.hears("offer_transfer")
    bo.presses("1")
    here.passes(14)
    assert ana.talks_to(bo)
    assert not held.talks_with
    return bo


def tells(here: Town, ana: Phone) -> None:
    """The specialist has told of the caller, and says what next."""
    ana.presses("*")
    here.passes(3)
    assert ana.hears("brief_menu")


def test_the_specialist_goes_back_to_the_caller(here: Town, held: Phone, ana: Phone) -> None:
    ana.presses("1")
    here.passes(4)
    assert held.talks_to(ana)
    assert here.activity(ana) == "engaged"
    assert here.closes() == ["bridged"]


def test_whoever_is_on_hold_is_told_so_and_has_a_choice_again_and_again(here: Town, held: Phone, ana: Phone) -> None:
    here.passes(75)
    assert held.heard.count(here.phrase("hold_choice")) >= 2
    assert here.contacts()[0]["stage"] == "held"


def test_a_specialist_who_says_nothing_for_long_is_back_with_the_caller(here: Town, held: Phone, ana: Phone) -> None:
    for _ in range(300):
        if held.talks_with:
            break
        here.passes(2)
    assert held.talks_to(ana)


def test_whoever_does_not_want_to_wait_is_back_in_line_at_the_same_place(here: Town, held: Phone, ana: Phone) -> None:
    entered = here.contacts()[0]["entered_at"]
    cy = here.specialist("Cy")
    held.presses("1")
    assert cy.rings
    assert here.contacts()[0]["entered_at"] == entered
    here.passes(2)
    assert ana.hears("wrap_up")
    cy.answers().presses("1")
    here.passes(4)
    assert held.talks_to(cy)
    assert here.closes() == ["bridged"]


def test_what_to_do_in_an_emergency_is_heard_on_hold_too(here: Town, held: Phone, ana: Phone) -> None:
    held.presses("0")
    assert held.hears("emergency_steps")
    here.passes(120)
    assert held.heard[-1] == here.phrase("emergency_steps")


@pytest.mark.parametrize("leaves", ["star", "hangs up"])
def test_a_colleague_is_told_first_and_has_the_caller_when_the_first_leaves(
    here: Town, held: Phone, ana: Phone, bo: Phone, leaves: str
) -> None:
    if leaves == "star":
        tells(here, ana)
        ana.presses("1")
    else:
        ana.hangs_up()
    here.passes(6)
    assert held.talks_to(bo)
    assert here.activity(ana) == "wrap_up"
    assert here.activity(bo) == "engaged"
    assert set(here.bridges()) == {frozenset(pair) for pair in (("Ana", "Bo"), ("Ana", "Cal"), ("Bo", "Cal"))}
    held.hangs_up()
    here.passes(5)
    assert bo.hears("wrap_up")
    assert here.closes() == ["bridged"]


def test_a_colleague_who_cannot_take_it_hangs_up_and_the_first_is_back(
    here: Town, held: Phone, ana: Phone, bo: Phone
) -> None:
    bo.hangs_up()
    here.passes(8)
    assert held.talks_to(ana)
    assert here.activity(bo) in ("available", "wrap_up")
    assert here.closes() == ["bridged"]


def test_the_specialist_takes_the_caller_back_from_a_colleague_who_was_told(
    here: Town, held: Phone, ana: Phone, bo: Phone
) -> None:
    tells(here, ana)
    assert not bo.idle and bo.hears("one_moment")
    ana.presses("2")
    here.passes(6)
    assert held.talks_to(ana)
    here.passes(10)
    assert bo.idle and here.activity(bo) == "available"
    assert here.closes() == ["bridged"]


def test_a_specialist_who_says_nothing_after_the_brief_has_left_the_caller_to_the_colleague(
    here: Town, held: Phone, ana: Phone, bo: Phone
) -> None:
    tells(here, ana)
    here.passes(60)
    assert held.talks_to(bo)
    assert here.closes() == ["bridged"]


@pytest.mark.parametrize(("leaves", "remains"), [("ana", "bo"), ("bo", "ana")])
def test_who_leaves_after_the_brief_leaves_the_caller_to_whoever_remains(
    here: Town, held: Phone, ana: Phone, bo: Phone, leaves: str, remains: str
) -> None:
    people = {"ana": ana, "bo": bo}
    tells(here, ana)
    people[leaves].hangs_up()
    here.passes(8)
    assert held.talks_to(people[remains])
    assert here.closes() == ["bridged"]


def test_a_colleague_by_name(here: Town, held: Phone, ana: Phone) -> None:
    bo, cy = here.specialist("Bo"), here.specialist("Cy")
    ana.presses("3")
    here.passes(4)
    assert ana.hears("transfer_to", name="Bo", key=1) and ana.hears("transfer_to", name="Cy", key=2)
    ana.presses("2")
    assert cy.rings and not bo.rings
    cy.answers().presses("1")
    here.passes(14)
    assert ana.talks_to(cy)
    tells(here, ana)
    ana.presses("1")
    here.passes(6)
    assert held.talks_to(cy)
    assert here.closes() == ["bridged"]


@pytest.mark.parametrize("answer", ["never", "busy", "machine", "bad", "drops", "declines", "passes"])
def test_when_nobody_takes_it_the_first_is_back_with_the_caller(
    here: Town, held: Phone, ana: Phone, answer: str
) -> None:
    bo = here.specialist("Bo")
    if answer not in ("declines", "passes"):
        bo.behaves(answer)
    ana.presses("3").presses("1")
    if answer == "declines":
        bo.declines()
    elif answer == "passes":
        bo.answers().presses("2")
    for _ in range(30):
        if held.talks_with:
            break
        here.passes(2)
    assert ana.hears("transfer_failed")
    assert held.talks_to(ana)
    assert here.closes() == ["bridged"]


def test_the_next_of_a_queue_is_asked_when_one_declines(here: Town, held: Phone, ana: Phone) -> None:
    bo, cy = here.specialist("Bo"), here.specialist("Cy")
    ana.presses("2").presses("1")
    bo.declines()
    assert cy.rings
    cy.answers().presses("1")
    here.passes(14)
    assert ana.talks_to(cy)


def test_with_nobody_free_the_specialist_hears_so_at_once(here: Town, held: Phone, ana: Phone) -> None:
    ana.presses("2").presses("1")
    assert ana.hears("nobody_free")
    ana.presses("3")
    here.passes(1)
    assert ana.heard.count(here.phrase("nobody_free")) == 2
    ana.presses("1")
    here.passes(4)
    assert held.talks_to(ana)


def test_the_specialist_may_go_back_while_a_colleague_is_rung(here: Town, held: Phone, ana: Phone) -> None:
    bo = here.specialist("Bo")
    ana.presses("2").presses("1")
    assert bo.rings
    ana.presses("1")
    here.passes(4)
    assert held.talks_to(ana) and bo.idle
    assert here.activity(bo) == "available"


@pytest.mark.parametrize("when", ["menu", "ringing", "whisper", "told"])
def test_when_the_caller_leaves_all_ends(here: Town, caller: Phone, held: Phone, ana: Phone, when: str) -> None:
    bo = here.specialist("Bo")
    if when != "menu":
        ana.presses("2").presses("1")
    if when in ("whisper", "told"):
        bo.answers()
    if when == "told":
        bo.presses("1")
        here.passes(14)
        assert ana.talks_to(bo)
    held.hangs_up()
    here.passes(8)
    assert ana.hears("wrap_up")
    assert bo.idle or bo.hears("offer_gone")
    here.passes(90)
    assert ana.idle and bo.idle
    assert (here.activity(ana), here.activity(bo)) == ("available", "available")
    assert here.closes() == ["bridged"]


@pytest.mark.parametrize("when", ["menu", "ringing"])
def test_when_the_first_drops_and_nobody_is_there_yet_the_caller_is_asked(
    here: Town, held: Phone, ana: Phone, when: str
) -> None:
    bo = here.specialist("Bo")
    if when == "ringing":
        ana.presses("2").presses("1")
        assert bo.rings
    ana.hangs_up()
    here.passes(32)
    assert held.hears("cut_off")
    assert bo.idle
    held.presses("1")
    assert bo.rings
    bo.answers().presses("1")
    here.passes(4)
    assert held.talks_to(bo)
    assert here.closes() == ["bridged"]


def test_a_colleague_who_was_not_told_in_time_has_the_caller_all_the_same(here: Town, held: Phone, ana: Phone) -> None:
    bo = here.specialist("Bo")
    ana.presses("2").presses("1")
    bo.answers().presses("1")
    here.passes(2)
    ana.hangs_up()
    here.passes(20)
    assert held.talks_to(bo)
    assert here.closes() == ["bridged"]


def test_when_both_drop_the_caller_is_back_in_line(here: Town, held: Phone, ana: Phone, bo: Phone) -> None:
    cy = here.specialist("Cy")
    here.working = False
    ana.hangs_up()
    bo.hangs_up()
    here.working = True
    here.settle()
    assert cy.rings_within(10)
    cy.answers().presses("1")
    here.passes(6)
    assert held.talks_to(cy)
    assert here.closes() == ["bridged"]


def test_the_specialist_ends_the_call_kindly(here: Town, held: Phone, ana: Phone) -> None:
    ana.presses("5")
    assert ana.hears("wrap_up")
    here.passes(12)
    assert held.hears("goodbye") and held.idle
    assert here.closes() == ["bridged"]


def in_call(phone: Phone, keys: str) -> None:
    """Press keys on a phone whose call may have been ended by a lost webhook."""
    if not phone.idle:
        phone.presses(keys)


# What is lost, and with whom the caller talks in the end: a lost answer ends the call that it was for.
LOSSES = [
    ("/voice/over/", set()),
    ("/after", set()),
    ("/aside", set()),
    ("/brief", {"Bo"}),
    ("/told", {"Bo"}),
    ("/briefed", {"Ana"}),
    ("/to_brief", {"Ana"}),
    ("/status", {"Bo"}),
]


@pytest.mark.parametrize(("lost", "talks"), LOSSES)
@pytest.mark.parametrize("mode", ["lose", "double", "late"])
def test_a_webhook_gone_wrong_leaves_nobody_alone(
    here: Town, caller: Phone, ana: Phone, lost: str, talks: set[str], mode: str
) -> None:
    bo = here.specialist("Bo")
    here.goes_wrong(kind="hooks", mode=mode, match=lost, times=1, seconds=2)
    ana.presses("*")
    here.passes(6)
    in_call(ana, "2")
    in_call(ana, "1")
    if bo.rings:
        bo.answers().presses("1")
    here.passes(30)
    if not caller.talks_with:
        in_call(ana, "*")
        here.passes(4)
        in_call(ana, "1")
    here.passes(30)
    assert caller.talks_with == (talks if mode == "lose" else {"Bo"}), caller.heard
    assert here.ends() == ["bridged"]


def test_without_workers_the_phones_find_their_way_by_themselves(here: Town, held: Phone, ana: Phone) -> None:
    bo = here.specialist("Bo")
    ana.presses("2").presses("1")
    bo.answers()
    here.working = False
    bo.presses("1")
    here.passes(50)
    assert ana.talks_to(bo)
    tells(here, ana)
    ana.presses("1")
    here.passes(30)
    assert held.talks_to(bo)


def test_nobody_on_a_hold_is_rung_or_offered(here: Town, held: Phone, ana: Phone, bo: Phone) -> None:
    here.caller("Dee").dials().presses("1")
    here.passes(20)
    assert here.rings(ana) == 1 and here.rings(bo) == 1
    status = here.services.switchboard.snapshot(["main.general.en"], 10)
    assert sorted((one["name"], one["activity"], one["contacts"]) for one in status["specialists"]) == [
        ("Ana", "engaged", 1),
        ("Bo", "engaged", 1),
    ]
