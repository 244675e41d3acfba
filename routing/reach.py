"""Fetch what Twilio would fetch, from where this runs."""

import xml.etree.ElementTree as ET

import requests

ANSWER_S = 10.0
MOST_BYTES = 64 * 1024  # of a document, for Twilio


class Unreached(Exception):
    """An address does not give what Twilio needs; the text says what it gives instead."""


def document(url: str) -> ET.Element:
    """Return the TwiML that a GET of an address gives; raises Unreached."""
    try:
        answer = requests.get(url, timeout=ANSWER_S)
    except requests.RequestException as error:
        raise Unreached(f"does not answer ({type(error).__name__})") from None
    if answer.status_code != requests.codes.ok:
        raise Unreached(f"answers with status {answer.status_code}")
    return twiml(answer)


def twiml(answer: requests.Response) -> ET.Element:
    """Return the TwiML that an answer holds; raises Unreached."""
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
