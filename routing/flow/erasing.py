"""Forget a person at their own wish: on record first, then in live state, and at the carrier.

One transaction erases what the records keep, and writes down what is still to be deleted elsewhere; so nothing of that
is lost, whatever fails afterwards. While the records do not answer nothing is erased, whoever asks hears so, and a job
tries again until it is done.
"""

from dataclasses import replace

import structlog

from routing.domain.consent import Forgotten
from routing.domain.contact import Unavailable, Unreadable
from routing.domain.deletion import LIVE, TEXTS, Deletion, purpose
from routing.domain.promise import NotKept
from routing.flow import deleting, forgetting, now
from routing.ports import Services, Working

log = structlog.get_logger()
ANSWERED_S = 30  # a text that is still under way, such as the answer to this wish, cannot be deleted
AGAIN_S = 60


def erase(s: Services, number: str, how: str) -> Forgotten:
    """Forget whoever has a number; `how` says in the proof what they did. Raises NotKept: then nothing is forgotten.

    Should live state not answer, it forgets them once it does.
    """
    at = now.ms(s)
    texts, live = _deletion(s, TEXTS, number, at), _deletion(s, LIVE, number, at)
    forgotten = s.erasure.forget(s.vault.digests("person", number), how, at, (texts, live))
    try:
        forgetting.forget(s, number, forgotten.contacts)
        for person in s.vault.digests("person", number):
            s.switchboard.erased(person)
        s.deletions.over(live)
    except (Unavailable, NotKept):
        log.warning("erased_on_record_only", contacts=len(forgotten.contacts))
        forgotten = replace(forgotten, live=False)
    deleting.soon(s)  # of a message, the carrier may still have the recording
    deleting.soon(s, ANSWERED_S)
    return forgotten


def is_erased(s: Services, number: str, how: str) -> bool:
    """Forget whoever has a number, and tell whether it is done: committed, within a second."""
    try:
        erase(s, number, how)
    except NotKept:
        _later(s, number, how)
        return False
    return True


def _later(s: Services, number: str, how: str) -> None:
    try:
        s.switchboard.erase_later(s.vault.digest("person", number), s.vault.seal("phone", number), how)
    except Unavailable:
        log.warning("erasure_is_lost")  # whoever asked was told to ask again


def erase_again(s: Working, person: str) -> None:
    """Forget somebody whom the records could not forget when asked: what they have kept since then stays.

    Raises Unavailable and NotKept.
    """
    record = s.switchboard.forgetting(person)
    if record:
        s.switchboard.postpone("forgetting", person, AGAIN_S)
        number, at = s.vault.open("phone", record["number"]), int(record["at"])
        pending = _deletion(s, TEXTS, number, at)
        forgotten = s.erasure.forget(s.vault.digests("person", number), record["how"], at, (pending,), made_by_ms=at)
        forgetting.forget(s, number, forgotten.contacts)
        deleting.soon(s)
    s.switchboard.erased(person, record.get("at", ""))


def erase_texts(s: Working, person: str) -> None:
    """Put on record that the carrier is to delete what was written with somebody. Raises Unavailable and NotKept."""
    record = s.switchboard.erasing(person)
    if record:
        until = int(record["until"])
        try:
            number = s.vault.open("phone", record["number"])
            s.deletions.ask(_deletion(s, TEXTS, number, until - ANSWERED_S * 1000))
            deleting.soon(s)
        except Unreadable:  # the records did not answer for so long that the key of its day is destroyed
            s.switchboard.alarm("not_deleted", next(iter(s.config.lines)))
    s.switchboard.texts_erased(person, record.get("until", ""))


def _deletion(s: Services, kind: str, number: str, at: int) -> Deletion:
    id, line = s.vault.digest(kind, number), next(iter(s.config.lines))
    sealed, until = s.vault.seal(purpose(kind, id), number), at + ANSWERED_S * 1000
    return Deletion(id, kind, line, sealed, asked_at=at, until=until, next_at=until)
