"""Draw a table: the formula as a line over the load, and what was measured as marks with their intervals."""

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from tests.theory.formula import said
from tests.theory.measured import Mean, Measured
from tests.theory.point import Point

WIDTH, HEIGHT, EDGE = 640, 400, 60
LOW, HIGH = 0.55, 0.95
LEAST_S, MOST_S = 0.1, 2000.0  # a wait of less is left out
STEPS = 40
COLOURS = {5: "#1b6ca8", 10: "#b3541e", 100: "#3a7d44"}
PLAIN = 'font-family="sans-serif" font-size="13" fill="#222"'


def drawn(title: str, measured: Sequence[Measured]) -> str:
    """An SVG of mean waits, which are in seconds on a scale of tens."""
    parts = [*_frame(title)]
    for specialists, row in groupby(measured, key=lambda one: one.point.specialists):
        parts += _one(list(row), COLOURS[specialists])
    words = "\n".join(parts)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">\n{words}\n</svg>\n'


def _x(load: float) -> float:
    return round(EDGE + (load - LOW) / (HIGH - LOW) * (WIDTH - 2 * EDGE), 1)


def _y(seconds: float) -> float:
    part = math.log(max(seconds, LEAST_S) / LEAST_S) / math.log(MOST_S / LEAST_S)
    return round(HEIGHT - EDGE - part * (HEIGHT - 2 * EDGE), 1)


def _frame(title: str) -> Iterator[str]:
    yield f"<title>{title}</title>"
    yield f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>'
    yield f'<text x="{EDGE}" y="24" {PLAIN}>{title}: mean wait in seconds, by load</text>'
    for seconds in (0.1, 1, 10, 100, 1000):
        yield _line([(EDGE, _y(seconds)), (WIDTH - EDGE, _y(seconds))], "#ddd")
        yield f'<text x="{EDGE - 8}" y="{_y(seconds) + 4}" text-anchor="end" {PLAIN}>{seconds:g}</text>'
    for load in (0.6, 0.7, 0.8, 0.9):
        yield f'<text x="{_x(load)}" y="{HEIGHT - EDGE + 22}" text-anchor="middle" {PLAIN}>{load}</text>'
    yield f'<text x="{EDGE}" y="{HEIGHT - 14}" {PLAIN}>line: formula; dot: on paper; ring: by the scripts</text>'


def _one(row: Sequence[Measured], colour: str) -> Iterator[str]:
    of = row[0].point
    loads = [LOW + (HIGH - LOW) * at / STEPS for at in range(STEPS + 1)]
    waits = [(load, said(Point(of.specialists, load, of.patience_s, of.ring_s)).wait_s) for load in loads]
    yield _line([(_x(load), _y(wait)) for load, wait in waits if wait >= LEAST_S], colour)
    yield f'<text x="{_x(HIGH) + 4}" y="{_y(waits[-1][1]) + 4}" {PLAIN}>{of.specialists}</text>'
    for one in row:
        yield from _mark(one.point.load, one.paper.wait_s, f'r="3" fill="{colour}"', colour)
        yield from _mark(one.point.load, one.lived.wait_s, f'r="6" fill="none" stroke="{colour}"', colour)


def _mark(load: float, mean: Mean, look: str, colour: str) -> Iterator[str]:
    if mean.value < LEAST_S:
        return
    yield _line([(_x(load), _y(mean.value - mean.within)), (_x(load), _y(mean.value + mean.within))], colour)
    yield f'<circle cx="{_x(load)}" cy="{_y(mean.value)}" {look}/>'


def _line(points: Iterable[tuple[float, float]], colour: str) -> str:
    path = " ".join(f"{x},{y}" for x, y in points)
    return f'<polyline points="{path}" fill="none" stroke="{colour}"/>'
