"""What a worker does for a supervisor who listens to a call: ring them, tell the specialist, let them be heard or not.

One job, which may be lost, late or repeated: how the listening stands says what is to be done, and its deadline asks
again. Raises Unavailable, NotKept, NotSent and Unclear where that is to try again.
"""

from collections.abc import Callable, Mapping

import structlog

from routing.domain.audit import Deed
from routing.domain.contact import NotSent, Reason, Unclear
from routing.flow import auditing, listener, outgoing, provider
from routing.flow.offer import ENDED
from routing.ports import Working

log = structlog.get_logger()
RING_SECONDS = 25
SOON_S, LATER_S, LISTENED_S = 2, 5, 60
BOTH = {"caller", "specialist"}

Record = Mapping[str, str]


def look(s: Working, listening: str) -> None:
    """Do what is next for a listening."""
    record = s.switchboard.listening(listening)
    step = STEPS.get(record.get("state", ""))
    if step is None:
        listener.end(s, listening, "ended")
        return
    try:
        step(s, listening, record)
    except NotSent as why:
        if why.reason is not Reason.GONE:
            raise
        s.switchboard.postpone("listening", listening, SOON_S)  # somebody has just left, of which news will come


def _place(s: Working, listening: str, record: Record) -> None:
    change = s.switchboard.ring_listener(listening)
    if change.word == "ring":
        _ring(s, listening, record, s.vault.open("phone", str(change.details[0])))
    elif change.word == "unwanted" and not _find(s, listening, record):
        listener.end(s, listening, "gone")


def _ring(s: Working, listening: str, record: Record, number: str) -> None:
    line = s.config.lines[record["line"]]
    try:
        leg = outgoing.ring(s, line, number, f"/listen/{listening}", RING_SECONDS)
    except NotSent as why:
        log.warning("listener_not_rung", listening=listening, why=why.code)
        listener.end(s, listening, "gone")
        if why.reason is not Reason.BAD_NUMBER:
            provider.failed(s, why, line.id)
    except Unclear as why:
        log.warning("listener_unclear", listening=listening, why=str(why))
        provider.failed(s, why, line.id)
    else:
        s.switchboard.listener(listening, "ringing", s.vault.seal("leg", leg))


def _find(s: Working, listening: str, record: Record) -> str:
    """Return the leg of a listening, looked for where its placing stayed unclear; empty where there is none."""
    if "leg" in record:
        return s.vault.open("leg", record["leg"])
    phone = s.switchboard.specialist(record["specialist"]).get("phone", "")
    if "claimed" not in record or not phone:
        return ""
    shown = s.config.lines[record["line"]].numbers[0]
    leg = s.carrier.find(s.vault.open("phone", phone), shown, int(record["claimed"]))
    if leg:
        s.switchboard.listener(listening, "ringing", s.vault.seal("leg", leg))
    return leg or ""


def _ask(s: Working, listening: str, record: Record) -> None:
    """See what became of somebody of whom nothing was heard in time."""
    if _is_gone(s, listening, record):
        return
    if record["state"] == "told" and s.carrier.is_listened(record["offer"]):
        s.switchboard.listener(listening, "in")
    else:
        listener.end(s, listening, "stopped")


def _is_gone(s: Working, listening: str, record: Record) -> bool:
    gone = s.carrier.status(s.vault.open("leg", record["leg"])) in ENDED
    if gone:
        listener.end(s, listening, "gone")
    return gone


def _tell(s: Working, listening: str, record: Record) -> None:
    """Tell the specialist of it; only then may anybody listen, and only to two who are there."""
    if not set(s.carrier.in_bridge(record["offer"])) >= BOTH:
        s.switchboard.postpone("listening", listening, SOON_S)
        return
    s.carrier.announce_to(record["offer"], _specialists_leg(s, record), f"/listen/{listening}/said/comes")
    s.switchboard.listener(listening, "told")


def _specialists_leg(s: Working, record: Record) -> str:
    return s.vault.open("leg", s.switchboard.offer(record["offer"])["leg"])


def _adjust(s: Working, listening: str, record: Record) -> None:
    """Have them be heard by whom they want to be, and by nobody while that changes."""
    try:
        if record.get("how") == record["wanted"]:
            _look_after(s, listening, record)
        else:
            _be_heard(s, listening, record)
    except NotSent as why:
        if why.reason is not Reason.GONE:
            raise
        listener.end(s, listening, "stopped")  # they are in that bridge no more


def _be_heard(s: Working, listening: str, record: Record) -> None:
    bridge, leg, wanted = record["offer"], s.vault.open("leg", record["leg"]), record["wanted"]
    s.carrier.hush(bridge, leg)
    s.carrier.coach(bridge, leg, _specialists_leg(s, record) if wanted == "whisper" else "")
    if wanted == "barge" and "announced" not in record:
        s.carrier.announce(bridge, f"/listen/{listening}/said/joins")
        s.switchboard.listener(listening, "announced")
        return
    if wanted != "listen":
        s.carrier.unmute(bridge, leg)
    s.switchboard.listener(listening, "as", wanted)


def _look_after(s: Working, listening: str, record: Record) -> None:
    if _is_gone(s, listening, record):
        return
    if s.carrier.is_listened(record["offer"]):
        s.switchboard.postpone("listening", listening, LISTENED_S)
    else:
        listener.end(s, listening, "stopped")


def _end(s: Working, listening: str, record: Record) -> None:
    """End a leg that is to listen no more, with a sentence where somebody has answered."""
    leg = _find(s, listening, record)
    status = s.carrier.status(leg) if leg else ""
    if not leg or status in ENDED:
        listener.end(s, listening, "gone")
        return
    if status == "in-progress":
        s.carrier.move(leg, listener.over(s, record["language"]))
    else:
        s.carrier.end(leg)
    s.switchboard.postpone("listening", listening, LATER_S)  # said again sooner, it would never come to its end


def _close(s: Working, listening: str, record: Record) -> None:
    """Write down that it is over, and why."""
    deed = Deed(f"user:{record['by']}", "listening_ended", "contact", record["contact"], record.get("why", ""))
    auditing.note(s, deed, s.switchboard.now())
    listener.end(s, listening, "ended")


STEPS: Mapping[str, Callable[[Working, str, Record], None]] = {
    "placing": _place,
    "ringing": _ask,
    "asked": _ask,
    "pressed": _tell,
    "told": _ask,
    "in": _adjust,
    "over": _end,
    "gone": _close,
}
