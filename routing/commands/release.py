"""`helpline release`."""

import click

from routing import opening, rotation
from routing.commands import configuration, settings
from routing.roster import Refused


@click.command()
def command() -> None:
    """Bring the records to their present shape, before the processes of this version start.

    Ends with an error when the settings or the configuration are wrong, so that the version before goes on.
    """
    chosen = settings()
    configuration(chosen)
    try:
        with opening.records(chosen) as s:
            click.echo("The records have their present shape.")
            why = rotation.lost(s)
    except Refused as refused:
        raise click.ClickException(str(refused)) from None
    if why:
        raise click.ClickException(why)
