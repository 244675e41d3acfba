"""What the formulas say: Erlang C where all wait, Erlang A where people give up (A. K. Erlang, 1917; C. Palm, 1957)."""

from dataclasses import dataclass

from tests.theory.point import HANDLE_S, Point

NEGLIGIBLE = 1e-15


@dataclass(frozen=True)
class Said:
    """The share of all who come that waits at all, and how many seconds all wait on average, whoever gives up too."""

    waiting: float
    wait_s: float


def said(point: Point) -> Said:
    """Reckon it from how likely each number of contacts is; the ring counts as service, exponential like the rest."""
    weights = [1.0]
    while len(weights) <= point.specialists or weights[-1] > NEGLIGIBLE * sum(weights):
        weights.append(weights[-1] * point.per_s / _leave_per_s(point, len(weights)))
    ahead = list(enumerate(weights[point.specialists :]))
    waiting = sum(weight for _, weight in ahead) / sum(weights)
    in_line = sum(number * weight for number, weight in ahead) / sum(weights)
    return Said(waiting, in_line / point.per_s)


def _leave_per_s(point: Point, present: int) -> float:
    served = min(present, point.specialists) / HANDLE_S
    given_up = max(0, present - point.specialists) / point.patience_s if point.patience_s else 0.0
    return served + given_up
