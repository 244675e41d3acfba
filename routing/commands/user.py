"""`helpline user`."""

import time

import click

from routing.commands import listed
from routing.deeds import note, recorded
from routing.domain.user import ROLES, SPECIALIST, NameTaken, User
from routing.flow import inviting
from routing.roster import Book, Refused, names, unnoted
from routing.services import Services
from routing.store.records.models import LONGEST_NAME


@click.group()
def command() -> None:
    """Say who may sign in to the pages. Nobody's password is ever chosen, or seen, here."""


@command.command()
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), required=True, help="What they may see and do.")
@click.option("--specialist", default="", help="Who they are on the roster; without it, a specialist of the same name.")
def add(name: str, role: str, specialist: str) -> None:
    """Add NAME, and print a code by which they choose a password of their own, once, within 24 hours."""
    if not 0 < len(name) <= LONGEST_NAME or name != name.strip() or not name.isprintable():
        raise click.UsageError(f"{name!r} is no name; write 1 to {LONGEST_NAME} letters, without spaces around them.")
    with recorded() as s:
        rostered = specialist or (name if role == SPECIALIST else "")
        person = Book(s, unnoted).named(rostered).id if rostered else ""
        try:
            user, code = inviting.invite(s, name, role, person, _now())
        except NameTaken:
            raise Refused(f"There is a user {name} already; choose another name.") from None
        note(s, "user_added", "user", user.id, role)
        _say(s, user, code)


@command.command()
@click.argument("name")
def reset(name: str) -> None:
    """Let NAME in anew, whatever they have lost, and print a code as `add` does.

    Their password, authenticator and recovery codes hold no longer, and sessions end. So does a deactivation.
    """
    with recorded() as s:
        user = _named(s, name)
        note(s, "user_reset", "user", user.id)
        _say(s, user, inviting.again(s, user, _now()))


@command.command()
@click.argument("name")
def deactivate(name: str) -> None:
    """Let NAME in no more. Their sessions end at once; what they did stays in the audit."""
    with recorded() as s:
        user = _named(s, name)
        note(s, "user_deactivated", "user", user.id)
        s.users.deactivate(user.id, _now())
    click.echo(f"{user.name} cannot sign in any more.")


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_(as_json: bool) -> None:
    """List who may sign in, and who could."""
    with recorded() as s:
        rostered = names(s)
        rows = [_row(user, rostered.get(user.specialist)) for user in s.users.everyone()]
    lines = [f"{row['name']}: {row['role']}, {row['state']}" for row in rows]
    first = "Nobody may sign in yet. Begin with: helpline user add NAME --role supervisor"
    listed(as_json, rows, lines or [first])


def _named(s: Services, name: str) -> User:
    user = s.users.named(name)
    if user is None:
        raise Refused(f"There is no user {name}; `helpline user list` shows who there is.")
    return user


def _row(user: User, specialist: str | None) -> dict[str, str | bool | None]:
    told = {"name": user.name, "role": user.role, "specialist": specialist, "state": user.state}
    return {"id": user.id, **told, "authenticator": bool(user.totp)}


def _say(s: Services, user: User, code: str) -> None:
    click.echo(f"{user.name} opens {s.settings.public_url}/console/welcome within 24 hours, and types the name and")
    click.echo(f"\n    {code}\n")
    click.echo("which holds once. Give it to nobody else, and not by the same way as the name.")


def _now() -> int:
    return int(time.time() * 1000)
