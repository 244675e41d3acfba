"""Write calls, conferences, queues, texts and recordings the way Twilio's REST API does."""

from typing import Any

from routing.exchange.conferences import Conference, Wishes
from routing.exchange.legs import Leg
from routing.exchange.messages import REASONS, Message
from routing.exchange.queues import Queue, Ticket
from routing.exchange.recordings import Recording
from routing.exchange.switch import Switch
from routing.exchange.wire import API_VERSION, rfc2822

_CALL_PARTS = ("Notifications", "Recordings", "Payments", "Events", "Siprec", "Streams", "Transcriptions")


def _path(switch: Switch) -> str:
    return f"/{API_VERSION}/Accounts/{switch.account.sid}"


def _date(instant: float | None) -> str | None:
    return None if instant is None else rfc2822(instant)


def call(leg: Leg) -> dict[str, Any]:
    uri = f"{_path(leg.switch)}/Calls/{leg.sid}"
    times, terms = leg.times, leg.terms
    return {
        "account_sid": leg.switch.account.sid,
        "annotation": None,
        "answered_by": leg.answered_by if terms.detection else None,
        "api_version": API_VERSION,
        "caller_name": None,
        "date_created": rfc2822(times.created),
        "date_updated": rfc2822(times.updated or times.created),
        "direction": terms.direction,
        "duration": str(leg.duration) if leg.over else None,
        "end_time": _date(times.ended),
        "forwarded_from": None,
        "from": leg.ends.from_,
        "from_formatted": formatted(leg.ends.from_),
        "group_sid": None,
        "parent_call_sid": terms.parent.sid if terms.parent else None,
        "phone_number_sid": None,
        "price": None,
        "price_unit": "USD",
        "queue_time": str(round(leg.queue_time * 1000)),
        "sid": leg.sid,
        "start_time": _date(times.started),
        "status": leg.status,
        "subresource_uris": {name.lower(): f"{uri}/{name}.json" for name in _CALL_PARTS},
        "to": leg.ends.to,
        "to_formatted": formatted(leg.ends.to),
        "trunk_sid": None,
        "uri": f"{uri}.json",
    }


def formatted(number: str) -> str:
    """Write a North American number as people do; any other stays as it is."""
    if number.startswith("+1") and len(number) == 12:
        return f"({number[2:5]}) {number[5:8]}-{number[8:]}"
    return number


def conference(one: Conference) -> dict[str, Any]:
    uri = f"{_path(one.switch)}/Conferences/{one.sid}"
    return {
        "account_sid": one.switch.account.sid,
        "api_version": API_VERSION,
        "call_sid_ending_conference": one.ended_by.leg.sid if one.ended_by else None,
        "date_created": rfc2822(one.created),
        "date_updated": rfc2822(one.updated),
        "friendly_name": one.name,
        "region": "us1",
        "sid": one.sid,
        "status": one.status,
        "subresource_uris": {name.lower(): f"{uri}/{name}.json" for name in ("Participants", "Recordings")},
        "uri": f"{uri}.json",
        # The published description of the API has no null here.
        **({"reason_conference_ended": one.reason_ended} if one.reason_ended else {}),
    }


def participant(one: Conference, leg: Leg, wishes: Wishes) -> dict[str, Any]:
    joined = leg.sid in one.members
    waits = {"queued": "queued", "ringing": "ringing"}.get(leg.status, "connecting")
    return {
        "account_sid": one.switch.account.sid,
        "call_sid": leg.sid,
        "call_sid_to_coach": wishes.coach or None,
        "coaching": bool(wishes.coach),
        "conference_sid": one.sid,
        "date_created": rfc2822(leg.times.created),
        "date_updated": rfc2822(leg.times.updated or leg.times.created),
        "end_conference_on_exit": wishes.ends,
        "hold": wishes.hold,
        "label": wishes.label or None,
        "muted": wishes.muted,
        "queue_time": str(round(leg.queue_time * 1000)),
        "start_conference_on_enter": wishes.starts,
        "status": "connected" if joined else waits,
        "uri": f"{_path(one.switch)}/Conferences/{one.sid}/Participants/{leg.sid}.json",
    }


def recording(one: Recording) -> dict[str, Any]:
    return {
        "account_sid": one.leg.switch.account.sid,
        "api_version": API_VERSION,
        "call_sid": one.leg.sid,
        "channels": 1,
        "conference_sid": None,
        "date_created": rfc2822(one.started),
        "date_updated": rfc2822(one.started + one.seconds),
        "duration": str(one.seconds) if one.ready else None,
        "encryption_details": None,
        "error_code": None,
        "media_url": one.url,
        "price": None,
        "price_unit": "USD",
        "sid": one.sid,
        "source": "RecordVerb",
        "start_time": rfc2822(one.started),
        "status": one.status,
        "subresource_uris": {},
        "uri": f"{one.path}.json",
    }


def message(one: Message) -> dict[str, Any]:
    uri = f"{_path(one.switch)}/Messages/{one.sid}"
    return {
        "account_sid": one.switch.account.sid,
        "api_version": API_VERSION,
        "body": one.body,
        "date_created": rfc2822(one.created),
        "date_sent": _date(one.sent),
        "date_updated": rfc2822(one.updated),
        "direction": one.direction,
        "error_code": one.error,
        "error_message": REASONS[one.error] if one.error else None,
        "from": one.from_,
        "messaging_service_sid": one.service or None,
        "num_media": str(len(one.media)),
        "num_segments": str(one.segments),
        "price": None,
        "price_unit": "USD",
        "sid": one.sid,
        "status": one.status,
        "subresource_uris": {"media": f"{uri}/Media.json"},
        "to": one.to,
        "uri": f"{uri}.json",
    }


def queue(one: Queue) -> dict[str, Any]:
    uri = f"{_path(one.switch)}/Queues/{one.sid}"
    return {
        "account_sid": one.switch.account.sid,
        "average_wait_time": int(one.average),
        "current_size": len(one.tickets),
        "date_created": rfc2822(one.created),
        "date_updated": rfc2822(one.updated),
        "friendly_name": one.name,
        "max_size": one.max_size,
        "sid": one.sid,
        "subresource_uris": {"members": f"{uri}/Members.json"},
        "uri": f"{uri}.json",
    }


def queue_member(one: Queue, ticket: Ticket) -> dict[str, Any]:
    return {
        "call_sid": ticket.leg.sid,
        "date_enqueued": rfc2822(ticket.since),
        "position": one.position(ticket),
        "queue_sid": one.sid,
        "uri": f"{_path(one.switch)}/Queues/{one.sid}/Members/{ticket.leg.sid}.json",
        "wait_time": int(one.waited(ticket)),
    }
