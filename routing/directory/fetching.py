"""Fetch a list from where it is published: only what has changed, never too much or too long, from nowhere private."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError

from config.addresses import is_fetchable, is_here

ANSWER_S = 10.0
MOST_REDIRECTS = 3
REDIRECTS = (301, 302, 303, 307, 308)
PIECE = 64 * 1024
NAMED = 200  # letters of what a server calls a version; a longer name is not kept

Address = IPv4Address | IPv6Address


class NotFetched(Exception):
    """Raised when an address gives no list; the text tells the operator what it does instead. Try again later."""


@dataclass(frozen=True)
class Limits:
    """How much may be fetched, in bytes as it is unpacked, and for how long."""

    size: int = 64 * 1024 * 1024
    seconds: float = 60.0


@dataclass(frozen=True)
class Version:
    """What a server calls what it publishes just now."""

    etag: str = ""
    modified: str = ""


@dataclass(frozen=True)
class Fetched:
    """A file as it was fetched; `name` is the last part of its address."""

    name: str
    content: bytes
    version: Version


def fetch(url: str, before: Version, limits: Limits = Limits()) -> Fetched | None:
    """Return what is published at an address; None where it is what it was `before`. Raises NotFetched.

    This machine itself is asked, and over http, only where the address names it; other machines of its network never.
    """
    until, here = time.monotonic() + limits.seconds, is_here(url)
    for _ in range(MOST_REDIRECTS + 1):
        with _asked(url, before, here) as answer:
            if answer.status_code in REDIRECTS:
                url = urljoin(url, answer.headers.get("Location", ""))
                continue
            if answer.status_code == requests.codes.not_modified and before != Version():
                return None
            if answer.status_code != requests.codes.ok:
                raise NotFetched(f"its server answers with status {answer.status_code}")
            return Fetched(_name(url), _content(answer, limits.size, until), _version(answer))
    raise NotFetched("its server leads from one address to another, again and again")


@contextmanager
def _asked(url: str, before: Version, here: bool) -> Iterator[requests.Response]:
    headers = {"If-None-Match": before.etag, "If-Modified-Since": before.modified, "Accept-Encoding": "gzip"}
    with requests.Session() as session:
        session.trust_env = False  # no proxy: it would look the name up once more, and a netrc is not for lists
        session.mount("", _At(_address(url, here)))
        try:
            with session.get(
                url,
                headers={name: value for name, value in headers.items() if value},
                timeout=ANSWER_S,
                stream=True,
                allow_redirects=False,
            ) as answer:
                yield answer
        except (requests.RequestException, HTTPError, OSError, ValueError) as error:
            raise NotFetched(f"its server does not answer as it should ({type(error).__name__})") from None


class _At(HTTPAdapter):
    """Ask a host at the one address that was judged: looked up again, its name could lead elsewhere."""

    def __init__(self, address: Address) -> None:
        self._address = address
        super().__init__()

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:
        parts = urlsplit(str(request.url))
        request.headers["Host"] = parts.netloc
        if parts.scheme == "https":
            self.poolmanager.connection_pool_kw["server_hostname"] = parts.hostname
        request.url = parts._replace(netloc=_netloc(self._address, parts)).geturl()
        return super().send(request, *args, **options)


def _netloc(address: Address, parts: SplitResult) -> str:
    host = f"[{address}]" if address.version == 6 else str(address)
    return f"{host}:{parts.port}" if parts.port else host


def _address(url: str, here: bool) -> Address:
    """Find where a host is; raises NotFetched where it is nowhere, or where nobody is to be asked."""
    try:
        parts = urlsplit(url)
        good = is_fetchable(url) and parts.username is None and (here or not is_here(url))
        found = socket.getaddrinfo(parts.hostname or "", parts.port or parts.scheme, type=socket.SOCK_STREAM)
    except (ValueError, OSError) as error:
        raise NotFetched(f"its server is not found ({type(error).__name__})") from None
    every = [ip_address(str(place[4][0]).partition("%")[0]) for place in found]
    public = [one for one in every if (one.is_global and not one.is_multicast) or (here and one.is_loopback)]
    if not good or not public:
        raise NotFetched("it leads to where nothing is fetched from: only https, and nothing within a private network")
    return min(public, key=lambda one: one.version)  # not every machine can reach the others of version 6


def _content(answer: requests.Response, most: int, until: float) -> bytes:
    content = bytearray()
    # A piece at a time as it comes, so that a server that sends a letter now and then does not keep us.
    while piece := answer.raw.read1(PIECE, decode_content=True):
        content += piece
        if len(content) > most:
            raise NotFetched(f"it is larger than {most // 1024**2} MB, which is too much")
        if time.monotonic() > until:
            raise NotFetched("its server takes too long to send it")
    return bytes(content)


def _version(answer: requests.Response) -> Version:
    etag, modified = (answer.headers.get(name, "") for name in ("ETag", "Last-Modified"))
    return Version(*(value if len(value) <= NAMED and value.isascii() else "" for value in (etag, modified)))


def _name(url: str) -> str:
    return PurePosixPath(unquote(urlsplit(url).path)).name or "list"
