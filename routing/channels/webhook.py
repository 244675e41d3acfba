"""Tell another service something, by a signed POST.

The signature is over the time and the body, so that the receiver can tell who wrote, and refuse what is old.
"""

import hashlib
import hmac
import time

import requests

from routing.domain.contact import NotTaken

ANSWER_S = 5.0
SIGNATURE = "X-Helpline-Signature"


class Notices:
    """Post JSON to addresses that the configuration names."""

    def post(self, url: str, body: str, secret: str) -> None:
        """Post a body once; raises NotTaken unless the answer is a success. Redirects are not followed."""
        headers = {"Content-Type": "application/json", SIGNATURE: signature(body, secret, int(time.time()))}
        try:
            answer = requests.post(url, data=body.encode(), headers=headers, timeout=ANSWER_S, allow_redirects=False)
        except requests.RequestException as error:
            raise NotTaken(type(error).__name__) from None
        if not 200 <= answer.status_code < 300:
            raise NotTaken(f"status {answer.status_code}")


def signature(body: str, secret: str, at: int) -> str:
    """Sign a body at a time in seconds: `t=<time>,v1=<HMAC-SHA-256 of "<time>.<body>", in hex>`."""
    mac = hmac.new(secret.encode(), f"{at}.{body}".encode(), hashlib.sha256).hexdigest()
    return f"t={at},v1={mac}"
