"""Read the environment, once. This is the only reader of os.environ."""

import math
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from config import addresses, secret_keys

PLACED_FALLBACK = "fallback-placed.xml"
SHORTEST_TOKEN = 20
_LAST_PORT = 65535


class WrongSettings(Exception):
    """Stop the start, and show every problem: each names its variable and says what would be right.

    `config_dir` is the overrides folder when that variable is right, so that the files can be checked in the same run.
    """

    def __init__(self, problems: list[str], config_dir: Path | None = None) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems
        self.config_dir = config_dir


def _sid(prefix: str) -> Callable[[str], str]:
    def sid(text: str) -> str:
        if not re.fullmatch(rf"{prefix}[0-9a-fA-F]{{32}}", text):
            raise ValueError(f"is not a SID of that kind; write {prefix} and 32 hexadecimal digits")
        return text

    return sid


def _port(text: str) -> int:
    if not re.fullmatch("[0-9]{1,5}", text) or not 0 < int(text) <= _LAST_PORT:
        raise ValueError(f"is {text!r}; write a whole number from 1 to {_LAST_PORT}")
    return int(text)


def _pace(text: str) -> float:
    try:
        pace = float(text)
    except ValueError:
        pace = 0.0
    if not (math.isfinite(pace) and pace > 0):
        raise ValueError(f"is {text!r}; write a number above 0, as your account allows")
    return pace


def _tokens(text: str) -> tuple[str, ...]:
    tokens = tuple(token.strip() for token in text.split(",") if token.strip())
    if not tokens or any(re.search(r"\s", token) for token in tokens):
        raise ValueError("holds no token, or one with a space; write one, or several with commas: the first sends")
    return tokens


def _hard_to_guess(token: str) -> str:
    if len(token) < SHORTEST_TOKEN or not token.isprintable() or not token.isascii():
        raise ValueError(f"can be guessed; write {SHORTEST_TOKEN} letters and figures by chance, or more")
    return token


def _data_dir(path: str) -> Path:
    folder = Path(path).expanduser().absolute()
    if folder.exists() and not folder.is_dir():
        raise ValueError("is a file; name a folder, which is made when it is not there")
    return folder


def _config_dir(path: str) -> Path:
    folder = Path(path).expanduser().absolute()
    if not folder.is_dir():
        raise ValueError("is not a folder that is there; name the folder with your line.toml, safety.toml or phrases/")
    return folder


def _from(
    variable: str,
    read: Callable[[str], Any],
    unset: Callable[[Mapping[str, Any]], Any] = lambda _: None,
    *,
    shown: bool = True,
) -> Any:
    """Have a setting be read from a variable by `read`, which raises ValueError; where that is not set, it is made of
    the settings before it by `unset`.
    """
    return field(repr=shown, metadata={"variable": variable, "read": read, "unset": unset})


@dataclass(frozen=True)
class Settings:
    """Hold what the environment says. `auth_tokens` and `secret_keys` are newest first, and never shown."""

    port: int = _from("PORT", _port, lambda _: 8000)
    public_url: str = _from("PUBLIC_URL", addresses.http_url, lambda known: f"http://localhost:{known['port']}")
    account_sid: str | None = _from("TWILIO_ACCOUNT_SID", _sid("AC"))
    auth_tokens: tuple[str, ...] = _from("TWILIO_AUTH_TOKEN", _tokens, lambda _: (), shown=False)
    api_key: str | None = _from("TWILIO_API_KEY", _sid("SK"))
    api_secret: str | None = _from("TWILIO_API_SECRET", str, shown=False)
    api_url: str = _from("TWILIO_API_URL", addresses.http_url, lambda _: "https://api.twilio.com")
    calls_per_second: float = _from("TWILIO_CALLS_PER_SECOND", _pace, lambda _: 1.0)
    fallback_url: str | None = _from("FALLBACK_URL", addresses.document_url)
    fallback_sms_url: str | None = _from("FALLBACK_SMS_URL", addresses.document_url)
    redis_url: str | None = _from("REDIS_URL", addresses.redis_url, shown=False)
    jobs_redis_url: str | None = _from("JOBS_REDIS_URL", addresses.redis_url, shown=False)
    data_dir: Path = _from("HELPLINE_DATA_DIR", _data_dir, lambda _: _data_dir("data"))  # noqa: RUF009 (a field)
    database_url: str = _from(
        "DATABASE_URL",
        addresses.database_url,
        lambda known: f"sqlite:///{known['data_dir']}/helpline.sqlite3",
        shown=False,
    )
    config_dir: Path | None = _from("HELPLINE_CONFIG_DIR", _config_dir)  # noqa: RUF009 (a field)
    secret_keys: tuple[str, ...] = _from("HELPLINE_SECRET_KEYS", secret_keys.read, lambda _: (), shown=False)
    metrics_token: str | None = _from("METRICS_TOKEN", _hard_to_guess, shown=False)

    @classmethod
    def load(cls, environ: Mapping[str, str]) -> "Settings":
        """Read settings from variables; one that is empty counts as unset. Raises WrongSettings with every problem."""
        given = {name: value.strip() for name, value in environ.items() if value.strip()}
        known: dict[str, Any] = {}
        problems: list[str] = []
        for each in fields(cls):
            try:
                known[each.name] = _read(each, given, known)
            except ValueError as wrong:
                problems.append(f"{each.metadata['variable']} {wrong}")
                known[each.name] = None  # so that what is made of it is no problem of its own
        if problems := [*problems, *_inconsistencies(given)]:
            raise WrongSettings(problems, known["config_dir"])
        return cls(**known)

    @property
    def public_path(self) -> str:
        """The path of PUBLIC_URL, mostly none: where a proxy has put the service below something else."""
        return urlsplit(self.public_url).path

    @property
    def uses_exchange(self) -> bool:
        """Tell whether the built-in exchange stands in for an account."""
        return self.account_sid is None

    @property
    def reaches_twilio(self) -> bool:
        """Tell whether REST calls go to Twilio's own network, not to a stand-in."""
        host = urlsplit(self.api_url).hostname or ""
        return not self.uses_exchange and (host == "twilio.com" or host.endswith(".twilio.com"))

    @property
    def placed_fallback_url(self) -> str | None:
        """The document for calls that we place, which lies beside FALLBACK_URL: that one's is for callers."""
        return urljoin(self.fallback_url, PLACED_FALLBACK) if self.fallback_url else None

    @property
    def key_file(self) -> Path:
        """The data folder's file of keys, which holds where HELPLINE_SECRET_KEYS is not set."""
        return self.data_dir / "secret.keys"

    def keys(self) -> tuple[str, ...]:
        """Return the secret keys, newest first: those given, else those of the data folder, made when there are none.

        Raises WrongSettings when the data folder's file cannot be used.
        """
        if self.secret_keys:
            return self.secret_keys
        file = self.key_file
        try:
            return secret_keys.kept(file)
        except ValueError as error:
            raise WrongSettings([f"HELPLINE_SECRET_KEYS is unset, and {file} {error}"]) from None
        except OSError as error:
            why = error.strerror or "cannot be opened"
            raise WrongSettings(
                [f"HELPLINE_DATA_DIR cannot hold {file.name}: {why}; name a folder that can be written to"]
            ) from None


def from_environment() -> Settings:
    """Read settings from this process's environment. Raises WrongSettings with every problem."""
    return Settings.load(os.environ)


def _read(setting: Field[Any], given: Mapping[str, str], known: Mapping[str, Any]) -> Any:
    how = setting.metadata
    return how["read"](given[how["variable"]]) if how["variable"] in given else how["unset"](known)


def _inconsistencies(given: Mapping[str, str]) -> list[str]:
    needs = (
        ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "webhooks are signed with it"),
        ("TWILIO_AUTH_TOKEN", "TWILIO_ACCOUNT_SID", "a token belongs to an account"),
        ("TWILIO_API_KEY", "TWILIO_API_SECRET", "a key signs in with its secret"),
        ("TWILIO_API_SECRET", "TWILIO_API_KEY", "a secret belongs to a key"),
        ("TWILIO_API_KEY", "TWILIO_ACCOUNT_SID", "a key belongs to an account"),
    )
    return [
        f"{one} is set and {other} is not; set {other} ({why}), or unset {one}"
        for one, other, why in needs
        if one in given and other not in given
    ]
