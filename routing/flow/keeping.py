"""Keep what was promised: reckon the next attempt, write down what came of it, compare the records with live state."""

from collections.abc import Collection
from contextlib import suppress

import structlog

from routing.domain import audit
from routing.domain.contact import Unavailable, Unreadable
from routing.domain.promise import MINUTE, MOST_ATTEMPTS, TAKEN, Promise, purpose, window
from routing.flow import closing, opting
from routing.flow.acts import carry_out, let_go
from routing.flow.onward import queueing
from routing.ports import Services, Working

STATES = {"kept": "kept", "callback_failed": "failed"}
CALLBACK = "callback"

log = structlog.get_logger()


def reckon(s: Working, contact: str) -> None:
    """Say when a person may be called next, or that it is over. Raises Unavailable and NotKept."""
    record = s.switchboard.contact(contact)
    promise = s.promises.find(record.get("promise", ""))
    if promise is None or not goes_on(promise):
        let_go(s, contact, "callback_failed")
        return
    zone = s.config.lines[promise.line].time_zone
    carry_out(s, s.switchboard.plan(contact, window(promise, s.switchboard.now(), zone)))


def goes_on(promise: Promise) -> bool:
    """Tell whether a callback is still to be kept, by a call of ours or by whoever has taken it."""
    return promise.state == TAKEN or (promise.state == "open" and promise.attempts < MOST_ATTEMPTS)


def take(s: Services, promise: str, specialist: str, now_ms: int) -> Promise | None:
    """Have a specialist deal with a promise: nobody is rung for it any more. Return it as it is now; None if unknown.

    It stays open on record until somebody closes it, or its time is over. Raises NotKept when nothing has changed, and
    Unavailable when live state does not know of it: then whoever is rung for it is let go again.
    """
    found = s.promises.take(promise, specialist, now_ms)
    if found and found.state == TAKEN and found.kind == CALLBACK:
        carry_out(s, s.switchboard.taken(found))
    return found


def close(s: Services, promise: Promise, now_ms: int) -> bool:
    """Say that staff have dealt with a promise, which erases whose it was; nobody is called for it any more.

    False, and nothing has changed, when it is not as it was found: closed, or taken meanwhile. Raises NotKept.
    """
    if not s.promises.close(promise.id, *_dealt_with(promise), now_ms, was=promise.state):
        return False
    with suppress(Unavailable):  # what is closed on record is not called, whatever live state knows
        let_go(s, promise.contact, "ended_by_staff")
    return True


def _dealt_with(promise: Promise) -> tuple[str, str]:
    """Return the state in which it is closed, and how that came."""
    if promise.kind == "voicemail":
        return "kept", "heard"
    return ("kept" if promise.state == TAKEN else "cancelled"), "by_staff"


def number_of(s: Working, promise: Promise) -> str:
    """Return the number to call; empty where it has been erased, or no key opens it any more."""
    try:
        return s.vault.open(purpose(promise.id), promise.number)
    except Unreadable:
        return ""


def settle(s: Working, contact: str) -> None:
    """Write down what became of a contact's promises. Raises Unavailable and NotKept."""
    for written in s.switchboard.contact(contact).get("settles", "").split():
        promise, _, how = written.partition(":")
        s.promises.close(promise, STATES.get(how, "cancelled"), how, s.switchboard.now())
        s.switchboard.settled(contact, written)


def review(s: Working, _subject: str) -> None:
    """End what is promised for too long, tell live state what it does not know, and delete what is long over.

    Raises Unavailable and NotKept.
    """
    now = s.switchboard.now()
    for promise in (each for each in s.promises.expired(now) if each.kind == CALLBACK):
        let_go(s, promise.contact, "callback_failed")
        s.promises.close(promise.id, "failed", "expired", now)
    closing.follow(s)
    opting.follow(s)
    bring_back(s)
    s.retention.purge(now)
    s.audit.purge(now - audit.KEPT_MS)
    s.users.purge(now - audit.KEPT_MS)
    s.switchboard.rewrite_file()


def bring_back(s: Working, busy: Collection[str] = ()) -> None:
    """Have live state know of every open callback, but of people whose telephone is in a call of a lost life.

    Raises Unavailable and NotKept.
    """
    for promise in s.promises.still_open(CALLBACK):
        if number_of(s, promise) not in busy:
            _bring_back(s, promise, s.switchboard.now())


def _bring_back(s: Working, promise: Promise, now: int) -> None:
    line = s.config.lines.get(promise.line)
    if line is None or promise.skill not in line.skills:
        log.warning("callback_without_line", promise=promise.id)
        return
    fields = queueing(line, promise.skill, promise.language) | {
        "topic": promise.topic,
        "priority": promise.priority,
        "person": promise.person,
    }
    change = carry_out(s, s.switchboard.reenter(promise, window(promise, now, line.time_zone), fields))
    if change.word == "other" and now - promise.made_at > MINUTE:
        # On record though its caller was told otherwise: the database answered, but too late.
        s.promises.close(promise.id, "cancelled", "not_told", now)
