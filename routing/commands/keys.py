"""`helpline keys`."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass

import click

from routing import rotation
from routing.deeds import note, recorded
from routing.roster import Refused
from routing.services import Services

BY_HAND = """HELPLINE_SECRET_KEYS holds one key, and only you can write there:
1. Make one: openssl rand -base64 32 | tr '+/' '-_'
2. Write HELPLINE_SECRET_KEYS=OLD,NEW and restart every process: from then on each can read what NEW seals.
3. Write HELPLINE_SECRET_KEYS=NEW,OLD, restart every process again, and run this command again."""
SHARED = "What helpline alerts secret prints has changed with the key: tell whoever checks it."


@click.group()
def command() -> None:
    """Change the keys under which numbers are encrypted."""


@command.command()
@click.option("--dry-run", is_flag=True, help="Only tell what would be done.")
@click.option("--new", "another", is_flag=True, help="Make a further key though older ones are still listed.")
@click.option("--json", "as_json", is_flag=True, help="Print an object: new_key, moved, unreadable, rests_on_older.")
@click.pass_context
def rotate(ctx: click.Context, dry_run: bool, another: bool, as_json: bool) -> None:
    """Put a new key first, and encrypt anew under it all that is on record, while calls go on.

    Broken off, it goes on when it is run again; done again, nothing changes. Ends with what still rests on older keys:
    none may be removed before that is nothing. With HELPLINE_SECRET_KEYS set, says how to put a key there.
    """
    with recorded() as s:
        if s.settings.secret_keys and len(s.vault.names) == 1:
            raise click.ClickException(BY_HAND)
        told = _planned(s, another) if dry_run else _rotated(s, another)
    click.echo(json.dumps(vars(told))) if as_json else _say(told, dry_run)
    ctx.exit(1 if told.unreadable else 0)


@dataclass(frozen=True)
class Told:
    """What was done, or would be: counted by column."""

    new_key: bool
    moved: Mapping[str, int]
    unreadable: Mapping[str, int]
    rests_on_older: Mapping[str, int]


def _planned(s: Services, another: bool) -> Told:
    new_key = not s.settings.secret_keys and (len(s.vault.names) == 1 or another)
    return Told(new_key, rotation.counted(s, new_key=new_key), rotation.missing(s), {})


def _rotated(s: Services, another: bool) -> Told:
    note(s, "keys_rotated")
    made = False
    if not s.settings.secret_keys:
        try:
            made = rotation.begin(s.settings.key_file, another=another)
        except (OSError, ValueError) as why:
            raise Refused(f"{s.settings.key_file} cannot be changed: {why}.") from None
    now_ms = int(time.time() * 1000)
    s.sealed.since(s.vault.names[0], now_ms)
    done = rotation.move(s)
    if not rotation.tell_live(s):
        click.echo("Live state does not answer: run this again once it does.", err=True)
    rests = rotation.rests_on_older(s, now_ms) if len(s.vault.names) > 1 else {}
    return Told(made, done.moved, done.unreadable, rests)


def _say(told: Told, dry_run: bool) -> None:
    if told.new_key:
        click.echo("A new key would be made, and put first." if dry_run else f"A new key is the first. {SHARED}")
    click.echo(f"{'To move' if dry_run else 'Moved'} to the newest key: {_counts(told.moved)}.")
    if told.unreadable:
        click.echo(f"No key that is listed opens: {_counts(told.unreadable)}.", err=True)
    if dry_run:
        return
    if told.rests_on_older:
        click.echo(f"Keep the older keys: {_counts(told.rests_on_older)} would be lost with them.")
    else:
        click.echo("Nothing rests on an older key: any that is listed may be removed.")


def _counts(counted: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counted.items()) or "nothing"
