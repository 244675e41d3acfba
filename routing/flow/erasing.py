"""Forget a person at their own wish: on record first, then in live state."""

import time

import structlog

from routing.domain.consent import Forgotten
from routing.domain.contact import Unavailable
from routing.domain.promise import NotKept
from routing.flow.acts import carry_out, let_go
from routing.ports import Services, Working

log = structlog.get_logger()
AGAIN_S = 60


def erase(s: Services, number: str, how: str) -> Forgotten:
    """Forget whoever has a number; `how` says in the proof what they did. Raises NotKept: then nothing is forgotten.

    Should live state not answer, a callback that it still knows of is not made: it is asked for on record before.
    """
    # By the machine's clock: the records are written while live state, whose clock others go by, is down.
    forgotten = s.erasure.forget(s.vault.digests("person", number), how, int(time.time() * 1000))
    s.outbox.send("delete", "carrier")  # of a message, the carrier may still have the recording
    try:
        for contact in forgotten.contacts:
            # Whoever waits on the line, or talks, stays there: only a call that was still to come is not made.
            let_go(s, contact, "abandoned")
        carry_out(s, s.switchboard.forget_person(s.vault.digest("person", number)))
        s.switchboard.forget_texter(s.vault.digest("person", number))
        s.switchboard.erase_texts(s.vault.digest("person", number), s.vault.seal("phone", number))
    except Unavailable:
        log.warning("erased_on_record_only", contacts=len(forgotten.contacts))
    return forgotten


def erase_texts(s: Working, person: str) -> None:
    """Have the carrier delete what was written with somebody. Raises Unavailable, NotSent and Unclear."""
    record = s.switchboard.erasing(person)
    if record:
        s.switchboard.postpone("erasing", person, AGAIN_S)
        number = s.vault.open("phone", record["number"])
        for ours in (each for line in s.config.lines.values() for each in line.numbers):
            s.carrier.delete_texts(number, ours, int(record["until"]))
        s.switchboard.texts_erased(person)
    s.switchboard.forget("erasing", person)


def is_erased(s: Services, number: str, how: str) -> bool:
    """Forget whoever has a number, and tell whether it is done: committed, within a second."""
    try:
        erase(s, number, how)
    except NotKept:
        return False
    return True
