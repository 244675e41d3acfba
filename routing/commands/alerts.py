"""`helpline alerts`."""

import click

from routing.commands import listed, opened, shown
from routing.deeds import note, recorded
from routing.roster import Refused


@click.group()
def command() -> None:
    """Show what needs somebody's attention, and say that you know."""


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_(as_json: bool) -> None:
    """List the alerts that nobody has acknowledged, the latest first."""
    with opened() as s:
        rows = [_row(record) for record in s.switchboard.alerts()]
    lines = [f"{row['id']}: since {row['since']}, last {row['last']}" for row in rows]
    listed(as_json, rows, lines or ["No alerts."])


@command.command()
@click.argument("alert", required=False)
@click.option("--all", "every", is_flag=True, help="Acknowledge every alert.")
def acknowledge(alert: str | None, every: bool) -> None:
    """Say that you know of ALERT, such as nobody-main. Should it happen again, it is told again."""
    if bool(alert) == every:
        raise click.UsageError("Name one alert, or --all.")
    with recorded() as s:
        there = [_row(record)["id"] for record in s.switchboard.alerts()]
        named = [one for one in there if alert in (None, one)]
        if alert and not named:
            raise Refused(f"There is no alert {alert}; see: helpline alerts list")
        for one in named:
            note(s, "alert_acknowledged", "alert", one)
            s.switchboard.acknowledge(one)
    click.echo(f"Acknowledged: {', '.join(named) or 'nothing, there was none'}")


@command.command()
def secret() -> None:
    """Print the secret that signs what the alerts_webhook of line.toml is told."""
    with recorded() as s:
        note(s, "secret_shown", "secret", "alerts")
        click.echo(s.vault.secret("alerts"))


def _row(record: dict[str, str]) -> dict[str, str]:
    return {
        "id": f"{record['kind']}-{record['line']}",
        "alert": record["kind"],
        "line": record["line"],
        "since": shown(record["since"]),
        "last": shown(record["last"]),
    }
