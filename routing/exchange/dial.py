"""The Dial verb: numbers that ring together or in turn, conferences, queues."""

import asyncio
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from routing.exchange.amd import Detection
from routing.exchange.answers import HookFailed
from routing.exchange.clock import first_of, within
from routing.exchange.dequeue import serve_queue
from routing.exchange.documents import is_true, number_of, words
from routing.exchange.joining import join
from routing.exchange.legs import Leg
from routing.exchange.ringing import CANCELED, ring
from routing.exchange.rooms import Room
from routing.exchange.run import WHISPER, Ending, Run, Step, follow
from routing.exchange.star import Star
from routing.exchange.terms import LONGEST_CALL, Address, Callbacks, Ends, Terms
from routing.exchange.wire import yes_no

RING_SECONDS = 30


async def dial(run: Run, node: Element) -> Step:
    """Connect the call; the action is asked even when its caller is gone, and then its answer means nothing."""
    outcome: dict[str, str] = {}
    conference, queue = node.find("Conference"), node.find("Queue")
    try:
        if conference is not None:
            await join(run, node, conference, outcome)
        elif queue is not None:
            await serve_queue(run, node, queue, outcome)
        else:
            await _dial_numbers(run, node, outcome)
    except asyncio.CancelledError:
        if run.leg.over and (url := node.get("action")) is not None:
            run.leg.afterwards(run.leg.hook(run.resolve(url), node.get("method", "POST"), outcome))
        raise
    finally:
        run.leg.place = None if run.leg.over else "document"
    return run.action(node, outcome)


@dataclass(eq=False)
class Callee:
    """One number being called: `ready` says whether it took the call, `left` is done when it is no longer there."""

    leg: Leg
    noun: Element
    ready: "asyncio.Future[bool]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    left: "asyncio.Future[None]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    def let_go(self) -> None:
        """End the leg, unless it was redirected to a life of its own."""
        if not self.left.done():
            self.leg.end(CANCELED)


async def _dial_numbers(run: Run, node: Element, outcome: dict[str, str]) -> None:
    leg = run.leg
    if not is_true(node, "answerOnBridge"):
        leg.answer()
    leg.place = "dial"
    callees = [_callee(run, node, noun) for noun in node.findall("Number")]
    if not callees and words(node):
        callees = [_callee(run, node, node)]
    outcome |= {"DialCallStatus": "failed", "DialBridged": "false", "DialCallDuration": "0"}
    groups = [[callee] for callee in callees] if is_true(node, "sequential") else [callees]
    try:
        for group in groups:
            if winner := await _first_to_take(run, node, group):
                await _bridge(run, node, winner)
                break
    finally:
        for callee in callees:
            callee.let_go()
        _account(callees, outcome)


def _callee(run: Run, node: Element, noun: Element) -> Callee:
    switch, to = run.leg.switch, words(noun)
    callbacks = None
    if noun.tag == "Number" and (url := noun.get("statusCallback")):
        events = tuple(noun.get("statusCallbackEvent", "completed").split())
        callbacks = Callbacks(run.resolve(url), noun.get("statusCallbackMethod", "POST"), events)
    terms = Terms(
        "outbound-dial",
        callbacks,
        parent=run.leg,
        detection=_detection(run, noun),
    )
    shown = node.get("callerId") or run.leg.ends.from_
    return Callee(Leg(switch, Ends(shown, to, switch.phones.get(to)), terms), noun)


def _detection(run: Run, noun: Element) -> Detection | None:
    mode, url = noun.get("machineDetection"), noun.get("amdStatusCallback")
    if noun.tag != "Number" or not mode:
        return None
    callback = Address(run.resolve(url), noun.get("amdStatusCallbackMethod", "POST")) if url else None
    return Detection(mode == "DetectMessageEnd", callback)


async def _first_to_take(run: Run, node: Element, callees: list[Callee]) -> Callee | None:
    """Ring them together; the first to take the call stays, the others are let go."""
    run.leg.hear("ring")
    for callee in callees:
        run.leg.switch.add(callee.leg)
        callee.leg.run(_Story(run, callee, number_of(node, "timeout", RING_SECONDS)).live)
    waiting = {callee.ready for callee in callees}
    taken: Callee | None = None
    while waiting and not taken:
        _, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        taken = next((callee for callee in callees if callee.ready.done() and callee.ready.result()), None)
    for callee in callees:
        if callee is not taken:
            callee.let_go()
    return taken


@dataclass
class _Story:
    """What the called leg lives through: ringing, its own document, the bridge."""

    run: Run
    callee: Callee
    timeout: int

    async def live(self) -> None:
        callee, noun = self.callee, self.callee.noun
        try:
            if not await ring(callee.leg, self.timeout):
                return
            callee.leg.place = "document"
            url = noun.get("url") if noun.tag == "Number" else None
            if url and await self._declines(url, noun.get("method")):
                return
            callee.ready.set_result(True)
            callee.leg.place = "dial"
            await first_of(callee.leg.gone)
        finally:
            if not callee.ready.done():
                callee.ready.set_result(False)
            callee.left.set_result(None)

    async def _declines(self, url: str, method: str | None) -> bool:
        try:
            return await follow(self.callee.leg, self.run.goto(url, method), WHISPER) is not Ending.RAN_OUT
        except HookFailed:
            return True


async def _bridge(run: Run, node: Element, callee: Callee) -> None:
    leg = run.leg
    leg.answer()
    room = Room()
    star = Star()
    leg.listener = star if is_true(node, "hangupOnStar") else None
    room.fill([leg, callee.leg])
    try:
        await within(leg.switch.clock, number_of(node, "timeLimit", LONGEST_CALL), callee.left, star.pressed)
    finally:
        room.fill([])
        leg.unheed(star)
        callee.let_go()


def _account(callees: list[Callee], outcome: dict[str, str]) -> None:
    """Say how the dialling went, by the leg that was bridged or else by the last that rang."""
    rung = [callee for callee in callees if callee.leg.sid in callee.leg.switch.legs]
    if not rung:
        return
    told = next((callee for callee in rung if callee.leg.spans), rung[-1])
    outcome |= {
        "DialCallStatus": told.leg.status,
        "DialCallSid": told.leg.sid,
        "DialBridged": yes_no(bool(told.leg.spans)),
    }
    outcome["DialCallDuration"] = str(told.leg.duration)
    if not told.leg.over:
        # It was redirected to a life of its own.
        outcome["DialCallStatus"] = "completed"
        del outcome["DialCallDuration"]
