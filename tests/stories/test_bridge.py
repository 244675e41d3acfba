"""Around the bridge: what is lost, doubled, late or cut, and what the two people notice."""

from tests.stories.town import Phone, Town


def talking(here: Town, caller: Phone, specialist: Phone) -> None:
    caller.dials().presses("1")
    specialist.answers().presses("1")
    here.passes(3)
    assert caller.talks_to(specialist)


def test_when_the_specialists_leg_ends_the_caller_may_come_back_to_the_same_place(
    here: Town, caller: Phone, ana: Phone, bo: Phone
) -> None:
    talking(here, caller, ana)
    ana.hangs_up()
    here.passes(2)
    assert caller.hears("cut_off")
    assert here.activity(ana) == "wrap_up"
    entered = here.contacts()[0]["entered_at"]
    caller.presses("1")
    assert bo.rings
    assert here.contacts()[0]["entered_at"] == entered
    bo.answers().presses("1")
    here.passes(5)
    assert caller.talks_to(bo)
    assert here.closes() == ["bridged"]


def test_a_caller_who_says_nothing_after_the_end_is_let_go_kindly(here: Town, caller: Phone, ana: Phone) -> None:
    talking(here, caller, ana)
    ana.hangs_up()
    here.passes(60)
    assert caller.hears("goodbye") and caller.idle
    assert here.closes() == ["bridged"]


def test_a_very_long_call_is_warned_before_the_network_ends_it(here: Town, caller: Phone, ana: Phone) -> None:
    caller.dials().presses("1")
    here.passes(20)
    ana.answers().presses("1")
    here.passes(3 * 3600 + 49 * 60)
    assert caller.talks_to(ana) and not caller.hears("call_ends_soon")
    here.passes(60)
    assert caller.hears("call_ends_soon") and ana.hears("call_ends_soon")
    here.passes(60)
    assert caller.talks_to(ana)
    assert caller.heard.count(here.phrase("call_ends_soon")) == 1
    assert here.closes() == ["bridged"]


def test_a_lost_bridge_job_costs_seconds_not_the_call(here: Town, caller: Phone, ana: Phone) -> None:
    caller.dials().presses("1")
    ana.answers()
    here.working = False
    ana.presses("1")
    here.redis.delete(*here.redis.keys("rq:*"))
    here.working = True
    here.passes(10)
    assert caller.talks_to(ana)
    assert here.closes() == ["bridged"]


def test_with_no_worker_at_all_the_caller_finds_the_way_into_the_bridge(here: Town, caller: Phone, ana: Phone) -> None:
    caller.dials().presses("1")
    ana.answers()
    here.working = False
    ana.presses("1")
    here.passes(25)
    assert caller.talks_to(ana)


def test_a_specialist_who_is_cut_off_before_the_bridge_leaves_the_caller_in_place(
    here: Town, caller: Phone, ana: Phone, bo: Phone
) -> None:
    caller.dials().presses("1")
    here.passes(8)
    ana.answers()
    here.working = False
    ana.presses("1").hangs_up()
    here.working = True
    here.settle()
    assert bo.rings
    bo.answers().presses("1")
    here.passes(5)
    assert caller.talks_to(bo)
    assert here.closes() == ["bridged"]


def test_a_bridge_that_does_not_come_about_is_undone_and_both_are_told(
    here: Town, caller: Phone, ana: Phone, bo: Phone
) -> None:
    caller.dials().presses("1")
    here.passes(6)
    caller.presses("0")  # and hears for long what to do, which nothing but a request to Twilio can end
    ana.answers()
    here.goes_wrong(kind="rest", status=429, code=20429, match="POST /Calls/", times=2)
    ana.presses("1")
    here.passes(14)
    assert here.events("undone")
    assert ana.hears("bridge_failed")
    assert bo.rings_within(20)
    bo.answers().presses("1")
    here.passes(5)
    assert caller.talks_to(bo)
    assert here.closes() == ["bridged"]


def test_zero_tells_what_to_do_after_a_cut_as_everywhere(here: Town, caller: Phone, ana: Phone) -> None:
    talking(here, caller, ana)
    ana.hangs_up()
    here.passes(2)
    caller.presses("7")
    assert caller.heard.count(here.phrase("cut_off")) == 2, "a wrong key asks again"
    caller.presses("0")
    assert caller.hears("emergency_steps")
    here.passes(300)
    assert not caller.idle
    assert caller.heard.count(here.phrase("cut_off")) == 2, "nobody is taken away from the steps"
    assert caller.heard[-1] == here.phrase("emergency_steps")
    caller.presses("1")
    assert caller.hears("moved_up")
    assert ana.rings_within(30)
    ana.answers().presses("1")
    here.passes(5)
    assert caller.talks_to(ana)


def test_the_end_of_the_specialists_leg_that_is_never_reported_leaves_nobody_alone(
    here: Town, caller: Phone, ana: Phone
) -> None:
    talking(here, caller, ana)
    here.goes_wrong(kind="hooks", mode="lose", match="/status", times=1)
    ana.hangs_up()
    here.passes(2)
    assert caller.hears("cut_off")
    here.passes(30)
    assert here.activity(ana) == "wrap_up", "Twilio is asked about the leg"


def test_lost_news_of_joining_never_parts_two_people_who_talk(here: Town, caller: Phone, ana: Phone) -> None:
    here.goes_wrong(kind="hooks", mode="lose", match="/bridge", times=2)
    caller.dials().presses("1")
    ana.answers().presses("1")
    for _ in range(10):
        here.passes(2)
    assert caller.talks_to(ana)
    assert len(here.bridges()) == 1
    assert caller.heard.count(here.phrase("connecting")) == 1, "the caller was moved once"
    assert here.closes() == ["bridged"]


def test_the_end_of_a_call_that_is_never_reported_frees_the_specialist(here: Town, caller: Phone, ana: Phone) -> None:
    talking(here, caller, ana)
    here.goes_wrong(kind="hooks", mode="lose", match="/", times=20)
    caller.hangs_up()
    ana.hangs_up()
    here.goes_wrong(kind="clear")
    here.passes(320)
    assert here.outcomes() == ["bridged"]
    here.passes(70)
    assert here.activity(ana) == "available"


def test_a_hang_up_in_line_that_is_never_reported_ends_the_contact(here: Town, caller: Phone) -> None:
    caller.dials().presses("1")
    here.passes(30)
    here.goes_wrong(kind="hooks", mode="lose", match="/", times=20)
    caller.hangs_up()
    here.goes_wrong(kind="clear")
    here.passes(100)
    assert here.outcomes() == ["abandoned"]


def test_an_offer_whose_end_is_never_reported_frees_the_specialist(here: Town, caller: Phone, ana: Phone) -> None:
    caller.dials().presses("1")
    here.goes_wrong(kind="hooks", mode="lose", match="/status", times=20)
    ana.declines()
    here.goes_wrong(kind="clear")
    here.passes(45)
    assert not ana.rings
    here.passes(55)
    assert ana.rings


def test_a_transfer_between_states_is_heard_within_two_seconds(here: Town, caller: Phone, ana: Phone) -> None:
    caller.dials().presses("1")
    here.passes(70)
    ana.answers().presses("1")
    here.passes(3)
    ana.hangs_up()
    here.passes(3)
    caller.presses("1")
    here.passes(30)
