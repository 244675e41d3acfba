"""Somebody is taken off the roster: what is under way goes on, nothing follows it, and then nothing of them is left."""

import pytest

from routing.store import keys
from tests.store.board import QUEUE, Board
from tests.store.test_on_shift import bring


def nothing_of(board: Board, specialist: str) -> bool:
    named = [name for name in board.kept().all if specialist in name]
    deadlines = [name for name in board.kept().deadlines if name.endswith(f":{specialist}")]
    everywhere = board.kept().queue(QUEUE, "available"), board.kept().all.get(keys.specialists(), [])
    return not (named or deadlines or any(specialist in part for part in everywhere) or specialist in board.known())


@pytest.mark.parametrize("state", ["offline", "available", "wrap_up", "on_break"])
def test_with_nothing_under_way_they_are_gone_at_once(board: Board, state: str) -> None:
    bring(board, state)
    for _ in range(2):
        assert board.remove("ana").word == "gone", "a repeat says the same"
    assert nothing_of(board, "ana")
    assert board.calls("c2").details[1] == 0, "nobody is on duty for the next caller"


@pytest.mark.parametrize("state", ["ringing", "engaged"])
def test_what_is_under_way_goes_on_and_nothing_follows_it(board: Board, state: str) -> None:
    bring(board, state)
    board.calls("c2")
    for _ in range(2):
        assert board.remove("ana").word == state
    # Nothing brings them back: neither they themselves, nor a shift, nor the records as somebody had read them before.
    board.set_activity("ana", "available")
    board.shift("ana", "starts", board.now + 1)
    board.hires("ana")
    if state == "ringing":
        board.accept("c1-1")
        board.join("c1-1", "caller")
        board.join("c1-1", "specialist")
    assert (board.stage("c1"), board.activity("ana")) == ("bridged", "engaged")
    board.leave("c1")
    board.finish("c1-1", "completed")
    assert nothing_of(board, "ana")
    assert (board.stage("c2"), board.contact("c2")["offers"]) == ("waiting", "")


def test_whoever_lets_it_ring_is_gone_too_and_the_caller_is_offered_to_the_next(board: Board) -> None:
    bring(board, "ringing")
    board.remove("ana")
    board.on_call("bo")
    board.finish("c1-1", "no-answer")
    assert nothing_of(board, "ana")
    assert board.activity("bo") == "ringing"
