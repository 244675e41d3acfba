"""A contact that is called back, script by script: the place is kept, and a repeat changes nothing."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from routing.domain.contact import Change
from routing.domain.promise import Promise, Window, window
from tests.store.board import START_MS, Board

ASKED = Promise("p1", "callback", "c1", "main", "general", "en", "", START_MS, 0, START_MS, START_MS, person="who")
NOW = Window(START_MS, 0)


def twice(board: Board, act: Callable[[], Change]) -> str:
    """Do something two times; the second rings nobody and changes nothing."""
    word, left = act().word, board.left().all
    repeat = act()
    assert (repeat.word, repeat.ring, board.left().all) == (word, (), left)
    return word


def asks(board: Board, window: Window = NOW) -> None:
    board.calls("c1", person="who")
    board.choose("c1", 0, "callback")
    assert twice(board, lambda: board.call_back(ASKED, window)) == "callback"


def test_the_place_is_kept_without_a_telephone(board: Board) -> None:
    asks(board)
    board.passes(30)
    board.calls("c2")
    assert board.leave("c1").word == "callback", "the end of the call is no end of the contact"
    assert board.on_call("ana").ring == ("c1-1",)
    assert "call" not in board.contact("c1") and "heartbeat:c1" not in board.kept().deadlines


def test_whoever_accepts_is_joined_with_the_person_who_presses_1(board: Board) -> None:
    asks(board)
    board.on_call("ana")
    assert twice(board, lambda: board.accept("c1-1")) == "call"
    assert [board.call("c1-1").word for _ in range(2)] == ["call", "unwanted"], "one job only places the call"
    assert twice(board, lambda: board.dialled("c1-1", "leg")) == "wanted"
    assert twice(board, lambda: board.reach("c1-1", "digest-leg", "leg")) == "accepted"
    for who in ("specialist", "caller"):
        board.join("c1-1", who)
    assert board.stage("c1") == "bridged" and "settle:c1" in board.kept().deadlines
    assert board.contact("c1")["settles"].split() == ["p1:kept"]


def test_whoever_is_not_reached_rests_and_the_specialist_is_free_without_wrap_up(board: Board) -> None:
    asks(board)
    board.on_call("ana")
    board.accept("c1-1")
    board.call("c1-1")
    assert twice(board, lambda: board.miss("c1", "c1-1")) == "callback"
    board.finish("c1-1", "completed")
    assert board.activity("ana") == "available"
    assert ("reckon", "c1") in board.ticks()
    later = Window(board.now + 600_000, 0)
    assert twice(board, lambda: board.plan("c1", later)) == "callback"
    board.passes(601)
    board.ticks()
    assert board.activity("ana") == "ringing"


def test_a_live_call_takes_the_place_and_leaves_it_open(board: Board) -> None:
    asks(board)
    board.passes(60)
    assert board.calls("c9", person="who").details[0] == "c1"
    assert board.stage("c1") == "waiting" and int(board.contact("c1")["entered_at"]) == START_MS
    board.leave("c1")
    assert board.stage("c1") == "callback" and board.contact("c1")["promise"] == "p1"


def test_what_was_lost_comes_back_once(board: Board) -> None:
    fields: dict[str, str | int] = {
        "queues": "main.general.en",
        "priority": 0,
        "width": 1,
        "rings": 20,
        "person": "who",
    }
    assert twice(board, lambda: board.reenter(ASKED, NOW, fields)) == "callback"
    other = replace(ASKED, id="p2")
    assert board.reenter(other, NOW, fields).word == "other", "a contact has one promise"


def test_what_was_promised_while_live_state_was_away_is_its_contacts(board: Board) -> None:
    board.calls("c1", person="who")
    board.choose("c1", 0, "callback")
    assert twice(board, lambda: board.reenter(ASKED, NOW, {"person": "who"})) == "choosing"
    assert board.leave("c1").word == "callback"
    assert board.contact("c1")["promise"] == "p1"


@pytest.mark.parametrize("over", [False, True])
def test_what_its_caller_was_told_is_not_kept_is_nobodys_promise(board: Board, over: bool) -> None:
    board.calls("c1", person="who")
    board.choose("c1", 0, "callback")
    assert twice(board, lambda: board.untold("c1", "p1")) == "choosing"
    if over:
        board.leave("c1")
    assert twice(board, lambda: board.reenter(ASKED, NOW, {"person": "who"})) == "other"
    assert "promise" not in board.contact("c1")
    assert board.untold("c9", "p1").word == "" and not board.contact("c9")


def test_what_is_kept_on_the_second_asking_is_a_promise(board: Board) -> None:
    board.calls("c1", person="who")
    board.choose("c1", 0, "callback")
    board.untold("c1", "p1")
    assert twice(board, lambda: board.call_back(ASKED, NOW)) == "callback"
    assert twice(board, lambda: board.reenter(ASKED, NOW, {"person": "who"})) == "callback"


def test_what_somebody_deals_with_rings_nobody_until_it_is_over(board: Board) -> None:
    asks(board)
    board.on_call("ana")
    assert board.activity("ana") == "ringing"
    let_go = board.taken(ASKED)
    assert (let_go.word, let_go.end) == ("callback", ("c1-1",))
    board.finish("c1-1", "canceled")
    assert twice(board, lambda: board.taken(ASKED)) == "callback"
    assert ("reckon", "c1") in board.ticks()
    over = window(replace(ASKED, state="taken", expires_at=START_MS + 600_000), START_MS, "UTC")
    assert twice(board, lambda: board.plan("c1", over)) == "callback"
    board.passes(1190)
    assert board.ticks() == [] and board.activity("ana") == "available"


def test_a_call_to_the_person_that_is_under_way_goes_on_whoever_takes_it(board: Board) -> None:
    asks(board)
    board.on_call("ana")
    board.accept("c1-1")
    assert twice(board, lambda: board.taken(ASKED)) == "accepted"
    assert board.call("c1-1").word == "call"
