"""The real service, each part a process of its own, on a network with the real clock; and what it falls back on."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from secrets import token_hex
from typing import Any

from redis import Redis

from routing import embedded
from routing.domain.contact import phone_purpose
from routing.fallback import VOICE
from routing.flow import duty
from routing.services import build_at_work, connect
from tests.deployed.deployment import HERE, Deployment, Part
from tests.faults.machines import Machines, TwoMachines
from tests.faults.sentinels import Watched
from tests.stories.town import _http

LINE_TOML = """
[line.main.skill.general]
wrap_up_seconds = 0
ring_seconds = 10

[line.main]
texts_an_hour = 0
calls_and_texts_a_day = 0
"""
NAMES = Path(__file__).with_name("names")  # has the service's names go
HANDS = 24  # acts of people under way at once; one that meets a web that hangs takes its time


class Scene:
    """A deployment, with short ways to its network and its live state."""

    def __init__(self, deployment: Deployment, watched: Watched | None, machines: Machines | None) -> None:
        self.deployment, self._watched, self._hands = deployment, watched, ThreadPoolExecutor(HANDS)
        self._machines = machines
        self.services = build_at_work(deployment.settings)
        self._starting = threading.Lock()

    @property
    def watched(self) -> Watched:
        """The servers of live state that sentinels watch."""
        assert self._watched, "live state has sentinels"
        return self._watched

    @property
    def machines(self) -> Machines:
        """The two that the service is deployed on."""
        assert self._machines, "there are two machines"
        return self._machines

    @property
    def live(self) -> Redis:
        """Live state, by whichever server is its master."""
        return connect(self.deployment.settings.redis_url or self.deployment.live.url)

    @property
    def now(self) -> float:
        return time.time()

    def get(self, what: str) -> Any:
        return _http("GET", f"{self.deployment.network}/handsets/api/{what}")

    def post(self, what: str, **body: Any) -> None:
        _http("POST", f"{self.deployment.network}/handsets/api/{what}", body)

    def soon(self, what: str, **body: Any) -> None:
        """Have somebody do something, without waiting for it; what is not possible any more is let be."""
        self._hands.submit(self._tried, what, body)

    def _tried(self, what: str, body: dict[str, Any]) -> None:
        try:
            self.post(what, **body)
        except (AssertionError, OSError):
            return

    def remove(self, number: str) -> None:
        _http("DELETE", f"{self.deployment.network}/handsets/api/handsets/{number}")

    def hires(self, name: str, number: str) -> None:
        """Put a specialist on the roster, on call from now on."""
        self.post("handsets", number=number, name=name, role="specialist")
        id = token_hex(8)
        sealed = self.services.vault.seal(phone_purpose(id), number)
        person = self.services.roster.add(name, sealed, ("en",), ("general",), id=id, verified_at=1)
        duty.register(self.services, person)
        self.services.roster.set_activity(person.id, "available", at=int(self.now * 1000))
        duty.set_activity(self.services, person.id, "available")

    def keep(self) -> None:
        """Start again what has ended, from the main thread: a part is leashed to the thread that starts it."""
        with self._starting:
            for part in self.deployment.parts:
                if not part.lives:
                    part.start()

    def kill(self, part: Part) -> None:
        """Kill -9, and bury it before it is started again."""
        with self._starting:
            part.kill()

    def whole(self) -> bool:
        """Tell whether every part is there and says so."""
        return all(part.lives for part in self.deployment.parts) and self.deployment.ready()


@contextmanager
def staged(
    folder: Path,
    records: str = "",
    watched: Watched | None = None,
    calls_a_second: int = 0,
    machines: Machines | None = None,
) -> Iterator[Scene]:
    """Deploy a helpline in a folder, and have its fallback documents answered from elsewhere.

    `records` is the address of a PostgreSQL; without one, they are a file of the folder. `watched` is a live state with
    sentinels; without one, it is the folder's own. `calls_a_second` is the account's pace, 0 for none. `machines` are
    two that it is deployed on; without them, it is all on this one.
    """
    documents = folder / "fallback"
    documents.mkdir()
    elsewhere = ThreadingHTTPServer((HERE, 0), partial(_Silent, directory=str(documents)))
    threading.Thread(target=elsewhere.serve_forever, daemon=True).start()
    live = embedded.claim(folder)
    fallback = f"http://{HERE}:{elsewhere.server_port}/{VOICE}"
    deployed = partial(TwoMachines, machines=machines) if machines else Deployment
    deployment = deployed(
        folder,
        live,
        line_toml=LINE_TOML,
        clock="real",
        fallback=fallback,
        records=records,
        watched=watched.url if watched else "",
        first=str(NAMES),
        calls_a_second=calls_a_second,
    )
    try:
        deployment.start()
        deployment.run("fallback", "--output", str(documents))
        yield Scene(deployment, watched, machines)
    finally:
        deployment.end()
        live.release()
        elsewhere.shutdown()
        elsewhere.server_close()


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, *words: object) -> None:
        pass
