"""Somebody deals with a promise themselves, and says so: nobody is rung for it, and it is theirs till it is closed."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from routing.roster import Book, unnoted
from tests.logged import logged
from tests.stories.records import held, on_both, rows
from tests.stories.test_alerts import CALLBACK
from tests.stories.test_callback import asks_back, becomes, forgets, promises, takes
from tests.stories.test_hearing import helpline
from tests.stories.test_voicemail import COORDINATOR, alerted, leaves
from tests.stories.town import Phone, Town, town

HOUR = 3600


@pytest.fixture
def here(tmp_path: Path, redis_url: str, database_url: str) -> Iterator[Town]:
    with town(tmp_path, redis_url, alerted, database_url=database_url) as made, logged():
        made.outside("Kim", COORDINATOR)
        yield becomes(made, 12)


@pytest.fixture
def bo(here: Town) -> Phone:
    """A specialist who is off call, and will deal with something in their own way."""
    return here.specialist("Bo", activity="offline")


def listed(here: Town) -> Any:
    (row,) = json.loads(helpline(here, "list", "--json").stdout)
    return row


def is_taken(here: Town, by: Phone) -> str:
    """Somebody takes the one promise that is open; return its id."""
    promise = str(listed(here)["id"])
    said = helpline(here, "take", promise, "--by", by.name)
    assert (said.exit_code, f"{by.name} deals with {promise}" in said.stdout) == (0, True), said.output
    here.settle()
    return promise


@on_both
def test_a_callback_that_is_taken_rings_nobody_and_is_kept_when_it_is_closed(
    here: Town, caller: Phone, ana: Phone, bo: Phone
) -> None:
    here.becomes("Ana", "offline")
    asks_back(caller)
    here.becomes("Ana", "available")
    assert ana.rings
    promise = is_taken(here, bo)
    assert not ana.rings, "the phone that rang for it stops"
    row = listed(here)
    assert (row["state"], row["taken_by"], row["attempts"]) == ("taken", "Bo", 0) and row["taken_at"]
    assert f"{promise}: callback on main, taken by Bo" in helpline(here, "list").stdout
    here.passes(2 * HOUR)
    assert here.rings(ana) == 1 and here.rings(caller) == 0
    assert CALLBACK not in here.phones[COORDINATOR].inbox, "nobody is reminded of it"
    assert helpline(here, "close", promise).exit_code == 0
    here.settle()
    assert promises(here) == [("kept", "by_staff", 0)] and here.outcomes() == ["ended_by_staff"]
    assert [row["number"] for row in rows(here.services.settings.database_url, "promises")] == [None]


@on_both
def test_what_another_has_taken_is_refused_and_so_is_what_is_not_there(
    here: Town, caller: Phone, ana: Phone, bo: Phone
) -> None:
    here.becomes("Ana", "offline")
    asks_back(caller)
    promise = is_taken(here, bo)
    assert is_taken(here, bo) == promise, "twice is once"
    for words, why in {
        (promise, "--by", "Ana"): "Bo deals with",
        (promise, "--by", "Nobody"): "There is no specialist Nobody",
        ("p0", "--by", "Ana"): "There is no promise p0",
    }.items():
        refused = helpline(here, "take", *words)
        assert (refused.exit_code, why in refused.stderr) == (1, True), refused.output
    assert listed(here)["taken_by"] == "Bo"
    helpline(here, "close", promise)
    late = helpline(here, "take", promise, "--by", "Bo")
    assert (late.exit_code, "closed already" in late.stderr) == (1, True)


@on_both
def test_nobody_has_taken_what_the_records_did_not_take(here: Town, caller: Phone, bo: Phone) -> None:
    asks_back(caller)
    promise = listed(here)["id"]
    with held(here.services.settings.database_url):
        refused = helpline(here, "take", promise, "--by", "Bo")
    assert (refused.exit_code, "see DATABASE_URL" in refused.stderr, refused.stdout) == (1, True, "")
    assert (listed(here)["state"], listed(here)["taken_by"]) == ("open", None)
    assert here.specialist("Ana").rings_within(5), "it is called as it was to be"


@on_both
def test_what_is_taken_and_never_done_is_over_after_its_time(here: Town, caller: Phone, ana: Phone, bo: Phone) -> None:
    here.becomes("Ana", "offline")
    asks_back(caller)
    is_taken(here, bo)
    here.becomes("Ana", "available")
    for _ in range(6):
        here.passes(600)  # each time a review has seen that it is open, and taken
        here.post("clock/advance", {"seconds": 12 * HOUR - 600})
        here.settle()
    here.passes(700)
    assert promises(here) == [("failed", "expired", 0)] and here.outcomes() == ["callback_failed"]
    assert not ana.rings and here.rings(ana) == 0 and here.rings(caller) == 0


@on_both
def test_after_a_loss_of_live_state_it_is_theirs_still(here: Town, caller: Phone, bo: Phone) -> None:
    asks_back(caller)
    is_taken(here, bo)
    here.redis.flushall()
    here.settle()
    here.passes(30)
    ana = here.specialist("Ana")
    here.passes(HOUR)
    assert not ana.rings and listed(here)["taken_by"] == "Bo"


@on_both
def test_who_asks_to_be_forgotten_is_whoever_took_it(here: Town, caller: Phone, bo: Phone) -> None:
    asks_back(caller)
    is_taken(here, bo)
    forgets(caller)
    assert [(state, how) for state, how, _ in promises(here)] == [("cancelled", "key 1")]
    assert helpline(here, "list").stdout == "Nothing is open.\n"


def test_who_calls_meanwhile_has_the_place_and_hanging_up_leaves_it_taken(here: Town, caller: Phone, bo: Phone) -> None:
    asks_back(caller)
    late = here.caller("Eve").dials().presses("1")
    is_taken(here, bo)
    caller.dials().presses("1")
    here.passes(20)
    caller.hangs_up()
    here.passes(60)
    assert listed(here)["taken_by"] == "Bo"
    ana = here.specialist("Ana")
    ana.declines()
    caller.dials().presses("1")
    assert ana.rings_within(90)
    ana.answers().presses("1")
    here.passes(4)
    assert caller.talks_to(ana) and not late.talks_with
    here.passes(30)
    assert promises(here) == [("kept", "kept", 0)], "they have talked"


def test_whoever_is_asked_for_it_as_it_is_taken_is_let_go_and_nobody_is_called(
    here: Town, caller: Phone, bo: Phone
) -> None:
    asks_back(caller)
    ana = here.specialist("Ana")
    here.keep_time()
    with here.without_live_state():
        said = helpline(here, "take", str(listed(here)["id"]), "--by", "Bo")
        assert (said.exit_code, "Live state does not answer" in said.stderr) == (0, True)
    assert ana.rings_within(30)
    takes(ana)
    here.passes(10)
    assert ana.hears("callback_unreached") and here.activity(ana) == "available"
    here.passes(2 * HOUR)
    assert not ana.rings and here.rings(caller) == 0 and listed(here)["taken_by"] == "Bo"


@on_both
def test_a_message_that_is_taken_is_shown_so_and_can_be_heard_and_closed(
    here: Town, caller: Phone, bo: Phone, tmp_path: Path
) -> None:
    leaves(here, caller)
    here.passes(40)
    promise = is_taken(here, bo)
    assert f"{promise}: voicemail on main, taken by Bo" in helpline(here, "list").stdout
    assert helpline(here, "listen", promise, "--output", str(tmp_path / "heard.wav")).exit_code == 0
    assert helpline(here, "close", promise).exit_code == 0
    assert rows(here.services.settings.database_url, "recordings") == []
    assert promises(here) == [("kept", "heard", 0)]


def test_whoever_has_taken_a_callback_and_leaves_the_roster_leaves_it_to_the_others(
    here: Town, caller: Phone, ana: Phone, bo: Phone
) -> None:
    here.becomes("Ana", "offline")
    asks_back(caller)
    is_taken(here, bo)
    here.becomes("Ana", "available")
    here.passes(60)
    assert not ana.rings
    here.keep_time()
    book = Book(here.services, unnoted)
    book.remove(book.named("Bo"))
    here.passes(5)
    assert ana.rings and listed(here)["state"] == "open"
