"""No person is exposed: a whole story is told, and then its numbers, words and SIDs are looked for in all that is kept.

Looked through are live state key by key, RQ's keys included, every write that the server has on file, the database, the
server's log, and the helpline's, both as it is written and as it was before anything was taken out of it.
"""

import base64
import io
import logging
import re
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from redis import Redis
from rq import Queue
from rq.results import Result
from rq.serializers import JSONSerializer

from config.shapes import Proof
from routing import embedded
from routing.flow import sending
from routing.services import AtWork
from routing.store.outbox import JOBS
from tests.logged import logged
from tests.stories.town import ACCOUNT, TOKEN, Phone, Town, town

SPOKEN, TEXTED, SENT, LEFT = "quetzalfeather", "plumbagogrove", "saffronmeadow", "tamarindbreeze"
SOUND = "WAVEfmt"  # how a recording begins
# How RQ's jobs begin, which are compressed, and its results, which are base64 besides.
COMPRESSED, ENCODED = re.compile(rb"\x78\x9c"), re.compile(rb"eJ[A-Za-z0-9+/]{10,}={0,2}")


COORDINATOR = "2025550180"


class Fragile:
    """Live state that fails, when asked to, in words that nobody may read."""

    def __init__(self, whole: Any) -> None:
        self._whole = whole
        self.breaks: dict[str, str] = {}

    def __getattr__(self, name: str) -> Any:
        if name in self.breaks:
            said = self.breaks.pop(name)
            return lambda *_: _raise(said)
        return getattr(self._whole, name)


def _raise(said: str) -> None:
    try:
        raise ValueError(said)
    except ValueError as error:
        raise RuntimeError(said) from error


class Raw(logging.Handler):
    """Keep what is logged before anything is taken out of it, but for the text of exceptions."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(f"{record.name} {record.msg} {record.args}")


@pytest.fixture
def log() -> Iterator[tuple[io.StringIO, Raw]]:
    with logged() as out:
        raw = Raw()
        logging.root.addHandler(raw)
        yield out, raw


@pytest.fixture
def live(tmp_path: Path) -> Iterator[str]:
    """Live state of this story's own, so that its files hold nothing else."""
    with embedded.running(tmp_path / "live") as url:
        yield url


@pytest.fixture
def here(tmp_path: Path, live: str, log: Any) -> Iterator[Town]:
    def fragile(services: AtWork) -> AtWork:
        proved = Proof("a story", date(2026, 1, 31))
        line = replace(services.config.lines["main"], alerts_to=(f"+1{COORDINATOR}",), texts_proved=proved)
        config = replace(services.config, lines={"main": line})
        return replace(services, switchboard=Fragile(services.switchboard), config=config)

    with town(tmp_path, live, fragile) as made:
        yield made


def story(here: Town, caller: Phone, ana: Phone) -> list[str]:
    """Tell everything that happens to a caller, and some things that should not."""
    fragile = here.services.switchboard
    secret = f"{caller.number} {ana.number} {SPOKEN} {TEXTED}"
    is_informed_and_forgotten(caller)
    caller.texts(f"{TEXTED} my friend is blue and will not wake up")
    caller.texts(f"where is {TEXTED}")
    caller.dials().speaks(f"{SPOKEN} I need someone")
    fragile.breaks["claim"] = secret  # the job that rings Ana fails
    caller.presses("1")
    fragile.breaks["wait"] = secret  # a view fails
    here.passes(25)
    here.goes_wrong(kind="rest", status=400, code=21211, match="POST /Calls", times=1)
    here.passes(62)
    for _ in range(60):
        if ana.rings:
            break
        here.passes(2)
    fragile.breaks["accept"] = secret
    ana.answers().presses("1")
    here.passes(5)
    for _ in range(60):
        if ana.rings:
            ana.answers().presses("1")
            break
        here.passes(2)
    here.passes(2)
    assert caller.talks_to(ana)
    sending.ask(here.services, "t1", "test", "main", to=here.services.vault.seal("phone", ana.number), words=SENT)
    here.settle()
    here.goes_wrong(kind="rest", status=400, code=21610, match="POST /Messages", times=1)
    sending.ask(here.services, "t2", "test", "main", to=here.services.vault.seal("phone", caller.number), words=SENT)
    recordings = leaves_a_message(here)
    for job in JOBS:  # each fails, with an id that nothing is known of
        here.services.outbox.send(job, "00112233445566aa-1")
    here.settle()
    return recordings


def is_informed_and_forgotten(caller: Phone) -> None:
    """The caller has a topic sent, asked for in words, and then asks to be forgotten."""
    caller.dials().presses("6").speaks(f"{SPOKEN} where is narcan").presses("7").presses("1")
    assert caller.hears("text_coming") and len(caller.inbox) == 1
    caller.hangs_up()
    caller.dials().presses("5").presses("3").presses("1")
    assert caller.hears("erase_done")
    caller.hangs_up()


def leaves_a_message(here: Town) -> list[str]:
    """Somebody else leaves a message, which is then both here and at the carrier; give the carrier's name of it."""
    other = here.caller("Dee")
    other.dials().presses("1")
    here.passes(3)
    other.presses("2").presses("1")
    here.passes(8)
    here.goes_wrong(kind="rest", status=500, match="DELETE /Recordings", times=1)
    other.speaks(f"my {LEFT} is gone")
    here.passes(6)
    other.hangs_up()
    here.passes(40)
    sids = [recording.sid for recording in here.services.tapes._client.recordings.list()]
    assert len(sids) == 1
    return sids


def secrets(here: Town, *phones: Phone) -> list[bytes]:
    told = here.ledger()
    sids = {sid for group in told.values() for row in group for key, sid in row.items() if key.endswith("sid")}
    assert any(sid.startswith("CA") for sid in sids)
    words = [SPOKEN, TEXTED, SENT, LEFT, SOUND, COORDINATOR, ACCOUNT, TOKEN, *sids]
    words += [phone.number.removeprefix("+1") for phone in phones]
    return [word.encode() for word in words]


def kept_live(redis: Redis) -> Iterator[bytes]:
    """Every key's name, and every value, however deep."""
    read = {
        b"string": redis.get,
        b"hash": redis.hgetall,
        b"set": redis.smembers,
        b"zset": lambda key: redis.zrange(key, 0, -1),
        b"list": lambda key: redis.lrange(key, 0, -1),
        b"stream": redis.xrange,
    }
    for key in redis.scan_iter("*"):
        yield key
        yield from _parts(read[redis.type(key)](key))
    yield from _parts(redis.slowlog_get(1000))


def _parts(value: Any) -> Iterator[bytes]:
    if isinstance(value, bytes):
        yield value
        yield from _unpacked(value)
    elif isinstance(value, dict):
        yield from _parts([*value.keys(), *value.values()])
    elif isinstance(value, list | tuple | set):
        for part in value:
            yield from _parts(part)
    else:
        yield str(value).encode()


def _unpacked(raw: bytes) -> Iterator[bytes]:
    """Whatever is compressed somewhere in this."""
    packed = [raw[start.start() :] for start in COMPRESSED.finditer(raw)]
    packed += [base64.b64decode(text[: len(text) // 4 * 4]) for text in ENCODED.findall(raw)]
    for part in packed:
        with suppress(zlib.error):
            yield zlib.decompressobj().decompress(part)


def kept_on_file(folder: Path) -> Iterator[bytes]:
    for file in folder.rglob("*"):
        if file.is_file():
            yield from _parts(file.read_bytes())


def test_nothing_that_is_kept_or_logged_tells_who_called_or_what_was_said(
    here: Town, tmp_path: Path, log: tuple[io.StringIO, Raw], capfd: pytest.CaptureFixture[str]
) -> None:
    caller, ana = here.caller("Cal"), here.specialist("Ana")
    recordings = story(here, caller, ana)
    looked_for = [*secrets(here, caller, ana), *(sid.encode() for sid in recordings)]
    out, raw = log
    during = list(kept_live(here.redis))
    caller.hangs_up()
    here.passes(10)
    printed = "".join(capfd.readouterr())
    kept = {
        "live state during the call": during,
        "live state after it": list(kept_live(here.redis)),
        "files": list(kept_on_file(tmp_path)),
        "log": [out.getvalue().encode()],
        "log as it was": [said.encode() for said in raw.said],
        "terminal": [printed.encode()],
    }
    assert {where: hits for where, parts in kept.items() if (hits := found(parts, looked_for))} == {}
    assert '"job_failed"' in out.getvalue(), "a job failed in this story"
    assert out.getvalue().count('"unexpected"') == 2, "and two views"
    assert '"offer_not_rung"' in out.getvalue(), "and a request was refused"
    assert '"text_not_sent"' in out.getvalue(), "and a text"
    assert ana.inbox == [SENT]


def test_what_is_looked_for_would_be_found(live: str, tmp_path: Path) -> None:
    redis, secret = Redis.from_url(live), "+12025550110"
    redis.hset("a", "field", secret)
    redis.xadd("b", {"field": secret})
    redis.zadd("c", {f"who:{secret}": 1})
    redis.set(f"d:{secret}", "")
    queue = Queue("calls", connection=redis, serializer=JSONSerializer)
    job = queue.enqueue_call("a.job", args=(secret,), description="x")
    Result.create_failure(job, ttl=60, exc_string=secret)
    looked_for = [secret.encode()]
    assert len(found(kept_live(redis), looked_for)) == 6
    assert len(found(kept_on_file(tmp_path), looked_for)) >= 3, "in its file, and inside what RQ keeps there"


def found(parts: Iterable[bytes], words: list[bytes]) -> list[bytes]:
    """What stands around each of the words, wherever it is."""
    hits = [(part, part.lower().find(word.lower())) for part in parts for word in words]
    return [part[max(0, at - 80) : at + 80] for part, at in hits if at >= 0]
