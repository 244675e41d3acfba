"""Costs as ratios of two things measured in one run, in turns, so that they say the same on every machine."""

import os
import platform
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

ROUNDS = 5


@dataclass(frozen=True)
class Row:
    """One comparison: what against what, the median of the rounds' ratios, and what was measured."""

    name: str
    ratio: float
    absolute: str


ROWS = pytest.StashKey[list[Row]]()


def in_turns(*measures: Callable[[], float]) -> list[list[float]]:
    """Measure each in every round, one after the other; answers the measurements of each."""
    rounds = [[measure() for measure in measures] for _ in range(ROUNDS)]
    return [list(of_one) for of_one in zip(*rounds, strict=True)]


def ratio(these: Sequence[float], those: Sequence[float]) -> float:
    return statistics.median(one / other for one, other in zip(these, those, strict=True))


@pytest.fixture
def tell(request: pytest.FixtureRequest) -> Callable[[Row], None]:
    """Give a row to the table at the end."""
    return request.config.stash.setdefault(ROWS, []).append


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    rows = config.stash.get(ROWS, [])
    if not rows:
        return
    terminalreporter.section("costs")
    widest = max(len(row.name) for row in rows)
    for row in rows:
        terminalreporter.write_line(f"{row.name:<{widest}}  {row.ratio:6.2f}  {row.absolute}")
    terminalreporter.write_line(machine())


def machine() -> str:
    """What this was measured on."""
    info = Path("/proc/cpuinfo")
    named = info.read_text().partition("model name\t: ")[2].partition("\n")[0] if info.exists() else ""
    load = ", ".join(f"{part:.1f}" for part in os.getloadavg())
    cores = f"{os.cpu_count()} cores of {named or platform.processor() or platform.machine()}"
    return f"{cores}, {platform.system()}, Python {platform.python_version()}, load {load}; medians of {ROUNDS} rounds"
