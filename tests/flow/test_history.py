"""What everybody is shown of a week is the same whatever else is asked for: nothing can be subtracted."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from routing.domain.counting import EVERYTHING, Cell, Part, Tally
from routing.domain.measures import OUTCOMES
from routing.domain.periods import span
from routing.flow.history import Public, Wanted, for_everybody

ZONE = ZoneInfo("America/New_York")
MONDAY = date(2026, 10, 26)  # the clock goes back in that week
WEEKS = 3


class Counted:
    """What is on record of the hours of three weeks."""

    def __init__(self, tally: Tally) -> None:
        self._tally = tally

    def position(self) -> str:
        return "0-0"

    def add(self, before: str, after: str, tally: Tally) -> bool:
        return False

    def between(self, since_ms: int, until_ms: int, part: Part = EVERYTHING) -> Mapping[str, int]:
        found: dict[str, int] = {}
        for cell, number in self._tally.items():
            if since_ms <= cell.hour < until_ms:
                found[cell.measure] = found.get(cell.measure, 0) + number
        return found


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def told(counted: Mapping[tuple[int, str], int], weeks: Iterable[int]) -> Mapping[str, Public]:
    """What everybody is shown of some weeks that follow on each other."""
    tally = {
        Cell(span(day(at), day(at), ZONE)[0], "main", "", "voice", f"ended_{how}"): number
        for (at, how), number in counted.items()
    }
    asked = list(weeks)
    since, until = span(day(7 * asked[0]), day(7 * asked[-1] + 6), ZONE)
    return for_everybody(Counted(tally), Wanted(since, until, ZONE, "week"))


counts = st.dictionaries(st.tuples(st.integers(0, 7 * WEEKS - 1), st.sampled_from(OUTCOMES)), st.integers(0, 30))


@given(counts)
def test_a_week_is_told_alike_whatever_is_told_with_it(counted: Mapping[tuple[int, str], int]) -> None:
    whole = told(counted, range(WEEKS))
    assert list(whole) == [day(7 * week).isoformat() for week in range(WEEKS)], "and there is no total of them"
    for begin, end in combinations(range(WEEKS + 1), 2):
        for name, row in told(counted, range(begin, end)).items():
            assert row == whole[name]


@given(counts)
def test_what_is_told_of_a_week_is_true(counted: Mapping[tuple[int, str], int]) -> None:
    for week, row in enumerate(told(counted, range(WEEKS)).values()):
        ended = {key: number for key, number in counted.items() if key[0] // 7 == week}
        assert row["contacts"] in (None, sum(ended.values()))
        for how in OUTCOMES:
            real = sum(number for (_, outcome), number in ended.items() if outcome == how)
            assert row[f"ended_{how}"] in (None, real)
