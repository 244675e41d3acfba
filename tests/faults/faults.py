"""What goes wrong, each a short function; when it returns all is right again, but for a clock that was set.

The bounds say within how many seconds after that a new caller must talk.
"""

import errno
import os
import random
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from redis import Redis
from sqlalchemy import make_url

from routing.store import keys
from tests.deployed.deployment import Part
from tests.faults.machines import SECOND
from tests.faults.scene import Scene
from tests.start.processes import family

PROCESS_S, LIVE_S, RECORDS_S, NETWORK_S = 10.0, 15.0, 30.0, 30.0
HANGS_S = 2.0
LASTS_S = 5.0
LATE_S = 3.0
CUT_S = 20.0
HANG_LASTS_S = 10.0
NAMES_LAST_S = 15.0  # thrice as long as a resolver is silent
FIVE_MINUTES_S, TEN_MINUTES_S = 300.0, 600.0
GLANCE_S = 0.1
SHUFFLED = 500  # webhooks, each later than it should be by a time of its own
FILLED_BYTES = 65_536
MANY = 100_000
TEN_MINUTES = 600_000

Act = Callable[[Scene], None]


@dataclass(frozen=True)
class Fault:
    """`hidden` says that calls are asked for in vain meanwhile, of which the network's ledger knows nothing.

    `records` names the only kind of records, sqlite or postgresql, that it can be done to, `live` the only kind of
    live state, own or sentinels, `disk` the only kind of disk, shared or small, and `machines` how many there must be.
    `meanwhile` says that a new caller must talk while it lasts: the time counts from its beginning.
    """

    name: str
    within_s: float
    act: Act
    hidden: bool = False
    records: str = ""
    live: str = ""
    disk: str = ""
    machines: str = ""
    meanwhile: bool = False


def nothing(scene: Scene) -> None:
    """Compare with a run in which all is well."""


def killed(parts: Callable[[Scene], list[Part]]) -> Act:
    def act(scene: Scene) -> None:
        for part in parts(scene):
            scene.kill(part)

    return act


def web_child(scene: Scene) -> None:
    os.kill(scene.deployment.web_children()[0], signal.SIGKILL)


def deployed_anew(scene: Scene) -> None:
    """End each part of ours as a deployment does, one after the other, and wait until the next of it is there."""
    ours = scene.deployment
    for part in [*ours.workers, *ours.later, *ours.clocks, ours.web]:
        before = part.pid
        os.kill(before, signal.SIGTERM)
        while part.pid == before or not scene.whole():
            time.sleep(GLANCE_S)


def emptied(scene: Scene) -> None:
    scene.live.flushall()


def hangs(scene: Scene) -> None:
    os.kill(scene.deployment.server.pid, signal.SIGSTOP)
    time.sleep(HANGS_S)
    os.kill(scene.deployment.server.pid, signal.SIGCONT)


def read_only(scene: Scene) -> None:
    with _configured(scene, "min-replicas-to-write", "1", "0"):
        time.sleep(LASTS_S)


def out_of_memory(scene: Scene) -> None:
    with _configured(scene, "maxmemory", "1mb", "0"):
        time.sleep(LASTS_S)


def clock(by_ms: int) -> Act:
    """Set live state's clock, by which all deadlines are; it stays so."""

    def act(scene: Scene) -> None:
        scene.live.incrby(keys.CLOCK_OFFSET, by_ms)

    return act


def no_more_connections(scene: Scene) -> None:
    """End every connection to live state, and have it take no more than the one that says so."""
    with _configured(scene, "maxclients", "1", "10000") as live:
        live.client_kill_filter(skipme=True)
        time.sleep(LASTS_S)


def master_killed(scene: Scene) -> None:
    """Kill the master, and let it come back, as a replica, once the sentinels have another."""
    servers = scene.watched
    before = servers.master()
    servers.kill(before)
    while servers.master() == before:
        time.sleep(GLANCE_S)
    servers.start(before)


def master_hangs(scene: Scene) -> None:
    """Hold the master still until the sentinels have another; it wakes believing that it is the master."""
    servers = scene.watched
    before = servers.master()
    os.kill(servers.processes[before].pid, signal.SIGSTOP)
    while servers.master() == before:
        time.sleep(GLANCE_S)
    os.kill(servers.processes[before].pid, signal.SIGCONT)


def records_full(scene: Scene) -> None:
    """Take every connection that the PostgreSQL has, those of the service too."""
    url = make_url(scene.deployment.settings.database_url)
    address = f"host={url.query['host']} user={url.username} dbname={url.database}"
    held = [psycopg.connect(address, autocommit=True)]
    try:
        end = time.monotonic() + LASTS_S
        while time.monotonic() < end:
            ours = [connection.info.backend_pid for connection in held]
            held[0].execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE backend_type = 'client backend' AND NOT pid = ANY(%s)",
                [ours],
            )
            with suppress(psycopg.OperationalError):
                while True:
                    held.append(psycopg.connect(address))
            time.sleep(GLANCE_S)
    finally:
        for connection in held:
            connection.close()


def names_gone(scene: Scene) -> None:
    """Have nobody answer who asks what a name's address is; the workers start anew, for old connections would go on."""
    gone = scene.deployment.folder / "names-gone"
    gone.touch()
    for worker in [*scene.deployment.workers, *scene.deployment.later]:
        scene.kill(worker)
    time.sleep(NAMES_LAST_S)
    gone.unlink()


def records_away(seconds: float) -> Act:
    """Have something unreadable stand where the database's file was."""

    def act(scene: Scene) -> None:
        file = scene.deployment.folder / "helpline.sqlite3"
        aside = file.with_suffix(".aside")
        file.rename(aside)
        file.mkdir()
        time.sleep(seconds)
        file.rmdir()
        aside.rename(file)

    return act


def disk_full(scene: Scene) -> None:
    """Fill the disk that live state, the records and the logs are on, and keep it full."""
    filler = scene.deployment.folder / "filler"
    with filler.open("wb", buffering=0) as file:
        until = time.monotonic() + LASTS_S
        while time.monotonic() < until:
            try:
                file.write(bytes(FILLED_BYTES))
            except OSError as why:
                if why.errno != errno.ENOSPC:
                    raise
                time.sleep(GLANCE_S)
    filler.unlink()


def records_hang(seconds: float) -> Act:
    """Hold every process of the PostgreSQL still."""

    def act(scene: Scene) -> None:
        folder = make_url(scene.deployment.settings.database_url).query["host"]
        first = int(Path(str(folder), "data", "postmaster.pid").read_text().split()[0])
        processes = [first, *family(first)]
        for process in processes:
            os.kill(process, signal.SIGSTOP)
        time.sleep(seconds)
        for process in processes:
            os.kill(process, signal.SIGCONT)

    return act


def cut_off(scene: Scene) -> None:
    """Take out the cable of one of two machines."""
    with scene.machines.without(SECOND):
        time.sleep(CUT_S)


def network(kind: str, *matches: str, **fault: Any) -> Act:
    """Have the network do this to whatever comes that matches, for a while."""

    def act(scene: Scene) -> None:
        for match in matches:
            scene.post("faults", kind=kind, match=match, times=MANY, **fault)
        time.sleep(LASTS_S)
        scene.post("faults", kind="clear")

    return act


def news_late(scene: Scene) -> None:
    """Keep back the news of some seconds for ten minutes, until all of it has come."""
    network("hooks", "/", mode="late", seconds=TEN_MINUTES_S)(scene)
    time.sleep(TEN_MINUTES_S)


def shuffled(scene: Scene) -> None:
    """Have news come in another order than it was sent in."""
    chance = random.Random(SHUFFLED)
    for _ in range(SHUFFLED):
        seconds = chance.uniform(0, LATE_S)
        scene.post("faults", kind="hooks", mode="late", match="/", times=1, seconds=seconds)
    time.sleep(LASTS_S)
    scene.post("faults", kind="clear")


@contextmanager
def _configured(scene: Scene, name: str, value: str, after: str) -> Iterator[Redis]:
    live = scene.live
    live.config_set(name, value)
    try:
        yield live
    finally:
        live.config_set(name, after)


FAULTS: Mapping[str, Fault] = {
    fault.name: fault
    for fault in (
        Fault("nothing", NETWORK_S, nothing),
        Fault("a web child killed", PROCESS_S, web_child),
        Fault("the web killed", PROCESS_S, killed(lambda scene: [scene.deployment.web])),
        Fault("a worker of calls killed", PROCESS_S, killed(lambda scene: scene.deployment.workers[:1])),
        Fault("a worker of later killed", PROCESS_S, killed(lambda scene: scene.deployment.later[:1])),
        Fault("both workers of calls killed", PROCESS_S, killed(lambda scene: scene.deployment.workers)),
        Fault("both clocks killed", PROCESS_S, killed(lambda scene: scene.deployment.clocks)),
        Fault("all deployed anew", PROCESS_S, deployed_anew),
        Fault("live state killed", LIVE_S, killed(lambda scene: [scene.deployment.server]), live="own"),
        Fault("live state emptied", LIVE_S, emptied),
        Fault("live state hangs", LIVE_S, hangs, live="own"),
        Fault("live state read-only", LIVE_S, read_only),
        Fault("live state out of memory", LIVE_S, out_of_memory),
        Fault("live state's connections used up", LIVE_S, no_more_connections),
        Fault("master of live state killed", LIVE_S, master_killed, live="sentinels"),
        Fault("master of live state hangs", LIVE_S, master_hangs, live="sentinels"),
        Fault("clock 10 min on", LIVE_S, clock(TEN_MINUTES)),
        Fault("clock 10 min back", LIVE_S, clock(-TEN_MINUTES)),
        Fault("records away", RECORDS_S, records_away(LASTS_S), records="sqlite"),
        Fault("records away for 5 min", RECORDS_S, records_away(FIVE_MINUTES_S), records="sqlite"),
        Fault("records hang", RECORDS_S, records_hang(HANG_LASTS_S), records="postgresql", machines="one"),
        Fault("records hang for 5 min", RECORDS_S, records_hang(FIVE_MINUTES_S), records="postgresql", machines="one"),
        Fault("records' connections used up", RECORDS_S, records_full, records="postgresql", machines="one"),
        Fault("disk full", RECORDS_S, disk_full, records="sqlite", live="own", disk="small"),
        Fault("REST 429", NETWORK_S, network("rest", "POST", status=429), hidden=True),
        Fault("REST 500", NETWORK_S, network("rest", "POST", status=500), hidden=True),
        Fault("REST silent", NETWORK_S, network("rest", "POST", drop="response"), hidden=True),
        Fault("names not resolved", NETWORK_S, names_gone, hidden=True),
        Fault(
            "one of two machines cut off",
            LIVE_S,
            cut_off,
            records="postgresql",
            machines="two",
            hidden=True,
            meanwhile=True,
        ),
        Fault("webhooks doubled", NETWORK_S, network("hooks", "/", mode="double")),
        Fault("webhooks lost", NETWORK_S, network("hooks", "/voice", "/offer", "/sms", mode="lose")),
        Fault("status late", NETWORK_S, network("hooks", "/", mode="late", seconds=LATE_S)),
        Fault("status 10 min late", NETWORK_S, news_late),
        Fault("status in another order", NETWORK_S, shuffled),
    )
}
