"""What the workers do with calls: ring, end, move, and ask the carrier how they stand.

Each may be lost, late or repeated: the deadline behind it asks for it again, and how things stand decides what it does.
Raises Unavailable, NotSent and Unclear where the deadline is to try again.
"""

import structlog

from routing.domain.contact import NotSent, Reason, Unclear
from routing.domain.replies import Document, Hangup
from routing.flow import brief, elsewhere, offer, other_line, outgoing, provider, taking, transfer
from routing.flow.acts import carry_out
from routing.flow.onward import stands
from routing.flow.sentences import say
from routing.flow.ticket import of
from routing.ports import Working

log = structlog.get_logger()
SOON_S, QUEUED_S, WAITING_S, BRIDGED_S = 3, 30, 90, 60
BRIDGE_TRIES = 2
HELD_S = 60
BOTH = 2
TOLD_S = 15


def ring(s: Working, offer_id: str) -> None:
    """Place the call of an offer, once."""
    change = s.switchboard.claim(offer_id)
    if change.word == "write":
        taking.ask(s, offer_id)
    if change.word != "ring":
        return
    phone, line, seconds, other = map(str, change.details)
    number = _number(s, phone, line, other)
    if not number:
        offer.over(s, offer_id, "not_rung")
        return
    try:
        leg = outgoing.ring(
            s, s.config.lines[line], number, f"/{'line' if other else 'offer'}/{offer_id}", int(seconds)
        )
    except NotSent as why:
        log.warning("offer_not_rung", offer=offer_id, why=why.code)
        bad = why.reason is Reason.BAD_NUMBER
        if not bad:
            s.switchboard.slow(offer_id, again=why.reason is Reason.TOO_OFTEN)
            provider.failed(s, why, line)
        if why.reason is not Reason.TOO_OFTEN:
            offer.over(s, offer_id, "failed" if bad else "not_rung")
    except Unclear as why:
        log.warning("offer_unclear", offer=offer_id, why=str(why))
        s.switchboard.slow(offer_id, again=False)
        s.switchboard.postpone("placing", offer_id, SOON_S)
        provider.failed(s, why, line)
    else:
        carry_out(s, s.switchboard.progress(offer_id, "placed", s.vault.seal("leg", leg)))


def _number(s: Working, phone: str, line: str, other: str) -> str:
    """Return the number of whom an offer is put to: a specialist, or another line that may still be dialled."""
    return elsewhere.number_of(s, line, other) if other else s.vault.open("phone", phone)


def cancel(s: Working, offer_id: str) -> None:
    """End a leg that nobody needs; whoever has answered is told why. The call to a person goes with it, or alone."""
    if taking.lets_go(s, offer_id):
        return
    record = s.switchboard.offer(offer_id)
    if "back" in record and "reached" not in record:
        s.carrier.end(s.vault.open("leg", record["back"]))
    if not record.get("leg") or _is_in_use(s, offer_id, record):
        return
    leg = s.vault.open("leg", record["leg"])
    if "answered" not in record:
        s.carrier.end(leg)
        return
    why = other_line.OVER if record.get("other_line") else offer.why(s, offer_id)
    _move(s, leg, (say(s, why, offer.language_of(s, offer_id)), Hangup()))
    s.switchboard.postpone("ending", offer_id, TOLD_S)  # said again sooner, it would never come to its end


def move(s: Working, contact: str) -> None:
    """Move the caller's telephone to where the contact stands."""
    record, standing = s.switchboard.contact(contact), s.switchboard.wait(contact)
    # Whoever is in the bridge must not be moved there again: leaving would end it for both.
    there = standing is not None and (standing.stage == "bridged" or "caller" in record.get("joined", "").split())
    if standing is None or standing.stage == "ended" or there or "call" not in record:
        s.switchboard.forget("moving", contact)
        return
    ticket = of(contact, record)
    sorry = (say(s, "lost_specialist", ticket.language),) if standing.stage == "waiting" else ()
    if _move(s, s.vault.open("call", record["call"]), (*sorry, *stands(s, ticket, standing))):
        s.switchboard.forget("moving", contact)
    else:
        check(s, contact)


def bridge(s: Working, contact: str) -> None:
    """Bring the caller into the bridge; where that has not worked in time, see who is there, try again, then undo."""
    record = s.switchboard.contact(contact)
    if record.get("stage") != "accepted":
        return
    there = s.carrier.in_bridge(record["offer"]) if int(record["tries"]) else ()
    for who in there:
        s.switchboard.join(record["offer"], who)
    word = carry_out(s, s.switchboard.undo(contact, BRIDGE_TRIES)).word
    # A caller who is there must not be moved there again: leaving would end the bridge for both.
    if word == "undone" or (word == "again" and "caller" not in there):
        move(s, contact)


def warn(s: Working, contact: str) -> None:
    """Tell two people who have long been talking that the network will end their call."""
    record = s.switchboard.contact(contact)
    if record.get("stage") == "bridged":
        s.carrier.announce(record["offer"], f"/offer/{record['offer']}/ending?language={record['language']}")
    s.switchboard.forget("warning", contact)


def aside(s: Working, offer_id: str) -> None:
    """Move a specialist who holds a caller, or held one, or whoever is to have the caller, to where they belong now."""
    record, held = s.switchboard.offer(offer_id), s.switchboard.contact(offer_id.rpartition("-")[0])
    # Whoever is in the right bridge already must not be moved there again: leaving would end it for both.
    bridge, who = (brief.bridge(held["target"]), brief.FIRST) if held.get("target") else (offer_id, brief.SECOND)
    if "over" not in record and "leg" in record and who not in s.carrier.in_bridge(bridge):
        language = offer.language_of(s, offer_id)
        theirs = other_line.stands if record.get("other_line") else transfer.stands
        _move(s, s.vault.open("leg", record["leg"]), theirs(s, offer_id, language))
    s.switchboard.forget("aside", offer_id)


def hold(s: Working, contact: str) -> None:
    """See whether the specialist who holds a caller is still there, and with whom they tell of the call by now."""
    record = s.switchboard.contact(contact)
    if record.get("stage") != "held":
        s.switchboard.forget("held", contact)
        return
    for there in filter(None, (record["offer"], record.get("target"))):
        if (status := _status_of(s, there)) in offer.ENDED:
            offer.over(s, there, status)
            return
    if record.get("transfer") == "briefing" and not _brief_goes_on(s, record["target"]):
        carry_out(s, s.switchboard.give_up(contact))
    else:
        s.switchboard.postpone("held", contact, HELD_S)


def _brief_goes_on(s: Working, target: str) -> bool:
    there = s.carrier.in_bridge(brief.bridge(target))
    return [s.switchboard.brief(target, who).word for who in there][BOTH - 1 :] == ["briefing"]


def _status_of(s: Working, offer_id: str) -> str:
    leg = s.switchboard.offer(offer_id).get("leg")
    return s.carrier.status(s.vault.open("leg", leg)) if leg else "completed"


def ask(s: Working, offer_id: str) -> None:
    """Ask the carrier how an offer's leg stands, when no news of it has come in time."""
    record = s.switchboard.offer(offer_id)
    if "over" in record or not record:
        for kind in ("placing", "ringing", "whisper", "ending"):
            s.switchboard.forget(kind, offer_id)
        return
    if taking.lets_go(s, offer_id):
        return
    if record["state"] == "placing" and "claimed" not in record:
        ring(s, offer_id)  # the job that was to place its call is lost
        return
    leg = s.vault.open("leg", record["leg"]) if "leg" in record else _look(s, offer_id, record)
    status = s.carrier.status(leg) if leg else "not_rung"
    if status in offer.ENDED or not leg:
        offer.over(s, offer_id, status)
    elif record["state"] == "placing" and status == "queued":
        s.switchboard.postpone("placing", offer_id, QUEUED_S)
    elif record["state"] == "placing":
        carry_out(s, s.switchboard.progress(offer_id, offer.NEWS.get(status, "initiated"), s.vault.seal("leg", leg)))
    elif not _wanted(s, offer_id, record):
        cancel(s, offer_id)


def _is_in_use(s: Working, offer_id: str, record: dict[str, str]) -> bool:
    stage = s.switchboard.contact(offer_id.rpartition("-")[0]).get("stage", "")
    return stage in ("accepted", "bridged") and _wanted(s, offer_id, record)


def _wanted(s: Working, offer_id: str, record: dict[str, str]) -> bool:
    contact = s.switchboard.contact(offer_id.rpartition("-")[0])
    theirs = offer_id in (contact.get("offer"), contact.get("target"))
    return record["state"] == "accepted" and theirs and contact["stage"] != "ended"


def _look(s: Working, offer_id: str, record: dict[str, str]) -> str | None:
    """Find the leg of an offer whose placing stayed unclear; nothing is found of one that was never placed."""
    if "claimed" not in record:
        return None
    line = s.switchboard.contact(offer_id.rpartition("-")[0]).get("line", next(iter(s.config.lines)))
    phone = s.switchboard.specialist(record.get("specialist", "")).get("phone", "")
    number, shown = _number(s, phone, line, record.get("other_line", "")), s.config.lines[line].numbers[0]
    leg = s.carrier.find(number, shown, int(record["claimed"]))
    if leg:
        carry_out(s, s.switchboard.progress(offer_id, "placed", s.vault.seal("leg", leg)))
    return leg


def check(s: Working, contact: str) -> None:
    """Ask the carrier whether a caller, and whoever talks with them, is still there."""
    record = s.switchboard.contact(contact)
    if record.get("stage", "ended") == "ended" or "call" not in record:
        s.switchboard.forget("heartbeat", contact)
        return
    call = s.vault.open("call", record["call"])
    if s.carrier.status(call) in offer.ENDED:
        carry_out(s, s.switchboard.leave(contact))
        return
    if _may_be_elsewhere(record) and s.carrier.elsewhere(call):
        # Another line has the call or, while live state was away, a fallback number.
        carry_out(s, s.switchboard.leave(contact, "referred"))
        return
    if record["stage"] == "bridged":
        status = _status_of(s, record["offer"])
        if status in offer.ENDED:
            offer.over(s, record["offer"], status)
            return
    s.switchboard.postpone("heartbeat", contact, BRIDGED_S if record["stage"] == "bridged" else WAITING_S)
    if record["stage"] in ("waiting", "choosing", "held") or record.get("choice") == "kept":
        move(s, contact)  # on the line, and asking for nothing: perhaps alone in a bridge that is no more


def _may_be_elsewhere(record: dict[str, str]) -> bool:
    return record["stage"] == "waiting" or record.get("choice") == elsewhere.CHOICE


def _move(s: Working, leg: str, document: Document) -> bool:
    """Give a leg another document; False when it has ended already."""
    try:
        s.carrier.move(leg, document)
    except NotSent as why:
        if why.reason is not Reason.GONE:
            raise
        return False
    return True
