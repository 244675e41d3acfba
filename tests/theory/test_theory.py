"""One point of each table, small: what `make theory` measures at length."""

import math

import pytest
from redis import Redis

from tests.theory.formula import said
from tests.theory.measured import measure
from tests.theory.point import HANDLE_S, Point
from tests.theory.table import wrong

CONTACTS, ON_PAPER = 150, 60_000


@pytest.mark.parametrize("how", [{}, {"patience_s": 300.0}, {"ring_s": 15.0}], ids=["patient", "giving up", "ringing"])
def test_each_waits_as_on_paper_and_all_as_the_formula_says(redis_url: str, how: dict[str, float]) -> None:
    measured = measure(Redis.from_url(redis_url), Point(3, 0.8, **how), CONTACTS, ON_PAPER)
    assert wrong(measured) == ""
    assert measured.lived.waiting.value > 0, "somebody waits"


@pytest.mark.parametrize(("specialists", "load"), [(1, 0.5), (5, 0.6), (10, 0.9)])
def test_where_nobody_gives_up_it_is_the_closed_form(specialists: int, load: float) -> None:
    """Erlang C as it is usually written."""
    erlangs = specialists * load
    last = erlangs**specialists / math.factorial(specialists) / (1 - load)
    waiting = last / (sum(erlangs**k / math.factorial(k) for k in range(specialists)) + last)
    found = said(Point(specialists, load))
    assert found.waiting == pytest.approx(waiting)
    assert found.wait_s == pytest.approx(waiting * HANDLE_S / (specialists - erlangs))
