"""`helpline worker`."""

import click

from routing.commands import settings
from workers import run


@click.command()
@click.argument("queue")
def command(queue: str) -> None:
    """Work on the jobs of one RQ QUEUE."""
    run.main(settings(), queue)
