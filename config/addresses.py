"""Read the addresses of other servers. Messages never repeat the address: it may hold a password."""

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

_SENTINEL = "redis+sentinel"
_HERE = ("localhost", "127.0.0.1", "::1")
_DATABASES = ("sqlite", "postgresql", "postgresql+psycopg")  # with the drivers that are installed
_REDIS = "write redis://, rediss://, unix:// or redis+sentinel://HOST:PORT,HOST:PORT/SERVICE/0"


@dataclass(frozen=True)
class Sentinel:
    """Name the sentinels (host, port), the service they watch, the database and the servers' password."""

    hosts: tuple[tuple[str, int], ...]
    service: str
    database: int
    password: str | None


def http_url(text: str) -> str:
    """Return a web address without its trailing slash. ValueError says what would be right."""
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or parts.scheme not in ("http", "https") or re.search(r"\s", text):
        raise ValueError("is not a web address; write one such as https://help.example.org")
    if parts.query or parts.fragment or parts.username is not None:
        raise ValueError("has a user, a query or a fragment; write only https://, the host and a path")
    return text.rstrip("/")


def document_url(text: str) -> str:
    """Return the web address of a document as it was written. ValueError says what would be right."""
    http_url(text.partition("?")[0])
    return text


def is_fetchable(url: str) -> bool:
    """Tell whether something may be fetched from an address: over https, or from this machine itself."""
    return urlsplit(url).scheme == "https" or (urlsplit(url).scheme == "http" and is_here(url))


def is_here(url: str) -> bool:
    """Tell whether an address names this machine itself."""
    return urlsplit(url).hostname in _HERE


def redis_url(text: str) -> str:
    """Return a Redis address that can be connected to. ValueError says what would be right."""
    if is_sentinel(text):
        sentinel(text)
        return text
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise ValueError(f"has a host or a port that cannot be read; {_REDIS}") from error
    if parts.scheme not in ("redis", "rediss", "unix"):
        raise ValueError(f"is not a Redis address; {_REDIS}")
    if parts.scheme == "unix" and not parts.path.strip("/"):
        raise ValueError("has no path to a socket; write unix:///run/redis.sock")
    if parts.scheme != "unix" and not host:
        raise ValueError("has no host; write redis://HOST:6379/0")
    return text


def is_sentinel(text: str) -> bool:
    """Tell whether a Redis address goes by sentinels."""
    return text.startswith(f"{_SENTINEL}://")


def sentinel(text: str) -> Sentinel:
    """Read `redis+sentinel://[:PASSWORD@]h1:26379,h2:26379/service/0`. ValueError says what would be right."""
    credentials, _, address = text.removeprefix(f"{_SENTINEL}://").rpartition("@")
    hosts, *path = address.split("/")
    service, database = (*path, "", "")[:2]
    if not service or len(path) > 2 or not (database or "0").isdigit():
        raise ValueError(
            "does not end in the service and the database; write redis+sentinel://HOST:PORT,HOST:PORT/SERVICE/0"
        )
    return Sentinel(
        hosts=tuple(_host_and_port(host) for host in hosts.split(",")),
        service=service,
        database=int(database or 0),
        password=unquote(credentials.partition(":")[2]) or None,
    )


def _host_and_port(text: str) -> tuple[str, int]:
    host, _, port = text.partition(":")
    if not host or not (port or "26379").isdigit():
        raise ValueError("names a sentinel without a host or with a wrong port; write HOST:26379, several with commas")
    return host, int(port or 26379)


def database_url(text: str) -> str:
    """Return a database address that SQLAlchemy knows. ValueError says what would be right."""
    scheme, mark, rest = text.partition("://")
    if not mark or scheme not in _DATABASES:
        raise ValueError("is not a database address; write sqlite:////PATH or postgresql://USER:PASSWORD@HOST/NAME")
    if scheme == "sqlite" and rest and not rest.startswith("/"):
        raise ValueError("has too few slashes; write sqlite:////PATH, with four for an absolute path")
    return text
