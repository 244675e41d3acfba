"""What an honest webhook's answer takes while 500 others send theirs a byte at a time."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from routing import embedded
from tests.bench.bench_web import answers
from tests.bench.conftest import Row
from tests.bench.load import Client, percentiles
from tests.bench.webhooks import Webhook
from tests.deployed.deployment import Deployment
from tests.start.processes import eventually

SLOW, HONEST = 500, 4
LASTS_S, PAUSE_S = 10.0, 0.5
SOON_MS = 1000


async def honest(url: str, first: int) -> list[float]:
    """Ask, one after the other, for so long; return the seconds that each answer took."""
    parts, webhook = urlsplit(url), Webhook(url)
    took: list[float] = []
    until = time.monotonic() + LASTS_S
    while time.monotonic() < until:
        began = time.monotonic()
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        await Client(reader, writer).asks(webhook.of(first + len(took)))
        writer.close()
        took.append(time.monotonic() - began)
        await asyncio.sleep(0.01)
    return took


async def slow(url: str, person: int) -> None:
    """Begin a request, and send the rest of it a byte at a time, until ended."""
    parts = urlsplit(url)
    request = Webhook(url).of(person)
    head = request.index(b"\r\n\r\n") + 4
    _, writer = await asyncio.open_connection(parts.hostname, parts.port)
    # By turns one that dawdles over its head, and one over its body.
    begun = head // 2 if person % 2 else head
    writer.write(request[:begun])
    try:
        for at in range(begun, len(request)):
            await asyncio.sleep(PAUSE_S)
            if writer.is_closing():  # the server has had enough of it
                return
            writer.write(request[at : at + 1])
    finally:
        writer.close()


async def measured(url: str) -> tuple[list[float], list[float]]:
    """Return how long the answers take with no slow client, and with all of them."""

    async def all_honest(first: int) -> list[float]:
        found = await asyncio.gather(*(honest(url, first + 100_000 * n) for n in range(HONEST)))
        return [took for each in found for took in each]

    alone = await all_honest(0)
    crowd = [asyncio.create_task(slow(url, 5_000_000 + n)) for n in range(SLOW)]
    await asyncio.sleep(3 * PAUSE_S)
    amid = await all_honest(1_000_000)
    for one in crowd:
        one.cancel()
    await asyncio.gather(*crowd, return_exceptions=True)
    return alone, amid


@pytest.mark.timeout(180)
def test_five_hundred_slow_clients(known_towns: Path, tell: Callable[[Row], None]) -> None:
    live = embedded.claim(known_towns)
    helpline = Deployment(known_towns, live)
    try:
        helpline.server.start()
        assert eventually(live.answers, 30), helpline.server.said
        helpline.run("release")
        helpline.web.start()
        url = f"{helpline.public}/voice"
        assert eventually(lambda: answers(url), 60), helpline.web.said
        alone, amid = (percentiles(each) for each in asyncio.run(measured(url)))
    finally:
        helpline.web.end()
        helpline.server.end()
        live.release()
    told = f"p50/p99 {amid[0]:.1f}/{amid[1]:.1f} ms against {alone[0]:.1f}/{alone[1]:.1f} with no slow client"
    tell(Row(f"an answer amid {SLOW} slow clients, 99 of 100, against {SOON_MS / 1000:.0f} s", amid[1] / SOON_MS, told))
