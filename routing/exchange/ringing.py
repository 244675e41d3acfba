"""Ring a phone until it answers, refuses, or the time is up."""

from routing.exchange import amd
from routing.exchange.clock import sleep, within
from routing.exchange.legs import Leg
from routing.exchange.phones import Phone
from routing.exchange.terms import Ended

# Twilio rings a little longer than it is asked to.
RING_BUFFER = 5
GREETING = "Hello, you have reached my voicemail. Please leave a message after the tone."
BUSY, NO_ANSWER, BAD_NUMBER = Ended("busy", 486), Ended("no-answer", 487), Ended("failed", 404, 13224)
CANCELED = Ended("canceled", 487)
COMPLETED = Ended("completed")


async def ring(leg: Leg, timeout: float) -> bool:
    """Ring the leg's phone: True when it is answered, else the leg has ended."""
    leg.report("initiated")
    phone = leg.ends.phone
    habit = phone.behaviour.answer if phone else "bad"
    if not phone or habit == "bad":
        leg.end(BAD_NUMBER)
    elif phone.leg or habit == "busy":
        leg.end(BUSY)
    else:
        phone.leg = leg
        leg.ring()
        refusal = await _decide(leg, phone, timeout + RING_BUFFER)
        if refusal:
            leg.end(refusal)
        else:
            leg.answer()
            _detect(leg, machine=phone.behaviour.answer == "machine")
    return not leg.over


def _detect(leg: Leg, *, machine: bool) -> None:
    """Find out who answered, and tell the callback of it where there is one."""
    detection = leg.terms.detection
    if not detection:
        return
    leg.answered_by = detection.answered_by(machine=machine)
    if detection.callback:
        seconds = detection.seconds(machine=machine)
        leg.switch.work.keep(amd.report(leg, detection.callback, seconds))


async def _decide(leg: Leg, phone: Phone, seconds: float) -> Ended | None:
    """Wait for what the phone decides: None is an answer."""
    habit = phone.behaviour
    if habit.answer in ("machine", "drops") and habit.after < seconds:
        await within(leg.switch.clock, habit.after, leg.decision)
        if not leg.decision.done():
            leg.decision.set_result(None)
            leg.switch.work.keep(_after_the_answer(leg, habit.answer))
    else:
        await within(leg.switch.clock, seconds, leg.decision)
    return leg.decision.result() if leg.decision.done() else NO_ANSWER


async def _after_the_answer(leg: Leg, habit: str) -> None:
    if habit == "drops":
        await sleep(leg.switch.clock, 1.0)
        leg.end(COMPLETED)
        return
    leg.hear("speech", GREETING, "en-US")
