"""`helpline clock`."""

import click

from routing.commands import settings
from workers import clock


@click.command()
def command() -> None:
    """Keep the deadlines: take what is due, every half second. Any number may run."""
    clock.main(settings())
