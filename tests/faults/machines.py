"""Two machines: network namespaces on a bridge, each with a web, workers and a clock; all else is beside the bridge.

Live state, the records (a PostgreSQL) and the carrier are reached through the bridge, and the webs through a front
there, as a balancer is: it gives each request to the next machine, and leaves out for a while one that did not answer.
"""

import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from routing import embedded
from tests.deployed.deployment import HERE, Deployment, Part, free_port
from tests.deployed.front import HOP_BY_HOP

BRIDGE, SHARED = "helpline-br", "10.99.0.1"
MACHINES = {"helpline-1": "10.99.0.2", "helpline-2": "10.99.0.3"}
FIRST, SECOND = MACHINES
EVERYWHERE = "0.0.0.0"
CONNECTS_S, ANSWERS_S, LEFT_OUT_S = 1.0, 15.0, 10.0


class Relay:
    """Answer at the bridge for whatever answers at `targets`, each a host and a port, in turns."""

    def __init__(self) -> None:
        self.targets: Sequence[tuple[str, int]] = ()
        self._out_till: dict[tuple[str, int], float] = {}
        self._turn = 0
        self._server = ThreadingHTTPServer((SHARED, 0), lambda *given: _Passed(self, *given))
        self.url = f"http://{SHARED}:{self._server.server_port}"

    @contextmanager
    def serving(self) -> Iterator["Relay"]:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()

    def ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[HTTPResponse, bytes]:
        """Ask the next of those that answer. Raises OSError when none does, or one that was connected says nothing."""
        for target in self._in_turn():
            connection = HTTPConnection(*target, timeout=CONNECTS_S)
            try:
                connection.connect()
            except OSError:
                self._out_till[target] = time.monotonic() + LEFT_OUT_S
                continue
            connection.sock.settimeout(ANSWERS_S)
            try:
                connection.request(method, path, body, headers)
                answer = connection.getresponse()
                return answer, answer.read()
            except (OSError, HTTPException):
                self._out_till[target] = time.monotonic() + LEFT_OUT_S
                raise
            finally:
                connection.close()
        raise OSError("no machine answers")

    def _in_turn(self) -> list[tuple[str, int]]:
        self._turn += 1
        at = self._turn % len(self.targets)
        turn = [*self.targets[at:], *self.targets[:at]]
        return sorted(turn, key=lambda target: self._out_till.get(target, 0.0) > time.monotonic())


class _Passed(BaseHTTPRequestHandler):
    def __init__(self, relay: Relay, *given: Any) -> None:
        self.relay = relay
        super().__init__(*given)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        try:
            answer, text = self.relay.ask(self.command, self.path, body, dict(self.headers))
        except (OSError, HTTPException):
            return self.send_error(504)
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in HOP_BY_HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)
        return None

    do_GET = do_DELETE = do_POST

    def log_message(self, *words: object) -> None:
        pass


@dataclass
class Machines:
    """What is between the two: the bridge's relays, and where live state answers."""

    front: Relay = field(default_factory=Relay)
    carrier: Relay = field(default_factory=Relay)
    live: int = field(default_factory=free_port)

    @contextmanager
    def without(self, name: str) -> Iterator[None]:
        """Take a machine's cable out for as long as the block lasts."""
        _ip(f"link set {name} down")
        try:
            yield
        finally:
            _ip(f"link set {name} up")


@contextmanager
def wired() -> Iterator[Machines]:
    """Make the bridge and the two machines. Needs root and iproute2."""
    with ExitStack() as stack:
        _ip(f"link add {BRIDGE} type bridge")
        stack.callback(_ip, f"link del {BRIDGE}")
        _ip(f"addr add {SHARED}/24 dev {BRIDGE}")
        _ip(f"link set {BRIDGE} up")
        for name, address in MACHINES.items():
            _ip(f"netns add {name}")
            stack.callback(_ip, f"netns del {name}")
            _ip(f"link add {name} type veth peer name eth0 netns {name}")
            _ip(f"link set {name} master {BRIDGE} up")
            _ip(f"-n {name} addr add {address}/24 dev eth0")
            _ip(f"-n {name} link set eth0 up")
            _ip(f"-n {name} link set lo up")
        machines = Machines()
        stack.enter_context(machines.front.serving())
        stack.enter_context(machines.carrier.serving())
        yield machines


class TwoMachines(Deployment):
    """A deployment on both: of each part that there are two of, each has one, and each has a web."""

    def __init__(self, folder: Path, live: embedded.Server, machines: Machines, **more: Any) -> None:
        self._machines = machines
        more["watched"] = f"redis://{SHARED}:{machines.live}"
        super().__init__(folder, live, machines.front.url, **more)
        machines.carrier.targets = [(HERE, int(self.network.rpartition(":")[2]))]
        machines.front.targets = [(address, self.port) for address in MACHINES.values()]
        self.second_web = self._part("web-2", self.serve)

    def environment(self) -> dict[str, str]:
        return super().environment() | {"TWILIO_API_URL": self._machines.carrier.url}

    @property
    def parts(self) -> list[Part]:
        return [*super().parts, self.second_web]

    def answers(self) -> bool:
        return all(_is_ready(f"http://{address}:{self.port}/ready") for address in MACHINES.values())

    def _part(self, name: str, command: Sequence[str], fds: tuple[int, ...] = ()) -> Part:
        if name == "live":
            reached = ["--port", str(self._machines.live), "--bind", SHARED, "--protected-mode", "no"]
            return super()._part(name, [*command, *reached], fds)
        if name == "exchange":
            return super()._part(name, command, fds)
        there = ["ip", "netns", "exec", SECOND if name.endswith("-2") else FIRST]
        return super()._part(name, [*there, *(EVERYWHERE if word == HERE else word for word in command)], fds)


def _is_ready(url: str) -> bool:
    with suppress(OSError), urllib.request.urlopen(url, timeout=5) as answer:
        return bool(answer.status == 200)
    return False


def _ip(words: str) -> None:
    subprocess.run(["ip", *words.split()], check=True)
