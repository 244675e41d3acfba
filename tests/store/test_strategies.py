"""Who is rung first, by how a skill chooses among its specialists."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.store.board import QUEUE, Board

FAMILY = "main.family.en"
NAMES = ("ana", "bo", "cy")


def rung(board: Board, contact: str, *queues: str) -> str:
    """A caller enters; who is rung."""
    (offer,) = board.calls(contact, *queues).ring
    return board.offer(offer)["specialist"]


def talks(board: Board, offer: str, seconds: int) -> None:
    board.accept(offer)
    for who in ("specialist", "caller"):
        board.join(offer, who)
    board.passes(seconds)
    board.leave(offer.rpartition("-")[0])
    board.finish(offer, "completed")


# How the skill chooses; then each specialist's number, in the order in which they came on call; who is rung, in turn.
FIRST = [
    ("longest_idle", {"ana": 3, "bo": 2, "cy": 1}, ["ana", "bo", "cy"]),
    ("in_order", {"ana": 3, "bo": 2, "cy": 1}, ["cy", "bo", "ana"]),
    ("in_order", {"ana": 2, "bo": 1, "cy": 2}, ["bo", "ana", "cy"]),
    ("in_order", {"ana": 999, "bo": 999, "cy": 998}, ["cy", "ana", "bo"]),
    ("round_robin", {"ana": 3, "bo": 2, "cy": 1}, ["ana", "bo", "cy"]),
]


@pytest.mark.parametrize(("strategy", "orders", "expected"), FIRST)
def test_a_skill_rings_its_specialists_as_it_says(
    board: Board, strategy: str, orders: dict[str, int], expected: list[str]
) -> None:
    board.strategies[QUEUE] = strategy
    for name, order in orders.items():
        board.on_call(name, order=order)
        board.passes(1)
    assert [rung(board, f"c{n}") for n in range(3)] == expected


@pytest.mark.parametrize(("strategy", "second"), [("longest_idle", "bo"), ("round_robin", "ana"), ("in_order", "ana")])
def test_a_turn_is_a_turn_however_long_the_call(board: Board, strategy: str, second: str) -> None:
    board.strategies[QUEUE] = strategy
    for order, name in enumerate(("ana", "bo"), 1):
        board.on_call(name, order=order)
        board.passes(1)
    board.calls("c1")
    board.passes(1)
    board.calls("c2")
    board.accept("c1-1")
    board.passes(1)
    talks(board, "c2-1", 30)
    talks(board, "c1-1", 1800)
    board.passes(100)
    board.ticks()
    assert rung(board, "c3") == second


@pytest.mark.parametrize(("how", "takes_it"), [("no-answer", True), ("busy", True), ("not_rung", False)])
def test_whoever_was_not_even_rung_still_has_the_turn(board: Board, how: str, takes_it: bool) -> None:
    board.strategies[QUEUE] = "round_robin"
    for name in ("ana", "bo"):
        board.on_call(name)
        board.passes(1)
    assert rung(board, "c1") == "ana"
    board.leave("c1")
    board.finish("c1-1", "canceled")
    board.passes(100)
    board.ticks()
    assert rung(board, "c2") == "ana", "the caller had left"
    board.finish("c2-1", how)
    board.leave("c2")
    board.finish("c2-2", "canceled")
    board.passes(100)
    board.ticks()
    assert rung(board, "c3") == ("bo" if takes_it else "ana")


def test_whoever_comes_on_duty_has_the_last_turn(board: Board) -> None:
    board.strategies[QUEUE] = "round_robin"
    board.on_call("ana")
    board.passes(1)
    board.on_call("bo")
    board.passes(1)
    board.set_activity("ana", "on_break")
    board.set_activity("ana", "available")
    assert [rung(board, f"c{n}") for n in range(2)] == ["bo", "ana"]


def test_the_first_skill_of_a_contact_with_anybody_free_says_who(board: Board) -> None:
    board.strategies[FAMILY] = "in_order"
    board.on_call("ana", QUEUE)
    board.passes(5)
    board.on_call("bo", FAMILY, order=2)
    board.on_call("cy", FAMILY, order=1)
    assert [rung(board, f"c{n}", FAMILY, QUEUE) for n in range(3)] == ["cy", "bo", "ana"]
    board.leave("c2")
    board.finish("c2-1", "canceled")
    assert rung(board, "c3", QUEUE, FAMILY) == "ana"


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(lengths=st.lists(st.integers(1, 3600), min_size=6, max_size=18))
def test_by_turns_nobody_is_rung_twice_before_everybody_once(board: Board, lengths: list[int]) -> None:
    board.redis.flushall()
    board.strategies[QUEUE] = "round_robin"
    for name in NAMES:
        board.on_call(name)
        board.passes(1)
    turns = []
    for n, length in enumerate(lengths):
        turns.append(rung(board, f"c{n}"))
        talks(board, f"c{n}-1", length)
        board.passes(61)
        board.ticks()
    for at in range(len(turns) - len(NAMES) + 1):
        assert set(turns[at : at + len(NAMES)]) == set(NAMES)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(orders=st.lists(st.integers(1, 999), min_size=2, max_size=8))
def test_in_order_the_lowest_number_is_rung_and_of_equals_the_longest_idle(board: Board, orders: list[int]) -> None:
    board.redis.flushall()
    board.strategies[QUEUE] = "in_order"
    for at, order in enumerate(orders):
        board.on_call(f"s{at}", order=order)
        board.passes(1)
    expected = [f"s{at}" for _, at in sorted((order, at) for at, order in enumerate(orders))]
    assert [rung(board, f"c{n}") for n in range(len(orders))] == expected
