"""Which numbers are hidden besides those of few people; whoever reads the rest cannot tell them."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.domain.suppression import FEWEST, shown

counts = st.one_of(st.integers(0, 12), st.integers(0, 60))
tables = st.lists(counts, min_size=2, max_size=8).map(lambda numbers: dict(enumerate(numbers)))


@pytest.mark.parametrize(
    ("numbers", "seen"),
    [
        ((3, 12, 55), (70, None, None, 55)),  # the least that is needed
        ((1, 1, 20, 48), (70, None, None, None, 48)),  # two that are few together take a third along
        ((6, 7, 40), (53, None, None, 40)),
        ((5, 0), (None, None, 0)),  # a total of few hides what it is of
        ((20, 11, 0), (31, 20, 11, 0)),
        ((0, 0), (0, 0, 0)),
    ],
)
def test_what_is_shown(numbers: tuple[int, ...], seen: tuple[int | None, ...]) -> None:
    total, parts = shown(dict(enumerate(numbers)))
    assert (total, *parts.values()) == seen


@given(tables)
def test_no_few_people_are_told_of_neither_as_a_number_nor_as_what_a_total_leaves(numbers: Mapping[int, int]) -> None:
    total, parts = shown(numbers)
    assert not [number for number in (total, *parts.values()) if number and number < FEWEST]
    if total is not None and None in parts.values():
        assert total - sum(number or 0 for number in parts.values()) >= FEWEST


@given(tables)
def test_every_number_that_is_hidden_may_be_another_for_all_that_is_shown(numbers: Mapping[int, int]) -> None:
    total, parts = shown(numbers)
    hidden = [key for key, number in parts.items() if number is None]
    left = None if total is None else total - sum(number or 0 for number in parts.values())
    if left is None:  # so few people may all have ended in one way, or in each
        return
    for key in hidden:  # each is at least one: zeros are shown
        assert left - (len(hidden) - 1) > 1, f"{key} is all that is left for it"
    assert len(hidden) != 1


@given(tables)
def test_what_is_shown_is_true_and_nobody_is_no_secret(numbers: Mapping[int, int]) -> None:
    total, parts = shown(numbers)
    assert total in (None, sum(numbers.values()))
    assert all(parts[key] in (None, number) and (number or parts[key] == 0) for key, number in numbers.items())
