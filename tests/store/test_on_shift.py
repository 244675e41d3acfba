"""What starts and ends of shifts do to a specialist, whatever they are doing, and however often it is asked for."""

import pytest

from routing.domain.contact import Plan
from tests.store.board import QUEUE, START_MS, Board

EDGE = START_MS + 1000


def bring(board: Board, state: str) -> None:
    """Bring Ana to a state."""
    board.hires("ana")
    if state != "offline":
        board.set_activity("ana", "available")
    if state in ("ringing", "engaged", "wrap_up"):
        board.calls("c1")
    if state in ("engaged", "wrap_up"):
        board.accept("c1-1")
        board.join("c1-1", "caller")
        board.join("c1-1", "specialist")
    if state == "wrap_up":
        board.leave("c1")
        board.finish("c1-1", "completed")
    if state == "on_break":
        board.set_activity("ana", "on_break")
    assert board.activity("ana") == state
    board.passes(1)


# The state, what a start makes of it and tells, what an end makes of it and tells, and what comes after the end.
ROWS = [
    ("offline", "available", "starts", "offline", "", ""),
    ("available", "available", "starts", "offline", "ends", ""),
    ("ringing", "ringing", "starts", "ringing", "ends", "offline"),
    ("engaged", "engaged", "starts", "engaged", "ends", "offline"),
    ("wrap_up", "wrap_up", "starts", "offline", "ends", ""),
    ("on_break", "on_break", "on_break", "offline", "ends", ""),
]


@pytest.mark.parametrize(("state", "on", "told", "_off", "_told", "_after"), ROWS)
def test_a_start(board: Board, state: str, on: str, told: str, _off: str, _told: str, _after: str) -> None:
    bring(board, state)
    for _ in range(2):
        change = board.shift("ana", "starts", EDGE)
        assert (change.word, change.details) == (on, (told, EDGE)), "a repeat says the same"


@pytest.mark.parametrize(("state", "_on", "_told", "off", "told", "after"), ROWS)
def test_an_end(board: Board, state: str, _on: str, _told: str, off: str, told: str, after: str) -> None:
    bring(board, state)
    for _ in range(2):
        change = board.shift("ana", "ends", EDGE)
        assert (change.word, change.details) == (off, (told, EDGE)), "a repeat says the same"
    assert board.specialist("ana").get("wanted", "") == after
    if state == "ringing":
        assert board.offer("c1-1")["state"] == "rescinded" and board.stage("c1") == "waiting"
        board.finish("c1-1", "canceled")
        assert board.activity("ana") == "offline"
    assert state != "engaged" or board.stage("c1") == "bridged", "a call is never cut"


def test_what_is_asked_for_by_hand_after_an_edge_holds(board: Board) -> None:
    bring(board, "offline")
    board.shift("ana", "starts", EDGE)
    board.passes(1)
    board.set_activity("ana", "offline")
    assert board.shift("ana", "starts", EDGE).word == "offline"
    assert board.shift("ana", "starts", EDGE - 500).word == "offline", "an older edge neither"
    assert board.shift("ana", "ends", board.now + 1).word == "offline"
    assert board.shift("ana", "starts", board.now + 2).word == "available", "but the next start does"


def test_what_is_told_is_told_once(board: Board) -> None:
    bring(board, "offline")
    board.shift("ana", "starts", EDGE)
    board.planned("ana", Plan(EDGE + 1000, 0, EDGE + 9000, 0, "UTC"))
    assert board.shift("ana", "starts", EDGE).details == ("", EDGE)
    assert board.shift("ana", "starts", EDGE + 10).details[0] == "", "a start that was moved is no news"
    assert board.shift("ana", "ends", EDGE + 20).details[0] == "ends"


def test_a_quiet_start_tells_nothing(board: Board) -> None:
    bring(board, "offline")
    change = board.shift("ana", "starts", EDGE, quiet=True)
    assert (change.word, change.details[0]) == ("available", "")


def test_who_has_no_shifts_is_left_alone(board: Board) -> None:
    bring(board, "available")
    assert board.shift("ana", "ends", 0).word == "available"
    assert board.shift("nobody", "starts", EDGE).word == "unknown"


def test_the_next_start_of_a_queue_is_the_nearest_ahead(board: Board) -> None:
    for name, starts in (("ana", 5000), ("bo", 3000), ("cy", 0)):
        board.hires(name)
        board.planned(name, Plan(START_MS + 9000, starts and START_MS + starts, 0, 0, "UTC"))
    assert board.next_start(QUEUE) == START_MS + 3000
    board.passes(4)
    assert board.next_start(QUEUE) == START_MS + 5000
    board.passes(4)
    assert board.next_start(QUEUE) == 0


def test_guesses_are_counted_a_number_and_a_right_one_is_none(board: Board) -> None:
    words = [board.guess(f"g{which}", "person", "sealed").word for which in range(6)]
    assert words == ["asked"] * 5 + ["too_many"]
    assert board.guess("g0", "person", "sealed").word == "asked", "a repeat is no new guess"
    assert board.guess("other", "another", "sealed").word == "asked"
    assert board.judged("g0", "person", "right").word == "right"
    assert "sealed" not in board.guessed("g0")
    assert board.judged("g0", "person", "wrong").word == "right", "what is known stays"
    assert board.guess("g9", "person", "sealed").word == "asked"
