"""Run the exchange from the command line: `python -m routing.exchange`."""

import contextlib
import ctypes
import json
import signal
import sys
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
    die_with_parent: bool,
) -> None:
    """Serve a telephone network on this machine, until interrupted."""
    if die_with_parent:
        end_with_parent()
    urls = {
        "voice_url": voice_urls,
        "sms_url": sms_urls,
        "status_url": status_urls,
        "voice_fallback_url": fallback_urls,
    }
    given = [
        Line(number, **{name: values[place] for name, values in urls.items() if place < len(values)})
        for place, number in enumerate(numbers)
    ]
    if lines:
        given += [Line(**line) for line in json.loads(lines.read_text())]
    setup = Setup(
        account=Account(account_sid, auth_token, api_key, api_secret),
        clock=clock,
        port=port,
        lines=given,
        phones=[_phone(text) for text in handsets],
        pace=Pace(calls_per_second, requests_at_once),
    )
    with contextlib.suppress(KeyboardInterrupt):
        run(setup, lambda url: click.echo(f"exchange {url}"))


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
