"""Calling someone back: a specialist has pressed 1 and waits, and the person's telephone rings."""

import structlog

from routing.domain.contact import Incoming, NotSent, Reason, Unclear
from routing.domain.promise import MINUTE, TAKEN, NotKept, Promise, Window
from routing.domain.replies import Ask, Document, Go, Hangup
from routing.flow import call as calls
from routing.flow import outgoing, provider
from routing.flow.acts import carry_out
from routing.flow.keeping import number_of
from routing.flow.offer import ENDED, NEWS
from routing.flow.onward import stands
from routing.flow.sentences import say
from routing.flow.ticket import of
from routing.ports import Services, Working

RING_SECONDS = 25
KEY_SECONDS = 6
TRIES = 3
SOON_S = 3

log = structlog.get_logger()


def contact_of(offer: str) -> str:
    return offer.rpartition("-")[0]


def call_back(s: Working, offer: str) -> None:
    """Place the call to the person, once. It is counted before it is placed, so that no loss makes a fourth.

    Raises Unavailable and NotKept.
    """
    change = s.switchboard.call(offer)
    if change.word != "call":
        return
    promise_id, language = map(str, change.details)
    try:
        promise = s.promises.attempt(promise_id, s.switchboard.now())
    except NotKept:
        missed(s, offer)
        later = s.switchboard.now() + MINUTE
        s.switchboard.plan(contact_of(offer), Window(later, later))
        return
    if promise is None or not number_of(s, promise):
        _not_called(s, offer, promise_id)
        return
    _place(s, offer, promise, f"/callback/{offer}/{language}")


def _not_called(s: Working, offer: str, promise_id: str) -> None:
    promise = s.promises.find(promise_id)
    if promise and promise.state == TAKEN:
        missed(s, offer)
    else:
        carry_out(s, s.switchboard.leave(contact_of(offer), "callback_failed"))


def _place(s: Working, offer: str, promise: Promise, path: str) -> None:
    try:
        leg = outgoing.ring(s, s.config.lines[promise.line], number_of(s, promise), path, RING_SECONDS)
    except NotSent as why:
        log.warning("callback_not_placed", offer=offer, why=why.code)
        _refused(s, offer, promise, why)
    except Unclear as why:
        log.warning("callback_unclear", offer=offer, why=str(why))
        s.switchboard.slow(offer, again=False)
        s.switchboard.postpone("calling", contact_of(offer), SOON_S)
        provider.failed(s, why, promise.line)
    else:
        carry_out(s, s.switchboard.dialled(offer, s.vault.seal("leg", leg)))


def _refused(s: Working, offer: str, promise: Promise, why: NotSent) -> None:
    if why.reason is Reason.BAD_NUMBER:
        carry_out(s, s.switchboard.leave(contact_of(offer), "callback_failed"))
        return
    if why.reason is Reason.TOO_OFTEN:
        s.switchboard.slow(offer, again=False)
    missed(s, offer)
    provider.failed(s, why, promise.line)


def seek(s: Working, contact: str) -> None:
    """Go on with a call to a person of which nothing was heard in time. Raises Unavailable, NotKept and Unclear."""
    offer = s.switchboard.contact(contact).get("offer", "")
    record = s.switchboard.offer(offer)
    if not record:
        s.switchboard.forget("calling", contact)
    elif "called" not in record:
        call_back(s, offer)
    elif "back" in record or not _found(s, contact, offer, int(record["called"])):
        missed(s, offer)


def _found(s: Working, contact: str, offer: str, since_ms: int) -> bool:
    """Look for a call whose placing stayed unclear."""
    record = s.switchboard.contact(contact)
    promise = s.promises.find(record.get("promise", ""))
    number = number_of(s, promise) if promise else ""
    leg = s.carrier.find(number, s.config.lines[promise.line].numbers[0], since_ms) if promise and number else None
    if leg:
        carry_out(s, s.switchboard.dialled(offer, s.vault.seal("leg", leg)))
    return bool(leg)


def missed(s: Services, offer: str) -> None:
    """Nobody was reached: the specialist is told and freed, and the contact rests. Raises Unavailable."""
    carry_out(s, s.switchboard.miss(contact_of(offer), offer))


# What the person's telephone hears. Only the one neutral sentence may reach a machine.


def hello(s: Services, offer: str, language: str, tries: int = 0) -> Document:
    """Say that someone asked for a call, and take a 1. Nothing is read: it is the same for everyone."""
    here = f"/callback/{offer}/{language}/keys?tries={tries}"
    return (Ask((say(s, "callback_hello", language),), here, KEY_SECONDS), Go(here))


def keys(s: Services, call: Incoming, offer: str, language: str, tries: int) -> Document:
    """Answer the key: 1 brings the person to the specialist, or into line. Raises Unavailable."""
    if call.keys == "0":
        return calls.emergency(s, language)
    if call.keys != "1":
        return hello(s, offer, language, tries + 1) if tries + 1 < TRIES else (Hangup(),)
    digest, sealed = s.vault.digest("call", call.call), s.vault.seal("call", call.call)
    change = carry_out(s, s.switchboard.reach(offer, digest, sealed))
    contact = contact_of(offer)
    standing = s.switchboard.wait(contact)
    if change.word == "gone" or standing is None:
        return (say(s, "goodbye", language), Hangup())
    wait = (say(s, "back_in_line", language),) if standing.stage == "waiting" else ()
    return (*wait, *stands(s, of(contact, s.switchboard.contact(contact)), standing))


def news(s: Services, call: Incoming, offer: str) -> None:
    """Take note of what the carrier says of the person's telephone. Raises Unavailable."""
    if call.status in ENDED:
        if s.switchboard.contact_of_call(s.vault.digest("call", call.call)):
            calls.hung_up(s, call)
        else:
            missed(s, offer)
    elif call.status in NEWS:
        carry_out(s, s.switchboard.dialled(offer, s.vault.seal("leg", call.call)))
