"""How old is what twenty live pages show, with 1,000 people waiting, and how seldom live state is looked at for it.

The consoles ask as `live.js` does: each second, by the version they have. A page is as old as the oldest change that it
does not show yet.
"""

import http.client
import re
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from routing import embedded
from routing.store.records.migrating import migrate
from tests.bench.conftest import Row
from tests.deployed.deployment import HERE, Deployment
from tests.start.processes import eventually
from tests.web.browser import Browser, invites
from tests.web.doorstep import Doorstep

WAITING, SPECIALISTS, CONSOLES = 1_000, 100, 20
CHANGES, CHANGE_EVERY_S, ASK_EVERY_S = 10, 1.3, 1.0
WITHIN_S = 2.0
PROCESSES, LOOKS_A_SECOND = 2, 2  # of the web; each looks by itself


@dataclass
class House:
    """A web of its own, live state behind it, and what a browser holds that is let in."""

    port: int
    door: Doorstep
    cookie: str

    @property
    def scripts(self) -> int:
        """How many scripts live state has run."""
        of = self.door.redis.info("commandstats")["cmdstat_evalsha"]
        return int(of["calls"] - of["failed_calls"])  # a script that was not there yet is asked for twice


@dataclass
class Console:
    """One open page: the moments that it showed, each with when it came to show it; both in seconds."""

    house: House
    delay: float
    over: threading.Event
    shown: list[tuple[float, float]] = field(default_factory=list)
    questions: int = 0

    def watches(self) -> None:
        version, line = "", http.client.HTTPConnection(HERE, self.house.port, timeout=5)
        self.over.wait(self.delay)
        while not self.over.wait(ASK_EVERY_S):
            line.request("GET", f"/console?have={version}", headers={"Cookie": self.house.cookie})
            answer = line.getresponse()
            page = answer.read().decode()
            self.questions += 1
            assert answer.status in (200, 204), answer.status
            if answer.status == 200:
                version, at = re.findall(r'data-version="(\w+)" data-at="(\d+)"', page)[0]
                self.shown.append((int(at) / 1000, time.time()))

    def late_by(self, change: float) -> float:
        """Return how long after a change the page showed it."""
        return next((when - change for at, when in self.shown if at >= change), float("inf"))


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    live = embedded.claim(tmp_path)
    parts = Deployment(tmp_path, live)
    try:
        parts.server.start()
        assert eventually(live.answers, 30), parts.server.said
        door = Doorstep(tmp_path, live.url, parts.environment())
        migrate(door.settings.database_url)
        peopled(door)
        kim = Browser(door, HERE, base=parts.public).begins(invites(door, "Kim"), "Kim")
        kim.sets_authenticator()
        held = kim.client.get_cookie("helpline-session", domain=HERE)
        assert held
        parts.web.start()
        assert eventually(parts.answers, 60), parts.web.said
        yield House(parts.port, door, f"{held.key}={held.value}")
    finally:
        parts.web.end()
        parts.server.end()
        live.release()


def peopled(door: Doorstep) -> None:
    """Have everybody there: who waits in English, and specialists who speak Spanish."""
    board = door.services.switchboard
    board.open_epoch("first")
    for n in range(SPECIALISTS):
        fields = {"name": f"Ana {n}", "phone": "sealed", "person": f"p{n}", "languages": "es", "skills": "general"}
        queues = {"queues": "main.general.es", "strategies": "longest_idle", "order": "999", "asked_at": "0"}
        board.register(f"s{n}", fields | queues)
        board.set_activity(f"s{n}", "available")
    where = {"channel": "voice", "line": "main", "skill": "general", "language": "en", "queues": "main.general.en"}
    for n in range(WAITING):
        board.enter(f"c{n:04}", f"call{n}", "", where | {"width": 1, "rings": 20, "wrap_up": 60, "call": "sealed"})


def watched(house: House, consoles: int, leaving: range) -> tuple[list[float], float]:
    """Have people leave while consoles watch; return how late each showed each, and looks for each question."""
    over, before, began = threading.Event(), house.scripts, time.time()
    them = [Console(house, n / consoles, over) for n in range(consoles)]
    threads = [threading.Thread(target=one.watches) for one in them]
    for thread in threads:
        thread.start()
    time.sleep(3 * ASK_EVERY_S)  # until all have a page
    changes = []
    for n in leaving:
        house.door.services.switchboard.leave(f"c{n:04}")
        changes.append(time.time())
        time.sleep(CHANGE_EVERY_S)
    time.sleep(WITHIN_S)
    over.set()
    for thread in threads:
        thread.join()
    questions = sum(one.questions for one in them)
    looks = house.scripts - before - questions - len(changes)  # a question asks once who it is
    assert 0 < looks <= 1.2 * PROCESSES * LOOKS_A_SECOND * (time.time() - began)
    return sorted(one.late_by(change) for one in them for change in changes), looks / questions


@pytest.mark.timeout(120)
def test_how_old_the_live_page_is(house: House, tell: Callable[[Row], None]) -> None:
    _, alone = watched(house, 1, range(3))
    late, together = watched(house, CONSOLES, range(3, 3 + CHANGES))
    half, most = statistics.median(late), late[int(0.99 * len(late))]
    told = f"{half:.2f} s at the median, {most:.2f} s at the 99th percentile of {len(late)}; {WAITING:,} wait"
    tell(Row(f"what {CONSOLES} live pages show, late, against {WITHIN_S:g} s", most / WITHIN_S, told))
    looks = f"{together:.2f} looks a question against {alone:.2f} with one page"
    tell(Row(f"looks at live state a question, {CONSOLES} live pages against one", together / alone, looks))
    assert most < WITHIN_S
