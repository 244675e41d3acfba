"""After the beep: whether a message was kept is said only once it is on record."""

from routing.domain.contact import Incoming
from routing.domain.promise import NotKept
from routing.domain.replies import Document
from routing.flow import messages, voicemail
from routing.flow.acts import carry_out
from routing.flow.onward import emergency, farewell, onward
from routing.flow.sentences import say
from routing.flow.ticket import Ticket
from routing.ports import Services


def recorded(s: Services, call: Incoming, ticket: Ticket, promise: str) -> Document:
    """Go on after the recording, or after the silence in its place. Raises Unavailable."""
    standing = s.switchboard.wait(ticket.contact)
    if standing is not None and standing.stage != voicemail.CHOICE:
        return onward(s, call, ticket)
    how = _settled(s, call, ticket, promise)
    if call.keys == "0":
        _rejoin(s, ticket)
        return emergency(s, ticket, loop=1)
    if how == "kept":
        return voicemail.kept(s, ticket, standing.step if standing else 0)
    if how == "unsure":
        _rejoin(s, ticket)
    phrase = "message_unsure" if how == "unsure" else "message_nothing"
    return (say(s, phrase, ticket.language), *onward(s, call, ticket))


def _settled(s: Services, call: Incoming, ticket: Ticket, promise: str) -> str:
    try:
        return messages.settle(s, promise, ticket.line, call.recording, call.seconds)
    except NotKept:
        # It may still be kept, by a job; but nobody is told so before it is.
        heard(s, call, promise)
        return "unsure"


def heard(s: Services, call: Incoming, promise: str) -> None:
    """Take note of what the carrier says of a recording. Raises Unavailable."""
    if call.recording:
        messages.noted(s, promise, call.recording, call.seconds)


def after(s: Services, call: Incoming, ticket: Ticket, step: int) -> Document:
    """Answer a key, or silence, after a message was kept. Raises Unavailable."""
    if call.keys == "0":
        _rejoin(s, ticket)
        return emergency(s, ticket, loop=1)
    if call.keys == "1":
        _rejoin(s, ticket)
        return (say(s, "back_in_line", ticket.language), *onward(s, call, ticket))
    carry_out(s, s.switchboard.leave(ticket.contact))
    return farewell(s, ticket)


def _rejoin(s: Services, ticket: Ticket) -> None:
    standing = s.switchboard.wait(ticket.contact)
    if standing is not None:
        carry_out(s, s.switchboard.rejoin(ticket.contact, standing.step))
