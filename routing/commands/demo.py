"""`helpline demo`."""

from contextlib import suppress

import click

from routing import demo
from routing.commands import configuration, settings
from routing.embedded import NotStarted
from routing.listening import PortTaken
from routing.supervisor import NotReady


@click.command()
def command() -> None:
    """Run everything in this terminal, with telephones in the browser.

    Starts an embedded server unless REDIS_URL names one, and the exchange, which stands in for Twilio, unless an
    account is set. PORT is the web's port. Ctrl-C stops all of it.
    """
    chosen = settings()
    try:
        demo.run(chosen, configuration(chosen), _say)
    except (PortTaken, NotStarted, NotReady) as why:
        raise click.ClickException(str(why)) from None


def _say(text: str) -> None:
    with suppress(OSError):  # a terminal that was closed takes no more words
        click.echo(text)
