"""Have deleted elsewhere what is erased here: at the carrier, and in live state where that did not answer.

What is to be deleted is on record, so that it is asked for whatever else fails: again and again, less and less often,
for fifteen days; then somebody is alerted.
"""

import structlog

from routing.domain.contact import NotSent, Unavailable, Unclear, Unreadable
from routing.domain.deletion import LIVE, MESSAGE, RECORDING, TEXTS, WITHIN_MS, Deletion, next_try, purpose
from routing.flow import forgetting, provider
from routing.ports import Services, Working

log = structlog.get_logger()
ALL = "all"
SOONEST_S = 1


def soon(s: Services, seconds: int = 0) -> None:
    """Have what is on record deleted, now or in a while. Never raises: every five minutes it is looked for anyway."""
    if not seconds:
        s.outbox.send("delete", ALL)
        return
    try:
        s.switchboard.hasten("delete", ALL, seconds)
    except Unavailable:
        log.warning("deletions_wait_for_live_state")


def delete(s: Working, _subject: str) -> None:
    """Delete what is due, or try to. Raises Unavailable and NotKept."""
    for deletion in s.deletions.due(s.switchboard.now()):
        if not _done(s, deletion) and not _given_up(s, deletion):
            s.deletions.later(deletion, next_try(deletion.tries, s.switchboard.now()))
        else:
            s.deletions.over(deletion)
    next_at = s.deletions.next()
    if next_at is not None:
        s.switchboard.hasten("delete", ALL, max(SOONEST_S, (next_at - s.switchboard.now()) // 1000 + 1))


def _done(s: Working, deletion: Deletion) -> bool:
    try:
        _DO[deletion.kind](s, deletion, s.vault.open(purpose(deletion.kind, deletion.id), deletion.sid))
    except (NotSent, Unclear) as why:
        log.warning("not_deleted_yet", deletion=deletion.id, why=str(why))
        provider.failed(s, why, deletion.line)
        return False
    except Unreadable:
        log.error("deletion_unreadable", deletion=deletion.id)
        return False
    return True


def _given_up(s: Working, deletion: Deletion) -> bool:
    if s.switchboard.now() - deletion.asked_at <= WITHIN_MS:
        return False
    s.switchboard.alarm("not_deleted", deletion.line)
    return True


def _recording(s: Working, _deletion: Deletion, sid: str) -> None:
    s.tapes.delete(sid)


def _message(s: Working, _deletion: Deletion, sid: str) -> None:
    s.carrier.delete_text(sid)


def _texts(s: Working, deletion: Deletion, number: str) -> None:
    """Delete all that was written with somebody, at every number of ours; what was still to be sent is not sent."""
    forgetting.unsend(s, number, deletion.until)
    for ours in (each for line in s.config.lines.values() for each in line.numbers):
        s.carrier.delete_texts(number, ours, deletion.until)


def _live(s: Working, _deletion: Deletion, number: str) -> None:
    forgetting.forget(s, number)


_DO = {RECORDING: _recording, MESSAGE: _message, TEXTS: _texts, LIVE: _live}
