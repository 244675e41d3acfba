"""`helpline specialist`."""

import json

import click
import phonenumbers

from routing import roster
from routing.commands import settings

ACTIVITIES = ("available", "offline", "on_break")


@click.group()
def command() -> None:
    """Add specialists, list them, and set their activity."""


@command.command()
@click.argument("name")
@click.argument("phone")
@click.option("--language", "languages", multiple=True, help="A language they speak; may be given several times.")
@click.option("--skill", "skills", multiple=True, help="A skill they have; may be given several times.")
def add(name: str, phone: str, languages: tuple[str, ...], skills: tuple[str, ...]) -> None:
    """Put a specialist on the roster, off duty. PHONE is in E.164, such as +12025550121."""
    with roster.opened(settings()) as book:
        try:
            book.add(name, _e164(phone), languages, skills)
        except roster.Refused as why:
            raise click.ClickException(str(why)) from None
    click.echo(f"{name} is on the roster, off duty. On call with: helpline specialist activity {name!r} available")


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_(as_json: bool) -> None:
    """List the roster."""
    with roster.opened(settings()) as book:
        rows = book.listed()
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        click.echo(f"{row['name']}: {row['activity']}; {', '.join(row['languages'])}; {', '.join(row['skills'])}")


@command.command()
@click.argument("name")
@click.argument("activity", type=click.Choice(ACTIVITIES))
def activity(name: str, activity: str) -> None:
    """Set what a specialist does. A call under way is never cut: then it holds once that has ended."""
    with roster.opened(settings()) as book:
        try:
            now = book.set_activity(name, activity)
        except roster.Refused as why:
            raise click.ClickException(str(why)) from None
    click.echo(f"{name} is {now}" + ("" if now == activity else f", and will be {activity}"))


def _e164(phone: str) -> str:
    try:
        number = phonenumbers.parse(phone, None)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phone.startswith("+") or not phonenumbers.is_possible_number(number):
        raise click.ClickException("That is not a telephone number in E.164; write + and the country's code first.")
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
