"""Texts from a phone to a line: kept, answered by the carrier where it must be, and put to the line's URL."""

from routing.exchange.delivery import hand_over
from routing.exchange.keywords import KINDS
from routing.exchange.messages import Message
from routing.exchange.phones import Phone
from routing.exchange.replies import Conversation
from routing.exchange.switch import Line, Switch


def send(switch: Switch, phone: Phone, to: str, body: str, media: list[str] | None = None) -> Message:
    """Let a phone text a line; the answer arrives in the phone's own thread."""
    line = switch.lines[to]
    message = Message(
        switch, "inbound", phone.number, to, body, "received", line.messaging_service, media=media or [], final=True
    )
    message.sent = message.created
    switch.messages[message.sid] = message
    hand_over(phone, message)
    meaning = _carrier_answers(line, phone, message)
    if line.texts_go_to:
        switch.work.spawn(Conversation(line, message, meaning).answer())
    return message


def _carrier_answers(line: Line, phone: Phone, message: Message) -> str:
    """Do what a lone STOP, START or HELP asks for; gives what the webhook is told of it."""
    switch, rules = message.switch, KINDS[line.keywords]
    meaning = rules.meaning(message.body)
    if meaning and switch.opt_outs.heed(meaning, line.sender, phone.number):
        answer = Message(switch, "outbound-reply", line.number, phone.number, rules.answers[meaning], "delivered")
        hand_over(phone, answer)
    return meaning if meaning and rules.told else ""
