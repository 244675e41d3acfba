"""What was left after the beep: put it on record, and bring its sound home, for the carrier to delete its own.

Each job may be lost, late or repeated: a deadline asks for it again. Raises Unavailable, NotKept, NotSent and Unclear
where it is to be tried again.
"""

import structlog

from routing.domain import deletion
from routing.domain.deletion import RECORDING, Deletion
from routing.domain.message import SHORTEST_S, Message, purpose
from routing.domain.promise import window
from routing.flow import alerts, deleting
from routing.flow.offer import ENDED
from routing.ports import Services, Working

log = structlog.get_logger()
VOICEMAIL = "voicemail"
NOT_LEFT_MS = 3600 * 1000  # a promise to record of which nothing has come
LONG_OPEN_MS = 10 * 60 * 1000
LOOK_AGAIN_S, FETCH_AGAIN_S = 15, 30
GIVEN_UP_MS = 15 * 60 * 1000  # nothing is heard of a recording any more when its call has been over for so long


def noted(s: Services, promise: str, recording: str, seconds: int) -> None:
    """Take note of a recording, whose message a job then settles. Raises Unavailable."""
    s.switchboard.recorded(promise, s.vault.seal(RECORDING, recording), seconds)


def settle(s: Services, promise: str, line: str, recording: str, seconds: int) -> str:
    """Put a message on record, or end what came to nothing; return `kept` or `none`. Raises NotKept and Unavailable.

    `recording` is the carrier's name of it, empty when nothing was recorded.
    """
    at = s.switchboard.now()
    sealed = s.vault.seal(deletion.purpose(RECORDING, promise), recording)
    kept = seconds >= SHORTEST_S and s.messages.keep(Message(promise, line, seconds, at, sealed))
    if not kept:
        s.promises.close(promise, "cancelled", "too_short" if recording else "nothing_said", at)
        if recording:
            s.deletions.ask(Deletion(promise, RECORDING, line, sealed, at))
            deleting.soon(s)
    how = "kept" if kept else "none"
    s.switchboard.settle_message(promise, how)
    return how


def message(s: Working, promise: str) -> None:
    """Find out what was left, when nobody has told."""
    record = s.switchboard.message(promise)
    if record.get("state") != "recording":
        s.switchboard.forget("message", promise)
        return
    if "recording" not in record:
        _look(s, promise, record)
        return
    settle(s, promise, record["line"], s.vault.open(RECORDING, record["recording"]), int(record["seconds"]))


def _look(s: Working, promise: str, record: dict[str, str]) -> None:
    call = s.vault.open("call", record["call"])
    found = s.tapes.of_call(call)
    if found:
        settle(s, promise, record["line"], found[0].sid, found[0].seconds)
    elif s.switchboard.now() - int(record["at"]) > GIVEN_UP_MS and s.carrier.status(call) in ENDED:
        settle(s, promise, record["line"], "", 0)
    else:
        s.switchboard.postpone("message", promise, LOOK_AGAIN_S)


def fetch(s: Working, promise: str) -> None:
    """Bring a message's sound home, and have the carrier delete its own."""
    s.switchboard.postpone("fetch", promise, FETCH_AGAIN_S)
    message = s.messages.find(promise)
    if message and message.recording:
        sound = s.tapes.sound(s.vault.open(deletion.purpose(RECORDING, promise), message.recording))
        gone = Deletion(promise, RECORDING, message.line, message.recording, s.switchboard.now())
        s.messages.hold(promise, s.vault.seal_bytes(purpose(promise), sound), gone)
        deleting.soon(s)
    s.switchboard.forget("fetch", promise)


def tidy(s: Working, _subject: str) -> None:
    """Look what has gone out today, end the promises whose time is over, and ask again for what was lost on the way."""
    alerts.spending(s)
    s.vault.forget_days()
    now = s.switchboard.now()
    for promise in s.promises.still_open(VOICEMAIL):
        if promise.expires_at <= now:
            s.promises.close(promise.id, "failed", "expired", now)
        elif promise.state == RECORDING and now - promise.made_at > NOT_LEFT_MS:
            s.promises.close(promise.id, "cancelled", "not_left", now)
    overdue(s, now)
    for promise_id in s.messages.unfetched():
        s.outbox.send("fetch", promise_id)


def overdue(s: Working, now: int) -> None:
    """Alert where somebody has long been promised a call that may be made now: not where somebody has taken that.

    Raises Unavailable and NotKept.
    """
    for promise in s.promises.still_open("callback"):
        line = s.config.lines.get(promise.line)
        if line is None or s.switchboard.closed_till(line.id) is not None:
            continue
        if now - promise.made_at > LONG_OPEN_MS and window(promise, now, line.time_zone).since <= now:
            s.switchboard.alarm("callback", line.id)
