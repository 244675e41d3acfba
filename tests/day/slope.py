"""Whether a figure grows: the straight line through its second half, by least squares."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

HOUR_S = 3600.0
GROWS = 0.05  # of what there is on average, within the time looked at: chance alone makes half of that
FEW = 3  # files and connections more or less mean nothing
MB_AN_HOUR = 12.0  # of one part
COUNTED = ("keys", "files ", "sockets ", "connections ")  # what figures that must not grow begin with
MEMORY = "memory "

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


def grown(slopes: Mapping[str, Slope]) -> Iterator[str]:
    """Say what grows, each a line. What is kept for an hour or a day does until that is over: it is no matter here."""
    for name, line in slopes.items():
        if name.startswith(MEMORY) and line.an_hour > MB_AN_HOUR:
            yield f"{name} grows by {line.an_hour:.1f} MB an hour"
        if name.startswith(COUNTED) and line.gained > max(FEW, GROWS * line.mean):
            yield f"{name} grew by {line.gained:.0f}, from {line.mean:.0f} on average"
