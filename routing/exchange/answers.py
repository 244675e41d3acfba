"""What a webhook is answered: a good answer read, or why there is none."""

import re
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any, Literal

import aiohttp

from routing.exchange.ledger import HookRecord

MAX_AGE = re.compile(r"\bmax-age=(\d+)")
FAILED, NOT_CONNECTED, TOO_MANY_REDIRECTS, TOO_LARGE = 11200, 11205, 11215, 11750


@dataclass
class Answer:
    """What the application said: a good answer, the URL that it finally came from, and seconds it may be kept for."""

    url: str
    status: int
    content_type: str
    content: bytes
    charset: str
    record: HookRecord
    keep: int = 0

    @property
    def text(self) -> str:
        return self.content.decode(self.charset, errors="replace")


class HookFailed(Exception):
    """No usable answer: the catcher asks the fallback URL, or ends the call. `code` is Twilio's error code."""

    def __init__(self, code: int, why: str, url: str = "") -> None:
        super().__init__(f"{code} {why}")
        self.code = code
        self.url = url


class Failed(Exception):
    """One attempt that failed: `kind` is what a URL's retry policy calls it."""

    def __init__(self, kind: Literal["ct", "rt", "4xx", "5xx", "other"], code: int, why: str) -> None:
        super().__init__(why)
        self.kind = kind
        self.code = code


def why_not(failure: Any) -> Failed:
    """Word an attempt that came to no answer."""
    if isinstance(failure, aiohttp.SocketTimeoutError):
        return Failed("rt", FAILED, "no answer in time")
    if isinstance(failure, aiohttp.InvalidURL):
        return Failed("other", 11100, "not an absolute URL")
    return Failed("ct", NOT_CONNECTED, f"could not connect ({type(failure).__name__})")


async def read(content: aiohttp.StreamReader, most: int) -> bytes:
    """Read so many bytes and one more, which shows that there are too many."""
    pieces, left = [], most + 1
    while left > 0 and (piece := await content.read(left)):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)


def refuse(status: int, *, too_large: bool) -> None:
    """Raise Failed for an answer that is no good one."""
    if status >= 400:
        raise Failed("5xx" if status >= 500 else "4xx", FAILED, f"status {status}")
    if too_large:
        raise Failed("other", TOO_LARGE, "the answer is too large")


def fresh_seconds(response: aiohttp.ClientResponse) -> int:
    """Read how long an answer may be kept."""
    found = MAX_AGE.search(response.headers.get("Cache-Control", ""))
    return int(found.group(1)) if found else 0


def cookies(response: aiohttp.ClientResponse) -> dict[str, str]:
    """Read the cookies that an answer sets."""
    jars = (SimpleCookie(header) for header in response.headers.getall("Set-Cookie", []))
    return {name: morsel.value for jar in jars for name, morsel in jar.items()}
