"""`helpline status`."""

import json

import click

from routing.commands import opened, shown

CONTACTS = 1000


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(as_json: bool) -> None:
    """Show who waits, who talks, and who is on call, as it is now."""
    with opened() as s:
        queues = [
            line.queue(skill, language)
            for line in s.config.lines.values()
            for skill in line.skills
            for language in line.languages
        ]
        status = s.switchboard.snapshot(queues, CONTACTS)
        till = {line: s.switchboard.closed_till(line) for line in s.config.lines}
    closed = {line: shown(at) for line, at in till.items() if at is not None}
    if closed:
        status["closed"] = [{"line": line, "until": until or None} for line, until in closed.items()]
    if as_json:
        click.echo(json.dumps(status, ensure_ascii=False))
        return
    for line, until in closed.items():
        click.echo(f"{line} is closed{until and f' until {until}'}; why: helpline line list")
    for queue in status["queues"]:
        click.echo(
            f"{queue['name']}: {queue['waiting']} waiting, the longest {queue['longest_wait_s']} s; "
            f"{queue['available']} available"
        )
    called_back = sum(contact["stage"] == "callback" for contact in status["contacts"])
    if called_back:
        click.echo(f"{called_back} to be called back")
    for specialist in status["specialists"]:
        click.echo(f"{specialist['name']}: {specialist['activity']}")
