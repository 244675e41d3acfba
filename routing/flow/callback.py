"""Asking to be called back: whether that can be, whether it is safe, and the promise, before the words that make it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

import structlog
from babel.dates import format_date

from config.shapes import Line
from routing.domain.consent import PROOF_MS, Consent, fingerprint
from routing.domain.contact import Incoming, Unavailable
from routing.domain.promise import LIFE_MS, SECOND, NotKept, Promise, is_night, purpose, window
from routing.domain.replies import Ask, Document, Go, Hangup
from routing.flow import outgoing
from routing.flow.acts import carry_out
from routing.flow.people import number_of, person_of
from routing.flow.sentences import say, text, voiced
from routing.flow.ticket import Ticket, address
from routing.ports import Services

CHOICE = "callback"
YES, NO = "1", "2"
NIGHTLY = "callback_safe_now"
SAFE_SECONDS = 6

log = structlog.get_logger()


def is_possible(s: Services, call: Incoming, line: Line) -> bool:
    """Tell whether a caller can be called back; a withheld number cannot, nor a specialist's. Raises Unavailable."""
    number = number_of(s.config, call)
    return not s.switchboard.rostered(person_of(s, call)) and may_be_called(s, number, line)


def may_be_called(s: Services, number: str, line: Line) -> bool:
    """Tell whether a person's number can be called before a promise made now is over. Raises Unavailable."""
    return outgoing.may_ask(line, number) and _opens_in_time(s, line)


def _opens_in_time(s: Services, line: Line) -> bool:
    """Tell whether calls are made before a promise made now is over, as far as that is known."""
    till = s.switchboard.closed_till(line.id)
    return not till or till < s.switchboard.now() + LIFE_MS


@dataclass(frozen=True)
class Question:
    """Whether it is safe, as it is spoken, or sent."""

    wording: str
    words: str

    @property
    def is_for_now(self) -> bool:
        return self.wording.endswith(NIGHTLY)


def worded(s: Services, line: Line, language: str, at: int, by: str = "") -> Question:
    """Word the question for a time in ms, where it is sent as of the phrases that begin with `by`.

    Who asks at night asks for now, and hears it.
    """
    wording = by + (NIGHTLY if is_night(at, line.time_zone) else "callback_safe")
    last = datetime.fromtimestamp((at + LIFE_MS) / SECOND, ZoneInfo(line.time_zone))
    day = format_date(last.date(), "EEEE", locale=language)
    return Question(wording, text(s, wording, language, day=day))


def _question(s: Services, ticket: Ticket, at: int) -> Question:
    return worded(s, s.config.lines[ticket.line], ticket.language, at)


def question(s: Services, ticket: Ticket, step: int) -> Document:
    """Ask whether it is safe. Raises Unavailable."""
    return _ask(s, ticket, step, s.switchboard.now())


def _ask(s: Services, ticket: Ticket, step: int, at: int, again: bool = False) -> Document:
    # The address keeps the time of asking: a yes is to these very words.
    here = address(s, f"/voice/choice/{ticket.contact}", ticket, step=step, at=at, again=int(again))
    return (Ask((voiced(s, _question(s, ticket, at).words, ticket.language),), here, SAFE_SECONDS), Go(here))


def answer(s: Services, call: Incoming, ticket: Ticket, step: int, query: Mapping[str, str]) -> Document | str:
    """Answer the key: a document, or the phrase with which the caller goes back to the place in line.

    `query` is of the question's address: when it was asked, and whether for the second time. Raises Unavailable.
    """
    at, again = int(query["at"]), query["again"] == "1"
    if call.keys == NO:
        return "callback_declined"
    if call.keys != YES or not is_possible(s, call, s.config.lines[ticket.line]):
        return "back_in_line" if again else _ask(s, ticket, step, at, again=True)
    heard = _question(s, ticket, at)
    promise = replace(_promise(s, call, ticket, step, at), any_hour=heard.is_for_now)
    try:
        s.promises.make(promise, yes(promise, heard, "voice", f"key {YES}"))
    except NotKept:
        untold(s, promise)
        return "callback_not_kept"
    return _made(s, ticket, promise)


def untold(s: Services, promise: Promise) -> None:
    """Have a promise that was not on record in time be none."""
    # A commit whose answer is late or lost may be one all the same; its caller is told that it is none, and it is none.
    try:
        s.switchboard.untold(promise.contact, promise.id)
    except Unavailable:
        log.warning("callback_untold", promise=promise.id)


def _promise(s: Services, call: Incoming, ticket: Ticket, step: int, at: int) -> Promise:
    record = s.switchboard.contact(ticket.contact)
    # Named by what it answers, so that a webhook that comes twice makes one.
    promise = s.vault.digest("promise", f"{ticket.contact} {step}")[:16]
    return Promise(
        id=promise,
        kind=CHOICE,
        contact=ticket.contact,
        line=ticket.line,
        skill=ticket.skill,
        language=ticket.language,
        topic=ticket.topic,
        entered_at=int(record["entered_at"]),
        priority=int(record["priority"]),
        made_at=at,
        expires_at=at + LIFE_MS,
        person=person_of(s, call),
        number=s.vault.seal(purpose(promise), number_of(s.config, call)),
    )


def yes(promise: Promise, heard: Question, channel: str, how: str) -> Consent:
    """Return the yes to a promise, as it was given to a question."""
    return Consent(
        id=promise.id,
        scope=CHOICE,
        wording=heard.wording,
        sentence=fingerprint(heard.words),
        language=promise.language,
        channel=channel,
        how=how,
        given_at=promise.made_at,
        expires_at=promise.made_at + PROOF_MS,
        person=promise.person,
    )


def _made(s: Services, ticket: Ticket, promise: Promise) -> Document | str:
    """Have live state know of a promise that is on record; should it not, it is told of it later."""
    try:
        zone = s.config.lines[promise.line].time_zone
        change = carry_out(s, s.switchboard.call_back(promise, window(promise, promise.made_at, zone)))
    except Unavailable:
        log.warning("callback_not_live", promise=promise.id)
        return promised(s, ticket)
    if change.word in ("accepted", "bridged"):
        # A specialist has just come: who joins them needs no call, and the record is closed as it is compared.
        return "connecting"
    return promised(s, ticket)


def promised(s: Services, ticket: Ticket) -> Document:
    return (say(s, "callback_promised", ticket.language), Hangup())
