"""What it costs to read a text for signs of an emergency: an everyday one, the slowest of many, and a hostile one."""

import time
from collections.abc import Callable, Sequence

from tests.bench.conftest import Row, in_turns, ratio
from tests.domain.skeleton import GATE
from tests.domain.test_emergency import EVERY, HOSTILE

MEDIAN_MS, SLOWEST_MS = 0.1, 2.0  # promised of a text, and of 99 in 100; a busy machine takes twice as long
BUSY = 2
LONG = 1_600  # letters: the longest text that comes in one piece
TEXTS = [text for text, _ in EVERY]


def timed(text: str) -> float:
    began = time.perf_counter()
    GATE.read(text)
    return time.perf_counter() - began


def of_all(share: float) -> Callable[[], float]:
    return lambda: sorted(map(timed, TEXTS))[int(share * len(TEXTS))]


def of_hostile(length: int) -> Callable[[], float]:
    return lambda: max(timed((unit * length)[:length]) for unit in HOSTILE)


def test_read_for_signs(tell: Callable[[Row], None]) -> None:
    middle, slowest, hostile, ten_times = in_turns(of_all(0.5), of_all(0.99), of_hostile(LONG), of_hostile(10 * LONG))
    tell(Row("read a text, 99 of 100 against the median", ratio(slowest, middle), _ms(slowest, middle)))
    tell(
        Row(f"read {10 * LONG:,} hostile letters against {LONG:,}", ratio(ten_times, hostile), _ms(ten_times, hostile))
    )
    assert min(middle) * 1000 < MEDIAN_MS * BUSY
    assert min(slowest) * 1000 < SLOWEST_MS * BUSY
    assert ratio(ten_times, hostile) < 20  # ten in theory; a quadratic reading would take a hundred times as long


def _ms(these: Sequence[float], those: Sequence[float]) -> str:
    return f"{min(these) * 1000:.3f} ms against {min(those) * 1000:.3f} ms"
