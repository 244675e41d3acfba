"""A call that tells a code: placed once, at the account's pace, and not kept."""

from tests.store.board import Board

FIELDS = {"line": "main", "language": "en", "phone": "sealed-phone", "code": "sealed-code"}


def asked(board: Board, call: str = "k1") -> None:
    assert board.code_call(call, 600, FIELDS).word == "asked"


def test_a_call_asked_for_again_is_one_call_and_a_lost_job_is_asked_for_again(board: Board) -> None:
    asked(board)
    before = board.kept().all
    asked(board)
    assert board.kept().all == before and 0 < board.kept().life["code_call:k1"] <= 600
    board.passes(5)
    assert board.ticks() == [("ring_code", "k1")]
    change = board.ring_code("k1")
    assert (change.word, change.details) == ("ring", ("main", "sealed-phone"))
    assert board.ring_code("k1").word == "unwanted" and board.kept().deadlines == {}


def test_what_is_over_rings_nobody(board: Board) -> None:
    asked(board)
    board.forget_code_call("k1")
    assert board.ring_code("k1").word == "unwanted"
    assert board.kept().deadlines == {} and not board.kept().records("code_call")
