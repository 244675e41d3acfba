"""Run the exchange from the command line: `python -m routing.exchange`."""

import contextlib
import ctypes
import json
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from routing.exchange.pace import Pace
from routing.exchange.phones import ROLES, Phone
from routing.exchange.serve import Setup, run
from routing.exchange.switch import Account, Line

PR_SET_PDEATHSIG = 1


@click.command()
@click.option("--port", default=0, help="0 takes any free one.")
@click.option("--account-sid", required=True)
@click.option("--auth-token", required=True)
@click.option("--api-key", default="")
@click.option("--api-secret", default="")
@click.option("--clock", type=click.Choice(["real", "moved"]), default="real")
@click.option("--number", "numbers", multiple=True, help="A line's number; the URLs that follow go with it, in order.")
@click.option("--voice-url", "voice_urls", multiple=True)
@click.option("--sms-url", "sms_urls", multiple=True)
@click.option("--status-url", "status_urls", multiple=True)
@click.option("--voice-fallback-url", "fallback_urls", multiple=True)
@click.option("--lines", type=click.Path(exists=True, path_type=Path), help="A JSON file with a list of lines.")
@click.option("--handset", "handsets", multiple=True, metavar="NUMBER=NAME=ROLE")
@click.option("--calls-per-second", type=float, help="Place calls no faster than this; without it, at once.")
@click.option("--requests-at-once", type=int, help="Refuse more REST requests than this at one time with 429.")
@click.option("--beside", multiple=True, metavar="NAME=FILE", help="A process to hold still on wish, and its PID file.")
@click.option("--die-with-parent", is_flag=True, help="End when the starting process ends (Linux).")
def main(
    *,
    port: int,
    account_sid: str,
    auth_token: str,
    api_key: str,
    api_secret: str,
    clock: str,
    numbers: tuple[str, ...],
    voice_urls: tuple[str, ...],
    sms_urls: tuple[str, ...],
    status_urls: tuple[str, ...],
    fallback_urls: tuple[str, ...],
    lines: Path | None,
    handsets: tuple[str, ...],
    calls_per_second: float | None,
    requests_at_once: int | None,
    beside: tuple[str, ...],
    die_with_parent: bool,
) -> None:
    """Serve a telephone network on this machine, until interrupted."""
    if die_with_parent:
        end_with_parent()
    urls = (voice_urls, sms_urls, status_urls, fallback_urls)
    setup = Setup(
        account=Account(account_sid, auth_token, api_key, api_secret),
        clock=clock,
        port=port,
        lines=[*_given(numbers, urls), *_listed(lines)],
        phones=[_phone(text) for text in handsets],
        pace=Pace(calls_per_second, requests_at_once),
        beside={name: Path(file) for name, _, file in (one.partition("=") for one in beside)},
    )
    with contextlib.suppress(KeyboardInterrupt):
        run(setup, lambda url: click.echo(f"exchange {url}"))


def _given(numbers: Sequence[str], urls: Sequence[Sequence[str]]) -> list[Line]:
    names = ("voice_url", "sms_url", "status_url", "voice_fallback_url")
    rows = [
        {name: each[at] for name, each in zip(names, urls, strict=True) if at < len(each)} for at in range(len(numbers))
    ]
    return [Line(number, **row) for number, row in zip(numbers, rows, strict=True)]


def _listed(lines: Path | None) -> list[Line]:
    return [Line(**line) for line in json.loads(lines.read_text())] if lines else []


def _phone(text: str) -> Phone:
    number, name, role = [*text.split("="), "", ""][:3]
    if not number.startswith("+") or not name or role not in ROLES:
        raise click.BadParameter(f"{text!r} is not NUMBER=NAME=ROLE, with ROLE one of {', '.join(ROLES)}")
    return Phone(number, name, role)


def end_with_parent() -> None:
    """Have Linux end this process when the one that started it ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


if __name__ == "__main__":
    main()
