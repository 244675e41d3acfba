"""Describe the phones, the lines and the ledger as JSON."""

from dataclasses import asdict
from typing import Any

from routing.exchange.gather import Gathering
from routing.exchange.legs import Leg
from routing.exchange.phones import Phone
from routing.exchange.switch import Switch
from routing.exchange.tape import Tape


def state(switch: Switch) -> dict[str, Any]:
    """Describe everything that the page shows."""
    return {
        "now": switch.clock.now(),
        "clock": switch.clock.kind,
        "lines": [{"number": line.number, "name": line.name} for line in switch.lines.values()],
        "faults": switch.faults.as_json(),
        "beside": sorted(switch.faults.beside),
        "handsets": [handset(phone) for phone in switch.phones.values()],
    }


def handset(phone: Phone) -> dict[str, Any]:
    """Describe one phone."""
    last = phone.last
    ended = {"ended": last.status, "ended_at": last.times.ended} if last else {}
    return {
        "number": phone.number,
        "name": phone.name,
        "role": phone.role,
        "state": _state(phone.leg),
        "call": call(phone.leg) if phone.leg else None,
        "last_call": call(last) | ended if last else None,
        "texts": _texts(phone, lost=False),
        "lost_texts": _texts(phone, lost=True),
        "behaviour": asdict(phone.behaviour),
    }


def _texts(phone: Phone, *, lost: bool) -> list[dict[str, Any]]:
    """Describe the texts that have arrived or been sent, or those that were lost; `order` goes through both."""
    every = enumerate(phone.texts)
    return [{"order": order, **text.as_json(phone.number)} for order, text in every if text.lost is lost]


def _state(leg: Leg | None) -> str:
    if not leg:
        return "idle"
    if leg.times.answered is not None:
        return "talking"
    return "dialling" if leg.terms.direction == "inbound" else "ringing"


def call(leg: Leg) -> dict[str, Any]:
    """Describe a call as its phone sees it."""
    inbound, wishes = leg.terms.direction == "inbound", leg.member.wishes if leg.member else None
    return {
        "sid": leg.sid,
        "direction": "inbound" if inbound else "outbound",
        "with": leg.ends.to if inbound else leg.ends.from_,
        "since": leg.times.created,
        "hears": [heard.as_json() for heard in leg.heard],
        "prompt": leg.listener.as_json() if isinstance(leg.listener, Gathering) else None,
        "recording": leg.listener.as_json() if isinstance(leg.listener, Tape) else None,
        "together": leg.together,
        "in": leg.place,
        "muted": bool(wishes and wishes.muted),
        "hold": bool(wishes and wishes.hold),
    }


def ledger(switch: Switch) -> dict[str, Any]:
    """Describe who talked to whom and when, what each phone heard, and how every webhook went."""
    return {
        "calls": [_entry(leg) for leg in switch.legs.values()],
        "webhooks": [record.as_json() for record in switch.ledger.hooks],
    }


def _entry(leg: Leg) -> dict[str, Any]:
    return {
        "sid": leg.sid,
        "from": leg.ends.from_,
        "to": leg.ends.to,
        "direction": leg.terms.direction,
        "status": leg.status,
        "created": leg.times.created,
        "answered": leg.times.answered,
        "ended": leg.times.ended,
        "parent": leg.terms.parent.sid if leg.terms.parent else None,
        "spans": [span.as_json() for span in leg.spans],
        "heard": [heard.as_json() for heard in leg.heard],
        "asked": leg.asked,  # when the phone was waited for, to press a key or to speak
    }
