"""Whether a figure grows: the straight line through its second half, by least squares."""

from collections.abc import Sequence
from dataclasses import dataclass

HOUR_S = 3600.0
Sample = tuple[float, float]  # when, in seconds; what


@dataclass(frozen=True)
class Slope:
    """Where a figure stood on average, what it gains in an hour, and what it has gained in the time looked at."""

    mean: float
    an_hour: float
    gained: float


def slope(samples: Sequence[Sample]) -> Slope:
    """Fit the later half of the samples; there are at least four of them."""
    later = samples[len(samples) // 2 :]
    middle, mean = (sum(column) / len(later) for column in zip(*later, strict=True))
    above = sum((at - middle) * (value - mean) for at, value in later)
    a_second = above / sum((at - middle) ** 2 for at, _ in later)
    return Slope(mean, a_second * HOUR_S, a_second * (later[-1][0] - later[0][0]))
