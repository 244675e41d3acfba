"""Look at the account and at our own address as they are now: the live part of `helpline check`."""

from collections.abc import Callable, Iterable, Iterator

import requests

from config.settings import Settings
from config.shapes import Config
from routing import reach
from routing.channels.numbers import Number, Numbers
from routing.connecting import cannot, differences, fallback_problems, look
from routing.doctor import Finding
from routing.domain.contact import NotSent, Unclear
from routing.reach import Unreached

# A call that nobody makes: its webhook is answered with the greeting, of which nothing is kept.
NO_CALL = {"CallSid": "CA" + "0" * 32, "From": "Anonymous", "CallStatus": "ringing", "Direction": "inbound"}


def visit(settings: Settings, config: Config) -> list[Finding]:
    """Ask Twilio about the account and its numbers, call our own address as Twilio would, and fetch the fallback."""
    numbers = Numbers(settings)
    findings = [
        *_asked("TWILIO_AUTH_TOKEN", lambda: _of_account(numbers)),
        *_asked(
            "TWILIO_API_KEY" if settings.api_key else "TWILIO_AUTH_TOKEN",
            lambda: _of_numbers(settings, config, numbers),
        ),
        *_of_address(settings, next(iter(config.lines.values())).numbers[0]),
        *_of_fallback(settings),
    ]
    return list(dict.fromkeys(findings))  # what is wrong with the credentials is found twice


def _asked(credential: str, ask: Callable[[], Iterable[Finding]]) -> list[Finding]:
    try:
        return list(ask())
    except Unclear as why:
        return [Finding("error", "TWILIO_API_URL", f"Twilio does not answer ({why})", "run this again in a while")]
    except NotSent as why:
        if why.code.startswith("401"):
            right = "copy it again from Twilio's console, with the TWILIO_ACCOUNT_SID beside it"
            return [Finding("error", credential, "is not known to Twilio", right)]
        right = "see twilio.com/docs/api/errors"
        return [Finding("error", "TWILIO_ACCOUNT_SID", f"Twilio refuses to say how it stands ({why.code})", right)]


def _of_account(numbers: Numbers) -> Iterator[Finding]:
    account = numbers.account()
    if account.status != "active":
        right = "settle it with Twilio: it neither takes nor places calls"
        yield Finding("error", "TWILIO_ACCOUNT_SID", f"the account is {account.status}", right)
    if account.kind == "Trial":
        wrong = (
            "the account is on trial: it calls and texts only numbers that were verified, after a notice of Twilio's"
        )
        yield Finding("error", "TWILIO_ACCOUNT_SID", wrong, "upgrade it in Twilio's console")


def _of_numbers(settings: Settings, config: Config, numbers: Numbers) -> Iterator[Finding]:
    for _, number, found in look(config, numbers):
        for problem in cannot(number, found):
            wrong, _, right = problem.removesuffix(".").partition("; ")
            yield Finding("error", "line.toml", wrong, right)
        if found:
            yield from _of_number(settings, number, found)


def _of_number(settings: Settings, number: str, found: Number) -> Iterator[Finding]:
    if wrong := differences(settings, found):
        told = ", ".join(f"{name} is {old or 'unset'}" for name, (old, _) in wrong.items())
        right = "`helpline twilio connect --dry-run` shows what they must be, and without that sets them"
        yield Finding("error", "Twilio", f"{number} is not set for this service: {told}", right)
    if not found.takes_texts:
        yield Finding("warning", "Twilio", f"{number} cannot take texts", "choose a number with SMS, or say so nowhere")


def _of_address(settings: Settings, number: str) -> Iterator[Finding]:
    url = f"{settings.public_url}/voice"
    try:
        reach.alive(f"{settings.public_url}/health")
        unsigned = reach.ask("POST", url, NO_CALL).status_code
    except Unreached as why:
        right = "start the service (`helpline serve`), and have the proxy lead this address to it"
        yield Finding("error", "PUBLIC_URL", f"{settings.public_url}/health {why}", right)
        return
    if unsigned != requests.codes.forbidden:
        right = "let nothing but the helpline answer there: a webhook that nobody signed gets status 403"
        yield Finding("error", "PUBLIC_URL", f"{url} answers whoever asks, with status {unsigned}", right)
        return
    try:
        reach.webhook(url, NO_CALL | {"To": number}, settings.auth_tokens[0])
    except Unreached as why:
        right = "start the service with this PUBLIC_URL and TWILIO_AUTH_TOKEN, and let the proxy change no path or body"
        yield Finding("error", "PUBLIC_URL", f"{url} {why} to a webhook that is signed as Twilio signs", right)


def _of_fallback(settings: Settings) -> Iterator[Finding]:
    for which, wrong in fallback_problems(settings):
        yield Finding("error", which, wrong, "host there what `helpline fallback` writes, as text/xml")
