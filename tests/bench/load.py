"""Send webhooks to two servers in short turns, over connections that are kept open, each about somebody new.

python -m tests.bench.load CLIENTS FIRST-PERSON URL URL

Prints JSON: `rates`, for each round the answers a second of each; `ms`, the median and the 99th percentile of each.
"""

import asyncio
import json
import statistics
import sys
import time
from collections.abc import Iterator
from itertools import count
from urllib.parse import urlsplit

from tests.bench.conftest import ROUNDS
from tests.bench.webhooks import Webhook

TURNS, TURN_S = 4, 0.2  # short, so that whatever else the machine does falls on both
MOST_A_TURN = 3000


class Client:
    """One connection, with one request on its way at a time."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def asks(self, request: bytes) -> bytes:
        """Send a request; return the body of its answer. Raises ValueError unless that is a 200."""
        self._writer.write(request)
        head = await self._reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise ValueError(head.decode())
        length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        return await self._reader.readexactly(int(length.partition(b":")[2]))

    async def asks_until(self, end: float, requests: list[bytes], took: list[float]) -> None:
        while (began := time.monotonic()) < end:
            await self.asks(requests.pop())
            took.append(time.monotonic() - began)


class Load:
    """All connections to one server, and how long each answer took, in seconds."""

    def __init__(self, webhook: Webhook, clients: list[Client]) -> None:
        self._webhook, self._clients = webhook, clients
        self.took: list[float] = []
        self.seconds = 0.0

    @classmethod
    async def on(cls, url: str, clients: int) -> "Load":
        parts = urlsplit(url)
        streams = [await asyncio.open_connection(parts.hostname, parts.port) for _ in range(clients)]
        return cls(Webhook(url), [Client(*stream) for stream in streams])

    async def turn(self, people: Iterator[int]) -> None:
        """Ask for so long; what is asked is signed before that begins."""
        requests = [self._webhook.of(next(people)) for _ in range(MOST_A_TURN)]
        began = time.monotonic()
        await asyncio.gather(*(one.asks_until(began + TURN_S, requests, self.took) for one in self._clients))
        self.seconds += time.monotonic() - began

    def round(self) -> tuple[float, list[float]]:
        """Return the answers a second since the last round, and how long each took."""
        rate, took = len(self.took) / self.seconds, self.took
        self.took, self.seconds = [], 0.0
        return rate, took


async def measure(clients: int, first: int, *urls: str) -> None:
    people = count(first)
    loads = [await Load.on(url, clients) for url in urls]
    for load in loads:  # connections and code are warm after it
        await load.turn(people)
        load.round()
    rounds = [await one_round(loads, people) for _ in range(ROUNDS)]
    took = [[answer for round in rounds for answer in round[at][1]] for at in range(len(urls))]
    rates = [[rate for rate, _ in round] for round in rounds]
    print(json.dumps({"rates": rates, "ms": [percentiles(each) for each in took]}))


async def one_round(loads: list[Load], people: Iterator[int]) -> list[tuple[float, list[float]]]:
    for _ in range(TURNS):
        for load in loads:
            await load.turn(people)
    return [load.round() for load in loads]


def percentiles(seconds: list[float]) -> list[float]:
    """Return the median and the 99th percentile, in ms."""
    return [1000 * statistics.median(seconds), 1000 * sorted(seconds)[int(0.99 * len(seconds))]]


if __name__ == "__main__":
    asyncio.run(measure(int(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:]))
