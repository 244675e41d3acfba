"""Be a web process that searches: `python -m tests.bench.searches FOLDER COUNT` prints its KB before and after."""

import random
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from config.settings import Settings
from routing.app import create_app
from routing.domain.nearby import Unclear, Wanted
from routing.services import build


def kilobytes() -> str:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(line.split()[1] for line in lines if line.startswith("VmRSS"))


def main(folder: str, count: int) -> None:
    services = build(Settings.load({"HELPLINE_DATA_DIR": folder, "REDIS_URL": "redis://127.0.0.1:1"}))
    create_app(services)
    services.reader.read("rehab near albany")
    services.lists.lists()  # as after any use of the records
    print(kilobytes())
    chance, searched = random.Random(3), 0
    while searched < count:
        with suppress(Unclear):
            town = services.nearby.town_of(f"{chance.randrange(100_000):05}")
            services.nearby.near(town, Wanted(), datetime.now(UTC))
            searched += 1
    print(kilobytes())


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
