"""Another line, dialled for a waiting caller: only where a person has checked the number, and somebody there presses 1.

Everything else is told instead, as numbers to call. The place in line is kept until somebody there has taken the call.
A specialist who holds a caller has another line rung, and tells it of the call first: flow/other_line.py.
"""

import re

from config.numbers import is_costly
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
    number = f"+1{digits.removeprefix('1')}"
    return None if is_costly(number) else number


def number_of(s: Services, line: str, fact: str) -> str:
    """Return the number to dial of a line that a specialist chose; nothing for one that may not be dialled."""
    return next((number for each, number in dialled(s, s.config.lines[line]) if each.id == fact), "")


def begin(s: Services, ticket: Ticket, _step: int) -> Document:
    """Ring the lines, from the first, for a caller who will go back to the place in line."""
    return ring(s, ticket, 0)


def ring(s: Services, ticket: Ticket, which: int) -> Document:
    """Ring one line after the other; after the last, tell the numbers, and go back to the place in line."""
    line, language = s.config.lines[ticket.line], ticket.language
    lines = dialled(s, line)
    then = address(s, f"/voice/elsewhere/{ticket.contact}", ticket, which=which + 1)
    if which >= len(lines):
        return (say(s, "line_not_reached", language, numbers=numbers(s, line, language)), Go(then))
    fact, number = lines[which]
    connecting = say(s, "connecting_line", language, name=fact.name)
    screen = address(s, f"/voice/outside/{language}/screen", ticket)
    return (connecting, Dial(number, line.numbers[0], RING_SECONDS, screen, then))


def after(s: Services, call: Incoming, ticket: Ticket, which: int) -> Document | None:
    """Go on when a line's call is over; None for a caller whom the line is to have again. Raises Unavailable."""
    if call.bridged:
        carry_out(s, s.switchboard.leave(ticket.contact, "referred"))
        return (say(s, "goodbye", ticket.language), Hangup())
    standing = s.switchboard.wait(ticket.contact)
    if standing is None or standing.stage != "choosing" or standing.choice != CHOICE:
        return None
    if which <= len(dialled(s, s.config.lines[ticket.line])):
        return ring(s, ticket, which)
    carry_out(s, s.switchboard.rejoin(ticket.contact, standing.step))
    return None


def taken(s: Services, ticket: Ticket) -> None:
    """Somebody there has pressed 1. Raises Unavailable."""
    s.switchboard.referred(ticket.contact)
