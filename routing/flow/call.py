"""A caller's way to a place in line: the answer, the menus, and joining."""

from secrets import token_hex
from urllib.parse import urlencode

from config.talks import Talk, read_talk
from routing.domain.contact import Incoming, Unavailable
from routing.domain.menu import Spot
from routing.domain.replies import Ask, Document, Go, Hangup
from routing.flow import acts, menus, outside, rostered
from routing.flow.onward import begin
from routing.flow.onward import shut_out as tell_shut_out
from routing.flow.sentences import say
from routing.flow.ticket import Ticket
from routing.flow.wait import AFTER_EMERGENCY
from routing.ports import Services

TOP = "top"
ANYBODY = Talk()
EMERGENCY_SECONDS = 2
SHORT_CALL_S = 5
SHUT_OUT_TIMES = 2


def answer(s: Services, call: Incoming) -> Document:
    """Greet. Nothing is read or written: this works with everything else down, and is the same for everyone."""
    line = s.config.line_of(call.number)
    return menus.show(s, line, Spot(TOP, line.languages[0]), _here)


def _here(spot: Spot) -> str:
    return f"/voice/menu/{spot.node}/{spot.language}?{urlencode(menus.more(spot))}"


def choose(s: Services, call: Incoming, spot: Spot, asked: bool = False) -> Document:
    """Answer a key, words or silence in a menu. A specialist's telephone is asked first what the call is about."""
    line = s.config.line_of(call.number)
    turn = menus.turn(s, call, line, spot)
    entry = () if asked or not _first_choice(spot, call, turn) else rostered.entry(s, spot.language, call.keys)
    if isinstance(turn.to, Spot):
        if entry and rostered.meets(s, call):
            return entry
        return menus.show(s, line, turn.to, _here, first=turn.first, call=call)
    if turn.to == "emergency":
        return (*turn.first, *emergency(s, spot.language))
    document = talk(s, call, spot.language, read_talk(turn.to) or ANYBODY, entry, topic=spot.topic)
    return document if document == entry else (*turn.first, *document)


def _first_choice(spot: Spot, call: Incoming, turn: menus.Turn) -> bool:
    """Tell whether a caller leaves the first menu, by a key or by staying, and not for an emergency."""
    stays = isinstance(turn.to, Spot) and turn.to.node == TOP
    return spot.node == TOP and not stays and not call.speech and turn.to != "emergency"


def emergency(s: Services, language: str) -> Document:
    """Say what to do, again and again, until the caller hangs up or, having called 911, asks for a person."""
    return (
        Ask((say(s, "emergency_steps", language),), f"/voice/emergency/{language}", EMERGENCY_SECONDS),
        Go(f"/voice/emergency/{language}"),
    )


def after_emergency(s: Services, call: Incoming, language: str) -> Document:
    return talk(s, call, language, Talk(ahead=AFTER_EMERGENCY)) if call.keys == "1" else emergency(s, language)


def talk(
    s: Services, call: Incoming, language: str, to: Talk = ANYBODY, instead: Document = (), *, topic: str = ""
) -> Document:
    """Put the caller in line, which also rings someone fit who is free. Asked twice, it is one place.

    A specialist's telephone is answered `instead`, where that is given; `topic` is what the caller heard about last.
    """
    line = s.config.line_of(call.number)
    skill = line.skills.get(to.skill) or next(iter(line.skills.values()))
    ticket = Ticket(token_hex(8), line.id, skill.id, language, priority=max(to.ahead, skill.priority), topic=topic)
    try:
        return begin(s, call, ticket, instead)
    except Unavailable:
        return outside.begin(s, line, language, ticket.unplaced())


def shut_out(s: Services, call: Incoming, language: str, times: int) -> Document:
    """Go on with a person who is shut out: 0 tells what to do, a key says it again, and twice is enough."""
    if call.keys == "0":
        return emergency(s, language)
    if times >= SHUT_OUT_TIMES:
        return (say(s, "goodbye", language), Hangup())
    return tell_shut_out(s, s.config.line_of(call.number), language, times + 1)


def hung_up(s: Services, call: Incoming) -> None:
    """The caller's call is over: the contact ends, or is counted if it never began. Raises Unavailable."""
    digest = s.vault.digest("call", call.call)
    contact = s.switchboard.contact_of_call(digest)
    if contact:
        acts.carry_out(s, s.switchboard.leave(contact))
    else:
        short = call.duration.isdigit() and int(call.duration) <= SHORT_CALL_S
        line = s.config.line_of(call.number)
        s.switchboard.pass_by(token_hex(8), digest, "short_abandon" if short else "resources", line.id)
