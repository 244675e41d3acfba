"""The verbs: one small function each, and the table of them all."""

from xml.etree.ElementTree import Element

from routing.exchange.dial import dial
from routing.exchange.documents import number_of, speaking_seconds, words
from routing.exchange.enqueue import enqueue
from routing.exchange.gather import gather
from routing.exchange.play import fetch
from routing.exchange.record import record
from routing.exchange.run import Ending, Run, Step, Verb
from routing.exchange.terms import Ended

LOOP_WITHOUT_END = 1000
DIGITS_SECONDS = 1.0


async def say(run: Run, node: Element) -> Step:
    run.leg.answer()
    text = words(node)
    for _ in range(number_of(node, "loop", 1) or LOOP_WITHOUT_END):
        await run.leg.listen("say", text, speaking_seconds(text), node.get("language", "en-US"))
    return None


async def play(run: Run, node: Element) -> Step:
    run.leg.answer()
    if digits := node.get("digits"):
        text, seconds = digits, DIGITS_SECONDS
    elif sound := await fetch(run, words(node)):
        text, seconds = sound.url, sound.seconds
    else:
        return None
    for _ in range(number_of(node, "loop", 1) or LOOP_WITHOUT_END):
        await run.leg.listen("play", text, seconds)
    return None


async def pause(run: Run, node: Element) -> Step:
    # A Pause answers nothing: as a first verb it lets the phone ring on.
    await run.leg.listen("pause", "", number_of(node, "length", 1))
    return None


async def redirect(run: Run, node: Element) -> Step:
    return run.goto(words(node), node.get("method"))


async def hangup(run: Run, node: Element) -> Step:
    run.leg.answer()
    return Ending.HANGUP


async def leave(run: Run, node: Element) -> Step:
    return Ending.LEAVE


async def reject(run: Run, node: Element) -> Step:
    if run.leg.times.answered is None:
        busy = node.get("reason") == "busy"
        run.leg.end(Ended("busy", 486) if busy else Ended("no-answer", 603))
    return Ending.HANGUP


VERBS: dict[str, Verb] = {
    "Dial": dial,
    "Enqueue": enqueue,
    "Gather": gather,
    "Hangup": hangup,
    "Leave": leave,
    "Pause": pause,
    "Play": play,
    "Record": record,
    "Redirect": redirect,
    "Reject": reject,
    "Say": say,
}
