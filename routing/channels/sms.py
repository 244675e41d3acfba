"""Text messages: a signed form -> the words, a reply -> TwiML. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from twilio.twiml.messaging_response import MessagingResponse


@dataclass(frozen=True)
class IncomingText:
    """A text webhook. Absent parameters are empty strings.

    `carrier_word` is STOP, START or HELP where Twilio has answered the text itself (Advanced Opt-Out).
    """

    number: str
    words: str = field(repr=False)
    sender: str = field(default="", repr=False)
    id: str = field(default="", repr=False)
    carrier_word: str = ""
    pictures: bool = False


@dataclass(frozen=True)
class TextNews:
    """What the carrier says of a text that was sent. `error` is Twilio's code, or empty."""

    status: str
    error: str


def read_news(form: Mapping[str, str]) -> TextNews:
    return TextNews(status=form.get("MessageStatus", ""), error=form.get("ErrorCode", ""))


def read(form: Mapping[str, str]) -> IncomingText:
    return IncomingText(
        number=form.get("To", ""),
        words=form.get("Body", ""),
        sender=form.get("From", ""),
        id=form.get("MessageSid", ""),
        carrier_word=form.get("OptOutType", ""),
        pictures=form.get("NumMedia", "0") not in ("", "0"),
    )


def twiml(*replies: str) -> str:
    """Write replies as TwiML, a message each; without any, nothing is sent."""
    response = MessagingResponse()
    for reply in replies:
        response.message(reply)
    return str(response)
