"""Asking to talk, by text: to be called, or to write with a person. What is asked, and what becomes of the answer.

What somebody was asked last stays open for an hour; any other words are read as if nothing had been asked.
"""

from dataclasses import dataclass, replace

import structlog

from config.gsm import sendable
from config.shapes import Line
from routing.domain import place
from routing.domain.contact import Unavailable, Waiting
from routing.domain.promise import LIFE_MS, NotKept, Promise, purpose, window
from routing.domain.talk import CALL, DONE, NO, TEXT, YES, Stands, folded
from routing.flow import acts, callback, outgoing
from routing.flow.onward import queueing
from routing.flow.people import shown
from routing.flow.proof import Texted
from routing.flow.sentences import text
from routing.flow.times import moment, when
from routing.ports import Services

log = structlog.get_logger()
CHOOSES, SAFE = "talk", "safe"
BY_TEXT = "sms_"
ID_LETTERS = 16
PATIENCE_S = 2 * 3600  # so long may somebody wait for a text
ON_PHONE = "sms_on_phone"


def question(line: Line) -> str:
    """Return the phrase that asks how somebody wants to talk."""
    return "sms_talk" if line.texts_at_once else "sms_talk_call"


@dataclass(frozen=True)
class Talker:
    """Somebody who texts a line: their text, how they stand, the language to answer in, and what they asked about."""

    line: Line
    came: Texted
    stands: Stands
    language: str
    topic: str = ""


def is_answered(who: Talker) -> bool:
    """Tell whether the words say yes or no to whether a call is safe."""
    return who.stands.question.startswith(SAFE) and folded(who.came.words) in (*YES, *NO)


def answer(s: Services, who: Talker) -> tuple[str, ...] | None:
    """Answer somebody who was asked, or waits; None where the words say nothing of that. Raises Unavailable."""
    words = folded(who.came.words)
    if is_answered(who):
        return _safe(s, who, agreed=words in YES)
    if who.stands.waits and words in DONE:
        acts.carry_out(s, s.switchboard.leave(who.stands.contact))
        return _told(s, "sms_talk_left", who.language)
    if not (who.stands.question or who.stands.waits):
        return None
    if words in CALL:
        return call_me(s, who)
    if words in TEXT:
        may = outgoing.may_ask(who.line, who.came.sender)
        return _enter(s, who) if may else _told(s, "sms_callback_not_here", who.language)
    return (said(s, question(who.line), who.language),) if who.stands.question == CHOOSES and words in YES else None


def asked(s: Services, who: Talker) -> tuple[str, ...]:
    """Answer who asks for a person: how the wait is, or how they want to talk. Raises Unavailable."""
    if who.stands.waits:
        return waits(s, who.line, who.stands.contact, who.language)
    asks(s, who, CHOOSES)
    return (said(s, question(who.line), who.language),)


def asks(s: Services, who: Talker, what: str) -> None:
    s.switchboard.asks(s.vault.digest("person", who.came.sender), what)


def call_me(s: Services, who: Talker) -> tuple[str, ...]:
    """Ask whether a call is safe, where one can be promised. Raises Unavailable."""
    if who.stands.shut_out:
        return _told(s, "sms_talk_shut_out", who.language)
    if who.stands.mode == callback.CHOICE:
        return _told(s, "sms_callback_promised", who.language)
    if who.stands.contact and who.stands.channel != "text":
        return _told(s, ON_PHONE, who.language)
    if who.stands.specialist or not callback.may_be_called(s, who.came.sender, who.line):
        return _told(s, "sms_callback_not_here", who.language)
    at = s.switchboard.now()
    asks(s, who, safe(at, who.language))
    return (safe_to_call(s, who.line, who.language, at).words,)


def safe(at: int, language: str) -> str:
    """Return what is remembered of the question whether a call is safe: when it was asked, and in which language."""
    return f"{SAFE} {at} {language}"


def safe_to_call(s: Services, line: Line, language: str, at: int) -> callback.Question:
    """Word the question as it is sent."""
    asked = callback.worded(s, line, language, at, BY_TEXT)
    return replace(asked, words=sendable(asked.words))


def _safe(s: Services, who: Talker, *, agreed: bool) -> tuple[str, ...]:
    _, at, asked_in = who.stands.question.split()
    if not agreed:
        asks(s, who, "")
        return _told(s, "sms_callback_declined", who.language)
    heard = safe_to_call(s, who.line, asked_in, int(at))
    promise = _promise(s, who, int(at), asked_in)
    promise = replace(promise, any_hour=heard.is_for_now)
    try:
        s.promises.make(promise, callback.yes(promise, heard, "text", f"text {folded(who.came.words)}"))
    except NotKept:
        callback.untold(s, promise)
        return _told(s, "sms_callback_not_kept", who.language)
    _made(s, who, promise)
    return _told(s, "sms_callback_promised", who.language)


def _promise(s: Services, who: Talker, at: int, language: str) -> Promise:
    theirs = s.switchboard.contact(who.stands.contact) if who.stands.contact else {}
    person = s.vault.digest("person", who.came.sender)
    # Named by the text that says yes, so that one that comes twice makes one.
    promise = s.vault.digest("promise", who.came.id)[:ID_LETTERS]
    return Promise(
        id=promise,
        kind=callback.CHOICE,
        contact=who.stands.contact or s.vault.digest("contact", who.came.id)[:ID_LETTERS],
        line=who.line.id,
        skill=theirs.get("skill") or next(iter(who.line.skills)),
        language=language,
        topic=theirs.get("topic", who.topic),
        entered_at=int(theirs.get("entered_at", at)),
        priority=int(theirs.get("priority", 0)),
        made_at=at,
        expires_at=at + LIFE_MS,
        person=person,
        number=s.vault.seal(purpose(promise), who.came.sender),
    )


def _made(s: Services, who: Talker, promise: Promise) -> None:
    """Have live state know of a promise that is on record; should it not, it is told of it later."""
    span = window(promise, s.switchboard.now(), who.line.time_zone)
    fields = queueing(who.line, promise.skill, promise.language) | {
        "topic": promise.topic,
        "priority": promise.priority,
        "person": promise.person,
    }
    fields |= shown(s, who.line, who.came.sender)
    try:
        if who.stands.contact:
            acts.carry_out(s, s.switchboard.call_back(promise, span))
        acts.carry_out(s, s.switchboard.reenter(promise, span, fields))
        asks(s, who, "")
    except Unavailable:
        log.warning("callback_not_live", promise=promise.id)


def _enter(s: Services, who: Talker) -> tuple[str, ...]:
    if who.stands.mode == callback.CHOICE:
        return _told(s, "sms_callback_promised", who.language)
    if who.stands.waits:
        return waits(s, who.line, who.stands.contact, who.language)
    if not who.line.texts_at_once or who.stands.specialist:
        return (said(s, question(who.line), who.language),)
    skill = next(iter(who.line.skills.values()))
    contact = s.vault.digest("contact", who.came.id)[:ID_LETTERS]
    fields = queueing(who.line, skill.id, who.language) | {
        "channel": "text",
        "topic": who.topic,
        "priority": skill.priority,
        "person": s.vault.digest("person", who.came.sender),
        "number": s.vault.seal_for_a_day("phone", who.came.sender),
        "patience": PATIENCE_S,
    }
    fields |= shown(s, who.line, who.came.sender)
    change = acts.carry_out(s, s.switchboard.enter(contact, s.vault.digest("call", who.came.id), "", fields))
    asks(s, who, "")
    match change.word:
        case "shut_out":
            return _told(s, "sms_talk_shut_out", who.language)
        case "open":
            return _told(s, ON_PHONE, who.language)
    disclosure = sendable(who.line.disclosure.get(who.language, ""))
    return (*((disclosure,) if disclosure.strip() else ()), *waits(s, who.line, contact, who.language))


def waits(s: Services, line: Line, contact: str, language: str) -> tuple[str, ...]:
    """Say how the wait is. Raises Unavailable."""
    standing = s.switchboard.wait(contact)
    if standing is None:
        return (said(s, question(line), language),)
    samhsa, till = s.config.facts["samhsa"].call or "", _till(s, line, standing, language)
    if standing.closed_till is not None:
        opens = _moment(s, line, "line_opens", standing.closed_till, language)
        return (said(s, "sms_in_line_closed", language, opens=opens, till=till, samhsa=samhsa),)
    if not standing.on_duty:
        queue = s.switchboard.contact(contact)["queues"].split()[0]
        starts = _moment(s, line, "next_shift", s.switchboard.next_start(queue), language)
        return (said(s, "sms_in_line_nobody", language, next=starts, till=till, samhsa=samhsa),)
    ahead, wait = standing.place - 1, _bucket(line, standing)
    phrase = ("place_next", "place_later_one")[ahead] if ahead < 2 else "place_later"
    where = text(s, phrase, language, ahead=ahead)
    return (said(s, "sms_in_line", language, place=where, wait=text(s, wait, language) if wait else ""),)


def _bucket(line: Line, standing: Waiting) -> str:
    ring_seconds = next(iter(line.skills.values())).ring_seconds
    handled = (standing.handled_seconds, standing.handled_count)
    return place.bucket(place.estimate(standing.place, standing.on_duty, *handled, ring_seconds))


def _till(s: Services, line: Line, standing: Waiting, language: str) -> str:
    at = moment(standing.lapses_at).replace(second=0, microsecond=0)
    return when(s, at, moment(s.switchboard.now()), line.time_zone, language)


def _moment(s: Services, line: Line, phrase: str, at: int, language: str) -> str:
    if not at:
        return ""
    said_when = when(s, moment(at), moment(s.switchboard.now()), line.time_zone, language)
    return text(s, phrase, language, when=said_when)


def _told(s: Services, phrase: str, language: str) -> tuple[str, ...]:
    return (said(s, phrase, language, samhsa=s.config.facts["samhsa"].call or ""),)


def said(s: Services, phrase: str, language: str, **values: str | int) -> str:
    """Return a phrase as it is sent."""
    return sendable(text(s, phrase, language, **values))
