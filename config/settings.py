"""Read the environment, once. This is the only reader of os.environ."""

import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urljoin, urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from config import addresses, secret_keys

PLACED_FALLBACK = "fallback-placed.xml"
SHORTEST_TOKEN = 20


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


def _tokens(text: Any) -> Any:
    if not isinstance(text, str):
        return text
    tokens = tuple(token.strip() for token in text.split(",") if token.strip())
    if not tokens or any(re.search(r"\s", token) for token in tokens):
        raise ValueError("holds no token, or one with a space; write one, or several with commas: the first sends")
    return tokens


def _keys(text: Any) -> Any:
    return secret_keys.read(text) if isinstance(text, str) else text


def _hard_to_guess(token: str) -> str:
    if len(token) < SHORTEST_TOKEN or not token.isprintable() or not token.isascii():
        raise ValueError(f"can be guessed; write {SHORTEST_TOKEN} letters and figures by chance, or more")
    return token


def _data_dir(path: Path) -> Path:
    folder = path.expanduser().absolute()
    if folder.exists() and not folder.is_dir():
        raise ValueError("is a file; name a folder, which is made when it is not there")
    return folder


def _config_dir(path: Path) -> Path:
    folder = path.expanduser().absolute()
    if not folder.is_dir():
        raise ValueError("is not a folder that is there; name the folder with your line.toml, safety.toml or phrases/")
    return folder


_HttpUrl = Annotated[str, AfterValidator(addresses.http_url)]
_RedisUrl = Annotated[str, AfterValidator(addresses.redis_url)]


class Settings(BaseModel):
    """Hold what the environment says. `auth_tokens` and `secret_keys` are newest first, and never shown."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, hide_input_in_errors=True)

    port: int = Field(8000, ge=1, le=65535, validation_alias="PORT")
    public_url: _HttpUrl = Field(
        default_factory=lambda known: f"http://localhost:{known.get('port', 8000)}", validation_alias="PUBLIC_URL"
    )
    account_sid: Annotated[str, AfterValidator(_sid("AC"))] | None = Field(None, validation_alias="TWILIO_ACCOUNT_SID")
    auth_tokens: Annotated[tuple[str, ...], BeforeValidator(_tokens)] = Field(
        (), validation_alias="TWILIO_AUTH_TOKEN", repr=False
    )
    api_key: Annotated[str, AfterValidator(_sid("SK"))] | None = Field(None, validation_alias="TWILIO_API_KEY")
    api_secret: str | None = Field(None, validation_alias="TWILIO_API_SECRET", repr=False)
    api_url: _HttpUrl = Field("https://api.twilio.com", validation_alias="TWILIO_API_URL")
    calls_per_second: float = Field(1.0, gt=0, allow_inf_nan=False, validation_alias="TWILIO_CALLS_PER_SECOND")
    fallback_url: Annotated[str, AfterValidator(addresses.document_url)] | None = Field(
        None, validation_alias="FALLBACK_URL"
    )
    fallback_sms_url: Annotated[str, AfterValidator(addresses.document_url)] | None = Field(
        None, validation_alias="FALLBACK_SMS_URL"
    )
    redis_url: _RedisUrl | None = Field(None, validation_alias="REDIS_URL", repr=False)
    jobs_redis_url: _RedisUrl | None = Field(None, validation_alias="JOBS_REDIS_URL", repr=False)
    data_dir: Annotated[Path, AfterValidator(_data_dir)] = Field(
        Path("data"), validate_default=True, validation_alias="HELPLINE_DATA_DIR"
    )
    database_url: Annotated[str, AfterValidator(addresses.database_url)] = Field(
        default_factory=lambda known: f"sqlite:///{known.get('data_dir', Path('data'))}/helpline.sqlite3",
        validation_alias="DATABASE_URL",
        repr=False,
    )
    config_dir: Annotated[Path, AfterValidator(_config_dir)] | None = Field(
        None, validation_alias="HELPLINE_CONFIG_DIR"
    )
    secret_keys: Annotated[tuple[str, ...], BeforeValidator(_keys)] = Field(
        (), validation_alias="HELPLINE_SECRET_KEYS", repr=False
    )
    metrics_token: Annotated[str, AfterValidator(_hard_to_guess)] | None = Field(
        None, validation_alias="METRICS_TOKEN", repr=False
    )

    @classmethod
    def load(cls, environ: Mapping[str, str]) -> "Settings":
        """Read settings from variables; one that is empty counts as unset. Raises WrongSettings with every problem."""
        given = {name: value.strip() for name, value in environ.items() if name in _VARIABLES and value.strip()}
        problems = _inconsistencies(given)
        try:
            settings = cls.model_validate(given)
        except ValidationError as error:
            # A default that is made from another variable is not made when any is wrong: that is no problem of its own.
            wrong = [detail for detail in error.errors() if detail["type"] != "default_factory_not_called"]
            problems = [_sentence(detail, given) for detail in wrong] + problems
            raise WrongSettings(problems, _good_config_dir(given)) from None
        if problems:
            raise WrongSettings(problems, settings.config_dir)
        return settings

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


_VARIABLES = {str(field.validation_alias) for field in Settings.model_fields.values()}

# What would be right, for the variables that pydantic itself reads. Only their values are harmless to repeat.
_NUMBERS = {
    "PORT": "write a whole number from 1 to 65535",
    "TWILIO_CALLS_PER_SECOND": "write a number above 0, as your account allows",
}


def _sentence(detail: ErrorDetails, given: Mapping[str, str]) -> str:
    variable = str(detail["loc"][0])
    if variable in _NUMBERS:
        return f"{variable} is {given[variable]!r}; {_NUMBERS[variable]}"
    return f"{variable} {detail['msg'].removeprefix('Value error, ')}"


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


def _good_config_dir(given: Mapping[str, str]) -> Path | None:
    folder = Path(given.get("HELPLINE_CONFIG_DIR", "")).expanduser()
    return folder.absolute() if "HELPLINE_CONFIG_DIR" in given and folder.is_dir() else None
