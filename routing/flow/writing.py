"""The lines of a conversation by text: each goes on to the other as a text of its own, in order.

A line stands encrypted in live state until the conversation ends, for the specialist's page (flow/chat.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import structlog

from config.gsm import sendable
from routing.domain.contact import Unavailable
from routing.domain.talk import DONE, folded, parts, said
from routing.flow import acts
from routing.flow.proof import Texted
from routing.flow.sending import PURPOSE
from routing.flow.sentences import text
from routing.flow.talk import Talker
from routing.flow.told import language_of
from routing.ports import Services

log = structlog.get_logger()

KIND = "talk"
PERSON, SPECIALIST, US = "person", "specialist", "us"
ID_LETTERS = 16
NOBODYS = ("which", "nobody")
ALARMS = {"overdose_emergency": "sms_talks_emergency", "suicide_crisis": "sms_talks_suicide"}


def contact_of(offer: str) -> str:
    return offer.rpartition("-")[0]


def from_person(s: Services, who: Talker) -> tuple[str, ...]:
    """Pass on what a person writes, or end the conversation at their wish. Raises Unavailable."""
    if folded(who.came.words) in DONE:
        acts.carry_out(s, s.switchboard.leave(who.stands.contact))
        return (sendable(text(s, "sms_talk_left", who.language)),)
    if who.stands.question:
        s.switchboard.asks(s.vault.digest("person", who.came.sender), "")  # a later yes is none to it
    passed = not who.came.words.strip() or to_specialist(s, who.came, who.stands.offer)
    told = [*([] if passed else ["sms_talk_not_now"]), *(["sms_no_pictures"] if who.came.pictures else [])]
    return tuple(sendable(text(s, phrase, who.language)) for phrase in told)


def alarmed(s: Services, came: Texted, label: str) -> bool:
    """Pass an emergency's words on to the specialist, who is told first that it is one; False for anybody else's.

    The person is answered whatever becomes of this, whatever it fails with. True only for a specialist whose words go
    on to somebody, or ask something of us: they are no emergency of their own.
    """
    try:
        return _alarmed(s, came, label)
    except Unavailable:
        return False
    except Exception:  # any fault here would keep the person's answer back
        log.exception("alarm_not_passed_on")
        return False


def _alarmed(s: Services, came: Texted, label: str) -> bool:
    stands = s.switchboard.talks(s.vault.digests("person", came.sender))
    if stands.helps:
        # Words that are for nobody in particular are not passed on, and may be of the specialist's own.
        asks = said(came.words, stands)
        return asks is not None and asks.act not in NOBODYS
    if stands.talks:
        to_specialist(s, came, stands.offer, ALARMS[label])
    return False


def to_specialist(s: Services, came: Texted, offer: str, first: str = "") -> bool:
    """Pass a person's words on, after the phrase `first`; tell whether they are on their way. Raises Unavailable."""
    record = s.switchboard.offer(offer)
    theirs = s.switchboard.specialist(record.get("specialist", ""))
    if not theirs:
        return False
    number = f"#{record['slot']} " if len(theirs.get("texts", "").split()) > 1 else ""
    told = [text(s, first, language_of(s, theirs))] if first else []
    lines = [f"{number}{line}" for line in (*told, *parts(came.words))]
    return _all_passed(s, Line(offer, PERSON, came.id, "", theirs["phone"]), lines)


def to_person(s: Services, came: Texted, offer: str, words: str) -> bool:
    """Pass a specialist's words on; tell whether they are on their way. Raises Unavailable."""
    to = s.switchboard.contact(contact_of(offer)).get("number", "")
    return bool(to) and _all_passed(s, Line(offer, SPECIALIST, came.id, "", to), parts(words))


def from_page(s: Services, offer: str, once: str, words: str) -> bool:
    """Pass on what a specialist has written on their page, once for `once`; tell whether it is. Raises Unavailable."""
    to = s.switchboard.contact(contact_of(offer)).get("number", "")
    return bool(to) and _all_passed(s, Line(offer, SPECIALIST, once, "", to), parts(words))


@dataclass(frozen=True)
class Line:
    """One text of a conversation. `to` is a number sealed for "phone"; `id` names it, and tells nothing of anybody."""

    offer: str
    writer: str
    id: str = field(repr=False)
    words: str = field(repr=False)
    to: str = field(repr=False)
    side: str = ""  # whose number it is

    @property
    def goes_to(self) -> str:
        return self.side or (PERSON if self.writer == SPECIALIST else SPECIALIST)


def _all_passed(s: Services, line: Line, parts: Sequence[str]) -> bool:
    once = s.vault.digest("line", line.id)[:ID_LETTERS]
    return all([pass_on(s, replace(line, id=f"{once}-{n}", words=part)) for n, part in enumerate(parts)])  # noqa: C419 (each)


def pass_on(s: Services, line: Line) -> bool:
    """Have a line sent after the one before it, once for its id; tell whether it is. Raises Unavailable."""
    contact = contact_of(line.offer)
    at = s.switchboard.contact(contact).get("line") or next(iter(s.config.lines))
    words = s.vault.seal_for_a_day(PURPOSE, sendable(line.words))
    fields = {"kind": KIND, "line": at, "to": line.to, "words": words, "contact": contact, "side": line.goes_to}
    passed = s.switchboard.pass_on(contact, line.offer, line.writer, line.id, fields).word == "passed"
    if passed:
        s.outbox.send("send", line.id)
    return passed
