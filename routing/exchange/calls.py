"""Place calls, answer them, redirect them: the acts that both phones and REST ask for."""

from routing.exchange.clock import sleep
from routing.exchange.legs import Leg
from routing.exchange.phones import Phone
from routing.exchange.ringing import BUSY, NO_ANSWER, ring
from routing.exchange.run import Goto, Source, converse
from routing.exchange.switch import Line, Switch
from routing.exchange.terms import Address, Callbacks, Ended, Ends, Terms


class Impossible(Exception):
    """What was asked cannot be done now; the message says why."""


def dial_in(switch: Switch, phone: Phone, to: str, shown: str | None = None) -> Leg:
    """Let a phone call one of the account's lines; `shown` is a caller id other than its number."""
    line = switch.lines.get(to)
    if not line:
        raise Impossible(f"no line has the number {to}")
    if phone.leg:
        raise Impossible("this phone is on a call")
    leg = Leg(switch, Ends(shown or phone.number, to, phone), _line_terms(line))
    phone.leg = leg
    switch.add(leg)
    leg.hear("ring")
    leg.run(lambda: converse(leg, Goto(line.calls_go_to, line.voice_method, {})))
    return leg


def _line_terms(line: Line) -> Terms:
    callbacks = Callbacks(line.status_url, line.status_method) if line.status_url else None
    fallback = Address(line.voice_fallback_url, line.voice_fallback_method) if line.voice_fallback_url else None
    return Terms("inbound", callbacks, fallback)


def place(switch: Switch, ends: Ends, terms: Terms, source: Source, timeout: float) -> Leg:
    """Place a call as REST does: in its turn, it rings, and its document runs when it is answered."""
    leg = switch.add(Leg(switch, ends, terms))
    wait = switch.pace.turn(switch.clock.now())
    leg.queue_time = wait

    async def story() -> None:
        await sleep(switch.clock, wait)
        if await ring(leg, timeout):
            await converse(leg, source)

    leg.run(story)
    return leg


def hang_up(leg: Leg) -> None:
    """Let the phone's holder put it down."""
    if leg.terms.direction == "inbound" or leg.times.answered is not None:
        leg.end(NO_ANSWER)
    else:
        decide(leg, BUSY)


def decide(leg: Leg, ended: Ended | None) -> None:
    """Take a ringing call (None), or refuse it."""
    if leg.decision.done() or leg.terms.direction == "inbound":
        raise Impossible("this phone is not ringing")
    leg.decision.set_result(ended)


def press(leg: Leg, keys: str) -> None:
    """Press keys one after another; those that nothing waits for are lost."""
    leg.hear("keys", keys)
    for key in keys:
        if leg.listener:
            leg.listener.key(key)


def speak(leg: Leg, words: str) -> None:
    """Say something into the phone."""
    leg.hear("speech", words)
    if leg.listener:
        leg.listener.speech(words)


def redirect(leg: Leg, source: Source) -> None:
    """Interrupt whatever the leg does with another document."""
    leg.replace(lambda: converse(leg, source))
