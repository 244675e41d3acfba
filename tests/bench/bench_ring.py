"""How long it takes from a specialist's "available" to the request that rings them, as it arrives at the exchange.

All parts are processes of their own, and place 50 calls a second at most; a specialist comes on call every 80 ms, so
that no call waits for its turn.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from routing import embedded
from routing.domain.contact import Person, phone_purpose
from routing.flow import duty
from routing.services import AtWork, build_at_work
from tests.bench.bench_pairing import CALL
from tests.bench.conftest import Row
from tests.deployed.deployment import Deployment
from tests.start.processes import eventually
from tests.stories.town import _http

OFFERS, EVERY_S = 220, 0.08
WARM = 20  # offers before those that count
CALLS_A_SECOND = 50
WITHIN_S = 1.0


@pytest.fixture
def helpline(known_towns: Path) -> Iterator[Deployment]:
    live = embedded.claim(known_towns)
    helpline = Deployment(known_towns, live, clock="real", calls_a_second=CALLS_A_SECOND)
    try:
        helpline.start()
        yield helpline
    finally:
        helpline.end()
        live.release()


def employs(s: AtWork, helpline: Deployment, n: int) -> tuple[Person, str]:
    """Have somebody on the roster, with a telephone that nobody answers."""
    id, number = f"{n:016x}", f"+1999{n:07d}"
    _http("POST", f"{helpline.network}/handsets/api/handsets", {"number": number, "name": id, "role": "specialist"})
    person = s.roster.add(
        f"Ana {n}", s.vault.seal(phone_purpose(id), number), ("en",), ("general",), verified_at=1, id=id
    )
    duty.register(s, person)
    return person, number


@pytest.mark.timeout(180)
def test_from_available_to_ringing(helpline: Deployment, tell: Callable[[Row], None]) -> None:
    s = build_at_work(helpline.settings)
    everyone = [employs(s, helpline, n) for n in range(OFFERS)]
    for n in range(OFFERS):
        s.switchboard.enter(f"c{n:04}", f"call{n}", "", CALL | {"call": s.vault.seal("call", f"CA{n:032x}")})
    came = [(number, comes(s, person)) for person, number in everyone]
    assert eventually(lambda: len(rung(helpline)) >= OFFERS, 20), helpline.logs()
    arrived = rung(helpline)
    took = sorted(1000 * (arrived[number] - at) for number, at in came[WARM:])
    half, most = statistics.median(took), took[int(0.99 * len(took))]
    told = f"p50 {half:.0f} ms, p99 {most:.0f} ms, {took[-1]:.0f} at most, of {len(took)} offers"
    tell(Row(f'from "available" to the request that rings, against {WITHIN_S:g} s', most / 1000 / WITHIN_S, told))


def comes(s: AtWork, person: Person) -> float:
    """Have a specialist come on call; return when."""
    time.sleep(EVERY_S)
    at = time.time()
    duty.set_activity(s, person.id, "available")
    return at


def rung(helpline: Deployment) -> dict[str, float]:
    """Return whom the exchange was asked to ring, and when, in seconds since 1970."""
    calls = _http("GET", f"{helpline.network}/handsets/api/ledger")["calls"]
    return {call["to"]: call["created"] for call in reversed(calls)}
