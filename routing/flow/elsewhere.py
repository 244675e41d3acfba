"""Another line, dialled for the caller: only where a person has checked the number, and somebody there presses 1.

Everything else is told instead, as numbers to call. The place in line is kept until somebody there has taken the call.
"""

import re

from config.shapes import Fact, Line
from routing.domain.contact import LINE, Incoming
from routing.domain.replies import Dial, Document, Go, Hangup
from routing.flow.acts import carry_out
from routing.flow.sentences import numbers, say
from routing.flow.ticket import Ticket, address
from routing.ports import Services

CHOICE = LINE
RING_SECONDS = 20


def dialled(s: Services, line: Line) -> list[tuple[Fact, str]]:
    """Return the lines that may be dialled, each with its number in E.164."""
    facts = (s.config.facts[fact] for fact in line.refer_to)
    return [(fact, number) for fact in facts if (number := _number(fact))]


def _number(fact: Fact) -> str | None:
    """Return the number to dial; none that is unproved, or short: only a caller's own network knows where 988 leads."""
    digits = re.sub(r"\D", "", fact.call or "")
    if fact.verified_on is None or fact.basis != "official" or len(digits.removeprefix("1")) != len("2025550100"):
        return None
    return f"+1{digits.removeprefix('1')}"


def begin(s: Services, ticket: Ticket, _step: int) -> Document:
    """Ring the lines, from the first, for a caller who will go back to the place in line."""
    return ring(s, ticket, 0, "connecting_line")


def refer(s: Services, ticket: Ticket) -> Document:
    """Ring the lines for a caller whom a specialist holds, and will have again."""
    return ring(s, ticket, 0, "connecting_line_held")


def ring(s: Services, ticket: Ticket, which: int, phrase: str) -> Document:
    """Ring one line after the other; after the last, tell the numbers, and go back to the place in line."""
    line, language = s.config.lines[ticket.line], ticket.language
    lines = dialled(s, line)
    then = address(s, f"/voice/elsewhere/{ticket.contact}", ticket, which=which + 1)
    if which >= len(lines):
        return (say(s, "line_not_reached", language, numbers=numbers(s, line, language)), Go(then))
    fact, number = lines[which]
    connecting = say(s, phrase, language, name=fact.name)
    screen = address(s, f"/voice/outside/{language}/screen", ticket)
    return (connecting, Dial(number, line.numbers[0], RING_SECONDS, screen, then))


def after(s: Services, call: Incoming, ticket: Ticket, which: int) -> Document | None:
    """Go on when a line's call is over; None for a caller whom the line is to have again. Raises Unavailable."""
    if call.bridged:
        carry_out(s, s.switchboard.leave(ticket.contact, "referred"))
        return (say(s, "goodbye", ticket.language), Hangup())
    standing = s.switchboard.wait(ticket.contact)
    if standing is None or standing.choice != CHOICE:
        return None
    lines = len(dialled(s, s.config.lines[ticket.line]))
    if standing.stage == "held" and which >= lines:
        carry_out(s, s.switchboard.unreached(ticket.contact))  # the specialist has the caller again
        return None
    if which <= lines:
        return ring(s, ticket, which, "connecting_line" if standing.stage == "choosing" else "connecting_line_held")
    carry_out(s, s.switchboard.rejoin(ticket.contact, standing.step))
    return None


def taken(s: Services, ticket: Ticket) -> None:
    """Somebody there has pressed 1; whoever held the caller is freed. Raises Unavailable."""
    carry_out(s, s.switchboard.referred(ticket.contact))
