"""Leaving a message: what is kept of it, the yes, the promise on record, then the beep."""

from collections.abc import Mapping

from config.shapes import Line
from routing.domain.consent import PROOF_MS, Consent, fingerprint
from routing.domain.contact import Incoming, Waiting
from routing.domain.message import LIFE_MS, LONGEST_S
from routing.domain.person import known
from routing.domain.promise import NotKept, Promise
from routing.domain.replies import Ask, Document, Go, Record
from routing.flow.sentences import say, text, voiced
from routing.flow.ticket import Ticket, address
from routing.ports import Services

CHOICE = "voicemail"
WORDING = "message_notice"
YES = "1"
NOTICE_SECONDS, KEPT_SECONDS = 6, 6
SILENCE_S = 6
ANY_KEY = "1234567890*#"


def is_possible(line: Line) -> bool:
    """Tell whether a message may be left: where somebody is told of it, and so hears it."""
    return line.takes_messages and bool(line.alerts_to or line.alerts_webhook)


def notice(s: Services, ticket: Ticket, step: int, at: int, again: bool = False) -> Document:
    """Say what is kept of a message, and who hears it, at a time in ms; only a 1 is a yes to these very words."""
    here = address(s, f"/voice/choice/{ticket.contact}", ticket, step=step, at=at, again=int(again))
    return (Ask((voiced(s, text(s, WORDING, ticket.language), ticket.language),), here, NOTICE_SECONDS), Go(here))


def stands(s: Services, ticket: Ticket, standing: Waiting) -> Document:
    """Return the document for a caller who is leaving a message, by how far that has come. Raises Unavailable."""
    if standing.stage != CHOICE:
        return notice(s, ticket, standing.step, s.switchboard.now())
    return (kept if standing.choice == "kept" else recording)(s, ticket, standing.step)


def answer(s: Services, call: Incoming, ticket: Ticket, step: int, query: Mapping[str, str]) -> Document | str:
    """Answer the key: a document, or the phrase with which the caller goes back to the place in line.

    `query` is of the notice's address: when it was given, and whether for the second time. Raises Unavailable.
    """
    at, again = int(query["at"]), query["again"] == "1"
    if call.keys != YES:
        return "back_in_line" if call.keys or again else notice(s, ticket, step, at, again=True)
    promise = _promise(s, call, ticket, step, at)
    try:
        s.promises.make(promise, _yes(s, promise))
    except NotKept:
        return "message_not_now"
    change = s.switchboard.record(ticket.contact, step, promise.id)
    return recording(s, ticket, int(change.details[0])) if change.word == CHOICE else "back_in_line"


def recording(s: Services, ticket: Ticket, step: int) -> Document:
    """Beep and record. Silence goes on to the same address, with nothing recorded."""
    promise = _id(s, ticket, step - 1)
    then = address(s, f"/voice/message/{promise}", ticket)
    spoken = say(s, "message_speak", ticket.language)
    return (spoken, Record(LONGEST_S, SILENCE_S, ANY_KEY, then, f"/voice/message/{promise}/news"), Go(then))


def kept(s: Services, ticket: Ticket, step: int) -> Document:
    """Say that a message is kept: it is on record."""
    here = address(s, f"/voice/kept/{ticket.contact}", ticket, step=step)
    return (Ask((say(s, "message_kept", ticket.language),), here, KEPT_SECONDS), Go(here))


def _id(s: Services, ticket: Ticket, step: int) -> str:
    # Named by what it answers, so that a webhook that comes twice makes one.
    return s.vault.digest("message", f"{ticket.contact} {step}")[:16]


def _promise(s: Services, call: Incoming, ticket: Ticket, step: int, at: int) -> Promise:
    return Promise(
        id=_id(s, ticket, step),
        kind=CHOICE,
        contact=ticket.contact,
        line=ticket.line,
        skill=ticket.skill,
        language=ticket.language,
        topic=ticket.topic,
        entered_at=int(ticket.entered_at),
        priority=ticket.priority,
        made_at=at,
        expires_at=at + LIFE_MS,
        person=s.vault.digest("person", call.caller) if known(call.caller) else "",
        state="recording",
    )


def _yes(s: Services, promise: Promise) -> Consent:
    return Consent(
        id=promise.id,
        scope=CHOICE,
        wording=WORDING,
        sentence=fingerprint(text(s, WORDING, promise.language)),
        language=promise.language,
        channel="voice",
        how=f"key {YES}",
        given_at=promise.made_at,
        expires_at=promise.made_at + PROOF_MS,
        person=promise.person,
    )
