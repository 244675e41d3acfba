"""`helpline twilio`."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

import click

from config.settings import Settings
from config.shapes import Config
from routing import connecting
from routing.channels.numbers import Numbers
from routing.commands import account_settings, configuration
from routing.connecting import BY_HAND, Step, Stopped
from routing.domain.clearance import honoured
from routing.domain.contact import NotSent, Unclear
from routing.store.records.clearances import on_record

SHOWN = 8  # of a language's sentences


@click.group()
def command() -> None:
    """Connect the account's numbers."""


@command.command()
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@click.option("--accept-unreviewed", is_flag=True, help="Connect although sentences have no sign-off.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: numbers with their changes, by_hand, unreviewed.")
def connect(dry_run: bool, accept_unreviewed: bool, as_json: bool) -> None:
    """Have every line's numbers send their calls and texts here.

    Shows each setting as it was and as it is to be. Done twice, the second time changes nothing. Nothing at all is
    changed while a number is not the account's, an address does not answer, or a sentence has no sign-off.
    """
    settings = account_settings()
    config = honoured(configuration(settings), on_record(settings.database_url))
    try:
        steps = connecting.plan(settings, config, Numbers(settings))
        _insist_on_review(config, accepted=accept_unreviewed or dry_run)
        if not dry_run:
            _write(settings, steps)
    except Stopped as why:
        raise click.ClickException(str(why)) from None
    except (NotSent, Unclear) as why:
        raise click.ClickException(_words(why)) from None
    click.echo(_as_json(steps, config) if as_json else "\n".join(_as_text(steps, config, dry_run=dry_run)))


def _insist_on_review(config: Config, *, accepted: bool) -> None:
    if config.unreviewed and not accepted:
        raise Stopped(
            *_listed(config.unreviewed),
            f"{len(config.unreviewed)} sentences have no sign-off, and nothing was changed. Let a named person read "
            "each (at /console/check, or see [review] in phrases/; helpline check --unreviewed lists them), or connect "
            "with --accept-unreviewed.",
        )


def _listed(unreviewed: Sequence[str]) -> Iterator[str]:
    """Give the first sentences of each language, and how many more there are: it may be hundreds."""
    for language in dict.fromkeys(sentence.partition(".")[0] for sentence in unreviewed):
        names = [name for of, _, name in (sentence.partition(".") for sentence in unreviewed) if of == language]
        more = f", and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
        yield f"No sign-off in {language}: {', '.join(names[:SHOWN])}{more}"


def _write(settings: Settings, steps: Sequence[Step]) -> None:
    for step in connecting.carry_out(Numbers(settings), steps):
        click.echo(f"{step.number} is set.", err=True)


def _words(why: NotSent | Unclear) -> str:
    if isinstance(why, Unclear):
        return f"Twilio does not answer ({why}); run this again: what is set already stays so."
    if why.code.startswith("401"):
        return "Twilio does not know these credentials; see TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and TWILIO_API_KEY."
    return f"Twilio refuses this ({why.code}); see twilio.com/docs/api/errors, and run this again."


def _as_text(steps: Sequence[Step], config: Config, *, dry_run: bool) -> Iterator[str]:
    for step in steps:
        yield f"{step.number} (line {step.line}){'' if step.changes else ': nothing to change'}"
        for name, (old, new) in step.changes.items():
            yield f"  {name}: {old or 'unset'} -> {new}"
    if dry_run and any(step.changes for step in steps):
        yield "Nothing was changed: this was a dry run."
    if config.unreviewed:
        yield f"{len(config.unreviewed)} sentences have no sign-off: helpline check --unreviewed"
    yield "What only a person can change, in Twilio's console:"
    yield from (f"- {where}: {what}." for where, what in BY_HAND)


def _as_json(steps: Sequence[Step], config: Config) -> str:
    numbers: list[dict[str, Any]] = [
        {
            "line": step.line,
            "number": step.number,
            "changes": {name: {"old": old, "new": new} for name, (old, new) in step.changes.items()},
        }
        for step in steps
    ]
    by_hand = [{"where": where, "what": what} for where, what in BY_HAND]
    told = {"numbers": numbers, "by_hand": by_hand, "unreviewed": list(config.unreviewed)}
    return json.dumps(told, ensure_ascii=False, indent=2)
