"""What a webhook's URL says of how it is asked, and what of it is signed."""

from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

HARD_LIMIT = 15.0


@dataclass(frozen=True)
class Policy:
    """How one URL wants to be asked: seconds to connect, to read, in all; retries, and after which failures."""

    connect: float
    read: float
    total: float
    retries: int
    after: frozenset[str]

    @classmethod
    def of(cls, url: str) -> "Policy":
        """Read the overrides in a URL's fragment, such as `#rc=2&rp=ct,rt`."""
        given = {name: values[-1] for name, values in parse_qs(urlsplit(url).fragment).items()}

        def seconds(name: str, default: float, most: float) -> float:
            text = given.get(name, "")
            return min(max(int(text) / 1000, 0.1), most) if text.isdigit() else default

        retries = min(int(given["rc"]), 5) if given.get("rc", "").isdigit() else 1
        return cls(
            connect=seconds("ct", 5.0, 10.0),
            read=seconds("rt", HARD_LIMIT, HARD_LIMIT),
            total=seconds("tt", HARD_LIMIT, HARD_LIMIT),
            retries=retries,
            after=frozenset(given.get("rp", "ct").split(",")),
        )


def signed_url(url: str, *, voice: bool) -> str:
    """Give the URL that is signed: no user, and for voice over https no port."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    if voice and parts.scheme == "https" and parts.port:
        host = host.rpartition(":")[0]
    return urlunsplit(parts._replace(netloc=host, fragment=""))


def with_query(url: str, params: dict[str, str]) -> str:
    """Add parameters to a URL, leaving what is there as it was written."""
    parts = urlsplit(url)
    query = "&".join(filter(None, (parts.query, urlencode(params))))
    return urlunsplit(parts._replace(query=query))
