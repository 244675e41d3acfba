"""Have people call and text a deployed helpline for a long time, and see whether it keeps anything of them: `make day`.

Exit code 1 when the keys of live state, files or connections grow, memory grows faster than its bound, or somebody was
left without an outcome.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.day.held import held, kinds
from tests.day.slope import Slope, grown, slope
from tests.faults.oracle import WRONGS, Findings
from tests.faults.people import FIRST_SPECIALIST, People
from tests.faults.run import found_of
from tests.faults.scene import Scene, staged

GLANCE_S = 0.15
EVERY_S = 30.0
ENDS_S = 75.0  # for those who are still there to come to an end
STAYS_S = 120.0  # after they came, people put their telephones away
MINUTE_S = 60.0


def main() -> int:
    wishes = _wishes()
    with tempfile.TemporaryDirectory() as folder, staged(Path(folder)) as scene:
        for number in range(wishes.specialists):
            scene.hires(f"specialist {number}", f"+{FIRST_SPECIALIST + number}")
        samples, found = _lived(scene, wishes)
        _tell_keys(scene)
    slopes = {name: slope([(at, figures[name]) for at, figures in samples]) for name in samples[0][1]}
    _tell(samples, slopes, found)
    bad = [*grown(slopes), *(f"{kind}: {each}" for kind in WRONGS for each in getattr(found, kind))]
    print(*bad, sep="\n", file=sys.stderr)
    return 1 if bad else 0


def _lived(scene: Scene, wishes: argparse.Namespace) -> tuple[list[tuple[float, Mapping[str, float]]], Findings]:
    """Let the time go by; answers what was held every half minute, and what became of people."""
    people, began = People(scene, random.Random(f"day {wishes.seed}")), scene.now
    samples: list[tuple[float, Mapping[str, float]]] = []
    ends, next_one, next_look = began + wishes.minutes * MINUTE_S, began, began + EVERY_S
    while scene.now < ends or (scene.now < ends + ENDS_S and [*people.waiting()]):
        scene.keep()
        while next_one <= min(scene.now, ends):
            people.comes()
            next_one += people.chance.expovariate(wishes.rate)
        if next_look <= min(scene.now, ends):
            samples.append((scene.now - began, held(scene)))
            _progress(*samples[-1])
            next_look += EVERY_S
            people.put_away(STAYS_S)
        people.act()
        time.sleep(GLANCE_S)
    return samples, found_of(scene, people, began)


def _progress(at: float, figures: Mapping[str, float]) -> None:
    memory = sum(value for name, value in figures.items() if name.startswith("memory "))
    print(f"{at / MINUTE_S:.1f} min: {figures['keys']:.0f} keys, {memory:.0f} MB", file=sys.stderr, flush=True)


def _tell_keys(scene: Scene) -> None:
    print("| keys of | how many |", "|---|---|", sep="\n")
    for kind, number in kinds(scene.live).most_common():
        print(f"| {kind} | {number} |")


def _tell(samples: Sequence[tuple[float, Mapping[str, float]]], slopes: Mapping[str, Slope], found: Findings) -> None:
    shown = [samples[len(samples) * part // 4] for part in range(1, 4)] + [samples[-1]]
    minutes = [f"at {at / MINUTE_S:.0f} min" for at, _ in shown]
    print(f"\n| {' | '.join(['what', *minutes, 'an hour more, by the second half'])} |", "|---" * 6 + "|", sep="\n")
    for name, line in slopes.items():
        print(f"| {' | '.join([name, *(f'{figures[name]:.0f}' for _, figures in shown), f'{line.an_hour:+.1f}'])} |")
    print(f"\n{found.contacts} contacts; {', '.join(f'{len(getattr(found, kind))} {kind}' for kind in WRONGS)}")


def _wishes() -> argparse.Namespace:
    asked = argparse.ArgumentParser(prog="python -m tests.day", description="See whether a long day leaves anything.")
    asked.add_argument("--minutes", type=float, default=60.0, help="for how long people call")
    asked.add_argument("--rate", type=float, default=2.0, help="how many call or text in a second")
    asked.add_argument("--specialists", type=int, default=20, help="how many answer: ten for each call a second")
    asked.add_argument("--seed", type=int, default=1)
    return asked.parse_args()


if __name__ == "__main__":
    sys.exit(main())
