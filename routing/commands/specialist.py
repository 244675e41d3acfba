"""`helpline specialist`."""

import json
from pathlib import Path
from typing import Any

import click

from routing.commands import e164
from routing.deeds import note, recorded
from routing.domain.contact import LAST_IN_ORDER
from routing.domain.people_file import lines
from routing.flow import verifying
from routing.people import People
from routing.roster import PIN, PIN_SHAPE, Book, Refused
from routing.services import Services

GONE, FINISHES = ".", ", and finishes what is under way."
TOO_MANY = "Too many codes. Try again in 15 minutes."
ACTIVITIES = ("available", "offline", "on_break")


def _pin(_context: click.Context, _option: click.Parameter, pin: str) -> str:
    if pin and not PIN.fullmatch(pin):
        raise click.BadParameter(f"{PIN_SHAPE}.")
    return pin


@click.group()
def command() -> None:
    """Add specialists, list them, and set their activity."""


@command.command()
@click.argument("name")
@click.argument("phone")
@click.option("--language", "languages", multiple=True, help="A language they speak; may be given several times.")
@click.option("--skill", "skills", multiple=True, help="A skill they have; may be given several times.")
@click.option("--pin", callback=_pin, default="", help="4 to 8 digits, which they will prove themselves with.")
@click.option(
    "--order",
    type=click.IntRange(1, LAST_IN_ORDER),
    default=LAST_IN_ORDER,
    help='Where a skill has strategy = "in_order": 1 is asked first; without a number they are asked last.',
)
@click.option("--call-out", is_flag=True, help="They agreed to be asked by text when nobody is on call; needs --pin.")
@click.option(
    "--verified/--not-verified",
    default=True,
    help="Whether you have reached them on this number yourself; if not, it is not rung until they are. "
    "[default: verified]",
)
def add(name: str, phone: str, languages: tuple[str, ...], skills: tuple[str, ...], **more: Any) -> None:
    """Put a specialist on the roster, off duty. PHONE is in E.164, such as +12025550121."""
    number = e164(phone)
    with recorded() as s:
        _book(s).add(name, number, languages, skills, **more)
    then = f"activity {name!r} available" if more["verified"] else f"verified {name!r}, once you have reached them"
    click.echo(f"{name} is on the roster, off duty. On call with: helpline specialist {then}")


@command.command()
@click.argument("name")
@click.option("--language", "languages", multiple=True, help="A language they speak, instead of those before.")
@click.option("--skill", "skills", multiple=True, help="A skill they have, instead of those before.")
@click.option("--order", type=click.IntRange(1, LAST_IN_ORDER), help="1 is asked first; the last number, last.")
@click.option("--call-out/--no-call-out", default=None, help="Whether they agreed to be asked off duty.")
def change(
    name: str, languages: tuple[str, ...], skills: tuple[str, ...], order: int | None, call_out: bool | None
) -> None:
    """Change what NAME is asked for. What is not given stays; a call under way is never cut."""
    with recorded() as s:
        book = _book(s)
        was = book.named(name)
        book.change(
            was,
            languages or was.languages,
            skills or was.skills,
            order=was.order if order is None else order,
            call_out=was.call_out if call_out is None else call_out,
        )
    click.echo(f"{name} is changed.")


@command.command()
@click.argument("name")
@click.option("--call", "by_call", is_flag=True, help="Ring the number and tell the code after a 1, instead of a text.")
def code(name: str, *, by_call: bool) -> None:
    """Have a code sent to the number of NAME: who tells it to you, or to their own page, has that number."""
    with recorded() as s:
        person = _book(s).named(name)
        if person.verified_at:
            raise Refused(f"The number of {name} is known to be theirs already.")
        note(s, "code_called" if by_call else "code_sent", "specialist", person.id)
        if not verifying.send(s, person, by_call=by_call):
            raise Refused(TOO_MANY)
    click.echo(
        f"A code is on its way, and holds for 10 minutes. Then: helpline specialist verified {name!r} --code CODE"
    )


@command.command()
@click.argument("name")
@click.option("--code", help="The code that they have told you; without it, your word is taken.")
def verified(name: str, code: str | None) -> None:
    """Say that you have reached NAME on their number yourself, or what code they have: from now on it is rung."""
    with recorded() as s:
        book = _book(s)
        person = book.named(name)
        verdict = "right" if code is None else verifying.proves(s, person, code.strip())
        if verdict != "right":
            raise Refused(TOO_MANY if verdict == "too_many" else "That is not the code, or no longer.")
        book.verify(person)
    click.echo(f"The number of {name} is known to be theirs.")


@command.command()
@click.argument("name")
@click.confirmation_option(prompt="Nothing of them stays on record but what the audit tells. Go on?")
def remove(name: str) -> None:
    """Take NAME off the roster, for good: their shifts end, and they sign in as a specialist no more.

    They are told by text, if their number is known to be theirs and may be texted. A call or conversation under way is
    never cut, and they are offered nothing after it. Calls back that they had taken
    upon themselves are for everybody again.
    """
    with recorded() as s:
        book = _book(s)
        left = book.remove(book.named(name))
    click.echo(f"{name} is on the roster no more" + (GONE if left.under_way == "gone" else FINISHES))
    if left.supervises:
        click.echo("They supervise as before; that ends with `helpline user deactivate`.")


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_(as_json: bool) -> None:
    """List the roster."""
    with recorded() as s:
        rows = _book(s).listed()
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        click.echo(f"{row['name']}: {row['activity']}; {', '.join(row['languages'])}; {', '.join(row['skills'])}")


@command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Take it without asking.")
def import_(file: Path, *, yes: bool) -> None:
    """Take the people of a CSV FILE onto the roster: all of them, or with any problem none.

    Its first line names the columns: name and phone, and if you like languages, skills, order, call_out. Whoever is
    there already is known by the name; what the file leaves out stays, and so does every number on record.
    """
    with recorded() as s:
        people = People(s, lambda what, specialist: note(s, what, "specialist", specialist))
        plan = people.plan(str(file), file.read_bytes())
        if plan.problems:
            raise click.ClickException("\n".join(map(str, plan.problems)))
        for line in lines(plan.added):
            click.echo(f"new: {line}")
        for person in plan.changed:
            click.echo(f"changed: {person.name}")
        if (plan.added or plan.changed) and (yes or click.confirm("Take all of it?", abort=True)):
            people.take(plan)
    click.echo(f"People: {len(plan.added)} added, {len(plan.changed)} changed, {plan.same} as they were.")


@command.command()
@click.argument("name")
@click.argument("activity", type=click.Choice(ACTIVITIES))
def activity(name: str, activity: str) -> None:
    """Set what a specialist does. A call under way is never cut: then it holds once that has ended."""
    with recorded() as s:
        now = _book(s).set_activity(name, activity)
    click.echo(f"{name} is {now}" + ("" if now == activity else f", and will be {activity}"))


@command.command()
@click.argument("name")
@click.option("--pin", callback=_pin, prompt=True, hide_input=True, help="4 to 8 digits; asked for when not given.")
def pin(name: str, pin: str) -> None:
    """Have specialist NAME prove themselves with a new PIN."""
    with recorded() as s:
        book = _book(s)
        book.set_pin(book.named(name).id, pin)
    click.echo(f"{name} has a new PIN.")


def _book(s: Services) -> Book:
    return Book(s, lambda what, specialist: note(s, what, "specialist", specialist))
