"""Erlang A against its published example, against Erlang C where nobody gives up, and against a queue lived through."""

import heapq
import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.domain.erlang import Load, answered_within, needed

FOREVER = 1e9


def test_the_published_example() -> None:
    """48 come in a minute, are served in one, and wait for two; of 50 specialists' callers 3.1 % give up."""
    assert answered_within(Load(48 * 60, 60, 120), 50, FOREVER) == pytest.approx(0.969, abs=0.0005)


def erlang_c(erlangs: float, specialists: int, handle_s: float, seconds: float) -> float:
    """The share answered in time where everybody waits (A. K. Erlang, 1917)."""
    last = erlangs**specialists / math.factorial(specialists) * specialists / (specialists - erlangs)
    waits = last / (sum(erlangs**k / math.factorial(k) for k in range(specialists)) + last)
    return 1 - waits * math.exp(-(specialists - erlangs) * seconds / handle_s)


@pytest.mark.parametrize(("erlangs", "specialists"), [(0.5, 1), (2, 3), (8, 10), (45, 50)])
def test_where_nobody_gives_up_it_is_erlang_c(erlangs: float, specialists: int) -> None:
    load = Load(erlangs * 3600 / 300, 300, 300 * 1e5)
    assert answered_within(load, specialists, 30) == pytest.approx(erlang_c(erlangs, specialists, 300, 30), abs=1e-3)


def lived(load: Load, specialists: int, seconds: float, contacts: int) -> float:
    """The share answered in time of so many contacts, each with chances of its own."""
    chance, now, soon = random.Random(1), 0.0, 0
    free = [0.0] * specialists
    heapq.heapify(free)
    for _ in range(contacts):
        now += chance.expovariate(load.per_hour / 3600)
        wait = max(0.0, free[0] - now)
        if wait < chance.expovariate(1 / load.patience_s):
            heapq.heapreplace(free, now + wait + chance.expovariate(1 / load.handle_s))
            soon += wait <= seconds
    return soon / contacts


@pytest.mark.parametrize(
    ("load", "specialists"),
    [(Load(6, 900, 180), 1), (Load(6, 900, 180), 2), (Load(20, 900, 120), 5), (Load(60, 600, 300), 9)],
)
def test_it_is_what_happens(load: Load, specialists: int) -> None:
    happened = lived(load, specialists, 30, 60_000)
    assert answered_within(load, specialists, 30) == pytest.approx(happened, abs=0.01)


LOADS = st.builds(
    Load,
    per_hour=st.floats(0.01, 300),
    handle_s=st.floats(30, 3600),
    patience_s=st.floats(5, 3600),
)


@given(LOADS, st.integers(1, 300), st.floats(0, 3600))
def test_it_is_a_share_and_more_specialists_answer_more(load: Load, specialists: int, seconds: float) -> None:
    fewer, more = (answered_within(load, n, seconds) for n in (specialists, specialists + 1))
    assert 0 <= fewer <= more + 1e-9 and more <= 1 + 1e-9


@given(LOADS, st.floats(0.5, 0.99))
def test_what_is_needed_is_enough_and_one_fewer_is_not(load: Load, share: float) -> None:
    enough = needed(load, share, 30)
    assert answered_within(load, enough, 30) >= share
    assert enough == 1 or answered_within(load, enough - 1, 30) < share


def test_nobody_is_needed_where_nobody_comes() -> None:
    assert needed(Load(0, 600, 180), 0.9, 30) == 0
