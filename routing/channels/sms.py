"""Text messages: a signed form -> the words, a reply -> TwiML. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from twilio.twiml.messaging_response import MessagingResponse


@dataclass(frozen=True)
class IncomingText:
    """A text webhook. Absent parameters are empty strings."""

    number: str
    words: str = field(repr=False)


def read(form: Mapping[str, str]) -> IncomingText:
    return IncomingText(number=form.get("To", ""), words=form.get("Body", ""))


def twiml(*replies: str) -> str:
    """Write replies as TwiML, a message each; without any, nothing is sent."""
    response = MessagingResponse()
    for reply in replies:
        response.message(reply)
    return str(response)
