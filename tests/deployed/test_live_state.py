"""The live state killed, emptied and hanging, and the database away, under calls as they are deployed."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.deployed.deployed_town import DeployedTown
from tests.stories.town import Phone

HANGS_S = 3  # real seconds
TALKS_S = 6  # long enough that the helpline asks who is there, where news of joining was lost with the live state


def in_line(here: DeployedTown, *names: str) -> list[Phone]:
    """Callers who have waited for a while, in this order."""
    callers = [here.caller(name) for name in names]
    for caller in callers:
        caller.dials().presses("1")
        here.passes(5)
    return callers


def talk(here: DeployedTown, caller: Phone, specialist: Phone) -> None:
    assert here.comes(lambda: caller.talks_to(specialist), within=30)
    here.passes(TALKS_S)
    assert caller.talks_to(specialist)
    caller.hangs_up()


def are_served_in_order(here: DeployedTown, callers: list[Phone], ana: Phone) -> None:
    for caller in callers:
        assert here.comes(lambda: ana.rings, within=120)
        ana.answers().presses("1")
        talk(here, caller, ana)


@pytest.mark.parametrize("step", ["waiting", "ringing", "whisper", "bridged"])
def test_live_state_that_is_killed_and_reads_its_file_again_costs_nobody_the_place(
    here: DeployedTown, step: str
) -> None:
    ana = here.specialist("Ana", activity="offline" if step == "waiting" else "available")
    first, second = in_line(here, "Dee", "Eve")
    assert step == "waiting" or here.comes(lambda: ana.rings)
    if step in ("whisper", "bridged"):
        ana.answers()
    if step == "bridged":
        ana.presses("1")
        assert here.comes(lambda: first.talks_to(ana))
    here.deployment.server.kill()
    here.settle()
    here.passes(5)
    if step == "waiting":
        here.becomes("Ana", "available")
    if step == "ringing":
        assert ana.rings
        ana.answers()
    if step in ("ringing", "whisper"):
        ana.presses("1")
    if step != "waiting":
        talk(here, first, ana)
    are_served_in_order(here, [first, second] if step == "waiting" else [second], ana)
    assert here.rings(ana) == 2
    assert here.closes() == ["bridged"] * 2


def test_two_who_hang_up_while_live_state_takes_no_news_are_known_to_soon_after(
    here: DeployedTown, caller: Phone, ana: Phone
) -> None:
    caller.dials().presses("1")
    assert here.comes(lambda: ana.rings)
    ana.answers().presses("1")
    assert here.comes(lambda: caller.talks_to(ana))
    here.passes(TALKS_S)
    with here.live_state_that_takes_nothing():
        caller.hangs_up()
        ana.hangs_up()
        here.passes(HANGS_S)
    assert here.comes(lambda: here.activity(ana) != "engaged", within=15)
    assert here.closes() == ["bridged"]


def test_live_state_that_is_emptied_costs_callers_one_wait_loop(here: DeployedTown) -> None:
    ana, bo = here.specialist("Ana"), here.specialist("Bo", activity="offline")
    talker = here.caller("Tia").dials().presses("1")
    assert here.comes(lambda: ana.rings)
    ana.answers().presses("1")
    assert here.comes(lambda: talker.talks_to(ana))
    callers = in_line(here, "Dee", "Eve")
    here.redis.flushall()
    here.settle()
    here.passes(45)
    assert talker.talks_to(ana) and here.rings(ana) == 1, "who is in a call is known to be"
    here.becomes("Bo", "available")
    are_served_in_order(here, callers, bo)
    talker.hangs_up()
    assert here.comes(lambda: here.activity(ana) == "available", within=120)


@pytest.mark.parametrize("step", ["waiting", "ringing"])
def test_live_state_that_hangs_for_a_while_costs_nobody_the_place(here: DeployedTown, step: str) -> None:
    ana = here.specialist("Ana", activity="offline" if step == "waiting" else "available")
    callers = in_line(here, "Dee", "Eve")
    assert step == "waiting" or here.comes(lambda: ana.rings)
    with here.without_live_state():
        here.passes(HANGS_S)
        late = here.caller("Fay").dials()
        assert late.heard, "who calls is answered all the same"
        late.hangs_up()
    here.passes(20)
    if step == "waiting":
        here.becomes("Ana", "available")
    are_served_in_order(here, callers, ana)
    assert here.ends().count("bridged") == 2


@contextmanager
def without_the_database(here: DeployedTown) -> Iterator[None]:
    """Have something unreadable stand where the database's file was."""
    file = here.deployment.folder / "helpline.sqlite3"
    aside = file.with_suffix(".aside")
    file.rename(aside)
    file.mkdir()
    try:
        yield
    finally:
        file.rmdir()
        aside.rename(file)


def test_calls_go_on_without_the_database(here: DeployedTown, caller: Phone, ana: Phone) -> None:
    waiting = here.caller("Wes")
    with without_the_database(here):
        for worker in here.deployment.workers:
            worker.kill()  # those that are started again have never seen the database
        caller.dials().presses("1")
        assert here.comes(lambda: ana.rings)
        waiting.dials().presses("1")
        ana.answers().presses("1")
        assert here.comes(lambda: caller.talks_to(ana))
        here.passes(30)
        assert caller.talks_to(ana)
        caller.hangs_up()
        are_served_in_order(here, [waiting], ana)
    assert here.closes() == ["bridged"] * 2


def test_live_state_lost_while_the_database_is_away_comes_back_with_it(
    here: DeployedTown, caller: Phone, ana: Phone
) -> None:
    here.becomes("Ana", "offline")
    caller.dials().presses("1")
    here.passes(5)
    with without_the_database(here):
        for worker in here.deployment.workers:
            worker.kill()
        here.redis.flushall()
        here.post("clock/advance", {"seconds": 60})
    here.settle()
    here.becomes("Ana", "available")
    are_served_in_order(here, [caller], ana)
