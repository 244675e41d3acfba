"""Dial's Queue noun: take the caller who has waited longest, and talk."""

from xml.etree.ElementTree import Element

from routing.exchange.clock import first_of, within
from routing.exchange.documents import is_true, number_of, words
from routing.exchange.queues import Queue, Ticket
from routing.exchange.rooms import Room
from routing.exchange.run import Run
from routing.exchange.star import Star
from routing.exchange.terms import LONGEST_CALL

WAIT_SECONDS = 30


async def serve_queue(run: Run, dial: Element, noun: Element, outcome: dict[str, str]) -> None:
    """Be bridged to the first caller of the queue; fills in the parameters of the Dial's action."""
    leg = run.leg
    outcome |= {"DialCallStatus": "failed", "DialBridged": "false"}
    queue = leg.switch.queues.get(words(noun))
    if not queue:
        return
    leg.answer()
    leg.place = "dial"
    outcome |= {"DialCallStatus": "no-answer", "QueueSid": queue.sid}
    ticket = await _first(run, queue, number_of(dial, "timeout", WAIT_SECONDS))
    if not ticket:
        return
    outcome["QueueTime"] = str(int(queue.waited(ticket)))
    url = noun.get("url")
    ticket.document = (run.resolve(url), noun.get("method", "POST"), leg.sid) if url else None
    ticket.called.set_result(None)
    try:
        await first_of(ticket.ready)
        if ticket.ready.result():
            outcome |= {"DialCallStatus": "completed", "DialBridged": "true", "DialCallSid": ticket.leg.sid}
            await _talk(run, dial, ticket)
            outcome["DialCallDuration"] = str(ticket.leg.duration)
    finally:
        if not ticket.released.done():
            ticket.released.set_result(None)


async def _first(run: Run, queue: Queue, seconds: float) -> Ticket | None:
    """Take the first caller, or wait for one."""
    clock = run.leg.switch.clock
    deadline = clock.now() + seconds
    while True:
        free = [ticket for ticket in queue.tickets if not ticket.called.done()]
        if free:
            return free[0]
        if not await within(clock, deadline - clock.now(), queue.arrival):
            return None


async def _talk(run: Run, dial: Element, ticket: Ticket) -> None:
    room, star = Room(), Star()
    run.leg.listener = star if is_true(dial, "hangupOnStar") else None
    room.fill([run.leg, ticket.leg])
    try:
        limit = number_of(dial, "timeLimit", LONGEST_CALL)
        await within(run.leg.switch.clock, limit, ticket.released, ticket.leg.gone, star.pressed)
    finally:
        room.fill([])
        run.leg.unheed(star)
