"""`helpline release`."""

import click

from routing import roster
from routing.commands import configuration, settings


@click.command()
def command() -> None:
    """Bring the records to their present shape, before the processes of this version start.

    Ends with an error when the settings or the configuration are wrong, so that the version before goes on.
    """
    chosen = settings()
    configuration(chosen)
    try:
        with roster.opened(chosen):
            click.echo("The records have their present shape.")
    except roster.Refused as why:
        raise click.ClickException(str(why)) from None
