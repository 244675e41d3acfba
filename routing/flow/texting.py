"""Texting help to whoever waits: asked first whether that is safe, and sent while the place is kept."""

from collections.abc import Mapping

from routing.domain.contact import Incoming, Unavailable
from routing.domain.replies import Ask, Document, Go
from routing.flow import opting, sending
from routing.flow.people import number_of
from routing.flow.sentences import say, text
from routing.flow.ticket import Ticket, address
from routing.flow.topics import may_send
from routing.ports import Services

CHOICE = "text_help"
YES = "1"
SECONDS = 6
ID_LETTERS = 16


def is_possible(s: Services, call: Incoming, ticket: Ticket) -> bool:
    """Tell whether a text may be promised: texts are proved to arrive, and the person's number is known."""
    return may_send(s, call, s.config.lines[ticket.line])


def question(s: Services, ticket: Ticket, step: int, again: bool = False) -> Document:
    """Ask whether it is safe to text this phone."""
    here = address(s, f"/voice/choice/{ticket.contact}", ticket, step=step, again=int(again))
    return (Ask((say(s, "text_safe", ticket.language),), here, SECONDS), Go(here))


def answer(s: Services, call: Incoming, ticket: Ticket, step: int, query: Mapping[str, str]) -> Document | str:
    """Answer the key: a document, or the phrase with which the caller goes back to the place in line."""
    if call.keys != YES:
        again = query.get("again") == "1"
        return "text_back" if call.keys or again else question(s, ticket, step, again=True)
    return _sent(s, call, ticket) if is_possible(s, call, ticket) else "text_back"


def _sent(s: Services, call: Incoming, ticket: Ticket) -> str:
    samhsa = s.config.facts["samhsa"].call or ""
    asked, told = text(s, "sms_asked_by_phone", ticket.language), text(s, "sms_help", ticket.language, samhsa=samhsa)
    # Of the contact, so that a webhook that comes twice is one text.
    once = s.vault.digest("help", ticket.contact)[:ID_LETTERS]
    to = s.vault.seal_for_a_day("phone", number_of(s.config, call))
    try:
        if opting.wants_none(s, number_of(s.config, call)):
            return "text_opted_out_in_line"
        sending.ask(s, once, "help", ticket.line, to=to, words=f"{asked} {told}")
    except Unavailable:
        return "text_not_sent_in_line"
    return "text_coming_in_line"
