"""`helpline fallback`."""

from pathlib import Path

import click

from routing import fallback
from routing.commands import configuration, settings


@click.command()
@click.option("--line", "name", help="The line whose callers hear it; the first one's, unless you say another.")
@click.option("--output", type=click.Path(file_okay=False, path_type=Path), help="A folder to write all of them to.")
def command(name: str | None, output: Path | None) -> None:
    """Write the documents that Twilio fetches when this service does not answer.

    Host them together on another server than this one, as text/xml, and set FALLBACK_URL and FALLBACK_SMS_URL to their
    addresses. Write them again when line.toml or a phrase has changed. Without --output, shows the one for calls.
    """
    chosen = settings()
    config = configuration(chosen)
    line = config.lines.get(name or next(iter(config.lines)))
    if line is None:
        raise click.ClickException(f"There is no line {name}; there is {', '.join(config.lines)}.")
    written = fallback.documents(config, line, chosen.public_url)
    if output is None:
        click.echo(written[fallback.VOICE])
        return
    output.mkdir(parents=True, exist_ok=True)
    for file, document in written.items():
        (output / file).write_text(document, encoding="utf-8")
        click.echo(f"{output / file}")
    click.echo(f"FALLBACK_URL is the address of {fallback.VOICE}, FALLBACK_SMS_URL that of {fallback.TEXT}.", err=True)
