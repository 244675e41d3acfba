"""Carry texts to phones: at once, late, or not at all, as each phone takes them."""

from typing import NamedTuple

from routing.exchange.clock import sleep, within
from routing.exchange.messages import Message
from routing.exchange.phones import Phone, Text

UNKNOWN_NUMBER = 30005


class Fate(NamedTuple):
    """What becomes of a text: its last status, with an error code where it does not arrive."""

    status: str
    error: int | None = None


# How a phone takes texts -> what becomes of them. A number that is "not_mobile" is refused when the text is created.
FATES: dict[str, Fate] = {
    "arrive": Fate("delivered"),
    "no_receipt": Fate("sent"),
    "off": Fate("undelivered", 30003),
    "blocked": Fate("undelivered", 30004),
    "unknown": Fate("undelivered", UNKNOWN_NUMBER),
    "landline": Fate("undelivered", 30006),
    "filtered": Fate("undelivered", 30007),
    "fails": Fate("failed", 30008),
    "not_mobile": Fate("undelivered", 30006),
}


def dispatch(message: Message, wait: float = 0.0) -> None:
    """Send a text, in so many seconds."""
    message.switch.messages[message.sid] = message
    message.switch.touch()
    message.switch.work.keep(_carry(message, wait))


async def _carry(message: Message, wait: float) -> None:
    switch = message.switch
    if wait and await within(switch.clock, wait, message.canceled):
        return
    phone = switch.phones.get(message.to)
    fate = FATES[phone.behaviour.texts] if phone else Fate("undelivered", UNKNOWN_NUMBER)
    if fate.status != "failed":
        message.becomes("sent")
        await sleep(switch.clock, phone.behaviour.texts_after if phone else 0.0)
    if fate.status == "sent":
        message.final = True
    else:
        message.becomes(*fate)
    if phone:
        hand_over(phone, message, arrived=fate.error is None)


def hand_over(phone: Phone, message: Message, *, arrived: bool = True) -> None:
    """Put a text on a phone, or show that one did not come."""
    phone.texts.append(Text(message, message.body, message.switch.clock.now(), lost=not arrived))
    message.switch.touch()
