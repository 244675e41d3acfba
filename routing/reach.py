"""Fetch what Twilio would fetch, from where this runs."""

import xml.etree.ElementTree as ET
from collections.abc import Mapping

import requests
from twilio.request_validator import RequestValidator

ANSWER_S = 10.0
MOST_BYTES = 64 * 1024  # of a document, for Twilio


class Unreached(Exception):
    """An address does not give what Twilio needs; the text says what it gives instead."""


def document(url: str) -> ET.Element:
    """Return the TwiML that a GET of an address gives; raises Unreached."""
    return _twiml(_good(ask("GET", url)))


def alive(url: str) -> None:
    """Return when an address answers well; raises Unreached."""
    _good(ask("GET", url))


def webhook(url: str, form: Mapping[str, str], token: str) -> ET.Element:
    """Return what an address says to a webhook signed as Twilio signs; raises Unreached."""
    signature = RequestValidator(token).compute_signature(url, form)
    return _twiml(_good(ask("POST", url, form, {"X-Twilio-Signature": signature})))


def ask(
    method: str, url: str, form: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
) -> requests.Response:
    """Make one request, and follow no redirect of a POST; raises Unreached when nothing answers."""
    try:
        return requests.request(
            method, url, data=form, headers=headers, timeout=ANSWER_S, allow_redirects=method == "GET"
        )
    except requests.RequestException as error:
        raise Unreached(f"does not answer ({type(error).__name__})") from None


def _good(answer: requests.Response) -> requests.Response:
    if answer.status_code != requests.codes.ok:
        raise Unreached(f"answers with status {answer.status_code}")
    return answer


def _twiml(answer: requests.Response) -> ET.Element:
    kind = answer.headers.get("Content-Type", "nothing").partition(";")[0].strip()
    if kind not in ("text/xml", "application/xml"):
        raise Unreached(f"answers with {kind}, not with text/xml")
    if len(answer.content) > MOST_BYTES:
        raise Unreached(f"answers with more than {MOST_BYTES} bytes")
    try:
        root = ET.fromstring(answer.content)
    except ET.ParseError:
        raise Unreached("answers with XML that cannot be read") from None
    if root.tag != "Response" or not len(root):
        raise Unreached("answers with XML that is no TwiML: a Response with something to say")
    return root
