"""Send a webhook to two servers in short turns, over connections that are kept open; print their answers a second.

python -m tests.bench.load FORM URL SIGNATURE URL SIGNATURE
"""

import asyncio
import sys
import time
from urllib.parse import urlsplit

CONNECTIONS = 16  # fewer than the threads of one web process
TURNS, TURN_S = 10, 0.2  # short, so that whatever else the machine does falls on both


def request(url: str, signature: str, form: str) -> bytes:
    parts = urlsplit(url)
    head = (
        f"POST {parts.path} HTTP/1.1",
        f"Host: {parts.netloc}",
        f"X-Twilio-Signature: {signature}",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(form)}",
    )
    return "\r\n".join((*head, "", form)).encode()


class Caller:
    """One connection, with one request on its way at a time."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> None:
        self._reader, self._writer, self._request = reader, writer, request

    async def asks(self) -> None:
        self._writer.write(self._request)
        head = await self._reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise ValueError(head.decode())
        length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        await self._reader.readexactly(int(length.partition(b":")[2]))

    async def asks_until(self, end: float) -> int:
        answered = 0
        while time.monotonic() < end:
            await self.asks()
            answered += 1
        return answered


class Load:
    """All connections to one server, and what it has answered."""

    def __init__(self, callers: list[Caller]) -> None:
        self._callers = callers
        self.answered, self.seconds = 0, 0.0

    @classmethod
    async def on(cls, url: str, request: bytes) -> "Load":
        parts = urlsplit(url)
        streams = [await asyncio.open_connection(parts.hostname, parts.port) for _ in range(CONNECTIONS)]
        return cls([Caller(*stream, request) for stream in streams])

    async def turn(self) -> None:
        began = time.monotonic()
        answered = await asyncio.gather(*(caller.asks_until(began + TURN_S) for caller in self._callers))
        self.answered += sum(answered)
        self.seconds += time.monotonic() - began


async def measure(form: str, *servers: str) -> None:
    pairs = zip(servers[::2], servers[1::2], strict=True)
    loads = [await Load.on(url, request(url, signature, form)) for url, signature in pairs]
    for load in loads:  # connections and code are warm after it
        await load.turn()
        load.answered, load.seconds = 0, 0.0
    for _ in range(TURNS):
        for load in loads:
            await load.turn()
    print(*(load.answered / load.seconds for load in loads))


if __name__ == "__main__":
    asyncio.run(measure(*sys.argv[1:]))
