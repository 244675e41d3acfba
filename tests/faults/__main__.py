"""Break the running service in every way of `faults.py`, and print what it did to people: `make faults`.

Exit code 1 when anybody was left without an outcome, or another figure of the table is over its bound.
"""

import argparse
import math
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.deployed.deployment import free_port
from tests.faults.faults import FAULTS, Fault
from tests.faults.machines import SHARED, Machines, wired
from tests.faults.oracle import WRONGS
from tests.faults.people import FIRST_SPECIALIST
from tests.faults.run import Report, lived
from tests.faults.scene import Scene, staged
from tests.faults.sentinels import Watched, watched
from tests.store import postgres

NUMBERS_A_RUN = 1000
DISK = "64m"
HEAD = (
    "| what went wrong | seeds | contacts | without an outcome | bridged twice | out of order"
    " | bad answers | promises lost | s until a new caller talked | at most |"
)


def main() -> int:
    wishes = _wishes()
    print(HEAD, "|" + "---|" * (HEAD.count("|") - 1), sep="\n", flush=True)
    ends = time.monotonic() + wishes.most
    with (
        _machines(wishes.machines) as machines,
        _records(wishes.records, machines) as records,
        tempfile.TemporaryDirectory() as folder,
        _disk(wishes.disk, Path(folder)),
        _live(wishes.live) as servers,
        staged(Path(folder), records, servers, machines=machines) as scene,
    ):
        for number in range(wishes.specialists):
            scene.hires(f"specialist {number}", f"+{FIRST_SPECIALIST + number}")
        can = [FAULTS[name] for name in wishes.only if _can(FAULTS[name], wishes)]
        todo = ((at, fault) for at, fault in enumerate(can) if time.monotonic() < ends)
        reports = [_told(_lived(scene, fault, wishes, at)) for at, fault in todo]
    return 1 if any(line for report in reports for line in wrong(report)) else 0


@contextmanager
def _machines(number: str) -> Iterator[Machines | None]:
    """The two machines; None is this one."""
    if number == "one":
        yield None
        return
    with wired() as machines:
        yield machines


@contextmanager
def _records(kind: str, machines: Machines | None) -> Iterator[str]:
    """The address of the records, where all machines reach it; "" is a file of the deployment's."""
    if kind == "sqlite":
        yield ""
        return
    with postgres.running(SHARED, free_port()) if machines else postgres.running() as url:
        yield url


@contextmanager
def _live(kind: str) -> Iterator[Watched | None]:
    """The servers of live state; None is the deployment's own."""
    if kind == "own":
        yield None
        return
    with tempfile.TemporaryDirectory() as folder, watched(Path(folder)) as servers:
        yield servers


@contextmanager
def _disk(kind: str, folder: Path) -> Iterator[None]:
    """Have the folder on a disk of its own, which can be filled, for as long as the block lasts."""
    if kind == "shared":
        yield
        return
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", folder], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)  # this process has its records open


def _can(fault: Fault, wishes: argparse.Namespace) -> bool:
    return all(getattr(fault, what) in ("", getattr(wishes, what)) for what in ("records", "live", "disk", "machines"))


def _lived(scene: Scene, fault: Fault, wishes: argparse.Namespace, at: int) -> Report:
    report = Report(fault)
    for seed in range(1, wishes.seeds + 1):
        first = (at * wishes.seeds + seed) * NUMBERS_A_RUN
        found, recovered = lived(scene, fault, seed, wishes.seconds, wishes.rate, first)
        report.add(found, recovered)
    return report


def _told(report: Report) -> Report:
    found = report.found
    cells = [report.fault.name, report.seeds, found.contacts, *(len(getattr(found, name)) for name in WRONGS)]
    print(f"| {' | '.join(map(str, cells))} | {report.recovered:.1f} | {report.fault.within_s:.0f} |", flush=True)
    for line in wrong(report):
        print(line, file=sys.stderr, flush=True)
    return report


def wrong(report: Report) -> Iterator[str]:
    """Say what is over its bound, each a line."""
    name = report.fault.name
    for kind in WRONGS:
        yield from (f"{name}: {kind.replace('_', ' ')}: {each}" for each in getattr(report.found, kind))
    if report.late:
        yield f"{name}: a new caller talked after {report.recovered:.1f} s"


def _wishes(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    asked = argparse.ArgumentParser(prog="python -m tests.faults", description="Break the running service.")
    asked.add_argument("--seeds", type=int, default=20, help="runs of each fault")
    asked.add_argument("--seconds", type=float, default=30.0, help="for how long people call in each run")
    asked.add_argument("--rate", type=float, default=1.0, help="how many call or text in a second")
    asked.add_argument("--specialists", type=int, default=10, help="how many answer: ten for each two calls a second")
    asked.add_argument("--most", type=float, default=math.inf, help="seconds after which nothing more goes wrong")
    asked.add_argument("--records", choices=["sqlite", "postgresql"], default="sqlite", help="where they are kept")
    asked.add_argument("--live", choices=["own", "sentinels"], default="own", help="what keeps live state")
    asked.add_argument(
        "--disk", choices=["shared", "small"], default="shared", help="a small one can be filled: root only"
    )
    asked.add_argument("--machines", choices=["one", "two"], default="one", help="two need root, and iproute2")
    asked.add_argument("--only", nargs="+", choices=list(FAULTS), default=list(FAULTS))
    return asked.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
