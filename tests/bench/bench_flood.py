"""What an emergency's answer takes amid 10,000 texts from 500 numbers, against one while nobody else writes.

The application is called as a server's threads call it, with its own Redis and records behind it. What must hold
then is looked at too: the line's most, each emergency's answer, and what is told to whoever is shut out.
"""

import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import pytest

from routing.store import keys
from routing.store.records.migrating import migrate
from tests.bench.conftest import Row
from tests.web.doorstep import CALL, TEXT, Doorstep
from tests.web.test_limits import EMERGENCY, number, said

TEXTS, NUMBERS, THREADS = 10_000, 500, 4
EVERY = 100  # texts of which one is an emergency's
STRANGER = 900  # whose number nobody else has texted from
SOON_S = 1.0
sids = count(1)


class Flood:
    """Texts to one line, each with a SID of its own, and how long an emergency's answer takes."""

    def __init__(self, door: Doorstep) -> None:
        self.door = door
        self.took: list[float] = []

    def texts(self, words: str, who: int) -> list[str]:
        form = {**TEXT, "MessageSid": f"SM{next(sids):032x}", "From": number(who), "Body": words}
        return self.door.says(self.door.sends("/sms", form))

    def needs_help(self, who: int) -> None:
        began = time.perf_counter()
        answer = self.texts(EMERGENCY, who)
        self.took.append(time.perf_counter() - began)
        assert said(self.door, "sms_overdose") in answer

    def one(self, n: int) -> int:
        """Send the text of this turn; return how many it is answered with, not counting an emergency's."""
        if n % EVERY:
            return len(self.texts("narcan", n % NUMBERS))
        # By turns somebody who takes part in the flood, and somebody who has never texted.
        self.needs_help(n % NUMBERS if n % (2 * EVERY) else STRANGER + n // EVERY)
        return 0


@pytest.fixture
def door(tmp_path: Path, redis_url: str) -> Doorstep:
    door = Doorstep(tmp_path, redis_url, {})
    migrate(door.settings.database_url)
    return door


@pytest.mark.timeout(900)
def test_an_emergency_in_a_flood(door: Doorstep, tell: Callable[[Row], None]) -> None:
    idle, flood, most = Flood(door), Flood(door), door.services.config.lines["main"].texts_an_hour
    for n in range(TEXTS // EVERY):
        idle.needs_help(2 * STRANGER + n)
    with ThreadPoolExecutor(THREADS) as threads:
        answered = sum(threads.map(flood.one, range(TEXTS)))
    assert most - THREADS <= answered <= most
    assert len(flood.took) == TEXTS // EVERY and max(flood.took) < SOON_S
    is_shut_out_and_told(door, flood)
    usual, then = (1000 * statistics.median(one.took) for one in (idle, flood))
    slowest = 1000 * max(flood.took)
    told = f"{then:.1f} ms, {slowest:.1f} at most, against {usual:.1f}; {answered:,} of {most:,} texts answered"
    tell(Row(f"an emergency's answer amid {TEXTS:,} texts, {THREADS} at once, against one alone", then / usual, told))


def is_shut_out_and_told(door: Doorstep, flood: Flood) -> None:
    """Have somebody shut out for a day, who then calls for a person, and texts of an emergency."""
    person = door.services.vault.digest("person", number(0))
    door.redis.set(keys.digest("shut_out", person), door.services.switchboard.now() + 60_000, px=60_000)
    called = door.says(door.sends("/voice/menu/top/en", {**CALL, "From": number(0), "Digits": "1"}))
    assert "911" in called[0] and "988" in called[0] and called[0].startswith(door.phrase("shut_out").partition("{")[0])
    flood.needs_help(0)
