"""`helpline alerts`."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import click

from config.settings import WrongSettings
from config.shapes import WrongConfig
from routing.commands import settings
from routing.domain.contact import Unavailable
from routing.services import Services, build


@click.group()
def command() -> None:
    """Show what needs somebody's attention, and say that you know."""


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_(as_json: bool) -> None:
    """List the alerts that nobody has acknowledged, the latest first."""
    with _services() as s:
        rows = [_row(record) for record in s.switchboard.alerts()]
    if as_json:
        click.echo(json.dumps(rows))
        return
    for row in rows:
        click.echo(f"{row['id']}: since {row['since']}, last {row['last']}")
    if not rows:
        click.echo("No alerts.")


@command.command()
@click.argument("alert", required=False)
@click.option("--all", "every", is_flag=True, help="Acknowledge every alert.")
def acknowledge(alert: str | None, every: bool) -> None:
    """Say that you know of ALERT, such as nobody-main. Should it happen again, it is told again."""
    if bool(alert) == every:
        raise click.UsageError("Name one alert, or --all.")
    with _services() as s:
        named = [alert] if alert else [_row(record)["id"] for record in s.switchboard.alerts()]
        unknown = [one for one in named if s.switchboard.acknowledge(one).word == "unknown"]
    if alert and unknown:
        raise click.ClickException(f"There is no alert {alert}; see: helpline alerts list")
    click.echo(f"Acknowledged: {', '.join(named) or 'nothing, there was none'}")


@command.command()
def secret() -> None:
    """Print the secret that signs what the alerts_webhook of line.toml is told."""
    with _services() as s:
        click.echo(s.vault.secret("alerts"))


def _row(record: dict[str, str]) -> dict[str, str]:
    return {
        "id": f"{record['kind']}-{record['line']}",
        "alert": record["kind"],
        "line": record["line"],
        "since": _time(record["since"]),
        "last": _time(record["last"]),
    }


def _time(ms: str) -> str:
    return datetime.fromtimestamp(int(ms) / 1000, UTC).isoformat(timespec="seconds")


@contextmanager
def _services() -> Iterator[Services]:
    """Build the services, or end the command with why they cannot be used."""
    try:
        yield build(settings())
    except (WrongConfig, WrongSettings) as why:
        raise click.ClickException(str(why)) from None
    except Unavailable:
        raise click.ClickException("Live state does not answer: is the service running? See REDIS_URL.") from None
