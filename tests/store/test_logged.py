"""Live state and a note: who may be asked for it, and how long what it is written from stays."""

import pytest

from tests.store.board import Board

AFTERLIFE_S, DAY_S = 900, 86400


def asked(board: Board, document: str) -> str:
    return board.ask_log("c1", document).word


def test_a_contact_is_asked_after_three_minutes_and_by_one_document(board: Board) -> None:
    board.calls("c1")
    board.passes(179.999)
    assert asked(board, "0.9") == "no"
    board.passes(0.001)
    first = board.ask_log("c1", "0.9")
    board.passes(3)
    assert (first.word, board.ask_log("c1", "0.9")) == ("ask", first), "a webhook that comes twice"
    assert asked(board, "0.11") == "no"
    board.passes(13)
    assert asked(board, "0.9") == "no", "another document that is counted so"


def test_the_three_minutes_are_of_this_call_also_where_a_place_was_kept(board: Board) -> None:
    board.calls("c1", person="p")
    board.passes(170)
    board.leave("c1")
    board.calls("c2", person="p")
    board.passes(179)
    assert board.ask_log("c2", "0.9").word == "no"
    board.passes(1)
    assert board.ask_log("c2", "0.9").word == "ask"


def test_whoever_does_not_wait_is_not_asked(board: Board) -> None:
    board.on_call("ana")
    board.calls("c1")
    board.progress("c1-1", "answered", "leg")
    board.passes(30)
    board.accept("c1-1")
    board.passes(180)
    assert asked(board, "0.9") == "no"
    assert board.ask_log("nobody", "0.9").word == "no"


@pytest.mark.parametrize("ended_first", [False, True])
def test_what_a_note_is_written_from_stays_until_it_is_and_then_goes_as_ever(board: Board, ended_first: bool) -> None:
    board.calls("c1")
    if ended_first:
        board.leave("c1")
    board.agree("c1", "y1")
    board.leave("c1")
    assert board.kept().life["contact:c1"] > AFTERLIFE_S
    assert board.ticks() == [("keep_note", "c1")]
    assert board.ticks() == []
    board.passes(4)
    assert board.ticks() == [("keep_note", "c1")], "asked for again until it has worked"
    board.logged("c1")
    assert 0 < board.kept().life["contact:c1"] <= AFTERLIFE_S
    assert "log:c1" not in board.kept().deadlines
    board.logged("c1")
    assert "consent" not in board.contact("c1")


def test_a_contact_that_goes_on_has_no_note_yet(board: Board) -> None:
    board.calls("c1")
    board.agree("c1", "y1")
    board.logged("c1")
    assert board.contact("c1")["consent"] == "y1" and "log:c1" not in board.kept().deadlines
    assert board.agree("nobody", "y1").word == ""
    assert board.contact("nobody") == {}
