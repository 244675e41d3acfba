"""What a caller hears while live state does not answer: the line's fallback numbers, then numbers to call, then again.

Nothing here is read or written but the configuration, so it works when nothing else does.
"""

from dataclasses import asdict, replace

from config.shapes import Line
from routing.domain.contact import Incoming
from routing.domain.replies import Ask, Dial, Document, Go, Hangup, LeaveQueue, Play
from routing.flow.onward import MUSIC
from routing.flow.sentences import numbers, say
from routing.flow.ticket import Ticket, address
from routing.flow.wait import KEY_SECONDS, Heard
from routing.ports import Services

RING_SECONDS = 20
AGAIN_SECONDS = 8
SCREEN_SECONDS = 10
LOOPS = 2  # documents of about 20 s that a waiting caller hears before the fallback numbers are tried


def begin(s: Services, line: Line, language: str, ticket: Ticket | None = None) -> Document:
    """Ring the line's own fallback numbers, one after the other; a ticket keeps its place meanwhile."""
    return (say(s, "trying_person", language), *dial(s, line, language, 0, ticket))


def dial(s: Services, line: Line, language: str, which: int, ticket: Ticket | None) -> Document:
    """Ring one fallback number; after the last, tell other numbers, and try the line again."""
    if which >= len(line.fallback_numbers):
        then = _address(s, f"/voice/again/{language}", ticket)
        told = say(s, "nobody_reached", language, numbers=numbers(s, line, language))
        return (Ask((told,), then, AGAIN_SECONDS), Go(then))
    screen, after = f"/voice/outside/{language}/screen", _address(s, f"/voice/outside/{language}/{which + 1}", ticket)
    return (Dial(line.fallback_numbers[which], line.numbers[0], RING_SECONDS, screen, after),)


def _address(s: Services, path: str, ticket: Ticket | None) -> str:
    return address(s, path, ticket) if ticket else path


def after(s: Services, call: Incoming, language: str, which: int, ticket: Ticket | None) -> Document:
    """Go on when a fallback number's call is over: thanks if they talked, else the next number."""
    if call.bridged:
        return (say(s, "goodbye", language), Hangup())
    return dial(s, s.config.line_of(call.number), language, which, ticket)


def screen(s: Services, call: Incoming, language: str, asked: bool, ticket: Ticket | None) -> Document:
    """Let a person take the call with 1; a machine presses nothing, and its leg is ended. Running out accepts."""
    if call.keys == "1":
        return ()
    if asked:
        return (Hangup(),)
    # The whisper's own number is the fallback's; the number shown is the line's.
    line = s.config.line_of(call.caller)
    path = f"/voice/outside/{language}/screen"
    here = address(s, path, ticket, asked=1) if ticket else f"{path}?asked=1"
    return (Ask((say(s, "outside_screen", language, line=line.name[language]),), here, SCREEN_SECONDS), Hangup())


def waiting(s: Services, ticket: Ticket, heard: Heard) -> Document:
    """Keep a waiting caller company while live state is away; not for long."""
    if heard.down >= LOOPS:
        return at_last(s, ticket) if heard.loop else (LeaveQueue(),)
    more = asdict(replace(heard, down=heard.down + 1))
    keys = address(s, f"/voice/wait/{ticket.contact}/keys", ticket, step=0, **more)
    prompt = (say(s, "trouble", ticket.language), Play(MUSIC))
    return (Ask(prompt, keys, KEY_SECONDS), Go(address(s, f"/voice/wait/{ticket.contact}", ticket, **more)))


def at_last(s: Services, ticket: Ticket) -> Document:
    """Ring the fallback numbers for a caller who holds a ticket, then try the line again."""
    return begin(s, s.config.lines[ticket.line], ticket.language, ticket)
