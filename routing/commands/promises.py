"""`helpline promises`."""

import os
import time
from collections.abc import Mapping
from pathlib import Path

import click

from routing import roster
from routing.commands import listed, shown
from routing.deeds import note, recorded
from routing.domain.contact import Unavailable
from routing.domain.message import purpose
from routing.domain.promise import TAKEN, Promise
from routing.flow import keeping
from routing.services import Services

SECOND = 1000


@click.group()
def command() -> None:
    """List what people were told will be dealt with, hear messages, and close what is done."""


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_(as_json: bool) -> None:
    """List what is open, the oldest first. Nobody's number is shown."""
    with recorded() as s:
        there = s.promises.still_open()
        names = _names(s) if any(promise.taken_by for promise in there) else {}
        rows = [_row(promise, names) for promise in there]
    listed(as_json, rows, [_line(row) for row in rows] or ["Nothing is open."])


@command.command()
@click.argument("promise")
@click.option("--output", type=click.Path(path_type=Path), required=True, help="Where to write it: a new WAV file.")
def listen(promise: str, output: Path) -> None:
    """Write the message PROMISE to a file, which only you can read. Delete the file when you have heard it."""
    with recorded() as s:
        message = s.messages.find(promise)
        if message is None:
            raise click.ClickException(f"There is no message {promise}; see: helpline promises list")
        if not message.sound:
            raise click.ClickException("The message is still at the telephone company; try again in a minute.")
        note(s, "message_heard", "promise", promise)
        sound = s.vault.open_bytes(purpose(promise), message.sound)
    _write(output, sound)
    click.echo(f"{message.seconds} seconds in {output}. When it is dealt with: helpline promises close {promise}")


@command.command()
@click.argument("promise")
@click.option("--by", "name", required=True, help="The specialist's name, as on the roster.")
def take(promise: str, name: str) -> None:
    """Say that a specialist deals with PROMISE themselves.

    Nobody is rung for it any more. It stays open, and shown as theirs, until it is closed.
    """
    with recorded() as s:
        names = _names(s)
        person = next((person for person, known in names.items() if known == name), None)
        if person is None:
            raise click.ClickException(f"There is no specialist {name}; see: helpline specialist list")
        if s.promises.find(promise):
            note(s, "promise_taken", "promise", promise)
        try:
            found = keeping.take(s, promise, person, _now())
        except Unavailable:
            found = s.promises.find(promise)
            click.echo("Live state does not answer; a phone may still ring for it once.", err=True)
    _is_theirs(promise, found, person, names)
    click.echo(f"{name} deals with {promise}. When it is done: helpline promises close {promise}")


@command.command()
@click.argument("promise")
def close(promise: str) -> None:
    """Say that PROMISE has been dealt with.

    A message is erased here, and at the telephone company; someone who was to be called back is not called any more.
    """
    with recorded() as s:
        found = s.promises.find(promise)
        if found is None:
            raise click.ClickException(f"There is no promise {promise}; see: helpline promises list")
        note(s, "promise_closed", "promise", promise)
        if not keeping.close(s, found, _now()):
            raise click.ClickException(f"{promise} was closed already, or taken just now; see: helpline promises list")
    click.echo(f"{promise} is closed, and erased.")


def _is_theirs(promise: str, found: Promise | None, person: str, names: Mapping[str, str]) -> None:
    """End the command with why a promise is not this specialist's."""
    if found is None:
        raise click.ClickException(f"There is no promise {promise}; see: helpline promises list")
    if found.state == "recording":
        raise click.ClickException(f"{promise} is a message that is still being left; try again in a minute.")
    if found.state != TAKEN:
        raise click.ClickException(f"{promise} was closed already.")
    if found.taken_by != person:
        who = names.get(found.taken_by, "Somebody else")
        raise click.ClickException(f"{who} deals with {promise} since {shown(found.taken_at)}; ask them.")


def _names(s: Services) -> dict[str, str]:
    """Return the specialists' names by their ids, or end the command with why they are not known."""
    try:
        return roster.names(s)
    except roster.Refused as why:
        raise click.ClickException(str(why)) from None


def _row(promise: Promise, names: Mapping[str, str]) -> dict[str, str | int | None]:
    return {
        "id": promise.id,
        "kind": promise.kind,
        "line": promise.line,
        "state": promise.state,
        "age_s": max(0, _now() - promise.made_at) // SECOND,
        "attempts": promise.attempts,
        "taken_by": names.get(promise.taken_by),
        "taken_at": shown(promise.taken_at) or None,
    }


def _line(row: dict[str, str | int | None]) -> str:
    state = f"taken by {row['taken_by']}" if row["taken_by"] else row["state"]
    attempts = f", {row['attempts']} attempts" if row["kind"] == "callback" else ""
    return f"{row['id']}: {row['kind']} on {row['line']}, {state}, open for {row['age_s']} s{attempts}"


def _now() -> int:
    return int(time.time() * SECOND)


def _write(output: Path, sound: bytes) -> None:
    try:
        file = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise click.ClickException(f"{output} cannot be written: {error.strerror}. Name a new file.") from None
    with os.fdopen(file, "wb") as out:
        out.write(sound)
