"""Specialists come on call and go off, and live state learns of them."""

from collections.abc import Collection, Mapping
from secrets import token_hex

import structlog

from config.shapes import Config, Strategy
from routing.domain.contact import Person, Unreadable, phone_purpose
from routing.domain.counting import NOTHING_COUNTED
from routing.flow import closing, keeping, opting, shifts
from routing.flow.acts import carry_out
from routing.flow.told import tell
from routing.ports import Services, Working

log = structlog.get_logger()


def queues(config: Config, person: Person) -> Mapping[str, Strategy]:
    """Return the queues whose contacts a specialist can take, on every line their skills in their languages, each with
    how it chooses among specialists. Whose number is not known to be theirs is in none.
    """
    if not person.verified_at:
        return {}
    return {
        line.queue(skill.id, language): skill.strategy
        for line in config.lines.values()
        for skill in line.skills.values()
        for language in line.languages
        if skill.id in person.skills and language in person.languages
    }


def register(s: Services, person: Person) -> None:
    """Make a specialist known to live state, as off duty at first. Raises Unavailable and Unreadable."""
    theirs, number = queues(s.config, person), _number(s, person)
    fields: Mapping[str, str] = {
        "name": person.name,
        "phone": s.vault.seal("phone", number),
        "person": s.vault.digest("person", number),
        "languages": " ".join(person.languages),
        "skills": " ".join(person.skills),
        "queues": " ".join(theirs),
        "strategies": " ".join(theirs.values()),
        "order": str(person.order),
        "asked_at": str(person.activity_at),
        "unverified": "" if person.verified_at else "1",
        "text_capacity": str(_texts_at_once(s.config, theirs)),
    }
    carry_out(s, s.switchboard.register(person.id, fields))


def remove(s: Services, specialist: str) -> str:
    """Have nobody be offered to a specialist any more, and tell them, once; return what they finish, or "gone".

    Raises Unavailable.
    """
    record = s.switchboard.specialist(specialist)
    if record:
        tell(s, record, "left", f"left-{specialist}", "sms_left")
    return carry_out(s, s.switchboard.remove(specialist)).word


def _number(s: Services, person: Person) -> str:
    return s.vault.open(phone_purpose(person.id), person.phone)


def _texts_at_once(config: Config, queues: Collection[str]) -> int:
    """Return how many people a specialist may write with at a time: as many as any of their lines allows."""
    lines = {queue.partition(".")[0] for queue in queues}
    return max((config.lines[line].texts_at_once for line in lines), default=0)


def follow(s: Working) -> None:
    """Have live state know with how many people each specialist may write, as the lines say now; and of nobody who has
    left the roster. Raises Unavailable.
    """
    known = s.switchboard.known()  # before the records: whoever is added meanwhile is in those as well
    people = s.roster.everyone()
    for gone in known - {person.id for person in people}:
        remove(s, gone)
    for person in people:
        record, room = s.switchboard.specialist(person.id), _texts_at_once(s.config, queues(s.config, person))
        if record and record.get("text_capacity") != str(room):
            register(s, person)


def set_activity(s: Services, specialist: str, activity: str) -> str:
    """Ask for an activity; return the one that holds now. Raises Unavailable."""
    return carry_out(s, s.switchboard.set_activity(specialist, activity)).word


def _can_be_rung(s: Services, person: Person) -> bool:
    """Tell whether a specialist's number can be read: one whose key is lost keeps nobody else from being on call."""
    try:
        _number(s, person)
    except Unreadable:
        log.error("specialist_unreadable", specialist=person.id)
        return False
    return True


def recover(s: Working) -> None:
    """Begin a new life of the live state, after a start or a loss.

    Nobody is available until the carrier has said whose telephone is still in a call. Of the first life of all, before
    which nothing was ever counted, nobody is told that something was lost. Raises Unavailable, NotSent, NotKept and
    Unclear: then it is tried again.
    """
    lived_before = s.counts.position() != NOTHING_COUNTED
    closing.follow(s)
    opting.follow(s)
    busy, people = s.carrier.busy(), [person for person in s.roster.everyone() if _can_be_rung(s, person)]
    for person in people:
        register(s, person)
        if _number(s, person) in busy:
            s.switchboard.occupy(person.id)
    keeping.bring_back(s, busy)
    everyones = s.shifts.everyone()
    for person in people:
        shifts.restore(s, person, [shift for shift in everyones if shift.specialist == person.id])
    s.switchboard.open_epoch(token_hex(8), young=lived_before)


def note(s: Working, specialist: str) -> None:
    """Put on record what a specialist asked for, so that a loss of live state does not undo it. Raises Unavailable."""
    record = s.switchboard.specialist(specialist)
    at, until = int(record.get("asked_at", 0)), int(record.get("break_until", 0))
    s.roster.set_activity(specialist, record.get("asked", "offline"), at, until)
    s.switchboard.noted(specialist, at, until)


def recheck(s: Working, specialist: str) -> None:
    """Free a specialist once the call of a lost life is over. Raises Unavailable, NotSent and Unclear."""
    record = s.switchboard.specialist(specialist)
    if record.get("offer") or record.get("activity") != "engaged":
        s.switchboard.forget("recheck", specialist)
    elif s.vault.open("phone", record["phone"]) not in s.carrier.busy():
        carry_out(s, s.switchboard.release(specialist))
