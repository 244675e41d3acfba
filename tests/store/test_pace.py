"""The token buckets: who may call or text now, whose turn is next, and what a refusal does."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from routing.store.pace import Pace
from tests.store.board import START_MS, Board

CLOCK_TICK_S = 0.5
CERTAIN = 1.0  # the chance that makes each pause as long as it can be


@pytest.fixture
def board(redis_url: str) -> Board:
    made = Board(redis_url, Pace(1.0, 1.0, lambda: CERTAIN))
    made.open_epoch("first")
    return made


def rung(board: Board) -> list[str]:
    """Do the jobs that are due, as a worker does; the offers whose calls are placed."""
    offers = [subject for job, subject in board.ticks() if job == "ring"]
    return [offer for offer in offers if board.claim(offer).word == "ring"]


def test_one_call_a_second_is_placed_and_the_others_have_their_turn(board: Board) -> None:
    for specialist in ("ana", "bo", "cy"):
        board.on_call(specialist)
    offers = board.calls("c1", width=3).ring
    assert [board.claim(offer).word for offer in offers] == ["ring", "later", "later"]
    assert rung(board) == []
    board.passes(1)
    assert rung(board) == ["c1-2"]
    assert rung(board) == []
    board.passes(1)
    assert rung(board) == ["c1-3"]
    board.passes(10)
    assert rung(board) == []
    assert not [name for name in board.kept().deadlines if name.startswith(("pace", "ring:"))]


def test_a_call_that_tells_a_code_has_its_turn_among_the_others(board: Board) -> None:
    board.on_call("ana")
    fields = {"line": "main", "language": "en", "phone": "sealed", "code": "sealed"}
    for call in ("k1", "k2"):
        board.code_call(call, 600, fields)
    (offer,) = board.calls("c1").ring
    assert [board.ring_code("k1").word, board.ring_code("k2").word, board.claim(offer).word] == [
        "ring",
        "later",
        "later",
    ]
    board.passes(1)
    first = board.ticks()
    board.passes(1)
    assert sorted(job for job, _ in (*first, *board.ticks())) == ["ring", "ring_code"]
    assert board.ring_code("k2").word == "ring"


def test_a_clock_that_comes_late_to_each_turn_makes_no_call_wait_longer_for_it(board: Board) -> None:
    for number in range(5):
        board.on_call(f"s{number}")
    for offer in board.calls("c1", width=5).ring:
        board.claim(offer)
    board.progress("c1-1", "initiated", "leg")
    placed, began = 1, board.now
    board.passes(0.3)
    while placed < 5:
        board.passes(CLOCK_TICK_S)
        placed += len(rung(board))
    assert board.now - began <= 4500


@pytest.mark.parametrize("refused", [False, True], ids=["a token was taken", "calls pause"])
def test_a_clock_that_is_set_back_holds_up_no_call(board: Board, refused: bool) -> None:
    for specialist in ("ana", "bo"):
        board.on_call(specialist)
    (first,) = board.calls("c1").ring
    assert board.claim(first).word == "ring"
    if refused:
        board.slow(first, again=True)
    board.passes(-600)
    (second,) = board.calls("c2").ring
    assert board.claim(second).word == ("later" if refused else "ring")
    placed = []
    for _ in range(4):
        placed += rung(board)
        board.passes(1)
    assert sorted(placed) == ([first, second] if refused else [])


def test_the_caller_who_waits_longest_has_the_first_turn(board: Board) -> None:
    for specialist in ("ana", "bo", "cy"):
        board.on_call(specialist)
    (first,) = board.calls("c1").ring
    board.passes(0.1)
    (late,) = board.calls("c2").ring
    board.passes(0.1)
    (urgent,) = board.calls("c3", priority=5).ring
    assert [board.claim(offer).word for offer in (first, late, urgent)] == ["ring", "later", "later"]
    board.passes(1)
    assert rung(board) == [urgent]
    board.passes(1)
    assert rung(board) == [late]


def test_whoever_comes_while_others_wait_does_not_slip_in_before_them(board: Board) -> None:
    for specialist in ("ana", "bo", "cy"):
        board.on_call(specialist)
    offers = board.calls("c1", width=2).ring
    assert [board.claim(offer).word for offer in offers] == ["ring", "later"]
    board.passes(1)
    (late,) = board.calls("c2").ring
    assert board.claim(late).word == "later", "there is a token, and c1 has waited for it"
    assert rung(board) == ["c1-2"]


def test_a_call_that_nobody_wants_any_more_takes_no_turn(board: Board) -> None:
    for specialist in ("ana", "bo", "cy"):
        board.on_call(specialist)
    offers = [*board.calls("c1").ring, *board.calls("c2").ring, *board.calls("c3").ring]
    assert [board.claim(offer).word for offer in offers] == ["ring", "later", "later"]
    board.leave("c2")
    board.passes(1)
    assert rung(board) == ["c3-1"]


def test_an_offer_that_waits_for_its_turn_is_not_late(board: Board) -> None:
    for number in range(20):
        board.on_call(f"s{number}")
    offers = [offer for number in range(20) for offer in board.calls(f"c{number}").ring]
    for offer in offers:
        board.claim(offer)
    board.progress(offers[0], "initiated", "leg")
    placed = 1
    for _ in range(19):
        board.passes(1)
        jobs = board.ticks()
        assert all(job == "ring" for job, _ in jobs), jobs
        placed += sum(board.claim(offer).word == "ring" for _, offer in jobs)
        for _, offer in jobs:
            board.progress(offer, "initiated", "leg")
    assert placed == 20


def test_a_job_that_is_lost_does_not_lose_its_turn(board: Board) -> None:
    for specialist in ("ana", "bo"):
        board.on_call(specialist)
    offers = board.calls("c1", width=2).ring
    for offer in offers:
        board.claim(offer)
    board.passes(1)
    assert board.ticks() == [("ring", "c1-2")], "and the worker that took it was killed"
    board.passes(4)
    assert rung(board) == ["c1-2"]


def test_each_refusal_makes_the_pause_longer_until_a_call_is_placed(board: Board) -> None:
    for specialist in ("ana", "bo", "cy"):
        board.on_call(specialist)
    (offer,) = board.calls("c1").ring
    assert board.claim(offer).word == "ring"
    pauses = []
    for _ in range(6):
        refused = board.now
        assert board.slow(offer, again=True).word == "again"
        while not rung(board):
            board.passes(0.5)
        pauses.append((board.now - refused) / 1000)
    assert pauses == [2, 4, 8, 16, 16, 16]
    assert board.activity("ana") == "ringing", "it is still the same offer"
    board.progress(offer, "placed", "leg")
    (other,) = board.calls("c2").ring
    board.passes(1)
    assert board.claim(other).word == "ring"
    refused = board.now
    board.slow(other, again=True)
    while not rung(board):
        board.passes(0.5)
    assert board.now - refused == 2000


def test_refusals_of_one_moment_are_one(board: Board) -> None:
    for specialist in ("ana", "bo", "cy"):
        board.on_call(specialist)
    (first,), (second,) = board.calls("c1").ring, board.calls("c2").ring
    board.claim(first)
    board.passes(1)
    board.claim(second)
    board.slow(first, again=True)
    board.slow(second, again=True)
    board.passes(1.9)
    assert rung(board) == []
    board.passes(0.1)
    assert rung(board) == [first]


def test_a_refused_call_that_nobody_wants_any_more_is_not_placed_again(board: Board) -> None:
    board.on_call("ana")
    (offer,) = board.calls("c1").ring
    board.claim(offer)
    board.leave("c1")
    assert board.slow(offer, again=True).word == "slow"
    board.passes(3)
    assert rung(board) == []


def test_texts_of_a_line_have_a_pace_of_their_own(board: Board) -> None:
    fields = {"kind": "alert", "to": "sealed", "words": "sealed"}
    for number in range(5):
        board.text(f"t{number}", fields | {"line": "main"})
    board.text("other", fields | {"line": "second"})
    words = [board.take_text(f"t{number}").word for number in range(5)]
    assert words == ["send", "send", "send", "later", "later"]
    assert board.take_text("other").word == "send"
    sent = []
    for _ in range(3):
        board.passes(1)
        sent += [text for _, text in board.ticks() if board.take_text(text).word == "send"]
    assert sent == ["t3", "t4"]


@settings(max_examples=60, deadline=None)
@given(
    rate=some.sampled_from([0.5, 1.0, 3.0]),
    asked=some.lists(some.integers(0, 3000), min_size=1, max_size=12),
)
def test_no_time_has_more_calls_than_the_account_may_place(live_state: str, rate: float, asked: list[int]) -> None:
    board = Board(live_state, Pace(rate))
    board.redis.flushall()
    board.redis.at = START_MS
    board.open_epoch("first")
    for number in range(len(asked)):
        board.on_call(f"s{number}")
    due = sorted(asked)
    waits, placed = [board.calls(f"c{number}").ring[0] for number in range(len(due))], []
    for step in range(0, 3000 + int(len(due) * 1000 / rate) + 1000, 100):
        board.redis.at = START_MS + step
        while due and due[0] <= step:
            due.pop(0)
            placed += [board.now] * (board.claim(waits.pop(0)).word == "ring")
        placed += [board.now] * len(rung(board))
    assert len(placed) == len(asked), "each is placed in the end"
    for first, later in combinations(range(len(placed)), 2):
        seconds = (placed[later] - placed[first]) / 1000
        assert later - first + 1 <= max(1, rate) + rate * (seconds + CLOCK_TICK_S) + 0.01
