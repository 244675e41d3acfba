"""`helpline facts`."""

import time
from datetime import UTC, datetime

import click

from routing.commands import listed
from routing.deeds import recorded, who
from routing.domain.clearance import Clearance, honoured, of_fact, today
from routing.flow import clearing


@click.group()
def command() -> None:
    """Say that a person has held a number that callers are told to its source."""


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print an array: id, name, call, text, source, verified_on.")
def list_(as_json: bool) -> None:
    """List the facts, each with its source and the day on which a person last checked it."""
    with recorded() as s:
        facts = honoured(s.config, s.clearances.all()).facts.values()
    rows = [
        {
            "id": fact.id,
            "name": fact.name,
            "call": fact.call,
            "text": fact.text,
            "source": fact.source,
            "verified_on": fact.verified_on and fact.verified_on.isoformat(),
        }
        for fact in facts
    ]
    lines = [f"{row['id']}: {row['name']}, {row['verified_on'] or 'unverified'} ({row['source']})" for row in rows]
    listed(as_json, rows, lines)


@command.command()
@click.argument("fact")
@click.option("--by", required=True, help="Who has checked it, by name.")
def verify(fact: str, by: str) -> None:
    """Say that a person has checked FACT at its source today. Should it be changed, it is unverified again."""
    with recorded() as s:
        if fact not in s.config.facts:
            raise click.ClickException(f"There is no fact {fact}; see: helpline facts list")
        if not clearing.is_name(by):
            raise click.ClickException("--by is no name; write who has checked it.")
        statement = of_fact(s.config.facts[fact])
        given = Clearance(statement.id, statement.digest, by, today(s.config, datetime.now(UTC)))
        others = clearing.clear(s, who(), [given], int(time.time() * 1000))
    click.echo(f"{fact} was verified today by {others[0].by if others else by}.")
