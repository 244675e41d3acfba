"""`helpline clock`."""

import click

from config.settings import WrongSettings
from config.shapes import WrongConfig
from routing.commands import settings
from workers import clock


@click.command()
def command() -> None:
    """Keep the deadlines: take what is due, every half second. Any number may run."""
    try:
        clock.main(settings())
    except (WrongConfig, WrongSettings) as why:
        raise click.ClickException(str(why)) from None
