"""Ask Twilio's REST interface, or whatever stands in for it.

Every request has a time limit of its own, and is told apart by what its asker must do next: NotSent (nothing
happened), Unclear (it may have: ask before acting again). Neither a number nor a SID is logged.
"""

import json
from collections.abc import Callable
from typing import Any, TypeVar

import requests
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from config.settings import Settings
from routing.domain.contact import NotSent, Reason, Unclear

ANSWER_S = 6.0
TWILIO = "https://api.twilio.com"
# Twilio's error codes (twilio.com/docs/api/errors): the call has ended already or was never here; the number cannot be
# called, or texted; whoever has it wants no texts. Every other refusal is about the account or the moment.
BAD_NUMBER = (21211, 21214, 21215, 21217, 21608, 21612, 21614)
REASONS = dict.fromkeys((21220, 20404), Reason.GONE) | dict.fromkeys(BAD_NUMBER, Reason.BAD_NUMBER)
REASONS |= {21610: Reason.OPTED_OUT}

T = TypeVar("T")


class _Network(TwilioHttpClient):
    """Send requests to the configured address, with time limits; the library has none of its own."""

    def __init__(self, api_url: str) -> None:
        super().__init__(pool_connections=True, timeout=ANSWER_S)
        self._api_url = api_url.rstrip("/")

    def request(self, method: str, url: str, *args: Any, **options: Any) -> Any:
        """Raise TwilioRestException for every refusal: for that of a list, the library has only words."""
        answer = super().request(method, url.replace(TWILIO, self._api_url, 1), *args, **options)
        if answer.status_code >= requests.codes.bad_request:
            raise TwilioRestException(answer.status_code, uri="", code=_code(answer.text))
        return answer


def _code(body: str) -> int | None:
    try:
        return int(json.loads(body)["code"])
    except (ValueError, KeyError, TypeError):
        return None


def _reason(error: TwilioRestException) -> Reason:
    if error.status == requests.codes.too_many_requests:  # with 20429, or 22005: its own queue of calls is full
        return Reason.TOO_OFTEN
    return REASONS.get(error.code, Reason.REFUSED)


def client(settings: Settings) -> Client:
    """Sign in with the API key where there is one, else with the account's token."""
    user = settings.api_key or settings.account_sid or ""
    password = settings.api_secret or settings.auth_tokens[0]
    return Client(user, password, settings.account_sid, http_client=_Network(settings.api_url))


def owner(settings: Settings) -> Client:
    """Sign in with the account's token: a key may not read the account itself."""
    return Client(
        settings.account_sid or "",
        settings.auth_tokens[0],
        settings.account_sid,
        http_client=_Network(settings.api_url),
    )


def asked(request: Callable[[], T]) -> T:
    """Make a request; raises NotSent or Unclear."""
    try:
        return request()
    except TwilioRestException as error:
        if error.status >= 500:
            raise Unclear(f"status {error.status}") from None
        raise NotSent(_reason(error), f"{error.status} {error.code}") from None
    except (requests.RequestException, TwilioException, ValueError) as error:
        raise Unclear(type(error).__name__) from None
