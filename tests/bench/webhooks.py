"""The webhooks that benches send: each of somebody new, so that no limit, kept place or repeat shortens the work.

A SID is new each time, and so is a number: of area code 999, which nobody has.
"""

import base64
import hmac
from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

from tests.deployed.deployment import ACCOUNT, LINE, TOKEN

SID, NUMBER = "e" * 32, "9990000000"  # stand for what is put in their place
MOST = 10_000_000  # people there can be

PERSON = f"+1{NUMBER}"
PLACES = {f"{whose}{what}": "x" for whose in ("From", "To") for what in ("City", "State", "Zip", "Country")}
CALL = PLACES | {
    "CallSid": f"CA{SID}",
    "AccountSid": ACCOUNT,
    "From": PERSON,
    "To": LINE,
    "Caller": PERSON,
    "Called": LINE,
    "CallStatus": "ringing",
    "Direction": "inbound",
    "ApiVersion": "2010-04-01",
}
CALL |= {f"{whose}{what}": "x" for whose in ("Caller", "Called") for what in ("City", "State", "Zip", "Country")}
TEXT = PLACES | {
    "MessageSid": f"SM{SID}",
    "SmsSid": f"SM{SID}",
    "AccountSid": ACCOUNT,
    "From": PERSON,
    "To": LINE,
    "Body": "narcan",
    "NumMedia": "0",
    "NumSegments": "1",
    "SmsStatus": "received",
    "ApiVersion": "2010-04-01",
}
# By the path that each comes to.
FORMS: Mapping[str, Mapping[str, str]] = {
    "/voice": CALL,
    "/sms": TEXT,
    "/voice/menu/top/en": CALL | {"Digits": "1", "msg": "Gather End", "CallStatus": "in-progress"},
}


class Webhook:
    """A form to an address, for whoever's turn it is."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        form = FORMS[parts.path]
        self._covered = url + "".join(name + form[name] for name in sorted(form))
        self._body = urlencode(form)
        self._head = f"POST {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\n"

    def of(self, person: int) -> bytes:
        """Return the request about a person, signed."""
        mac = hmac.digest(TOKEN.encode(), _about(self._covered, person), "sha1")
        body = _about(self._body, person)
        head = (
            f"{self._head}X-Twilio-Signature: {base64.b64encode(mac).decode()}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body


def _about(text: str, person: int) -> bytes:
    return text.replace(SID, f"{person:032x}").replace(NUMBER, f"999{person:07d}").encode()
