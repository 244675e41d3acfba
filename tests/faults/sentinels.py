"""Three servers of live state, two of them replicas, and three sentinels that watch them: each a process of its own.

A master takes no write that no replica has, as `helpline check` asks for.
"""

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from redis import Redis
from redis.exceptions import ConnectionError as NotConnected

from routing import embedded
from routing.leash import leashed
from tests.deployed.deployment import HERE, STARTS_IN_S, free_port
from tests.start.processes import eventually

SERVICE, SERVERS, SENTINELS, QUORUM = "live", 3, 3, 2
GONE_MS = 3000  # after which a master that says nothing is taken for gone


@dataclass
class Watched:
    """The servers by their ports, and the sentinels' address."""

    folder: Path
    ports: list[int] = field(default_factory=lambda: [free_port() for _ in range(SERVERS)])
    watchers: list[int] = field(default_factory=lambda: [free_port() for _ in range(SENTINELS)])
    processes: dict[int, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """The address that a setting gives."""
        hosts = ",".join(f"{HERE}:{port}" for port in self.watchers)
        return f"redis+sentinel://{hosts}/{SERVICE}/0"

    def master(self) -> int:
        """The port of the server that the sentinels agree on."""
        said: list[bytes] = _at(self.watchers[0]).execute_command("SENTINEL", "GET-MASTER-ADDR-BY-NAME", SERVICE)  # type: ignore[no-untyped-call]
        return int(said[1])

    def kill(self, port: int) -> None:
        """Kill -9, and bury it."""
        self.processes[port].kill()
        self.processes[port].wait()

    def start(self, port: int) -> None:
        """Start a server as its file has it, which sentinels write in."""
        self._run(port, [str(self._file(port))])

    def begin(self) -> None:
        """Start all of it, and wait until the sentinels know each other and the replicas."""
        for port in self.ports:
            folder = self.folder / str(port)
            folder.mkdir()
            lines = [f"port {port}", f"bind {HERE}", f"dir {folder}", "appendonly yes", 'save ""']
            lines += ["maxmemory-policy noeviction", "repl-diskless-sync-delay 0", "min-replicas-to-write 1"]
            lines += [f"replicaof {HERE} {self.ports[0]}"] if port != self.ports[0] else []
            self._file(port).write_text("\n".join([*lines, ""]), encoding="utf-8")
            self.start(port)
        assert eventually(lambda: all(map(_is_linked, self.ports[1:])), STARTS_IN_S), "replicas have what is written"
        for port in self.watchers:
            lines = [f"port {port}", f"bind {HERE}", f"dir {self.folder}"]
            lines += [f"sentinel monitor {SERVICE} {HERE} {self.ports[0]} {QUORUM}"]
            lines += [f"sentinel down-after-milliseconds {SERVICE} {GONE_MS}"]
            lines += [f"sentinel failover-timeout {SERVICE} {GONE_MS * 3}"]
            self._file(port).write_text("\n".join([*lines, ""]), encoding="utf-8")
            self._run(port, [str(self._file(port)), "--sentinel"])
        assert eventually(self._agree, STARTS_IN_S), "each sentinel knows the others and the replicas"

    def end(self) -> None:
        """End all of it."""
        for process in self.processes.values():
            process.kill()
            process.wait()

    def _agree(self) -> bool:
        return all(_knows(port) for port in self.watchers)

    def _file(self, port: int) -> Path:
        return self.folder / f"{port}.conf"

    def _run(self, port: int, arguments: Sequence[str]) -> None:
        with (self.folder / f"{port}.log").open("ab") as log:
            command = leashed([embedded.program(), *arguments])
            self.processes[port] = subprocess.Popen(command, stdout=log, stderr=log)


@contextmanager
def watched(folder: Path) -> Iterator[Watched]:
    """Run the servers and their sentinels for as long as the block lasts."""
    servers = Watched(folder)
    with ExitStack() as stack:
        stack.callback(servers.end)
        servers.begin()
        yield servers


def _at(port: int) -> Redis:
    return Redis(HERE, port, socket_timeout=1)


def _is_linked(port: int) -> bool:
    try:
        said = _at(port).info("replication")
    except NotConnected:
        return False
    return said.get("master_link_status") == "up"


def _knows(port: int) -> bool:
    try:
        said = _at(port).execute_command("SENTINEL", "MASTER", SERVICE)  # type: ignore[no-untyped-call]
    except NotConnected:
        return False
    told = said if isinstance(said, dict) else dict(zip(said[::2], said[1::2], strict=True))
    told = {key.decode() if isinstance(key, bytes) else key: value for key, value in told.items()}
    return int(told["num-other-sentinels"]) == SENTINELS - 1 and int(told["num-slaves"]) == SERVERS - 1
