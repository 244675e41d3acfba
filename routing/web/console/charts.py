"""Where the bars of a chart stand, and across each how it was before; the drawing is 600 by 120."""

from collections.abc import Sequence
from itertools import zip_longest
from typing import NamedTuple

from routing.domain.measures import Figure

WIDTH, HEIGHT = 600.0, 120.0
GAP, MARGIN = 0.2, 0.05  # on both sides of a bar, and of the wider mark across it: parts of the room that both have


class Bar(NamedTuple):
    """A bar, whose upper end is at `y`; and the mark of how it was before, from one x to another at the y `before`.

    The mark is wider than the bar, so that it is seen across it; None is no mark.
    """

    x: float
    y: float
    width: float
    height: float
    before: float | None
    from_x: float
    till_x: float


class Chart(NamedTuple):
    """`most` is the number that reaches to the top."""

    bars: Sequence[Bar]
    most: float


def chart(now: Sequence[Figure], before: Sequence[Figure]) -> Chart:
    """Draw numbers, none of which is below 0; where there is nothing to measure nothing stands."""
    most = max((number for number in (*now, *before) if number is not None), default=0) or 1
    room = WIDTH / max(len(now), 1)
    beside = list(before)[: len(now)]
    bars = [_bar(at * room, room, *pair, most) for at, pair in enumerate(zip_longest(now, beside))]
    return Chart(bars, most)


def _bar(x: float, room: float, now: Figure, before: Figure, most: float) -> Bar:
    height = HEIGHT * (now or 0) / most
    mark = None if before is None else round(HEIGHT * (1 - before / most), 1)
    left, wide, from_x, till_x = (
        round(each, 1) for each in (x + room * GAP, room * (1 - 2 * GAP), x + room * MARGIN, x + room * (1 - MARGIN))
    )
    return Bar(left, round(HEIGHT - height, 1), wide, round(height, 1), mark, from_x, till_x)
