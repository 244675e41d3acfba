"""`helpline erase`."""

import json

import click

from routing.commands import e164
from routing.deeds import note, recorded
from routing.domain.consent import Forgotten
from routing.domain.promise import NotKept
from routing.flow import erasing
from routing.roster import Refused

LATER = "Live state does not answer: it forgets, and Twilio is asked to delete, within minutes of its return."


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print an object: promises, consents, live.")
def command(as_json: bool) -> None:
    """Forget a person: cancel open promises, erase number and messages, take back each yes.

    The number is asked for, or read from standard input: in the command it would stay in the shell's history. What the
    law needs stays, without the number: the proof of a yes and that it was taken back.
    """
    number = e164(click.prompt("Number, such as +12025550110", err=True))
    with recorded() as s:
        try:
            note(s, "person_erased", "person")
            forgotten = erasing.erase(s, number, "command")
        except NotKept:
            right = "Nothing is certain to be erased: try again once it does. See DATABASE_URL."
            raise Refused(f"The database does not answer. {right}") from None
    click.echo(_json(forgotten) if as_json else _sentence(forgotten))


def _json(forgotten: Forgotten) -> str:
    told = {"promises": len(forgotten.contacts), "consents": forgotten.consents, "live": forgotten.live}
    return json.dumps(told)


def _sentence(forgotten: Forgotten) -> str:
    done = f"Erased. Promises cancelled: {len(forgotten.contacts)}. Consents taken back: {forgotten.consents}."
    return done if forgotten.live else f"{done} {LATER}"
