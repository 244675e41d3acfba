"""The account and its phone numbers, whose settings say where calls and texts go."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from config.settings import Settings
from routing.channels import rest
from routing.channels.rest import asked

# What is read and written of a number, by the names of Twilio's API. Unset is an empty text.
SETTINGS = (
    "voice_url", "voice_method", "voice_fallback_url", "voice_fallback_method",
    "status_callback", "status_callback_method",
    "sms_url", "sms_method", "sms_fallback_url", "sms_fallback_method",
)  # fmt: skip
# Whichever of these is set makes Twilio pass over the URLs.
INSTEAD = ("voice_application_sid", "trunk_sid", "sms_application_sid")


@dataclass(frozen=True)
class Account:
    """What Twilio says of the account: `status` is active, suspended or closed, `kind` Full or Trial."""

    status: str
    kind: str


@dataclass(frozen=True)
class Number:
    """A number of the account. `instead` names what stands in the place of its URLs."""

    sid: str = field(repr=False)
    settings: Mapping[str, str]
    instead: tuple[str, ...]
    takes_calls: bool
    takes_texts: bool


class Numbers:
    """Read and write the numbers of the account. Every method raises NotSent or Unclear."""

    def __init__(self, settings: Settings) -> None:
        self._client = rest.client(settings)
        self._settings = settings

    def account(self) -> Account:
        """Return how the account stands. Asked with the account's token, for a key may not."""
        owner = rest.owner(self._settings)
        account = asked(lambda: owner.api.v2010.accounts(self._settings.account_sid).fetch())
        return Account(str(account.status), str(account.type))

    def find(self, number: str) -> Number | None:
        """Return a number (E.164) of the account, or None when it has no such number."""
        # Twilio also gives numbers of which this is a part.
        found = asked(lambda: self._client.incoming_phone_numbers.list(phone_number=number, limit=20))
        return next((_number(one) for one in found if one.phone_number == number), None)

    def write(self, number: Number, changes: Mapping[str, str]) -> None:
        """Change settings of a number; whatever is not named stays."""
        asked(lambda: self._client.incoming_phone_numbers(number.sid).update(**changes))


def _number(found: Any) -> Number:
    can = found.capabilities or {}
    return Number(
        sid=str(found.sid),
        settings={name: str(getattr(found, name) or "") for name in SETTINGS},
        instead=tuple(name for name in INSTEAD if getattr(found, name)),
        takes_calls=bool(can.get("voice")),
        takes_texts=bool(can.get("sms")),
    )
