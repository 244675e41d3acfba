"""What webhooks cost above a plain Flask view with the same signature check, one script and the same answer.

A call's first webhook, a text about a topic, and the key that puts a caller in line: where all who could take the call
are taken, and where somebody is rung for each.
"""

import asyncio
import json
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from redis import Redis

from routing import embedded
from routing.services import connect
from routing.store import keys
from routing.store.switchboard import Switchboard
from tests.bench.bench_pairing import QUEUE, Filling, registers
from tests.bench.conftest import Row, ratio
from tests.bench.load import Client
from tests.bench.webhooks import MOST, Webhook
from tests.deployed.deployment import HERE, ROOT, TOKEN, Deployment, Part, free_port, inherited
from tests.start.processes import eventually

CLIENTS = (1, 16, 64)
USUAL = 16  # fewer than the threads of one web process
MANY = 10_000  # specialists, so that there is one for each call
NO_LIMIT = "[line.main]\ntexts_an_hour = 0\n"
VOICE, SMS, MENU = "/voice", "/sms", "/voice/menu/top/en"
firsts, people = count(0, MOST // 40), count(MOST // 2)  # of each run, and for what is asked once


def answer(url: str, person: int) -> bytes:
    """Ask for the document once."""

    async def asked() -> bytes:
        parts = urlsplit(url)
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        try:
            return await Client(reader, writer).asks(Webhook(url).of(person))
        finally:
            writer.close()

    return asyncio.run(asked())


def answers(url: str) -> bool:
    try:
        return bool(answer(url, next(people)))
    except (OSError, EOFError):
        return False


@contextmanager
def served(folder: Path, path: str, does: str, specialists: int) -> Iterator[tuple[str, str]]:
    """Serve a path of the helpline's, and the least that it could cost, by web processes of their own."""
    live = embedded.claim(folder)
    helpline = Deployment(folder, live, line_toml=NO_LIMIT)
    ours, port, document = helpline.public + path, free_port(), folder / "answer.xml"
    theirs = f"http://{HERE}:{port}{path}"
    told = [str(port), path, theirs, TOKEN, str(document), live.url, does]
    command = [sys.executable, "-P", "-m", "tests.bench.floor", *told]
    floor = Part(command, {**inherited(), "PYTHONPATH": str(ROOT)}, folder / "floor.log", ())
    try:
        helpline.server.start()
        assert eventually(live.answers, 30), helpline.server.said
        helpline.run("release")
        on_duty(connect(live.url, answers_s=60), specialists)
        helpline.web.start()
        assert eventually(lambda: answers(ours), 60), helpline.web.said
        document.write_bytes(answer(ours, next(people)))
        floor.start()
        assert eventually(lambda: answers(theirs), 60), floor.said
        are_alike(answer(ours, next(people)), answer(theirs, next(people)), sealed=path == MENU)
        yield ours, theirs
        assert does != "job" or free(connect(live.url)), "there was somebody for each call"
    finally:
        for part in (floor, helpline.web, helpline.server):
            part.end()
        live.release()


def on_duty(redis: Redis, specialists: int) -> None:
    """Have so many specialists available."""
    Switchboard(redis).open_epoch("first")
    filling = Filling(redis)
    for _ in range(specialists):
        registers(filling, "available")
    filling.done()


def free(redis: Redis) -> int:
    return int(redis.zcard(f"{keys.PREFIX}queue:{QUEUE}:available"))


def are_alike(one: bytes, other: bytes, *, sealed: bool) -> None:
    """See that both answer the same; a caller in line is given a ticket, which is sealed anew and as long each time."""
    assert len(one) == len(other) if sealed else one == other, (one, other)


def compare(name: str, clients: int, urls: tuple[str, str]) -> Row:
    """Measure both, as a process of its own asks them."""
    command = [sys.executable, "-P", "-m", "tests.bench.load", str(clients), str(next(firsts)), *urls]
    here = {**inherited(), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=here, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    ours, theirs = zip(*found["rates"], strict=True)
    rates = " against ".join(f"{statistics.median(each):,.0f}" for each in (ours, theirs))
    took = " against ".join(f"{half:.1f}/{most:.1f}" for half, most in found["ms"])
    told = f"{rates}; p50/p99 {took} ms"
    return Row(f"{name}, {clients} at once, requests a second against a plain view", ratio(ours, theirs), told)


@pytest.mark.parametrize(
    ("name", "path", "does"), [("/voice", VOICE, "none"), ("/sms", SMS, "script"), ("to wait in line", MENU, "script")]
)
def test_a_webhook_against_a_plain_view(
    known_towns: Path, tell: Callable[[Row], None], name: str, path: str, does: str
) -> None:
    with served(known_towns, path, does, 1) as urls:
        for clients in CLIENTS:
            tell(compare(name, clients, urls))


def test_a_call_that_rings_somebody_against_a_plain_view(known_towns: Path, tell: Callable[[Row], None]) -> None:
    with served(known_towns, MENU, "job", MANY) as urls:
        tell(compare("to be offered", USUAL, urls))
