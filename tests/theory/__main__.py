"""Measure every point against the formulas, print the tables, and draw them: `make theory`.

Exit code 1 when a contact waited another time than on paper, or a figure is further than 5 % from its formula.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from redis import Redis

from routing import embedded
from tests.theory.drawing import drawn
from tests.theory.measured import Measured, measure
from tests.theory.point import Point
from tests.theory.table import rows, wrong

SPECIALISTS, LOADS = (5, 10, 100), (0.6, 0.8, 0.9)
KINDS: Mapping[str, Mapping[str, float]] = {
    "patient": {},
    "giving-up": {"patience_s": 300.0},
    "ringing": {"ring_s": 15.0},
}
TITLES = {
    "patient": "Everybody waits (Erlang C)",
    "giving-up": "People give up after 300 s on average (Erlang A)",
    "ringing": "Each telephone rings for 15 s (Erlang C, the ring counted as service)",
}
# As many as the interval takes, in thousands: the busier, and the more seldom anybody waits, the more.
PATIENT = {(5, 0.6): 2500, (5, 0.8): 5000, (5, 0.9): 11_000, (10, 0.6): 6000, (10, 0.8): 8000, (10, 0.9): 14_000}
PATIENT |= {(100, 0.6): 300, (100, 0.8): 15_000, (100, 0.9): 15_000}
GIVING_UP = {5: 1000, 10: 2000, 100: 5000}


def points(kind: str) -> Iterator[Point]:
    return (Point(n, load, **KINDS[kind]) for n in SPECIALISTS for load in LOADS)


def on_paper(point: Point, share: float) -> int:
    thousands = GIVING_UP[point.specialists] if point.patience_s else PATIENT[point.specialists, point.load]
    return max(1000, int(1000 * thousands * share))


def main() -> int:
    wishes = _wishes()
    with tempfile.TemporaryDirectory() as folder, embedded.running(Path(folder)) as url:
        redis = Redis.from_url(url)
        redis.config_set("appendonly", "no")
        bad = [words for kind in wishes.only for words in _measured(redis, kind, wishes)]
    print(*bad, sep="\n")
    return 1 if bad else 0


def _measured(redis: Redis, kind: str, wishes: argparse.Namespace) -> Iterator[str]:
    measured: list[Measured] = []
    for point in points(kind):
        measured.append(measure(redis, point, wishes.contacts, on_paper(point, wishes.share)))
        print(".", end="", file=sys.stderr, flush=True)
    print(f"\n{TITLES[kind]}\n", *rows(measured), "", sep="\n", flush=True)
    if wishes.draw:
        (wishes.draw / f"theory-{kind}.svg").write_text(drawn(TITLES[kind], measured), encoding="utf-8")
    for one in measured:
        if why := wrong(one):
            yield f"{kind}, {one.point.specialists} specialists, load {one.point.load}: {why}"


def _wishes() -> argparse.Namespace:
    asked = argparse.ArgumentParser(prog="python -m tests.theory", description="The queue against its theory.")
    asked.add_argument("--contacts", type=int, default=6000, help="how many the scripts live through at each point")
    asked.add_argument("--share", type=float, default=1.0, help="the share of the contacts on paper, for a quick look")
    asked.add_argument("--only", nargs="+", choices=list(KINDS), default=list(KINDS))
    asked.add_argument("--draw", type=Path, help="the folder for the drawings")
    return asked.parse_args()


if __name__ == "__main__":
    sys.exit(main())
