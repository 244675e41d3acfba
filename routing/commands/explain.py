"""`helpline explain`."""

import json

import click

from routing.commands import configuration, settings
from routing.domain.emergency import Alarm, Gate, Reading


@click.command()
@click.argument("text")
@click.option("--json", "as_json", is_flag=True, help="Print an object: alarm, sign, words, how.")
def command(text: str, as_json: bool) -> None:
    """Show how the emergency gate reads TEXT: what it takes it for, and which words say so."""
    gate = Gate.from_config(configuration(settings()).safety)
    reading = gate.explain(text)
    click.echo(_json(reading) if as_json else _sentence(reading))


def _json(reading: Reading) -> str:
    said = {"alarm": reading.alarm.value, "sign": reading.sign, "words": reading.words, "how": reading.how}
    return json.dumps(said, ensure_ascii=False)


def _sentence(reading: Reading) -> str:
    if reading.alarm is Alarm.NONE:
        return "none: no emergency in these words"
    return f'{reading.alarm.value}: "{" ".join(reading.words)}" ({reading.sign}, {reading.how})'
