"""What is taken for growth, of samples that are written by hand."""

from collections.abc import Callable

from tests.day.slope import Slope, grown, slope

HALF_MINUTE_S = 30


def line(value: Callable[[int], float]) -> Slope:
    """Forty minutes of a figure, looked at every half minute."""
    return slope([(at * HALF_MINUTE_S, value(at)) for at in range(80)])


def test_what_rises_at_first_and_then_stays_has_not_grown() -> None:
    assert list(grown({"keys": line(lambda at: 100 * min(at, 30) + at % 7 * 20)})) == []


def test_a_file_that_is_left_open_now_and_then_has_grown() -> None:
    kept = line(lambda at: 40 + at // 8)
    assert list(grown({"files web": kept})) == ["files web grew by 5, from 47 on average"]
    assert list(grown({"kept a day": kept})) == []


def test_memory_is_said_by_the_hour() -> None:
    assert list(grown({"memory web": line(lambda at: 350 + at / 120 * 13)})) == ["memory web grows by 13.0 MB an hour"]
    assert list(grown({"memory web": line(lambda at: 350 + at / 120 * 11)})) == []
