"""A note of the contact: asked for once, kept by a yes alone, and written down when the contact has ended."""

import structlog

from routing.domain.consent import PROOF_MS, Consent, fingerprint
from routing.domain.contact import Incoming
from routing.domain.note import note
from routing.domain.promise import NotKept
from routing.domain.replies import Ask
from routing.flow.people import lasting_person_of
from routing.flow.sentences import say, text
from routing.flow.ticket import Ticket, address
from routing.ports import Services, Working

SCOPE = "log"
WORDING = "log_asked"
YES = "7"
SECONDS = 6

log = structlog.get_logger()


def asks(s: Services, ticket: Ticket, document: str) -> int:
    """Return since when (ms) this document of a waiting caller asks, or 0 when it does not. Raises Unavailable."""
    change = s.switchboard.ask_log(ticket.contact, document)
    return int(change.details[0]) if change.word == "ask" else 0


def question(s: Services, ticket: Ticket, at: int, **heard: str | int) -> Ask:
    """Ask, with nothing else to choose; the place, and phones that ring, are left alone. `heard` goes along."""
    here = address(s, f"/voice/wait/{ticket.contact}/note", ticket, at=at, **heard)
    return Ask((say(s, WORDING, ticket.language),), here, SECONDS)


def answer(s: Services, call: Incoming, ticket: Ticket, at: int) -> str:
    """Return the phrase that answers a key to the question of that time (ms); silence is answered by none.

    Only what is on record is thanked for. Raises Unavailable.
    """
    if call.keys != YES:
        return "log_declined" if call.keys else ""
    consent = _yes(s, call, ticket, at)
    try:
        s.consents.give(consent)
    except NotKept:
        return "log_not_kept"
    return "log_agreed" if s.switchboard.agree(ticket.contact, consent.id).word else "log_not_kept"


def _yes(s: Services, call: Incoming, ticket: Ticket, at: int) -> Consent:
    return Consent(
        # Named by what it answers, so that a webhook that comes twice makes one.
        id=s.vault.digest(SCOPE, ticket.contact)[:16],
        scope=SCOPE,
        wording=WORDING,
        sentence=fingerprint(text(s, WORDING, ticket.language)),
        language=ticket.language,
        channel="voice",
        how=f"key {YES}",
        given_at=at,
        expires_at=at + PROOF_MS,
        person=lasting_person_of(s, call),
    )


def keep(s: Working, contact: str) -> None:
    """Write down the note of a contact that has ended, by its yes. Raises Unavailable and NotKept."""
    record = s.switchboard.contact(contact)
    if record.get("stage") == "ended" and record.get("consent"):
        specialist = record.get("talked_with", "")
        pseudonym = s.vault.digest("specialist", specialist) if specialist else ""
        if not s.notes.keep(note(contact, record, pseudonym)):
            log.info("note_not_wanted", contact=contact)
    s.switchboard.logged(contact)
