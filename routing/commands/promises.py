"""`helpline promises`."""

import os
import time
from contextlib import suppress
from pathlib import Path

import click

from routing.commands import listed, opened
from routing.domain.contact import Unavailable
from routing.domain.message import purpose
from routing.domain.promise import Promise
from routing.flow.acts import let_go

SECOND = 1000


@click.group()
def command() -> None:
    """List what people were told will be dealt with, hear messages, and close what is done."""


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_(as_json: bool) -> None:
    """List what is open, the oldest first. Nobody's number is shown."""
    with opened() as s:
        rows = [_row(promise) for promise in s.promises.still_open()]
    listed(as_json, rows, [_line(row) for row in rows] or ["Nothing is open."])


@command.command()
@click.argument("promise")
@click.option("--output", type=click.Path(path_type=Path), required=True, help="Where to write it: a new WAV file.")
def listen(promise: str, output: Path) -> None:
    """Write the message PROMISE to a file, which only you can read. Delete the file when you have heard it."""
    with opened() as s:
        message = s.messages.find(promise)
        if message is None:
            raise click.ClickException(f"There is no message {promise}; see: helpline promises list")
        if not message.sound:
            raise click.ClickException("The message is still at the telephone company; try again in a minute.")
        sound = s.vault.open_bytes(purpose(promise), message.sound)
    _write(output, sound)
    click.echo(f"{message.seconds} seconds in {output}. When it is dealt with: helpline promises close {promise}")


@command.command()
@click.argument("promise")
def close(promise: str) -> None:
    """Say that PROMISE has been dealt with.

    A message is erased here, and at the telephone company; someone who was to be called back is not called any more.
    """
    with opened() as s:
        found = s.promises.find(promise)
        if found is None:
            raise click.ClickException(f"There is no promise {promise}; see: helpline promises list")
        state, how = ("kept", "heard") if found.kind == "voicemail" else ("cancelled", "by_staff")
        if not s.promises.close(promise, state, how, _now()):
            raise click.ClickException(f"{promise} was closed already.")
        with suppress(Unavailable):  # what is closed on record is not called, whatever live state knows
            let_go(s, found.contact, "ended_by_staff")
    click.echo(f"{promise} is closed, and erased.")


def _row(promise: Promise) -> dict[str, str | int]:
    return {
        "id": promise.id,
        "kind": promise.kind,
        "line": promise.line,
        "state": promise.state,
        "age_s": max(0, _now() - promise.made_at) // SECOND,
        "attempts": promise.attempts,
    }


def _line(row: dict[str, str | int]) -> str:
    attempts = f", {row['attempts']} attempts" if row["kind"] == "callback" else ""
    return f"{row['id']}: {row['kind']} on {row['line']}, {row['state']}, open for {row['age_s']} s{attempts}"


def _now() -> int:
    return int(time.time() * SECOND)


def _write(output: Path, sound: bytes) -> None:
    try:
        file = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise click.ClickException(f"{output} cannot be written: {error.strerror}. Name a new file.") from None
    with os.fdopen(file, "wb") as out:
        out.write(sound)
