"""What the service holds at a moment, by Linux's /proc and its live state: memory, keys, files, connections."""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from redis import Redis

from routing.store import keys
from routing.store.lives import A_DAY, AN_HOUR, LIVES, kind_of
from tests.deployed.deployment import Part
from tests.faults.scene import Scene
from tests.start.processes import family

KB_IN_MB = 1024
BYTES_IN_MB = 1024 * 1024
RECORDS = "helpline.sqlite3"


def held(scene: Scene) -> dict[str, float]:
    """Look at everything once; memory in MB, all else counted."""
    live = scene.live
    figures: dict[str, float] = {}
    for part in ours(scene):
        processes = [part.pid, *family(part.pid)]
        files = [file for pid in processes for file in _open_files(pid)]
        name = part.log.stem
        figures[f"memory {name}"] = sum(map(_megabytes, processes))
        figures[f"files {name}"] = len(files)
        figures[f"sockets {name}"] = sum(file.startswith("socket:") for file in files)
        figures["connections records"] = figures.get("connections records", 0) + sum(RECORDS in file for file in files)
    figures["connections live"] = live.info("clients")["connected_clients"]
    figures["memory in live state"] = live.info("memory")["used_memory"] / BYTES_IN_MB
    figures["events in live state"] = live.xlen(keys.EVENTS)
    return figures | kept(live)


def ours(scene: Scene) -> list[Part]:
    """The service's parts: not the network, which forgets nothing."""
    return [part for part in scene.deployment.parts if part is not scene.deployment.exchange]


def kept(live: Redis) -> dict[str, float]:
    """Count the keys by how long they are kept."""
    counted = {"keys": 0.0, "kept an hour": 0.0, "kept a day": 0.0}
    for kind, number in kinds(live).items():
        until = LIVES[kind].until if kind in LIVES else ""
        counted[f"kept {until}" if until in (A_DAY, AN_HOUR) else "keys"] += number
    return counted


def kinds(live: Redis) -> Counter[str]:
    """Count the keys by what they are of; those of the queues of jobs by what their names begin with."""
    return Counter(_kind(key.decode()) for key in live.scan_iter(count=1000))


def _kind(key: str) -> str:
    return kind_of(key) if key.startswith(keys.PREFIX) else ":".join(key.split(":")[:2])


def _megabytes(pid: int) -> float:
    with suppress(OSError):
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
        return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS:")), 0) / KB_IN_MB
    return 0.0


def _open_files(pid: int) -> Iterator[str]:
    with suppress(OSError):
        for link in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(OSError):
                yield str(link.readlink())
