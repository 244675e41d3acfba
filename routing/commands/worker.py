"""`helpline worker`."""

import click

from config.settings import WrongSettings
from config.shapes import WrongConfig
from routing import opening
from routing.commands import account_settings
from routing.roster import Refused
from workers import run


@click.command()
@click.argument("queue")
@click.option(
    "--first",
    type=click.Choice(["records", "roster"]),
    help="Before the work, bring the records to their present shape; roster: with the demo's specialists on call.",
)
def command(queue: str, first: str | None) -> None:
    """Work on the jobs of one RQ QUEUE."""
    chosen = account_settings()
    try:
        if first == "roster":
            opening.seed_demo(chosen)
        elif first == "records":
            with opening.opened(chosen):
                pass
        run.main(chosen, queue)
    except (WrongConfig, WrongSettings, Refused, ValueError) as why:
        raise click.ClickException(str(why)) from None
