"""Say how the account's numbers must be set for calls and texts to arrive, and set them: `helpline twilio connect`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from config.settings import PLACED_FALLBACK, Settings
from config.shapes import Config
from routing.channels.numbers import Number, Numbers
from routing.reach import Unreached, document

# What is no setting of a number, so that only a person can change it: where in Twilio's console, and what.
BY_HAND = (
    (
        "Voice, geographic permissions",
        "allow calls only to the countries of your callers and specialists: a stolen token then dials nowhere else",
    ),
    (
        "Messaging, geographic permissions",
        "the same for texts",
    ),
    (
        "Messaging, services",
        "put the numbers into a Messaging Service that leaves incoming texts to the number's own address, and turn on "
        "Advanced Opt-Out with answers to STOP and HELP that name 911, 988 and START: a lone END, QUIT, CANCEL or HELP "
        "is otherwise answered by Twilio's own words",
    ),
    (
        "Messaging, regulatory compliance",
        "register the brand and the campaign (A2P 10DLC), or verify the toll-free number: without it texts are not "
        "delivered. Then send one to a phone of each carrier, and write texts_proved in line.toml",
    ),
    (
        "Voice, settings",
        "require HTTP authentication for recordings; leave transcription and recording by default off",
    ),
    (
        "Retention of logs",
        "Twilio keeps records of calls and texts, with numbers, and of errors, whose requests may hold words: ask its "
        "support for the shortest retention, and have the debugger keep no request bodies if your plan allows",
    ),
    (
        "Backup and external storage of recordings",
        "leave both off: what is deleted must be gone everywhere",
    ),
    (
        "Billing",
        "turn on automatic recharge and an alert on usage: a helpline without credit is silent",
    ),
    (
        "Users and keys",
        "require a second factor, give each deployment an API key of its own, and keep the token out of mail",
    ),
)


class Stopped(Exception):
    """Raised when nothing may be changed; each text tells a person why, and what would be right."""

    def __init__(self, *why: str) -> None:
        super().__init__("\n".join(why))


@dataclass(frozen=True)
class Step:
    """What is to change of one number: setting -> (as it is, as it will be)."""

    line: str
    number: str
    changes: Mapping[str, tuple[str, str]]
    found: Number = field(repr=False)


def plan(settings: Settings, config: Config, numbers: Numbers) -> list[Step]:
    """Compare every line's numbers with what they must be. Raises Stopped with every reason, NotSent and Unclear."""
    if unfit := [*_unfit(settings)]:
        raise Stopped(*unfit)
    found = look(config, numbers)
    if reasons := [reason for _, number, one in found for reason in cannot(number, one)]:
        raise Stopped(*reasons)
    return [Step(line, number, differences(settings, one), one) for line, number, one in found if one]


def look(config: Config, numbers: Numbers) -> list[tuple[str, str, Number | None]]:
    """Look for every number: its line, itself, and what the account has of it. Raises NotSent and Unclear."""
    return [(line.id, number, numbers.find(number)) for line in config.lines.values() for number in line.numbers]


def differences(settings: Settings, number: Number) -> dict[str, tuple[str, str]]:
    """Return each setting that is not what this deployment needs: as it is, and as it must be."""
    old = number.settings
    return {name: (old[name], new) for name, new in wants(settings).items() if old[name] != new}


def carry_out(numbers: Numbers, steps: Sequence[Step]) -> Iterator[Step]:
    """Write each step that changes something, and yield it once it is written. Raises NotSent and Unclear."""
    for step in steps:
        if step.changes:
            numbers.write(step.found, {name: new for name, (_, new) in step.changes.items()})
            yield step


def wants(settings: Settings) -> dict[str, str]:
    """Return the settings of a number that this deployment needs. Without a fallback, that stays as it is."""
    here = settings.public_url
    wanted = {
        "voice_url": f"{here}/voice",
        "voice_method": "POST",
        "status_callback": f"{here}/voice/status",
        "status_callback_method": "POST",
        "sms_url": f"{here}/sms",
        "sms_method": "POST",
    }
    if settings.fallback_url:
        wanted |= {"voice_fallback_url": settings.fallback_url, "voice_fallback_method": "GET"}
    if settings.fallback_sms_url:
        wanted |= {"sms_fallback_url": settings.fallback_sms_url, "sms_fallback_method": "GET"}
    return wanted


def _unfit(settings: Settings) -> Iterator[str]:
    parts = urlsplit(settings.public_url)
    if settings.reaches_twilio and (parts.scheme != "https" or parts.hostname in ("localhost", "127.0.0.1", "::1")):
        yield f"PUBLIC_URL is {settings.public_url}, which Twilio cannot call; write this service's https:// address."
    for which, why in fallback_problems(settings):
        yield f"{which} {why}; host there what `helpline fallback` writes, or unset it."


def fallback_problems(settings: Settings) -> Iterator[tuple[str, str]]:
    """Fetch each fallback that is set, as Twilio would: which of them give no document, and why."""
    placed = f"FALLBACK_URL's neighbour {PLACED_FALLBACK}"
    urls = {
        "FALLBACK_URL": settings.fallback_url,
        placed: settings.placed_fallback_url,
        "FALLBACK_SMS_URL": settings.fallback_sms_url,
    }
    for which, url in urls.items():
        try:
            if url:
                document(url)
        except Unreached as why:
            yield which, str(why)


def cannot(number: str, found: Number | None) -> Iterator[str]:
    """Say what keeps a number from being connected."""
    if found is None:
        yield f"{number} is not a number of this account; buy or port it there, or correct line.toml."
        return
    if not found.takes_calls:
        yield f"{number} cannot take calls; choose a number with voice."
    for what in found.instead:
        yield f"{number} has a {what}, which makes Twilio pass over its URLs; take it out in Twilio's console first."
