"""The subcommands of `helpline`, one a file, each named `command`; how they read what they are given, and list."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

import click
import phonenumbers

from config.loader import load
from config.settings import Settings, WrongSettings, from_environment
from config.shapes import Config, WrongConfig
from routing import logs
from routing.domain.contact import Unavailable, Unreadable
from routing.domain.promise import NotKept
from routing.services import Services, build

# What a person may write between the digits; an extension or letters would be lost in E.164.
PHONE = re.compile(r"\+[0-9][0-9 ().-]*")


def settings() -> Settings:
    """Read the settings, or end the command with a sentence for each wrong one. From here on there is a log."""
    logs.set_up()
    try:
        return from_environment()
    except WrongSettings as wrong:
        raise click.ClickException("\n".join(wrong.problems)) from None


def account_settings() -> Settings:
    """Read the settings of a helpline that has an account, or end the command with what to set."""
    chosen = settings()
    if chosen.uses_exchange:
        raise click.ClickException(
            "There is no account to serve: set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN. "
            "To try the helpline without one: helpline demo"
        )
    return chosen


def configuration(of: Settings) -> Config:
    """Read the configuration files, or end the command with a line for each problem."""
    try:
        return load(of.config_dir)
    except WrongConfig as wrong:
        raise click.ClickException(
            "\n".join(str(problem) for problem in wrong.problems if not problem.warning)
        ) from None


def e164(phone: str) -> str:
    """Read a telephone number that a person wrote, or end the command with what is wrong with it."""
    try:
        number = phonenumbers.parse(phone, None)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not PHONE.fullmatch(phone) or not phonenumbers.is_possible_number(number):
        raise click.ClickException("That is not a telephone number in E.164; write + and the country's code first.")
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


@contextmanager
def told() -> Iterator[None]:
    """End the command with a sentence for whatever cannot be used."""
    try:
        yield
    except (WrongConfig, WrongSettings) as why:
        raise click.ClickException(str(why)) from None
    except Unavailable:
        raise click.ClickException("Live state does not answer: is the service running? See REDIS_URL.") from None
    except NotKept:
        raise click.ClickException("The records do not answer; see DATABASE_URL, and helpline check.") from None
    except Unreadable:
        raise click.ClickException("No key of HELPLINE_SECRET_KEYS opens this.") from None


@contextmanager
def opened() -> Iterator[Services]:
    """Build the services, or end the command with why they cannot be used."""
    with told():
        yield build(settings())


def shown(ms: int | str) -> str:
    """Write a time in ms, in UTC; nothing for 0."""
    return datetime.fromtimestamp(int(ms) / 1000, UTC).isoformat(timespec="seconds") if int(ms) else ""


def listed(as_json: bool, rows: Sequence[Mapping[str, object]], lines: Sequence[str]) -> None:
    """Print a list: a JSON array of its rows, or a line for each."""
    for line in [json.dumps(rows, ensure_ascii=False)] if as_json else lines:
        click.echo(line)
