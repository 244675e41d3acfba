"""The Enqueue verb: wait in a queue, hearing its document again and again."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from routing.exchange.answers import HookFailed
from routing.exchange.clock import during, first_of, sleep
from routing.exchange.documents import number_of, words
from routing.exchange.queues import Queue, Ticket
from routing.exchange.run import DEQUEUED, QUEUE_WAIT, Ending, Goto, Run, Step, follow


@dataclass
class Wait:
    """One caller's wait, and what its action is told in the end."""

    run: Run
    node: Element
    queue: Queue
    ticket: Ticket
    result: str = "system-error"
    seconds: int = 0

    def params(self) -> dict[str, str]:
        return {"QueueResult": self.result, "QueueSid": self.queue.sid, "QueueTime": str(self.seconds)}


async def enqueue(run: Run, node: Element) -> Step:
    """Wait; the action is asked however the wait ends, and for a caller who is gone its answer means nothing."""
    leg, switch = run.leg, run.leg.switch
    queue = switch.queue_named(words(node))
    leg.answer()
    largest = number_of(node, "maxQueueSize", queue.max_size)
    refused = switch.faults.for_queue() or ("queue-full" if len(queue.tickets) >= largest else None)
    if refused:
        return run.action(node, {"QueueResult": refused})
    wait = Wait(run, node, queue, queue.join(leg))
    leg.place = "queue"
    try:
        step = await _wait(wait, largest)
    except asyncio.CancelledError:
        bridged = wait.result == "bridged"
        if leg.over:
            wait.result = "bridged" if bridged else "hangup"
        else:
            wait.result = "redirected-from-bridged" if bridged else "redirected"
        _tell(wait)
        raise
    finally:
        queue.leave(wait.ticket)
        if not wait.ticket.ready.done():
            wait.ticket.ready.set_result(False)
        if not wait.ticket.released.done():
            wait.ticket.released.set_result(None)
        leg.place = None if leg.over else "document"
    if step is Ending.HANGUP:
        _tell(wait)
        return Ending.HANGUP
    return run.action(node, wait.params())


def _tell(wait: Wait) -> None:
    """Post the action without heeding its answer: the call goes elsewhere, or nowhere."""
    leg = wait.run.leg
    wait.seconds = wait.seconds or int(wait.queue.waited(wait.ticket))
    if (url := wait.node.get("action")) is not None:
        status = {"CallStatus": "completed"} if wait.result == "hangup" else {}
        method = wait.node.get("method", "POST")
        leg.afterwards(leg.hook(wait.run.resolve(url), method, wait.params() | status))


async def _wait(wait: Wait, largest: int) -> Ending | None:
    queue, ticket = wait.queue, wait.ticket
    try:
        ending = await during(ticket.called, _sound(wait, lambda: queue.params(ticket, largest)))
    except HookFailed:
        wait.result, ending = "error", None
    wait.seconds = int(queue.waited(ticket))
    queue.leave(ticket)
    if ticket.called.done():
        await _talk(wait)
    elif ending is Ending.LEAVE:
        wait.result = "leave"
    elif ending is Ending.HANGUP:
        wait.result = "hangup"
    return ending


async def _talk(wait: Wait) -> None:
    """Hear the document of whoever took the caller out of the queue, then be bridged."""
    ticket = wait.ticket
    wait.result = "bridged"
    if ticket.document:
        url, method, by = ticket.document
        extra = {"QueueSid": wait.queue.sid, "QueueTime": str(wait.seconds), "DequeingCallSid": by}
        try:
            await follow(ticket.leg, Goto(url, method, {}), DEQUEUED, lambda: extra)
        except HookFailed:
            wait.result = "error"
            return
    ticket.ready.set_result(True)
    await first_of(ticket.released)


async def _sound(wait: Wait, params: Callable[[], dict[str, str]]) -> Ending:
    """Play the waiting document until it leaves or hangs up; it is asked for again each time that it runs out."""
    leg, url = wait.run.leg, wait.node.get("waitUrl")
    if not url:
        leg.hear("music" if url is None else "silence")
        await first_of(leg.gone)
        return Ending.HANGUP
    clock = leg.switch.clock
    while True:
        began = clock.now()
        ending = await follow(leg, wait.run.goto(url, wait.node.get("waitUrlMethod")), QUEUE_WAIT, params)
        if ending is not Ending.RAN_OUT:
            return ending
        if clock.now() == began:
            # A document without a sound would be asked for without a pause.
            await sleep(clock, 1.0)
