"""Look for what nobody may find: numbers, SIDs and words, in whatever the helpline keeps.

Looked through are live state key by key, RQ's keys included, every write that the server has on file, the database, and
the addresses that telephones were given. Secrets under a key of the helpline's are not found by this, and need not be.
"""

import base64
import hashlib
import hmac
import logging
import re
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from redis import Redis

from routing.store.records.models import Base
from routing.store.vault import Vault
from tests.stories.records import rows

# How RQ's jobs begin, which are compressed, and its results, which are base64 besides.
COMPRESSED, ENCODED = re.compile(rb"\x78\x9c"), re.compile(rb"eJ[A-Za-z0-9+/]{10,}={0,2}")
DIGEST = re.compile(rb"(?<![0-9a-f])[0-9a-f]{32,128}(?![0-9a-f])")
SHORTEST = 16  # bytes of the digests that we keep
# What the vault's digests are of, and keys that everybody has.
KINDS = ("person", "sms", "call", "phone", "help")
OPEN = Vault(["A" * 43])
GUESSABLE = (b"", bytes(32), b"secret", b"helpline", b"helpline digest", b"password", b"changeme")


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
        kind = redis.type(key)
        if kind in read:  # it may have expired meanwhile
            yield from _parts(read[kind](key))


def slow(redis: Redis) -> Iterator[bytes]:
    """The commands that took the server long, with what they were given."""
    yield from _parts(redis.slowlog_get(1000))


def kept_on_file(folder: Path) -> Iterator[bytes]:
    """Every file, as it is and with what is compressed in it."""
    for file in folder.rglob("*"):
        if file.is_file():
            yield from _parts(file.read_bytes())


def kept_on_record(url: str) -> Iterator[bytes]:
    """Every row of the database, whichever it is."""
    for table in Base.metadata.sorted_tables:
        for row in rows(url, table.name):
            yield from _parts(row)


def addresses(ledger: dict[str, Any]) -> list[bytes]:
    """Every address that a telephone was given, and so each of the logs between it and us."""
    return [hook["url"].encode() for hook in ledger["webhooks"]]


def found(parts: Iterable[bytes], words: list[bytes]) -> list[bytes]:
    """What stands around any of the words, wherever it is."""
    if not words:
        return []
    wanted = re.compile(b"|".join(map(re.escape, words)), re.IGNORECASE)
    hits = [(part, hit.start()) for part in parts if (hit := wanted.search(part))]
    return [part[max(0, at - 80) : at + 80] for part, at in hits]


def sids(ledger: dict[str, Any]) -> set[str]:
    """Every SID that the network has given out."""
    return {
        sid for group in ledger.values() for row in group for key, sid in row.items() if key.endswith("sid") and sid
    }


def digests(parts: Iterable[bytes]) -> set[bytes]:
    """Whatever may be a digest, in bytes, as far as our own are long."""
    return {bytes.fromhex(hit.decode()[: 2 * SHORTEST]) for part in parts for hit in DIGEST.findall(part)}


def turned_round(kept: set[bytes], numbers: Iterable[str]) -> list[str]:
    """Return which numbers (E.164) somebody without a key would find behind digests.

    Whoever hashes every number there is finds what they find by hashing these: no others were ever told.
    """
    return [number for number in numbers if any(way in kept for way in _guesses(number))]


def _guesses(number: str) -> Iterator[bytes]:
    """Every way in which a number is hashed by whoever has only read our source."""
    written = [number, number.removeprefix("+"), number.removeprefix("+1")]
    for kind in KINDS:
        yield bytes.fromhex(OPEN.digest(kind, number))
    for said in [*written, *(f"{kind}\0{form}" for kind in KINDS for form in written)]:
        for name in ("sha256", "sha1", "md5"):
            yield hashlib.new(name, said.encode()).digest()[:SHORTEST]
            for key in GUESSABLE:
                yield hmac.digest(key, said.encode(), name)[:SHORTEST]


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


class Raw(logging.Handler):
    """Keep what is logged before anything is taken out of it, but for exceptions."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        said = record.msg
        if isinstance(said, dict):
            said = {name: value for name, value in said.items() if name != "exc_info"}
        self.said.append(f"{record.name} {said} {record.args}")
