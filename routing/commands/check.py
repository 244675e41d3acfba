"""`helpline check`."""

import os
from collections.abc import Sequence
from datetime import UTC, datetime

import click

from config.settings import Settings
from config.shapes import Config
from routing import doctor, servers, visit
from routing.domain.clearance import Clearance
from routing.store.records import clearances


@click.command()
@click.option(
    "--unreviewed", is_flag=True, help="List each sentence and topic that nobody has signed off, or held to its source."
)
@click.option("--offline", is_flag=True, help="Look at the settings and the files alone, and ask nobody.")
@click.option("--json", "as_json", is_flag=True, help="Print a list of objects: level, where, wrong, right.")
@click.pass_context
def command(ctx: click.Context, unreviewed: bool, offline: bool, as_json: bool) -> None:
    """Look for what is wrong with the settings and the configuration, and say what would be right.

    With an account, also asks Twilio how the account and its numbers stand, calls PUBLIC_URL as Twilio would, and looks
    at the servers that REDIS_URL and DATABASE_URL name.
    What was signed off on the pages is known but for --offline.
    Ends with exit code 1 when anything is an error; a warning is for a person to decide.
    """
    live, on_record = (None, None) if offline else (_live, _on_record)
    findings = doctor.examine(os.environ, datetime.now(UTC), list_unreviewed=unreviewed, live=live, on_record=on_record)
    click.echo(doctor.as_json(findings) if as_json else doctor.as_text(findings))
    ctx.exit(1 if doctor.failed(findings) else 0)


def _live(settings: Settings, config: Config) -> list[doctor.Finding]:
    return [*visit.visit(settings, config), *servers.examine(settings)]


def _on_record(settings: Settings) -> Sequence[Clearance]:
    return clearances.on_record(settings.database_url)
